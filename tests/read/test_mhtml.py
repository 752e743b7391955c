"""Web archives: which part is the page, how its bytes are written, and what is no archive."""

import base64
import quopri
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import Document, Refusal, media_type, mhtml, read
from pipeline.read.limits import MAX_MIME_BYTES, MAX_MIME_LINES

SEAL = (Path(__file__).with_name("scans") / "seal.jpg").read_bytes()
PAGE = "<html><title>年报</title><p>收到</p><table><tr><td>规章</td><td>5</td></tr></table>"


def part(content: bytes, *, kind="text/html", way="8bit", more=""):
    return f"--x\nContent-Type: {kind}\nContent-Transfer-Encoding: {way}\n{more}\n".encode() + content + b"\n"


def archive(*parts: bytes, more="", kind="multipart/related"):
    return f"MIME-Version: 1.0\nContent-Type: {kind}; boundary=x{more}\n\n".encode() + b"".join(parts) + b"--x--\n"


def told(data: bytes) -> list[str]:
    return [cell.text for grid in read(data).grids() for cell in grid.cells()]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    ("way", "write"),
    [("8bit", bytes), ("base64", base64.encodebytes), ("quoted-printable", lambda data: quopri.encodestring(data))],
)
def test_the_page_is_read_however_it_is_written(way, write, encoding):
    if (way, encoding) == ("8bit", "utf-16"):
        return  # its zeros can't be sent so
    document = read(archive(part(write(PAGE.encode(encoding)), way=way)))
    assert document.media_type == "multipart/related" and document.title == "年报"
    assert [text.text for text in document.texts()] == ["收到"]
    assert [(c.place.locator, c.text) for c in document.grids()[0].cells()] == [("t1/r1/c1", "规章"), ("t1/r1/c2", "5")]


FRAME, REPORT = b"<table><tr><td>1</td><td>2</td></tr></table>", b"<table><tr><td>8</td><td>9</td></tr></table>"


@pytest.mark.parametrize(
    ("parts", "more", "cells"),
    [
        ([part(FRAME), part(REPORT, more="Content-ID: <r>\n")], ';start="<r>"', ["8", "9"]),
        ([part(FRAME), part(REPORT, more="Content-Location: a.htm\n")], "\nSnapshot-Content-Location: a.htm", ["8", "9"]),
        ([part(b"td {}", kind="text/css"), part(REPORT), part(FRAME)], "", ["8", "9"]),
        ([part(b"td {}", kind="text/css", more="Content-ID: <r>\n"), part(REPORT)], ';start="<r>"', ["8", "9"]),
        ([part(REPORT), part(b"--")], ';start="<nowhere>"', ["8", "9"]),
    ],
    ids=["start", "location", "first page", "start is no page", "start is nowhere"],
)
def test_which_part_is_the_page(parts, more, cells):
    assert told(archive(*parts, more=more)) == cells


@pytest.mark.parametrize(
    "data",
    [
        archive(part(REPORT)),
        archive(part(REPORT), kind="multipart/mixed"),
        b"\xef\xbb\xbf\r\n" + archive(part(REPORT)),
        b"From: <Saved by a browser>\nSubject: =?gb2312?B?xOqxqA==?=\n" + archive(part(REPORT)),
        b"MIME-Version: 1.0\nContent-Type: text/html;\n\tcharset=utf-8\n\n" + REPORT,
    ],
    ids=["related", "mixed", "behind a mark", "from a browser", "a page alone"],
)
def test_what_is_an_archive(data):
    assert media_type(data) == "multipart/related"
    assert told(data) == ["8", "9"]


@pytest.mark.parametrize(
    "data",
    [
        "主题: 年报\nContent-Type: text/html\n\n<p>5</p>".encode(),
        b"<html><body><pre>MIME-Version: 1.0\nContent-Type: multipart/related\n</pre>",
        b"From: somebody\n\nContent of a letter",
    ],
    ids=["no header of mail", "a page about archives", "a letter"],
)
def test_what_is_none(data):
    assert media_type(data) != "multipart/related"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(part(b"td {}", kind="text/css")), "damaged"),
        (archive(), "damaged"),
        (archive(part(REPORT)) + b"\n--x" * 6_000, "too_large"),
        (archive(*[b"--x\nContent-Type: multipart/related; boundary=x\n\n"] * 30), "too_large"),
        (archive(part(REPORT)) + bytes(MAX_MIME_BYTES), "too_large"),
        (archive(part(REPORT)) + b"\n" * MAX_MIME_LINES, "too_large"),
    ],
    ids=["no page", "nothing", "parts", "nesting", "size", "lines"],
)
def test_archives_that_are_refused(data, reason):
    with pytest.raises(Refusal) as refused:
        read(data)
    assert refused.value.reason == reason


@given(st.lists(st.sampled_from([b"--x\n", b"--x--\n", b"\n", b"Content-Type: text/html\n", b"Content-Type: ;;\n", b"a\n",
                                 b"Content-Transfer-Encoding: base64\n", b"=\xff\n", b"Content-ID: =?b?q?\n"]), max_size=30))  # fmt: skip
def test_any_parts_are_a_document_or_a_refusal(lines):
    try:
        assert isinstance(mhtml.read(archive(*lines)), Document)
    except Refusal as refused:
        assert refused.reason


SHOWING = b'<p>a</p><img src="%b">'
AT = "Content-Location: http://example.org/a/page.htm\n"


@pytest.mark.parametrize(("address", "beside", "rules"), [
    (b"cid:7@a", "Content-ID: <7@a>\n", ["picture_unread"]),
    (b"files/7.jpg", "Content-Location: http://example.org/a/files/7.jpg\n", ["picture_unread"]),
    (b"http://example.org/7.jpg", "Content-Location: http://example.org/7.jpg\n", ["picture_unread"]),
    (b"cid:8@a", "Content-ID: <7@a>\n", ["picture_elsewhere"]),
    (b"http://[/7.jpg", "Content-Location: http://[/8.jpg\n", ["picture_elsewhere"]),
], ids=["by its id", "by a path", "by its address", "another", "no address at all"])  # fmt: skip
def test_a_page_s_pictures_are_found_in_the_archive(address, beside, rules, without_recognition):
    picture = part(base64.encodebytes(SEAL), kind="image/jpeg", way="base64", more=beside)
    document = read(archive(part(SHOWING % address, more=AT), picture))
    assert [remark.rule for remark in document.remarks] == rules


def test_the_scan_of_a_picture_is_found_again(monkeypatch):
    monkeypatch.setattr("pipeline.read.picture.scan_of", lambda data, number: data)
    picture = part(base64.encodebytes(SEAL), kind="image/jpeg", way="base64", more="Content-ID: <7@a>\n")
    assert mhtml.scan_of(archive(part(SHOWING % b"cid:7@a"), picture), 1) == SEAL
