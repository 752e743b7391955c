"""E-mail: its text and what is attached, under the names that the headers give in any encoding."""

import base64
from email.message import EmailMessage

import pytest

from pipeline.read import media_type
from pipeline.read.containers import is_container, listing, taken_out
from pipeline.read.document import Refusal
from tests.read.boxes import letter


def paths(data: bytes) -> list[str]:
    return [one.path for one in listing(data)]


def test_a_text_and_what_is_attached():
    data = letter("请查收。", {"年报.pdf": b"%PDF-1", "a.txt": b"1"})
    assert paths(data) == ["body.txt", "年报.pdf", "a.txt"]
    assert [taken_out(data, n) for n in (1, 2)] == [b"%PDF-1", b"1"]


def test_of_a_text_in_two_forms_the_page_counts_and_a_blank_text_is_none():
    assert paths(letter("1", page="<p>1</p>")) == ["body.html"]
    assert paths(letter(" \n", {"a.txt": b"1"})) == ["a.txt"]


def test_a_picture_within_the_page_is_a_part_of_it_and_an_attached_one_is_not():
    message = EmailMessage()
    for name in ("From", "To", "Subject"):
        message[name] = "a@example.cn"
    message.set_content("<img src=cid:1>", subtype="html")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<1>")
    message.make_mixed()
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="扫描.png")
    assert paths(bytes(message)) == ["body.html", "扫描.png"]


def of_alternatives(*kinds: str) -> bytes:
    """A letter whose text comes in these forms."""
    parts = "".join(f"--z\nContent-Type: {kind}\n\n5\n" for kind in kinds)
    head = "From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=z\n\n"
    return f"{head}{parts}--z--\n".encode()


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        (("text/plain", "text/html", "text/calendar"), ["body.html"]),
        (("text/plain", "text/calendar"), ["body.txt"]),
        (("text/html", "application/pdf"), ["body.html", "2"]),
        (("text/html", "text/html"), ["body.html"]),
        (("text/csv",), ["1"]),
    ],
)
def test_of_the_forms_of_a_text_one_counts_and_no_other_file_is_lost(kinds, found):
    assert paths(of_alternatives(*kinds)) == found


def test_a_letter_in_a_letter_is_a_container_of_its_own():
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "c@example.cn", "d@example.cn", "转发"
    inner.set_content("x")
    inner.add_attachment(b"1", maintype="application", subtype="pdf", filename="内.pdf")
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@example.cn", "b@example.cn", "年报"
    outer.set_content("y")
    outer.add_attachment(inner)
    data = bytes(outer)
    assert paths(data) == ["body.txt", "message.eml"]
    assert is_container(taken_out(data, 1)) and paths(taken_out(data, 1)) == ["body.txt", "内.pdf"]


ATTACHED = """From: a@example.cn
To: b@example.cn
Subject: x
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=z

--z
Content-Type: application/pdf; {name}
Content-Transfer-Encoding: base64
{disposition}

{data}
--z--
"""


def attached(name='name="a.pdf"', disposition="Content-Disposition: attachment", data="JVBERg=="):
    return ATTACHED.format(name=name, disposition=disposition, data=data).encode("gbk")


@pytest.mark.parametrize(
    "name",
    [
        'name="年报.pdf"',
        f'name="=?gb2312?B?{base64.b64encode("年报.pdf".encode("gbk")).decode()}?="',
        "name==?utf-8?Q?=E5=B9=B4=E6=8A=A5.pdf?=",
        "name*=utf-8''%E5%B9%B4%E6%8A%A5.pdf",
        'name="../年报.pdf"',
        f'name="=?no-such?B?{base64.b64encode("年报.pdf".encode("gbk")).decode()}?="',
    ],
)
def test_a_name_in_any_of_the_ways_that_mailers_write_it(name):
    assert paths(attached(name)) == ["年报.pdf"]


def test_a_name_of_nothing_is_the_number_of_the_part():
    assert paths(attached('name=""', "X: y")) == ["1"]


@pytest.mark.parametrize("data", ["JVBERg===", "JVB*R#g==", "JVBER"])
def test_spoilt_base64_is_no_document(data):
    with pytest.raises(Refusal, match="damaged"):
        taken_out(attached(data=data), 0)


def test_the_part_at_which_a_letter_is_cut_off_can_not_be_opened():
    data = letter("请查收。", {"a.pdf": b"%PDF-1" * 99, "b.pdf": b"%PDF-2" * 99})
    cut = data[: data.rindex(b"\n--") - 80]
    assert taken_out(cut, 1) == b"%PDF-1" * 99
    with pytest.raises(Refusal, match="cut off"):
        taken_out(cut, 2)


def test_letters_nested_or_parted_beyond_measure_are_refused():
    nested = b"From: a\nTo: b\nSubject: c\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1_500)
    )
    for data in (nested, attached().replace(b"--z--", b"--z\nX-boundary: 1\n\nx\n" * 2_500)):
        with pytest.raises(Refusal, match="too_large"):
            listing(data)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("From: a\nTo: b\nSubject: c\n\n5", "message/rfc822"),
        ("Received: from x\n\tby y\nMessage-ID: <1>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n5", "message/rfc822"),
        ("From: <Saved by Blink>\nSubject: c\nDate: d\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n5", "multipart/related"),
        ("From: the beginning\nwe read\nTo: the end\nSubject: x\n\n", "text/plain"),
        ("Subject: 年报\n\n收到 5 件", "text/plain"),
    ],
)  # fmt: skip
def test_what_is_a_letter(head, kind):
    assert media_type(head.encode()) == kind
