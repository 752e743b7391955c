"""Which bytes become which text, and what is said about bytes that become none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.decode import decoded, is_blank, plain

SENTENCE = "全年收到申请 12 件，办结 11 件，结转 1 件。\r\n均在期限内答复。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_same_text_from_every_encoding(encoding):
    assert decoded(SENTENCE.encode(encoding)) == (SENTENCE, ())


def test_a_declared_charset_is_not_believed():
    page = '<meta charset="gb2312"><p>镕玥喆</p>'
    assert decoded(page.encode("gb18030"))[0] == page
    assert decoded(page.encode("utf-8"))[0] == page


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_cut_within_its_last_character_stays_utf8(cut):
    text, remarks = decoded("公开十件".encode()[:-cut])
    assert text == "公开十\ufffd"
    assert [remark.rule for remark in remarks] == ["undecodable_bytes"]


def test_few_damaged_bytes_do_not_turn_utf8_into_gb18030():
    text, remarks = decoded(b"1\n" + SENTENCE.encode() + b"\xff" + SENTENCE.encode())
    assert text == f"1\n{SENTENCE}\ufffd{SENTENCE}"
    assert (remarks[0].place.locator, remarks[0].detail) == ("l3", "1 characters replaced")


def test_a_damaged_byte_in_gb18030_costs_one_character():
    text, remarks = decoded(SENTENCE.encode("gb18030") + b"\xff" + SENTENCE.encode("gb18030"))
    assert text == f"{SENTENCE}\ufffd{SENTENCE}"
    assert remarks


def test_marks_and_nuls_go_and_odd_spaces_stay():
    assert decoded("\ufeff件\0 1\u3000\xa0\u200b".encode())[0] == "件 1\u3000\xa0\u200b"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("２\u200b０", "２０"),
        (" 第\u3000（一）\xa0\xa0项\n", "第 （一） 项"),
        ("\ufeff\u2060\t", ""),
    ],
)
def test_plain_is_what_a_reader_sees(text, seen):
    assert plain(text) == seen
    assert is_blank(text) == (seen == "")


@given(st.binary())
def test_any_bytes_become_text_or_text_with_a_remark(data):
    text, remarks = decoded(data)
    assert "\0" not in text
    assert ("\ufffd" in text) == bool(remarks)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffd")))
def test_utf8_with_a_mark_comes_back_unchanged(text):
    assert decoded(text.encode("utf-8-sig")) == (text, ())


@given(st.text())
def test_plain_text_is_plain_already(text):
    assert plain(plain(text)) == plain(text)
    assert is_blank(text.replace("\0", "")) == (plain(text.replace("\0", "")) == "")
