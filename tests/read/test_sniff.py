"""A file is what its bytes show: the media type of small files of each kind, and what is refused."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import read as room
from pipeline.read import Document, Refusal, media_type, read
from pipeline.read.limits import MAX_BYTES
from pipeline.read.sniff import DOCX, XLS, XLSX
from tests.read.boxes import zipped

ENCRYPTED, WORKS = "application/vnd.openxmlformats-officedocument.encrypted", "application/vnd.ms-works"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def archive(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as members:
        for name in names:
            members.writestr(zipfile.ZipInfo(name), "x")  # no time of its own: the bytes name the test
    return data.getvalue()


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body>件</body></html>",
        "\n\n  <HTML><p>件",
        "<!-- 模板 --> <?xml version='1.0'?><!-- 2 --><div>件</div>",
        "<p>件</p>",
        "<td>5</td><td>件</td>",
        "200 OK <html><body>件</body></html>",
        "年报<p>件</p>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_pages_and_pieces_of_pages_are_html(page, encoding):
    assert media_type(page.encode(encoding)) == "text/html"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("收到 5 件\n办结 5 件", "text/plain"),
        ("a < b, 规章 | 0 | 0 |", "text/plain"),
        ("# 年报\n收到 5 件", "text/markdown"),
        ("| 规章 | 0 |\n|---|---|", "text/markdown"),
        ("BMW 5 件", "text/plain"),
        ("规章,0,0\n" * 5, "text/csv"),
        ('{"content": "<p>收到 5 件</p>"}', "application/json"),
        ('[{"a": 5}]', "application/json"),
        ("[1] 见附件", "text/plain"),
        ("From: a\nTo: b\nSubject: 年报\n\n收到 5 件", "message/rfc822"),
        ('<?xml version="1.0"?><report><n>5</n></report>', "application/xml"),
    ],
)
def test_texts(text, kind):
    assert media_type(text.encode()) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\n junk %PDF-1.4\n", "application/pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (archive("word/document.xml")[:60], DOCX),
        (archive("Doc_0/Document.xml", "OFD.xml"), "application/ofd"),
        (archive("a.pdf", "b/word/document.xml.bak"), "application/zip"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (archive("[Content_Types].xml", "xl/workbook.bin"), "application/vnd.ms-excel.sheet.binary"),
        (archive("[Content_Types].xml", "visio/document.xml"), "application/vnd.openxmlformats-package"),
        (OLE2 + "Workbook".encode("utf-16-le"), XLS),
        (OLE2 + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE2 + "WordDocument".encode("utf-16-le") + "DRMContent".encode("utf-16-le"), ENCRYPTED),
        (OLE2 + "MatOST".encode("utf-16-le"), WORKS),
        (OLE2 + "MN0".encode("utf-16-le"), WORKS),
        (b"\x01\xfe\x32\x03\0\0", WORKS),
        (OLE2, "application/x-ole-storage"),
        (b"{\\rtf1 5}", "application/rtf"),
        (b"\xef\xbb\xbf\n{\\rtf1 5}", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0<html><p>5</p>", "image/jpeg"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n<html>", "multipart/related"),
        (bytes(range(256)) * 9, "application/octet-stream"),
        (b"<p>5</p>" + bytes(200) + b"\x01\x02\x03" * 50, "application/octet-stream"),
    ],
)
def test_formats_with_a_signature_and_binaries(data, kind):
    assert media_type(data) == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \r\n\t\0", "empty_file"),
        ("\ufeff\u3000\u200b\n".encode(), "empty_file"),
        (" \n".encode("utf-16"), "empty_file"),
        (bytes(range(256)) * 9, "unsupported_type"),
        (archive("a.pdf"), "unsupported_type"),
        (OLE2 + "MatOST".encode("utf-16-le"), "unsupported_type"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_cannot_be_read_is_refused_whatever_its_name(data, reason):
    with pytest.raises(Refusal) as refused:
        read(data)
    assert refused.value.reason == reason


def test_a_refusal_tells_what_the_file_looks_like():
    with pytest.raises(Refusal) as refused:
        read(b"GIF89a\0\0")
    assert refused.value.detail == "image/gif, an image"


@pytest.mark.parametrize(("names", "kept", "reason"), [
    (["[Content_Types].xml", "xl/workbook.xml"], 0.4, "damaged"),
    (["[Content_Types].xml", "visio/document.xml"], 1.0, "unsupported_type"),
    (["content.xml"], 1.0, "unsupported_type"),
])  # fmt: skip
def test_an_office_file_that_was_cut_before_it_tells_its_kind_is_damaged(names, kept, reason):
    whole = zipped({name: random.Random(name).randbytes(900) for name in names})
    with pytest.raises(Refusal) as refused:
        read(whole[: int(len(whole) * kept)])
    assert refused.value.reason == reason


def test_works_is_told_apart_from_kingsofts_wps():
    with pytest.raises(Refusal, match="Microsoft Works file, which is another thing than Kingsoft's"):
        read(OLE2 + "MatOST".encode("utf-16-le"))


def test_html_saved_as_doc_is_html():
    page = '<html xmlns:w="urn:schemas-microsoft-com:office:word"><meta charset=gb2312><!--[if gte mso 9]><xml><w:View>'
    page += "Print</w:View></xml><![endif]--><body><p class=MsoNormal>年报</p><table><tr><td>规章</td><td>5</td></tr></table>"
    document = read(page.encode("gb18030"))
    assert document.media_type == "text/html"
    assert [cell.text for grid in document.grids() for cell in grid.cells()] == ["规章", "5"]


def test_a_file_beyond_the_limit_is_refused_unread():
    with pytest.raises(Refusal, match="too_large"):
        read(bytes(MAX_BYTES + 1))


def test_the_registry_names_what_the_modules_read():
    names = "html text docx pdf doc rtf mhtml word_xml xlsx separated json_article"
    for name in names.split():
        module = f"pipeline.read.{name}"
        kinds = {kind for kind, reader in room.READERS.items() if reader == module}
        assert kinds == set(room.import_module(module).MEDIA_TYPES)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<html>", b"<table><td>", b"| 1 |\n", b"a\t1\n", b"PK\x03\x04", b'{"a":"', b"a,b,c\n" * 5]),
)
def test_any_bytes_are_a_document_or_a_refusal(junk, start):
    try:
        assert isinstance(read(start + junk), Document)
    except Refusal as refused:
        assert refused.reason
