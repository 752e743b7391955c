"""OFD files drawn here, and what is read of them."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read import media_type, ofd, page
from pipeline.read import read as read_any
from pipeline.read.document import OBJECT, Document, Grid, Refusal
from pipeline.read.limits import MAX_PAGE_XML, MAX_PAGES
from pipeline.read.ofd import read
from pipeline.read.ofd_values import Unfit, deltas
from tests.corpus.render.ofd import element, mm, packed, root
from tests.read.drawing import held, strokes, words

pytestmark = pytest.mark.usefixtures("without_recognition")

WIDTH, HEIGHT = 600, 400
SIZE = 10

FORM = """
heading
┌──────────┬───────────────┐
│          │    persons    │
│          ├───────┬───────┤
│          │  all  │ some  │
├──┬───────┼───────┼───────┤
│  │ new   │  11   │   -   │
│  ├───────┼───────┼───────┤
│g │ old   │  20   │  0    │
└──┴───────┴───────┴───────┘
foot
"""
ROWS = ["_ _ persons persons", "_ _ all some", "g new 11 -", "g old 20 0"]


def text(x: float, y: float, what: str, inside: str = "", **more: str) -> str:
    """A text whose baseline begins at (x, y) points, half a size a character."""
    code = element("TextCode", what, X="0", Y=mm(SIZE), DeltaX=f"g {len(what) - 1} {mm(SIZE / 2)}")
    told = {"Font": "2", "Size": mm(SIZE), "Boundary": mm(x, y - SIZE, len(what) * SIZE, 1.5 * SIZE)} | more
    return element("TextObject", inside + code, ID="9", **told)


def line(left: float, top: float, right: float, bottom: float, **more: str) -> str:
    data = element("AbbreviatedData", f"M 0 0 L {mm(right - left, bottom - top)}")
    return element("PathObject", data, ID="9", Boundary=mm(left, top, right - left, bottom - top), **more)


def area(left: float, top: float, right: float, bottom: float, colour: str = "255 255 255", **more: str) -> str:
    across, down = mm(right - left), mm(bottom - top)
    data = element("AbbreviatedData", f"M 0 0 L {across} 0 L {across} {down} L 0 {down} C")
    return element("PathObject", element("FillColor", Value=colour) + data, ID="9", Fill="true", Stroke="false",
                   Boundary=mm(left, top, right - left, bottom - top), **more)


def drawn(drawing: str) -> str:
    lines = "".join(line(box.left, box.top, box.right, box.bottom) for box in strokes(drawing))
    return lines + "".join(text(x, y, word) for word, x, y in words(drawing))


def content(objects: str, before: str = "", **layer: str) -> str:
    return root("Page", before + element("Content", element("Layer", objects, ID="8", **layer)))


def parts(*pages: str, common: str = "", rest: str = "", more: dict[str, str] | None = None) -> dict[str, str]:
    """The parts of a file with some pages, each a whole part or the objects of one layer."""
    whole = [p if p.startswith("<?xml") else content(p) for p in pages]
    box = element("PageArea", element("PhysicalBox", mm(0, 0, WIDTH, HEIGHT)))
    listed = "".join(element("Page", ID=f"1{n}", BaseLoc=f"Pages/{n}.xml") for n in range(len(whole)))
    document = root("Document", element("CommonData", box + common) + element("Pages", listed) + rest)
    start = root("OFD", element("DocBody", element("DocRoot", "Doc_0/Document.xml")))
    return {"OFD.xml": start, "Doc_0/Document.xml": document} | {
        f"Doc_0/Pages/{n}.xml": p for n, p in enumerate(whole)
    } | (more or {})


def ofd_of(*pages: str, **more) -> bytes:
    return packed(parts(*pages, **more))


def seen(data: bytes) -> list[str | list[str]]:
    return [held(block) if isinstance(block, Grid) else block.text for block in read(data).blocks]


def rules(data: bytes) -> list[tuple[str, str]]:
    return [(remark.rule, remark.place.locator) for remark in read(data).remarks]


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        read(data)
    return refusal.value.reason


# ── what stands where ───────────────────────────────────────────────────────────────────────────────────


def test_it_is_told_by_its_content_and_read_into_a_grid():
    data = ofd_of(drawn(FORM))
    assert media_type(data) == "application/ofd"
    assert read_any(data).media_type == "application/ofd"
    assert seen(data) == ["heading", ROWS, "foot"]


def test_places_are_points_from_the_top_left_of_the_page_counted_through_all_documents():
    two = parts(text(50, 50, "first"), drawn(FORM))
    two["OFD.xml"] = two["OFD.xml"].replace("</ofd:OFD>", two["OFD.xml"].split("?>")[1].split(">", 1)[1])
    heading, grid, foot = read(packed(two)).blocks[1:4]
    assert [heading.place.locator, grid.place.locator, foot.place.locator] == ["p2/l1", "p2/t1", "p2/l2"]
    box = grid.rows[3][2].place.box
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((165, 200, 245, 240), abs=1)
    assert [block.place.locator for block in read(packed(two)).blocks[4:6]] == ["p3/l1", "p4/l1"]


def test_a_page_with_a_box_of_its_own_begins_where_that_begins():
    moved = content(text(50 + 100, 50 + 30, "moved"), element("Area", element("PhysicalBox", mm(100, 30, 200, 200))))
    box = read(ofd_of(moved)).blocks[0].place.box
    assert (box.left, box.bottom) == pytest.approx((50, 50), abs=1)


@pytest.mark.parametrize(
    ("value", "steps"),
    [("1 2 3", [1, 2, 3]), ("g 3 1.5", [1.5] * 3), ("g 2 1 4 g 1 7", [1, 1, 4, 7]), ("", []), (None, []), ("g 5", []),
     ("g 1000000000 1", [1] * 6)],
)  # fmt: skip
def test_steps_from_character_to_character(value, steps):
    assert list(deltas(value, 6)) == steps


@pytest.mark.parametrize("value", ["x", "g x 1", "1 nan", "g 1 inf"])
def test_steps_that_are_none(value):
    with pytest.raises(Unfit):
        deltas(value, 6)


def test_characters_without_steps_lie_on_each_other_and_are_doubtful():
    piled = text(50, 50, "128").replace(f'DeltaX="g 2 {mm(SIZE / 2)}"', "")
    assert seen(ofd_of(piled)) == [f"{OBJECT}128{OBJECT}"]


def test_a_second_piece_goes_on_where_the_first_began_unless_it_tells():
    codes = element("TextCode", "a", X="0", Y="4") + element("TextCode", "b", Y="12")
    data = ofd_of(element("TextObject", codes, Font="2", Size="4", Boundary="20 20 90 90"))
    first, second = read(data).texts()
    assert (first.text, second.text) == ("a", "b")
    assert first.place.box.left == pytest.approx(second.place.box.left, abs=1)


def test_a_ctm_moves_and_scales_within_the_boundary():
    small = text(0, SIZE, "12", Size=mm(SIZE / 2), CTM="2 0 0 2 0 0", Boundary=mm(60, 70, 90, 40))
    small = small.replace(f"g 1 {mm(SIZE / 2)}", f"g 1 {mm(SIZE / 4)}")
    (read_text,) = read(ofd_of(small)).texts()
    assert read_text.text == "12"
    assert (read_text.place.box.left, read_text.place.box.bottom) == pytest.approx((60, 70 + 2 * SIZE), abs=1)


SIDEWAYS = f"0 1 -1 0 {mm(HEIGHT)} 0"


def test_a_page_that_lies_on_its_side_is_read_as_if_turned():
    block = element("CompositeGraphicUnit", element("Content", drawn(FORM)), ID="5", Width="1", Height="1")
    whole = element("CompositeObject", ID="9", ResourceID="5", Boundary=mm(0, 0, WIDTH, WIDTH), CTM=SIDEWAYS)
    area_ = element("Area", element("PhysicalBox", mm(0, 0, HEIGHT, WIDTH)))
    data = ofd_of(content(whole, area_), **resources(block))
    assert seen(data) == ["heading", ROWS, "foot"]
    old = read(data).grids()[0].rows[3][2].place.box  # as the page shows it: 165 200 245 240, turned
    assert (old.left, old.top, old.right, old.bottom) == pytest.approx((HEIGHT - 240, 165, HEIGHT - 200, 245), abs=1)


def resources(units: str = "", rest: str = "") -> dict:
    res = root("Res", element("CompositeGraphicUnits", units) + rest)
    return {"common": element("DocumentRes", "Res.xml"), "more": {"Doc_0/Res.xml": res}}


def test_lines_in_blocks_and_composite_objects_are_lines():
    lines = "".join(line(b.left, b.top, b.right, b.bottom) for b in strokes(FORM))
    unit = element("CompositeGraphicUnit", element("Content", element("PageBlock", lines)), ID="5")
    whole = element("CompositeObject", ID="9", ResourceID="5", Boundary=mm(0, 0, WIDTH, HEIGHT))
    letters = "".join(text(x, y, word) for word, x, y in words(FORM))
    assert seen(ofd_of(whole + element("PageBlock", letters), **resources(unit))) == ["heading", ROWS, "foot"]


def test_thin_areas_are_lines_and_a_line_beyond_its_boundary_is_cut_off():
    table = "┌───┬───┐\n│ a │ b │\n└───┴───┘"
    bars = "".join(area(b.left - 0.3, b.top - 0.3, b.right + 0.3, b.bottom + 0.3, "0 0 0") for b in strokes(table))
    letters = "".join(text(x, y, word) for word, x, y in words(table))
    short = line(50, 150, 400, 150).replace(f'Boundary="{mm(50, 150, 350, 0)}"', f'Boundary="{mm(50, 150, 2, 0)}"')
    assert seen(ofd_of(bars + letters + short + line(150, 140, 150, 400))) == [["a b"]]


@pytest.mark.parametrize("height", ["Background", "Foreground"])
def test_a_template_page_is_below_or_above_the_page(height):
    table = "".join(line(b.left, b.top, b.right, b.bottom) for b in strokes(FORM))
    letters = "".join(text(x, y, word) for word, x, y in words(FORM))
    named = element("Template", TemplateID="7", ZOrder=height)
    common = element("TemplatePage", ID="7", BaseLoc="Tpls/T.xml")
    data = ofd_of(content(letters, named), common=common, more={"Doc_0/Tpls/T.xml": content(table)})
    assert seen(data) == ["heading", ROWS, "foot"]


@pytest.mark.parametrize("location", ["Pages/0.xml", "/Doc_0/Pages/0.xml", "Doc_0/Pages/0.xml", "./Pages\\0.xml",
                                      "../Doc_0/pages/0.XML"])  # fmt: skip
def test_locations_in_every_spelling(location):
    whole = parts(text(50, 50, "here"))
    whole["Doc_0/Document.xml"] = whole["Doc_0/Document.xml"].replace("Pages/0.xml", location)
    assert seen(packed(whole)) == ["here"]


def test_a_location_outside_the_package_is_nothing():
    whole = parts(text(50, 50, "here"), text(50, 50, "there"))
    whole["Doc_0/Document.xml"] = whole["Doc_0/Document.xml"].replace("Pages/1.xml", "../../../etc/passwd")
    assert seen(packed(whole)) == ["here"] and rules(packed(whole)) == [("page_without_text", "p2")]


def test_the_current_version_is_read():
    whole = parts(text(50, 50, "old"))
    old = whole["Doc_0/Document.xml"]
    whole |= {"Doc_0/V2.xml": root("DocVersion", element("DocRoot", "Document2.xml")),
              "Doc_0/Document2.xml": old.replace("Pages/0", "Pages/new"),
              "Doc_0/Pages/new.xml": content(text(50, 50, "new"))}  # fmt: skip
    versions = element("Versions", element("Version", ID="1", Index="2", Current="true", BaseLoc="Doc_0/V2.xml"))
    whole["OFD.xml"] = whole["OFD.xml"].replace("</ofd:DocBody>", f"{versions}</ofd:DocBody>")
    assert seen(packed(whole)) == ["new"]


# ── what shows and is no text ───────────────────────────────────────────────────────────────────────────


CELL = "┌────┬────┐\n│ 1  │ 5  │\n└────┴────┘"
WHITE = element("FillColor", Value="255 255 255")


@pytest.mark.parametrize(
    "hidden",
    [
        text(76, 86, "2", Visible="false"),
        text(76, 86, "2", Alpha="0"),
        text(76, 86, "2", Fill="false"),
        text(76, 86, "2", WHITE),
        text(76, 86, "2", element("FillColor", Value="#FF #ff #FF")),
        text(76, 86, "2", element("FillColor", Value="0 0 0", Alpha="0")),
        text(76, 86, "2", DrawParam="61"),
        text(76, 86, "2", element("FillColor", Value="0 0 0 0", ColorSpace="62")),
        text(76, 86, "2", element("FillColor", Index="1", ColorSpace="63")),
        text(76, 86, "2", Boundary=mm(76, 20, 5, 5), CTM=f"1 0 0 1 0 {mm(56)}"),
        text(76, 86, "2", element("Clips", element("Clip", element("Area", element(
            "Path", Boundary=mm(0, 90, 9, 9)))))),
        text(76, 86, "2") + area(75, 70, 88, 95),
    ],
    ids=["not visible", "transparent", "no fill", "white", "white in hex", "clear colour", "white by a parameter",
         "white in CMYK", "white of a palette", "beyond its box", "clipped away", "painted over"],
)  # fmt: skip
def test_text_that_does_not_show_is_doubtful_beside_text_that_does(hidden):
    listed = element("DrawParams", element("DrawParam", ID="61", Relative="60") + element("DrawParam", WHITE, ID="60"))
    spaces = element("ColorSpaces", element("ColorSpace", ID="62", Type="CMYK") + element(
        "ColorSpace", element("Palette", element("CV", "0 0 0") + element("CV", "255 255 255")), ID="63", Type="RGB"))
    assert seen(ofd_of(drawn(CELL) + hidden, **resources(rest=listed + spaces))) == [[f"1{OBJECT}2{OBJECT} 5"]]


@pytest.mark.parametrize(
    "shown",
    [text(76, 86, "2"), text(76, 86, "2", element("FillColor", Value="255 0 0")), area(75, 70, 90, 95) + text(76, 86, "2"),
     text(76, 86, "2") + area(75, 70, 90, 95, Alpha="90"), text(76, 86, "2", Stroke="true", Fill="false")],
    ids=["black", "red", "on white", "under a tint", "outlined"],
)  # fmt: skip
def test_text_that_shows(shown):
    assert seen(ofd_of(drawn(CELL) + shown)) == [["12 5"]]


def test_a_page_whose_text_is_all_hidden_is_a_scan_with_a_text_layer():
    data = ofd_of(text(50, 50, "12", Visible="false"))
    assert seen(data) == ["12"] and rules(data) == [("text_layer", "p1")]


def test_digits_that_are_struck_out_are_doubtful():
    assert seen(ofd_of(drawn("┌────┬────┐\n│ 97 │ 15 │\n└────┴────┘") + line(66, 82, 84, 82))) == [
        [f"{OBJECT}97{OBJECT} 15"]
    ]


def test_a_picture_and_a_stamped_note_in_a_cell_are_objects():
    image = element("ImageObject", ID="9", ResourceID="4", Boundary=mm(62, 75, 20, 10))
    stamp = element("Annot", element("Appearance", Boundary=mm(110, 75, 20, 10)), ID="3", Type="Stamp")
    data = ofd_of(drawn("┌────┬────┬────┐\n│    │    │ 5  │\n└────┴────┴────┘") + image, **noted(stamp))
    assert seen(data) == [[f"{OBJECT} {OBJECT} 5"]]


def noted(notes: str) -> dict:
    index = root("Annotations", element("Page", element("FileLoc", "Page_0/A.xml"), PageID="10"))
    more = {"Doc_0/Annots/Annotations.xml": index, "Doc_0/Annots/Page_0/A.xml": root("PageAnnot", notes)}
    return {"rest": element("Annotations", "Annots/Annotations.xml"), "more": more}


def mark(inside: str, **more: str) -> str:
    return element("Annot", element("Appearance", inside, Boundary=mm(0, 0, WIDTH, HEIGHT)), Type="Watermark", **more)


def test_a_watermark_aslant_is_no_text_but_one_that_lies_as_text_does_is_an_object():
    aslant = text(76, 86, "2", CTM="0.7 0.7 -0.7 0.7 0 0")
    assert seen(ofd_of(drawn(CELL), **noted(mark(aslant)))) == [["1 5"]]
    assert seen(ofd_of(drawn(CELL), **noted(mark(text(76, 86, "2"))))) == [[f"1{OBJECT} 5"]]
    assert seen(ofd_of(drawn(CELL), **noted(mark(text(76, 86, "2"), Visible="false")))) == [["1 5"]]


def test_letters_aslant_over_the_page_stand_in_no_cell_and_digits_are_doubtful():
    turn = {"CTM": "0.7 0.7 -0.7 0.7 0 0", "Boundary": mm(60, 70, 30, 30)}
    assert seen(ofd_of(drawn(CELL) + text(0, 0, "draft", **turn)))[1:] == [["1 5"]] or seen(
        ofd_of(drawn(CELL) + text(0, 0, "draft", **turn))
    )[:1] == [["1 5"]]
    assert OBJECT in seen(ofd_of(drawn(CELL) + text(0, 0, "9", **turn)))[0][0]


# ── glyphs without a character ──────────────────────────────────────────────────────────────────────────


def glyphs(ids: str, start: int = 0, codes: int | None = None, count: int | None = None) -> str:
    each = len(ids.split())
    return element("CGTransform", element("Glyphs", ids), CodePosition=str(start),
                   CodeCount=str(each if codes is None else codes), GlyphCount=str(each if count is None else count))


@pytest.mark.parametrize(
    ("what", "transform", "told"),
    [
        ("12", glyphs("18 19"), "12"),
        ("\xa42", glyphs("18 19"), f"{OBJECT}2"),
        ("\ue0312", glyphs("18 19"), f"{OBJECT}2"),
        ("\ufffd2", "", f"{OBJECT}2"),
        ("12", glyphs("18 18"), OBJECT * 2),
        ("12", glyphs("18 19 20", codes=2, count=3), OBJECT * 2),
        ("a b", glyphs("3 1 4"), "a b"),
        ("3  4", glyphs("20 21 22 23"), f"3{OBJECT}{OBJECT}4"),
        ("1 2", glyphs("18 18 19"), f"{OBJECT * 2}2"),
    ],
    ids=["told", "placeholder", "private use", "replacement", "one glyph for two digits", "more glyphs than codes",
         "a blank", "blanks of two glyphs", "a blank drawn as a digit is"],
)  # fmt: skip
def test_a_glyph_is_never_guessed(what, transform, told):
    assert seen(ofd_of(text(50, 50, what, transform))) == [told]


def test_a_page_of_glyphs_without_characters_needs_recognition():
    lost = text(50, 50, "\xa4" * 30)
    assert [page.needs_ocr(p) for p in ofd.read_pages(ofd_of(lost, text(50, 50, "text")))] == [True, False]
    assert rules(ofd_of(lost, text(50, 50, "text"))) == [("text_garbled", "p1")]
    assert refused(ofd_of(lost)) == "garbled_text"
    assert refused(ofd_of(element("ImageObject", ID="9", Boundary="0 0 99 99"))) == "needs_ocr"


# ── hostile and damaged files ───────────────────────────────────────────────────────────────────────────


def test_an_encrypted_file_is_refused_and_a_signed_one_is_not():
    assert refused(packed(parts(text(50, 50, "x")) | {"Encryptions.xml": root("Encryptions", "")})) == "encrypted"
    signed = parts(text(50, 50, "x"), more={"Doc_0/Signs/Signatures.xml": root("Signatures", "")})
    signed["OFD.xml"] = signed["OFD.xml"].replace("</ofd:DocBody>", element("Signatures", "Doc_0/Signs/Signatures.xml") + "</ofd:DocBody>")
    assert seen(packed(signed)) == ["x"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"OFD.xml": "<OFD"}, "damaged"),
        ({"OFD.xml": root("Other", "")}, "damaged"),
        ({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><OFD/>'}, "damaged"),
        ({"OFD.xml": root("OFD", element("DocBody", element("DocRoot", "nowhere.xml")))}, "damaged"),
        ({"Doc_0/Document.xml": root("Document", "")}, "damaged"),
        ({"ofd.XML": root("OFD", "")}, "damaged"),
    ],
    ids=["cut off", "another root", "entities", "no document", "no pages", "two roots"],
)
def test_damaged_files(change, reason):
    assert refused(packed(parts(text(50, 50, "x")) | change)) == reason


def test_no_bytes_are_an_empty_file():
    assert refused(b"") == "empty_file"


def test_what_can_not_be_placed_is_told():
    lost = element("TextObject", element("TextCode", "5", X="1", Y="1"), Font="2", Size="4", Boundary="here")
    no_unit = element("CompositeObject", ID="9", ResourceID="5", Boundary="0 0 9 9")
    no_template = content(text(50, 50, "x"), element("Template", TemplateID="7"))
    for objects in (text(50, 50, "x") + lost, text(50, 50, "x") + no_unit, no_template):
        assert rules(ofd_of(objects)) == [("limit_reached", "p1")] and seen(ofd_of(objects)) == ["x"]


def test_templates_and_composites_that_hold_themselves_end():
    itself = content(text(50, 50, "x"), element("Template", TemplateID="7") * 3)
    common = element("TemplatePage", ID="7", BaseLoc="T.xml")
    circle = ofd_of(itself, common=common, more={"Doc_0/T.xml": itself})
    assert ("limit_reached", "p1") in rules(circle)
    inner = element("CompositeObject", ID="9", ResourceID="5", Boundary="0 0 99 99") * 3
    unit = element("CompositeGraphicUnit", element("Content", inner), ID="5")
    assert rules(ofd_of(text(50, 50, "x") + inner, **resources(unit))) == [("limit_reached", "p1")]


def test_a_page_of_very_many_objects_is_read_in_part(monkeypatch):
    monkeypatch.setattr(ofd, "MAX_PAGE_STEPS", 500)
    data = ofd_of(text(50, 50, "x") * 400, text(50, 50, "next"))
    assert rules(data) == [("limit_reached", "p1")] and seen(data)[-1] == "next"


def test_a_part_that_unpacks_to_too_much_is_not_read():
    bomb = content(" " * (MAX_PAGE_XML + 1))
    assert rules(ofd_of(bomb, text(50, 50, "x"))) == [("page_without_text", "p1")]


def test_many_pages_end_at_the_limit():
    pages = root("Document", element("Pages", element("Page", ID="1", BaseLoc="Pages/0.xml") * (MAX_PAGES + 9)))
    data = packed(parts(text(50, 50, "x")) | {"Doc_0/Document.xml": pages})
    assert len(read(data).blocks) == MAX_PAGES and rules(data) == [("limit_reached", f"p{MAX_PAGES + 1}")]


def test_a_nest_of_blocks_is_bounded():
    deep = "<ofd:PageBlock>" * 60 + text(50, 80, "deep") + "</ofd:PageBlock>" * 60
    assert seen(ofd_of(text(50, 50, "x") + deep)) == ["x"] and rules(ofd_of(text(50, 50, "x") + deep)) == [
        ("limit_reached", "p1")
    ]


def test_an_archive_with_a_lying_directory_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, what in parts(text(50, 50, "x")).items():
            archive.writestr(name, what)
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1).to_bytes(4, "little")  # the unpacked size of OFD.xml
    assert refused(bytes(data)) == "damaged"


WHOLE = ofd_of(drawn(FORM), text(50, 50, "second page"))


@given(st.integers(0, len(WHOLE) - 30))
@settings(deadline=None, max_examples=40)
def test_a_file_cut_off_is_refused(length):
    with pytest.raises(Refusal):
        read(WHOLE[:length])


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=20))
@settings(deadline=None, max_examples=60)
def test_a_file_with_wrong_bytes_is_read_or_refused(changes):
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    read_or_refused(bytes(damaged))


VALUES = st.sampled_from(["", "x", "0", "-1", "1e308", "nan", "g g", "0 0 0 0", "1 2 3 4 5 6", "9" * 400, "#zz"])
KEYS = st.sampled_from(["Boundary", "CTM", "Size", "Alpha", "HScale", "CharDirection", "LineWidth", "Visible"])


@given(st.lists(st.tuples(KEYS, VALUES), max_size=4))
@settings(deadline=None, max_examples=80)
def test_any_value_of_an_attribute_is_read_or_told(changes):
    odd = text(50, 80, "12", **dict(changes)) + area(10, 10, 40, 40).replace("<ofd:PathObject", "<ofd:PathObject Name='a'")
    read_or_refused(ofd_of(text(50, 50, "x") + odd))


def read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read(data), Document)
    except Refusal as refusal:
        assert refusal.reason in {
            "empty_file", "damaged", "encrypted", "garbled_text", "needs_ocr", "no_text_layer", "too_large"
        }  # fmt: skip
