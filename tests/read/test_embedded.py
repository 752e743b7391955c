"""Pictures within HTML and DOCX: a table in one is read where the page has none, and told where it can't be."""

import base64
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from pipeline.fetch.receipts import Receipt
from pipeline.read import read
from pipeline.read.again import crop, reread, shows
from pipeline.read.document import Document, Grid, Refusal
from pipeline.read.embedded import MOST_PICTURES
from pipeline.read.extra import recognises
from pipeline.report import read_report
from tests.corpus.render.ofd import element, packed, root
from tests.read.test_ofd import line, parts
from tests.read.test_picture import published, told

SEAL = (Path(__file__).with_name("scans") / "seal.jpg").read_bytes()
SMALL = "data:image/png;base64," + base64.b64encode(b"\x89PNG" * 9).decode()
with_ocr = pytest.mark.skipif(not recognises(), reason="text recognition is not installed: make setup-ocr")


def noise(width: int, height: int) -> bytes:
    packed = io.BytesIO()
    Image.effect_noise((width, height), 80).save(packed, "PNG")
    return packed.getvalue()


def img(data: bytes, kind: str = "jpeg") -> str:
    return f'<img src="data:image/{kind};base64,{base64.b64encode(data).decode()}">'


def page(inside: str) -> bytes:
    return f"<html><meta charset=utf-8><p>before</p>{inside}<p>after</p></html>".encode()


RUN = '<w:r><w:drawing><a:blip r:embed="{}"/></w:drawing></w:r>'
VML = '<w:r><w:pict><v:shape><v:imagedata r:id="{}"/></v:shape></w:pict></w:r>'
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
}


def docx(*paragraphs: str, target: str = "media/image1.jpeg", table: str = "", more: str = "") -> bytes:
    """A file with these paragraphs' runs, and one picture that they may name as rId7."""
    names = " ".join(f'xmlns:{short}="{long}"' for short, long in NAMES.items())
    body = "".join(f"<w:p>{inside}</w:p>" for inside in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{body}{table}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f'<R><R Id="rId7" Target="{target}" {more}/></R>')
        archive.writestr("word/media/image1.jpeg", SEAL)
    return packed.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def remarks(document: Document) -> list[tuple[str, str]]:
    return [(remark.rule, remark.place.locator) for remark in document.remarks]


TABLE = "<table>" + "<tr><td>a<td>1<td>2<td>3" * 6 + "</table>"
FACTS = "<table><tr><td>number<td>12<tr><td>date<td>2024</table>"
FORM = "<w:tbl>" + ("<w:tr>" + f"<w:tc><w:p>{run('1')}</w:p></w:tc>" * 4 + "</w:tr>") * 6 + "</w:tbl>"

WHERE = {
    "html": page(img(SEAL)),
    "in an arranging table": page(f"<table><tr><td>{img(SEAL)}</table>"),
    "beside an article's facts": page(FACTS + img(SEAL)),
    "docx": docx(run("before"), RUN.format("rId7"), run("after")),
    "as Word 2003 drew it": docx(run("before"), VML.format("rId7"), run("after")),
}


@with_ocr
@pytest.mark.parametrize("where", ["html", pytest.param("docx", marks=pytest.mark.slow)])
def test_a_table_that_is_a_picture_is_read_like_a_scan(where):
    data = WHERE[where]
    found = dict(read_report(Receipt("documents/a", "ab" * 32, len(data), None, None, None), data).tables)
    cells = published(found)
    for at, (status, value) in told("seal.jpg").items():
        assert (cells[at]["status"], cells[at]["value"]) == (status, float(value) if value else None), at
    assert {row["method"] for row in cells.values() if row["status"] == "reported"} == {"ocr"}


@pytest.fixture
def glanced(monkeypatch):
    """A recogniser that sees the same everywhere, so that it takes no time."""
    pytest.importorskip("cv2")
    from pipeline.read import seen

    monkeypatch.setattr(seen, "glanced", lambda lines: [seen.Seen("1", True) for _ in lines])
    monkeypatch.setattr(seen, "studied", lambda lines: [seen.Seen("2", True) for _ in lines])


@with_ocr
@pytest.mark.parametrize("where", WHERE)
def test_a_picture_s_blocks_stand_in_its_place(where, glanced):
    document = read(WHERE[where])
    blocks = [b for b in document.blocks if b.place.locator != "t1"]
    assert [blocks[0].text, blocks[-1].text] == ["before", "after"]
    assert {b.place.method for b in blocks[1:-1]} == {"ocr"} and any(isinstance(b, Grid) for b in blocks)


@with_ocr
@pytest.mark.parametrize("where", ["html", "docx"])
def test_a_cell_of_a_picture_is_found_again(where, glanced):
    document = read(WHERE[where])
    (grid,) = document.grids()
    cell = next(cell for cell in grid.cells() if cell.text == "1")
    again = reread(WHERE[where], document, {cell.place.locator})
    assert [c.text for g in again.grids() for c in g.cells() if c.place.locator == cell.place.locator] == ["2"]
    assert shows(document, cell.place) and crop(WHERE[where], document, cell.place)[:4] == b"\x89PNG"


def ofd(matrix: str = "210 0 0 150 0 0", file: str = "image.jpeg", beside: str = "") -> bytes:
    """A page that is one picture."""
    image = element("ImageObject", ID="9", ResourceID="4", Boundary="0 0 210 150", CTM=matrix)
    media = element("MultiMedia", element("MediaFile", file), ID="4", Type="Image")
    more = {"Doc_0/Res.xml": root("Res", element("MultiMedias", media), BaseLoc="Res")}
    data = packed(parts(image + beside, common=element("DocumentRes", "Res.xml"), more=more))
    with zipfile.ZipFile(held := io.BytesIO(data), "a") as archive:
        archive.writestr("Doc_0/Res/image.jpeg", SEAL)
    return held.getvalue()


@with_ocr
def test_an_ofd_page_that_is_a_picture_is_recognised(glanced):
    document = read(ofd())
    (grid,) = document.grids()
    cell = next(cell for cell in grid.cells() if cell.text == "1")
    again = reread(ofd(), document, {cell.place.locator})
    assert [c.text for g in again.grids() for c in g.cells() if c.place.locator == cell.place.locator] == ["2"]


@with_ocr
@pytest.mark.parametrize("data", [
    ofd("0 150 -210 0 210 0"), ofd(file="gone.jpeg"), ofd(file="../Document.xml"),
    ofd(beside=line(10, 10, 90, 10)),
], ids=["turned", "not there", "no picture", "with a line"])  # fmt: skip
def test_an_ofd_page_of_another_kind_is_told(data):
    with pytest.raises(Refusal) as refusal:
        read(data)
    assert refusal.value.reason == "no_text_layer"


def test_without_the_extra_an_ofd_of_pictures_needs_it(without_recognition):
    with pytest.raises(Refusal) as refusal:
        read(ofd())
    assert refusal.value.reason == "needs_ocr"


@pytest.mark.parametrize("where", ["html", "docx"])
def test_without_the_extra_a_picture_is_told(where, without_recognition):
    document = read(WHERE[where])
    assert [block.text for block in document.blocks] == ["before", "after"]
    assert remarks(document) == [("picture_unread", "p1")]


@pytest.mark.parametrize(("data", "seen"), [
    (page(TABLE + img(SEAL)), [("picture_unread", "p1")]),
    (docx(run("a"), RUN.format("rId7"), table=FORM), [("picture_unread", "p1")]),
    (page(img(noise(120, 60), "png")), []),
    (page(f'<img src="{SMALL}"><img src="a.png" width=16>'), []),
    (page(f"<p hidden>{img(SEAL)}</p>"), []),
    (page(img(b"no picture at all" * 999)), [("picture_unread", "p1")]),
    (docx(run("a"), RUN.format("rId7"), target="media/gone.jpeg"), [("picture_unread", "p1")]),
    (docx(run("a"), RUN.format("rId7"), target="../../etc/passwd"), [("picture_unread", "p1")]),
    (docx(run("a"), RUN.format("rId7"), target="http://example.org/a.jpeg", more='TargetMode="External"'),
     [("picture_unread", "p1")]),
    (docx(run("a"), f"<w:del>{RUN.format('rId7')}</w:del>"), []),
], ids=["a page with tables", "a DOCX with tables", "as small as a sign", "an icon and a file", "hidden", "no picture",
        "not there", "beyond the package", "elsewhere", "deleted"])  # fmt: skip
def test_what_is_not_read_is_told_and_what_is_no_table_is_not(data, seen):
    assert remarks(read(data)) == seen


@pytest.mark.parametrize(("data", "seen"), [
    (page('<img src="cid:1@a">'), [("img1", "cid:1@a")]),
    (page('<img src="a.gif"><img src="http://example.org/b.jpg?n=1">'), [("img2", "http://example.org/b.jpg?n=1")]),
    (page(f'<img src="{SMALL}" data-src="b.jpg">'), [("img1", "b.jpg")]),
    (page('<img src="a.png" width="640" style="height:400px"><img src="b.png">'), [("img1", "a.png + 1")]),
    (page(FACTS + '<table><tr><td><img src="a.png"></table>'), [("img1", "a.png")]),
    (page(TABLE + '<img src="a.png">'), []),
    (page('<img src="a.png" style="width: 24px"><img src="b.jpg" height=60><img src="logo.svg"><img>'), []),
    (page('<p hidden><img src="a.png"></p>'), []),
], ids=["of a letter", "elsewhere", "shown later", "two", "beside facts", "a page with tables", "small", "hidden"])
def test_a_picture_that_is_not_in_the_file_is_told_where_there_is_no_table(data, seen):  # fmt: skip
    found = [(remark.place.locator, remark.detail) for remark in read(data).remarks]
    assert found == seen and {remark.rule for remark in read(data).remarks} <= {"picture_elsewhere"}


def test_a_docx_of_pictures_alone_needs_recognition(without_recognition):
    with pytest.raises(Refusal) as refusal:
        read(docx(RUN.format("rId7")))
    assert refusal.value.reason == "needs_ocr"


def test_pictures_beyond_all_measure_are_told_once(without_recognition):
    found = remarks(read(page(img(noise(300, 80), "png") * (MOST_PICTURES + 9))))
    assert len(found) == MOST_PICTURES + 1
