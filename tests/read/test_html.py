"""Small pages and what is read of them: lines, grids with merged cells, and what a browser wouldn't show."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.numbers import Unreadable, read_number
from pipeline.read import Refusal, html
from pipeline.read.document import OBJECT, Grid
from pipeline.read.limits import MAX_CELLS, MAX_LINES, MAX_TABLE_DEPTH, MAX_TAGS, MAX_TEXT_BYTES


def blocks(page):
    """Each text as its string, each grid as its rows; '·' where a row has no cell."""
    return [
        rows(block) if isinstance(block, Grid) else block.text for block in html.read(page.encode()).blocks
    ]


def rows(grid):
    return [["·" if cell is None else cell.text for cell in row] for row in grid.rows]


def table(source):
    """The HTML of a drawn table: a line a row, cells between bars, each `text` or `text rowspan×colspan`."""
    return f"<table>{''.join(f'<tr>{_cells(line)}</tr>' for line in source.strip().splitlines())}</table>"


def _cells(line):
    return "".join(_cell(*field.split()) for field in line.split("|"))


def _cell(text, spans="1×1"):
    rowspan, colspan = spans.split("×")
    return f'<td rowspan="{rowspan}" colspan="{colspan}">{text}</td>'


def drawn(source):
    return [line.split() for line in source.strip().splitlines()]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<h1>年报</h1><p>收到 5 件</p>尾", ["年报", "收到 5 件", "尾"]),
        ("<p>一<br>二<br/><br>三</p>", ["一", "二", "三"]),
        ("<div>一<p>二</p>三</div>", ["一", "二", "三"]),
        ("<p>20</span><span>2<b>3</b>\n 年</p>", ["2023 年"]),
        ("<p>&nbsp;　第&nbsp;（一）\u200b项&#8203;</p>", ["第 （一）项"]),
        ("<ul><li>一<li>二</ul><dl><dt>三<dd>四</dl>", ["一", "二", "三", "四"]),
        ("<pre>一\n二</pre>三", ["一", "二", "三"]),
        ("<p>一</p><script>var a='二'</script><style>p{}</style><!-- 三 --><noscript>四</noscript>", ["一"]),
        (
            "<p style='color:red;DISPLAY : none'>一<b>二</b></p><p hidden>三</p><p style='display:block'>四",
            ["四"],
        ),
        (
            "<p>甲<o:p>&nbsp;</o:p></p><!--[if gte mso 9]><xml>乙</xml><![endif]--><![if !x]>丙<![endif]>",
            ["甲", "丙"],
        ),
        ("<title>年报</title><p>一", ["一"]),
        ("", []),
    ],
)
def test_lines(page, lines):
    assert blocks(page) == lines


def test_title_and_places():
    document = html.read(
        "<title> 某局\n年报 </title><p>一<table><caption>表</caption>"
        "<tr><td>甲<td>1<tr><td>乙<td>2</table>二".encode()
    )
    assert document.title == "某局 年报"
    assert [block.place.locator for block in document.blocks] == ["b1", "b2", "t1", "b3"]
    (grid,) = document.grids()
    assert " ".join(cell.place.locator for cell in grid.cells()) == "t1/r1/c1 t1/r1/c2 t1/r2/c1 t1/r2/c2"
    assert (grid.shape, document.media_type) == ("cells", "text/html")


@pytest.mark.parametrize(
    ("published", "uniform"),
    [
        (
            """
            a 2×1 | b 1×2
            c     | d
            """,
            """
            a b b
            a c d
            """,
        ),
        (  # rowspan 0: to the end of the group
            """
            a 0×1 | b
            c
            d
            """,
            """
            a b
            a c
            a d
            """,
        ),
        (  # a span beyond the table ends with it
            """
            a 9×1 | b
            c
            """,
            """
            a b
            a c
            """,
        ),
        (  # c reaches under b, which keeps its place
            """
            a     | b 2×1
            c 1×2
            """,
            """
            a b
            c b
            """,
        ),
        (
            """
            a 1×3
            b | c
            """,
            """
            a a a
            b c ·
            """,
        ),
    ],
)
def test_merged_cells(published, uniform):
    assert blocks(table(published)) == [drawn(uniform)]


def test_a_span_ends_with_its_row_group():
    page = "<table><thead><tr><td rowspan=5>a<td>b<tbody><tr><td>c<td>d<tfoot><tr><td>e<td>f</table>"
    assert blocks(page) == [[["a", "b"], ["c", "d"], ["e", "f"]]]


def test_lines_and_blanks_of_a_cell():
    first = "<td><p>商业</p>\n<p>企业</p><td>&nbsp;<td>本年<br>新收"
    page = f"<table><tr>{first}<tr><th>1<font>0</font><th><b>2</b><th>"
    assert blocks(page) == [[["商业\n企业", "", "本年\n新收"], ["10", "2", ""]]]


def test_a_table_around_the_page_is_as_if_it_were_not_there():
    inner = table("甲 | 1\n乙 | 2")
    page = f"<table><tr><td>首页<td>年报</tr><tr><td colspan=2><p>一、情况</p>{inner}<p>二</p></table>"
    assert blocks(page) == ["首页", "年报", "一、情况", [["甲", "1"], ["乙", "2"]], "二"]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>甲</table>",
        f"<table><tr><td>{'依法办理各项申请，' * 60}<td>图</table>",
        f"<table><tr><td>{'依法办理申请，' * 10}<tr><td>{'按期答复，' * 10}</table>",
    ],
)
def test_tables_of_passages_are_text(page):
    assert not html.read(page.encode()).grids()


def test_a_long_note_under_a_table_leaves_it_a_table():
    note, head = "说明" * 200, ["本年新收件数", "上年结转件数", "本年办结件数", "结转下年件数", "总计"]
    page = table(f"{'|'.join(head)}\n1 | 2 | 3 | 4 | 5\n{note} 1×5")
    assert blocks(page) == [[head, list("12345"), [note] * 5]]


def test_a_table_in_a_cell_is_a_grid_of_its_own_after_the_outer_one():
    inner = table("子 | 7\n丑 | 8")
    outer = table("甲 | 收到申请数量 | 办结申请数量 | 结转申请数量\n乙 | 1 | 2 | X").replace("X", inner)
    document = html.read(outer.encode())
    assert [grid.place.locator for grid in document.grids()] == ["t1", "t2"]
    assert [rows(grid)[-1] for grid in document.grids()] == [["乙", "1", "2", OBJECT], ["丑", "8"]]


def test_a_column_of_numbers_is_a_table():
    assert blocks(table("规章\n0\n1")) == [[["规章"], ["0"], ["1"]]]


def test_blank_tables_are_nothing():
    assert blocks(f"一<table>{'<tr>' + '<td></td>' * 320}</table>二") == ["一", "二"]


def test_a_table_too_wide_for_a_grid_is_lines_with_a_remark():
    document = html.read(f"<table><tr>{'<td>1' * 600}</table>".encode())
    assert len(document.texts()) == 600
    assert [(remark.rule, remark.place.locator) for remark in document.remarks] == [("limit_reached", "t1")]


@pytest.mark.parametrize(
    "page",
    [
        "a" * (MAX_TEXT_BYTES + 1),
        "<p>a" * (MAX_LINES + 1),
        "<i>" * (MAX_TAGS + 1),
        "<div>" * (MAX_TAGS - 1),
        "<p>" + "".join(f"<font a={i}>" for i in range(3000)) + "</p>" + "<p>a" * 3000,
        "<p " + " ".join(f"a{i}" for i in range(100_000)) + ">",
        "<table><tr><td>a" * (MAX_TABLE_DEPTH + 1),
        "<table><tr><td colspan=500>a" + "<tr><td>b" * (MAX_CELLS // 500),
    ],
    ids=["bytes", "lines", "tags", "depth", "formatting", "attributes", "tables", "cells"],
)
def test_monsters_are_refused(page):
    with pytest.raises(Refusal, match="too_large"):
        html.read(page.encode())


def test_a_picture_inside_the_page_is_no_monster():
    assert blocks(f"<p>一<img alt='a' src='data:image/png;base64,{'ab/+' * 100_000}'>二") == ["一二"]


def test_pages_deeper_than_python_recurses():
    assert blocks("<span>" * 5_000 + "甲") == ["甲"]


TAGS = ["<td>", "<tr>", "<table>", "</table>", "<p>", "</p>", "<b>", "<caption>", "<br>", "甲", "</td>"]


@given(st.lists(st.sampled_from(TAGS)))
def test_no_order_of_tags_loses_or_doubles_a_word(tags):
    assert str(blocks("".join(tags))).count("甲") == tags.count("甲")


def test_cells_inside_a_drawing_are_no_cells():
    assert blocks("<svg><tr><td>甲<caption>乙</svg>丙<math><td>1</math>") == ["丙"]


pieces = st.lists(st.text("甲乙0123456789.、", min_size=1, max_size=3), min_size=1, max_size=4)
noise = st.sampled_from(
    ["<o:p></o:p>", "<!-- x -->", "<font face='仿宋'></font>", "\u200b", "&#8203;", "<a name=x></a>"]
)
wrap = st.sampled_from(
    ["{}", "<span>{}</span>", "<b><font size=2>{}</font></b>", "<span style='x:y'>{}<o:p></o:p></span>"]
)


@given(st.lists(pieces, min_size=4, max_size=4), st.data())
def test_spans_and_the_noise_of_word_change_no_cell(cells, data):
    clean = ["".join(cell) for cell in cells]
    noisy = ["".join(data.draw(wrap).format(piece) + data.draw(noise) for piece in cell) for cell in cells]
    page = "<table><tr><td>{}<td>{}<tr><td><p class=MsoNormal>{}</p><td>{}</table>"
    assert blocks(page.format(*noisy)) == blocks(page.format(*clean)) == [[clean[:2], clean[2:]]]


def test_a_raised_or_struck_piece_is_no_digit_of_the_number_beside_it():
    for tag in ("sup", "sub", "del", "s", "strike"):
        assert html.read(f"<p>5<{tag}>1</{tag}></p>".encode()).texts()[0].text == "5 1"
    assert html.read(b"<p>5<b>1</b></p>").texts()[0].text == "51"


def test_what_looks_raised_struck_or_leads_to_a_footnote_stands_apart():
    for opening in ('<span style="vertical-align: super">', '<span style="text-decoration:line-through">', '<a href="#f1">'):
        end = "</a>" if opening.startswith("<a") else "</span>"
        assert html.read(f"<p>5{opening}1{end}</p>".encode()).texts()[0].text == "5 1", opening
    assert html.read(b'<p>5<span style="vertical-align:middle">1</span></p>').texts()[0].text == "51"


def test_what_is_not_to_be_seen_is_no_text():
    for style in ("visibility:hidden", "font-size:0", "font-size: 0px; color: red", "display:none"):
        assert html.read(f'<p>5<span style="{style}">1</span></p>'.encode()).texts()[0].text == "5", style
    assert html.read(b'<p>5<span style="font-size:0.8em">1</span></p>').texts()[0].text == "51"


@pytest.mark.parametrize(("apart", "cell"), [
    (True, "128<span style='display:block'>9</span>"),
    (True, "128<span style='position:relative;top:-4pt'>9</span>"),
    (True, "128<span style='mso-text-raise:4pt'>9</span>"),
    (True, "128<span class=MsoFootnoteReference>9</span>"),
    (True, "128<a href='http://site/page.html#_ftn1'>9</a>"),
    (True, "<font size=4>128</font><font size=1>9</font>"),
    (True, "<span style='color:#000'>128</span><span style='color:#fff'>9</span>"),
    (True, "<span style='font-size:16px'>128</span><span style='font-size:10px'>9</span>"),
    (False, "<span style='font-size:16px'>128</span><span style='font-size:15px'>9</span>"),
    (False, "<span style='color:#333'>128</span><span style='color:#000'>9</span>"),
    (True, "128<font size=1>9</font>"),
    (True, "128<span style='font-size:10px'>9</span>"),
    (True, "128<span style='font-size:70%'>9</span>"),
    (True, "128<span style='font-size:x-small'>9</span>"),
    (True, "128<span style='color:rgb(255, 255, 255)'>9</span>"),
    (False, "<span style='font-size:9px'>128</span><span style='font-size:9px'>9</span>"),
    (False, "128<span style='font-size:12px'>9</span>"),
    (True, "128<span style='color:white'>9</span>"),
    (True, "<span style='display:block'>128</span><span style='display:block'>9</span>"),
    (False, "<font size=4>128</font><font size=4>9</font>"),
    (False, "128<span lang=EN-US>9</span>"),
    (False, "<span style='font-size:10.5pt'>128</span><span lang=EN-US>9</span>"),
    (False, "128<span class=SpellE>9</span>"),
    (False, "<b>128</b>9"),
])  # fmt: skip
def test_digits_that_look_different_are_no_one_number(apart, cell):
    assert blocks(f"<table><tr><td>甲<td>{cell}</table>") == [[["甲", "128 9" if apart else "1289"]]]


@pytest.mark.parametrize("shown", [
    "<img src=a.png>", "<input value=128>", "<select><option>1</select>", "<svg><text>1</text></svg>", "<math><mn>1</mn></math>",
])  # fmt: skip
def test_a_cell_that_shows_something_else_than_text_is_not_blank(shown):
    assert blocks(f"<table><tr><td>甲<td>{shown}</table>")[0][0][1].startswith((OBJECT, "1"))


def test_a_hidden_field_and_a_picture_beside_text_leave_the_cell_as_it_reads():
    assert blocks("<table><tr><td>甲<td><input type=hidden value=1><td>5<img src=a.png></table>") == [[["甲", "", "5"]]]


def test_the_pages_own_style_sheet_may_hide_a_piece_of_a_line_and_no_part_of_the_page():
    page = "<style>.h{display:none} .pane{display:none}</style><table><tr><td>甲<td><span class=h>9</span>128</table><div class=pane>乙</div>"
    assert blocks(page) == [[["甲", "128"]], "乙"]


def test_an_invisible_cell_keeps_its_place_and_one_that_is_not_displayed_does_not():
    row = "<table><tr><td>甲<td style='{}'>7</td><td>5</table>"
    assert blocks(row.format("visibility:hidden")) == [[["甲", "", "5"]]]
    assert blocks(row.format("display:none")) == [[["甲", "5"]]]


def test_turned_digits_are_no_number():
    text = blocks("<table><tr><td>甲<td><bdo dir=rtl>821</bdo></table>")[0][0][1]
    assert isinstance(read_number(text), Unreadable)


def test_a_cells_path_leads_to_its_element():
    page = "<table><tr><td>一<table><tbody><tr><td>甲<th>乙<tr><td>丙</table></table>"
    tree = lxml.html.document_fromstring(page)
    for grid in html.read(page.encode()).grids():
        for cell in grid.cells():
            (element,) = tree.xpath(cell.place.path)
            assert (element.text or "").strip() == cell.text


def test_an_element_without_a_size_shows_what_has_one_in_it():
    assert blocks("<table><tr><td>甲<td><div style='font-size:0'>9<span style='font-size:14px'>5</span></div></table>") != [[["甲", ""]]]
    assert blocks("<table><tr><td>甲<td><span style='font-size:0'>9</span></table>") == [[["甲", ""]]]


def test_a_hidden_cell_that_keeps_its_place_keeps_its_width():
    page = '<table><tr><td colspan="2" style="visibility:hidden">7</td><td>5</td></tr><tr><td>1<td>2<td>3</table>'
    assert blocks(page) == [[["", "", "5"], ["1", "2", "3"]]]


def test_a_script_that_writes_tags_makes_no_page_too_large():
    script = "<script>" + "o.innerHTML='<b>'+e+'<\\/b>';" * 700 + "</script>"
    assert blocks(f"{'<p><a href=x>1</a></p>' * 700}{script}<table><tr><td>1<td>2</table>")[-1] == [["1", "2"]]
