"""DOCX files, the smallest that say what they must, and what is read of them."""

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import docx as reader
from pipeline.read import pdf as pdf_reader
from pipeline.read.document import OBJECT, Document, Grid, Refusal
from tests.read.drawing import held

NAMESPACES = """xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"
"""


def packed(body: str, **parts: str) -> bytes:
    """An archive with this body and these other parts below `word/`."""
    contents = {"document": f"<w:body>{body}</w:body>", **parts}
    roots = {"document": "document", "numbering": "numbering", "styles": "styles"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in contents.items():
            archive.writestr(f"word/{part}.xml", f"<w:{roots[part]} {NAMESPACES}>{xml}</w:{roots[part]}>")
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


BEGIN, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def seen(data: bytes) -> list[str | list[str]]:
    return [held(block) if isinstance(block, Grid) else block.text for block in reader.read(data).blocks]


def text_of(runs: str) -> str:
    (block,) = reader.read(packed(f"<w:p>{runs}</w:p>")).blocks
    return block.text


def test_paragraphs_and_tables_stand_in_the_order_of_the_body():
    document = reader.read(packed(p("before") + tbl(tc("a") + tc("b")) + p("") + p("after")))
    assert [block.place.locator for block in document.blocks] == ["b1", "t1", "b2"]
    (grid,) = document.grids()
    assert held(grid) == ["a b"]
    assert grid.rows[0][1].place.locator == "t1/r1/c2"


def test_merged_cells():
    #   ┌───┬───────┐
    #   │ a │   b   │
    #   │   ├───┬───┤
    #   │   │ c │ d │
    #   └───┴───┴───┘
    table = tbl(tc("a", BEGIN) + tc("b", span(2)), tc("", CONTINUE) + tc("c") + tc("d"))
    assert seen(packed(table)) == [["a b b", "a c d"]]


def test_a_continued_cell_that_nobody_began_is_a_cell():
    assert seen(packed(tbl(tc("a") + tc("b"), tc("c", CONTINUE) + tc("d")))) == [["a b", "c d"]]


def test_a_cell_begun_anew_ends_the_one_above():
    table = tbl(tc("a", BEGIN), tc("", CONTINUE), tc("b", BEGIN), tc("", CONTINUE))
    assert seen(packed(table)) == [["a", "a", "b", "b"]]


def test_rows_that_begin_late_or_end_early():
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("b")
    assert seen(packed(tbl(tc("a") + tc("b") + tc("c"), late))) == [["a b c", ". b ."]]


def test_cells_merged_to_the_left_in_the_old_way():
    table = tbl(tc("a", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("b"))
    assert seen(packed(table)) == [["a a b"]]


def test_a_table_in_a_cell_comes_after_the_one_around_it():
    outer = tbl(tc("a") + f"<w:tc>{p('b')}{tbl(tc('c') + tc('d'))}{p('e')}</w:tc>")
    document = reader.read(packed(outer + p("after")))
    assert [block.place.locator for block in document.blocks] == ["t1", "t2", "b1"]
    assert document.grids()[0].rows[0][1].text == "b\ne"
    assert held(document.grids()[1]) == ["c d"]


def test_content_controls_at_every_level():
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = "<w:r><w:t>in</w:t></w:r>"
    row = f"<w:tr>{control(tc('a'))}{tc('b')}</w:tr>"
    body = control(p("text") + f"<w:tbl>{control(row)}</w:tbl>") + f"<w:p>{control(run)}</w:p>"
    assert seen(packed(body)) == ["text", ["a b"], "in"]


def test_tracked_changes_are_read_as_accepted():
    runs = "<w:r><w:t>1</w:t></w:r><w:del><w:r><w:delText>2</w:delText></w:r></w:del>"
    assert text_of(runs + "<w:ins><w:r><w:t>3</w:t></w:r></w:ins>") == "13"
    gone = f"<w:trPr><w:del/></w:trPr>{tc('gone')}"
    assert seen(packed(tbl(tc("kept"), gone))) == [["kept"]]


def test_hidden_text_is_not_read():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>7</w:t></w:r>'
    assert text_of(hidden + shown) == "7"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>", "1-2"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "\uf0fe"),
        ('<w:r><w:sym w:char="D800"/><w:t>a</w:t></w:r>', "a"),
        ("<w:hyperlink><w:smartTag><w:r><w:t>link</w:t></w:r></w:smartTag></w:hyperlink>", "link"),
        ("<w:fldSimple><w:r><w:t>2</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>", "2"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
    ],
)
def test_what_a_run_may_hold(runs, text):
    assert text_of(runs) == text


def test_a_tab_in_a_cell_is_a_space_and_a_paragraph_a_line():
    cell = "<w:tc><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p><w:p/>" + p("c") + "</w:tc>"
    assert reader.read(packed(tbl(cell))).grids()[0].rows[0][0].text == "a b\nc"


def test_a_text_box_comes_once_and_after_its_paragraph():
    box = f"<w:txbxContent>{p('in the box')}</w:txbxContent>"
    choice = (
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict><v:shape>{box}</v:shape></w:pict></mc:Fallback>"
    )
    run = f"<w:r><w:t>text</w:t><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    assert seen(packed(f"<w:p>{run}</w:p>" + p("after"))) == ["text", "in the box", "after"]


def abstract(kind: int, *forms: tuple[str, str]) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (form, pattern) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{kind}">{levels}</w:abstractNum>'


NUMBERING = (
    abstract(7, ("chineseCounting", "%1、"), ("decimal", "%2."))
    + abstract(8, ("bullet", "•"))
    + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
    "</w:lvlOverride></w:num>"
)


def listed(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def test_list_numbers_are_counted():
    items = [
        p("a", listed(1)),
        p("b", listed(1, 1)),
        p("c", listed(1, 1)),
        p("d", listed(1)),
        p("e", listed(1, 1)),
    ]
    assert seen(packed("".join(items), numbering=NUMBERING)) == ["一、a", "1.b", "2.c", "二、d", "1.e"]


def test_a_list_may_restart_elsewhere_and_bullets_are_no_numbers():
    items = [p("a", listed(3)), p("b", listed(3)), p("c", listed(3)), p("d", listed(2)), p("e", listed(0))]
    assert seen(packed("".join(items), numbering=NUMBERING)) == ["九、a", "十、b", "十一、c", "d", "e"]


def test_list_numbers_by_style():
    styles = (
        f'<w:style w:styleId="base"><w:pPr>{listed(1)}</w:pPr></w:style>'
        '<w:style w:styleId="heading"><w:basedOn w:val="base"/></w:style>'
    )
    body = p("a", '<w:pStyle w:val="heading"/>') + p("b", '<w:pStyle w:val="unknown"/>')
    assert seen(packed(body, numbering=NUMBERING, styles=styles)) == ["一、a", "b"]


def test_list_numbers_in_cells_and_apart_from_a_number_in_the_text():
    numbering = abstract(1, ("decimal", "%1")) + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    cell = f"<w:tc>{p('20', listed(1))}</w:tc>"
    assert reader.read(packed(tbl(cell), numbering=numbering)).grids()[0].rows[0][0].text == "1 20"


def test_what_python_docx_writes():
    document = docx.Document()
    document.add_heading("heading", 1)
    table = document.add_table(rows=3, cols=3)
    for r in range(3):
        for c in range(3):
            table.cell(r, c).text = f"{r}{c}"
    table.cell(0, 0).merge(table.cell(1, 1)).text = "m"
    out = io.BytesIO()
    document.save(out)
    assert seen(out.getvalue()) == ["heading", ["m m 02", "m m 12", "20 21 22"]]


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packing:
        for member, content in members.items():
            packing.writestr(f"word/{member}.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 and no more", "damaged"),
        (archive(styles=b"<a/>"), "damaged"),
        (archive(document=b"<a>"), "damaged"),
        (archive(document=b"<a/>"), "damaged"),
        (archive(document=b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'), "damaged"),
        (archive(document=b"<a>" * 300 + b"</a>" * 300), "damaged"),
        (archive(document=b"<a>" + b" " * 3_000_000 + b"</a>"), "too_large"),
        (packed("<w:p><w:r><w:drawing/></w:r></w:p>"), "no_text_layer"),
    ],
    ids=[
        "empty",
        "no archive",
        "no document",
        "no end",
        "no body",
        "entities",
        "too deep",
        "a bomb",
        "a picture",
    ],
)
def test_what_cannot_be_read_is_refused(data, reason):
    with pytest.raises(Refusal) as refusal:
        reader.read(data)
    assert refusal.value.reason == reason


def test_a_part_under_a_password_is_refused():
    data = bytearray(packed(p("text")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    with pytest.raises(Refusal) as refusal:
        reader.read(bytes(data))
    assert refusal.value.reason == "encrypted"


def test_deep_nesting_is_read():
    deep = "<w:tbl><w:tr><w:tc>" * 80 + p("deep") + "</w:tc></w:tr></w:tbl>" * 80
    assert len(reader.read(packed(deep)).grids()) == 80


def test_a_table_of_countless_cells_is_told():
    document = reader.read(packed(tbl(tc("a", span(999_999))) + p("after")))
    assert [(remark.rule, remark.place.locator) for remark in document.remarks] == [("limit_reached", "t1")]
    assert [block.text for block in document.blocks] == ["after"]


WHOLE = packed(
    p("a", listed(1)) + tbl(tc("b", BEGIN) + tc("c"), tc("", CONTINUE) + tc("d")), numbering=NUMBERING
)


@given(st.integers(0, len(WHOLE) - 1))
@settings(deadline=None)
def test_a_file_cut_off_is_refused(length):
    with pytest.raises(Refusal):
        reader.read(WHOLE[:length])


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(deadline=None, max_examples=200)
def test_a_file_with_wrong_bytes_is_read_or_refused(changes):
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    read_or_refused(bytes(damaged))


TAGS = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "tcPr",
    "vMerge",
    "gridSpan",
    "sdt",
    "txbxContent",
    "pPr",
    "numPr",
    "numId",
]


LEAF = st.sampled_from(TAGS).map(lambda tag: f'<w:{tag} w:val="3">x</w:{tag}>')


def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tagged = st.tuples(st.sampled_from(TAGS), st.lists(inner).map("".join))
    return tagged.map(lambda pair: f"<w:{pair[0]}>{pair[1]}</w:{pair[0]}>")


@given(st.recursive(LEAF, around))
@settings(deadline=None)
def test_any_order_of_elements_is_read(body):
    assert isinstance(reader.read(packed(p("text") + body, numbering=NUMBERING)), Document)


def read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(reader.read(data), Document)
    except Refusal as refusal:
        assert refusal.reason in {"empty_file", "damaged", "encrypted", "too_large", "no_text_layer"}


@st.composite
def merged_tables(draw) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A table's height and width, and rectangles (row, column, height, width) that fill it."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    free, rectangles = {(r, c) for r in range(height) for c in range(width)}, []
    for r, c in sorted(free):
        if (r, c) in free:
            down, across = draw(st.integers(1, height - r)), draw(st.integers(1, width - c))
            squares = {(r + i, c + j) for i in range(down) for j in range(across)}
            if not squares <= free:
                down, across, squares = 1, 1, {(r, c)}
            free -= squares
            rectangles.append((r, c, down, across))
    return height, width, rectangles


def as_pdf(rectangles: list[tuple[int, int, int, int]]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 400))
    for i, (r, c, down, across) in enumerate(rectangles):
        canvas.rect(50 + 40 * c, 350 - 30 * (r + down), 40 * across, 30 * down)
        canvas.drawString(60 + 40 * c, 330 - 30 * r, f"n{i}")
    canvas.save()
    return out.getvalue()


def as_docx(height: int, rectangles: list[tuple[int, int, int, int]]) -> bytes:
    rows = []
    for row in range(height):
        crossing = sorted((c, i) for i, (r, c, down, _) in enumerate(rectangles) if r <= row < r + down)
        rows.append("".join(_cell(rectangles[i], i, row) for _, i in crossing))
    return packed(tbl(*rows))


def _cell(rectangle: tuple[int, int, int, int], i: int, row: int) -> str:
    begins = rectangle[0] == row
    return tc(f"n{i}" if begins else "", span(rectangle[3]) + (BEGIN if begins else CONTINUE))


@given(merged_tables())
@settings(deadline=None, max_examples=60)
def test_a_table_is_the_same_grid_in_pdf_and_docx(table):
    height, width, rectangles = table
    by_pdf = pdf_reader.read(as_pdf(rectangles)).grids()
    by_docx = reader.read(as_docx(height, rectangles)).grids()
    if all(across == width for *_, across in rectangles):
        assert by_pdf == ()  # one column only is a frame on a page
    else:
        assert squeezed(by_pdf[0]) == squeezed(by_docx[0])


def squeezed(grid: Grid) -> list[tuple[str, ...]]:
    """The rows and columns at which a cell begins: lines that no cell needs are not drawn in a PDF."""
    rows = [r for r in range(len(grid.rows)) if any(cell.row == r for cell in grid.rows[r])]
    columns = [c for c in range(grid.width) if any(row[c].column == c for row in grid.rows)]
    return [tuple(grid.rows[r][c].text for c in columns) for r in rows]


def test_a_raised_or_struck_run_is_no_digit_of_the_number_beside_it():
    runs = "<w:r><w:t>5</w:t></w:r><w:r><w:rPr><w:{}/></w:rPr><w:t>1</w:t></w:r>"
    for look in ('vertAlign w:val="superscript"', "strike", "dstrike"):
        assert text_of(runs.format(look)).split() == ["5", "1"], look
    assert text_of(runs.format("b")) == "51"


STYLES = """
<w:style w:type="character" w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="heir"><w:basedOn w:val="note"/></w:style>
<w:style w:type="character" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>
"""


@pytest.mark.parametrize(("look", "text"), [
    ('<w:position w:val="6"/>', "128 9"),
    ('<w:color w:val="FFFFFF"/>', "128 9"),
    ('<w:rStyle w:val="note"/>', "128 9"),
    ('<w:rStyle w:val="heir"/>', "128 9"),
    ('<w:rStyle w:val="gone"/>', "128"),
    ('<w:rStyle w:val="loop"/>', "1289"),
    ('<w:rStyle w:val="heir"/><w:vertAlign w:val="baseline"/>', "1289"),
    ('<w:color w:val="FF0000"/>', "1289"),
])  # fmt: skip
def test_a_run_stands_apart_by_its_own_look_or_that_of_its_style(look, text):
    body = f"<w:p><w:r><w:t>128</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t>9</w:t></w:r></w:p>"
    assert reader.read(packed(body, styles=STYLES)).texts()[0].text == text


def test_a_cell_that_stands_higher_as_a_whole_is_read_and_a_struck_one_is_not():
    run = "<w:p><w:r><w:rPr>{}</w:rPr><w:t>12</w:t></w:r></w:p>"
    cells = "".join(f"<w:tc>{run.format(look)}</w:tc>" for look in ('<w:position w:val="2"/>', "<w:strike/>", "<w:b/>"))
    (grid,) = reader.read(packed(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")).grids()
    assert [cell.text.strip() for cell in grid.rows[0]] == ["12", f"{OBJECT}12{OBJECT}", "12"]


def test_an_empty_paragraph_beside_a_struck_number_changes_nothing():
    cell = "<w:tc><w:p/><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>97</w:t></w:r></w:p></w:tc>"
    (grid,) = reader.read(packed(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")).grids()
    assert grid.rows[0][0].text == f"{OBJECT}97{OBJECT}"


def test_the_parts_of_a_formula_are_no_one_number():
    fraction = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    assert reader.read(packed(f"<w:p>{fraction}</w:p>")).texts()[0].text == "1 2"


@pytest.mark.parametrize("shown", ["<w:drawing/>", "<w:pict/>", "<w:object/>"])
def test_a_cell_that_shows_something_else_than_text_is_not_blank(shown):
    row = f"<w:tbl><w:tr>{tc('甲')}<w:tc><w:p><w:r>{shown}</w:r></w:p></w:tc>{tc('')}</w:tr></w:tbl>"
    (grid,) = reader.read(packed(row)).grids()
    assert held(grid) == [f"甲 {OBJECT} _"]


def test_a_cells_path_leads_to_its_element():
    wide = tc("乙", '<w:gridSpan w:val="2"/>')
    rows = f"<w:tr>{tc('甲')}{wide}{tc('丙')}</w:tr><w:tr>{tc('丁')}</w:tr>"
    data = packed(p("一") + f"<w:tbl>{rows}</w:tbl>" * 2)
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    for grid in reader.read(data).grids():
        for cell in grid.cells():
            (element,) = tree.xpath(cell.place.path, namespaces={"w": tree.nsmap["w"]})
            assert "".join(element.itertext()) == cell.text
