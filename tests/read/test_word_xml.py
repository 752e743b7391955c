"""Word files in one piece of XML: a flat package is the DOCX that it holds, and the form of 2003 says the same otherwise."""

import io
import zipfile

import pytest

from pipeline.read import Refusal, docx, media_type, read
from tests.corpus.reports import make
from tests.read.drawing import held

PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
NAMES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)


def flat(packed: bytes) -> bytes:
    """The parts of a DOCX in one XML file."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{archive.read(name).decode().partition("?>")[2]}</pkg:xmlData></pkg:part>'
            for name in archive.namelist()
        )
    return f'{PROLOGUE}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()


def old(body: str, styles: str = "") -> bytes:
    return f"{PROLOGUE}<w:wordDocument {NAMES}>{styles}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def test_a_flat_package_is_read_as_its_docx():
    packed = make(3, "docx").data
    document = read(flat(packed))
    assert document.media_type == media_type(flat(packed)) == "application/vnd.ms-office.flat-opc+xml"
    assert [held(grid) for grid in document.grids()] == [held(grid) for grid in docx.read(packed).grids()]
    assert document.texts() == docx.read(packed).texts()


def test_a_flat_package_without_a_document_is_damaged():
    with pytest.raises(Refusal, match="damaged"):
        read(flat(make(3, "docx").data).replace(b"/word/document.xml", b"/word/other.xml"))


RUN = "<w:r>{}<w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (RUN.format("", "收到5件"), "收到5件"),
        (RUN.format("", "1") + RUN.format("<w:rPr><w:vanish/></w:rPr>", "2"), "1"),
        (f'{RUN.format("", "1")}<aml:annotation w:type="Word.Deletion"><aml:content>'
         "<w:r><w:delText>2</w:delText></w:r></aml:content></aml:annotation>", "1"),
        (f'{RUN.format("", "1")}<aml:annotation w:type="Word.Insertion"><aml:content>{RUN.format("", "2")}'
         "</aml:content></aml:annotation>", "12"),
        ('<w:pPr><w:listPr><w:ilvl w:val="0"/><wx:t wx:val="（一）"/></w:listPr></w:pPr>' + RUN.format("", "收到"), "（一）收到"),
        ('<w:pPr><w:listPr><wx:t wx:val="1."/></w:listPr></w:pPr>' + RUN.format("", "5"), "1. 5"),
        ('<w:pPr><w:listPr><wx:t wx:val="·"/></w:listPr></w:pPr>' + RUN.format("", "收到"), "收到"),
    ],
)  # fmt: skip
def test_paragraphs_of_2003(body, seen):
    assert [text.text for text in read(old(f"<w:p>{body}</w:p>")).texts()] == [seen]


def test_tables_of_2003():
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p>{}</w:p></w:tc>"
    first = cell.format('<w:vmerge w:val="restart"/>', RUN.format("", "a")) + cell.format('<w:gridSpan w:val="2"/>', RUN.format("", "b"))
    second = cell.format("<w:vmerge/>", "") + cell.format("", RUN.format("", "1")) + cell.format("", RUN.format("<w:rPr><w:strike/></w:rPr>", "2"))
    document = read(old(f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"))
    assert document.media_type == "application/vnd.ms-word.2003+xml"
    assert held(document.grids()[0]) == ["a b b", "a 1 ￼2￼"]


def test_styles_of_2003_strike_too():
    styles = '<w:styles><w:style w:type="paragraph" w:styleId="a"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
    row = f'<w:tr><w:tc><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>{RUN.format("", "5")}</w:p></w:tc></w:tr>'
    assert held(read(old(f"<w:tbl>{row}</w:tbl>", styles)).grids()[0]) == ["￼5￼"]


@pytest.mark.parametrize(
    "data",
    [
        old("<w:p>")[:-30],
        old("<w:p>&a;</w:p>").replace(b"<w:wordDocument", b'<!DOCTYPE a [<!ENTITY a "5">]><w:wordDocument', 1),
        old("<w:p>" * 2_000 + "</w:p>" * 2_000),
    ],
    ids=["cut", "entities", "deep"],
)
def test_damaged_xml_is_refused(data):
    with pytest.raises(Refusal) as refused:
        read(data)
    assert refused.value.reason in ("damaged", "unsupported_type")


@pytest.mark.parametrize("progid", ["Excel.Sheet", "Word.Document"])
def test_other_xml_is_no_word_file(progid):
    data = f'<?xml version="1.0"?><?mso-application progid="{progid}"?><Workbook xmlns="urn:a"><n>5</n></Workbook>'
    assert media_type(data.encode()) == "application/xml"
