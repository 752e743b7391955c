"""JSON: the text among its strings, the title beside it; where two could be the text, none is taken."""

import json
import time

import pytest

from pipeline.read import media_type, read
from pipeline.read.document import Grid, Refusal
from tests.read.drawing import held

TABLE = "<p>一、总体情况</p><table><tr><td>规章</td><td>0</td></tr></table>"
OTHER = TABLE.replace("0", "1")
LONG = "本局2023年没有变化。" * 40


def document(value):
    data = json.dumps(value).encode()
    assert media_type(data) == "application/json"
    return read(data)


def drawn(value) -> list:
    return [held(b) if isinstance(b, Grid) else b.text for b in document(value).blocks]


@pytest.mark.parametrize(
    "value",
    [
        {"content": TABLE},
        {"code": 200, "data": [{"x": None, "list": [{"html": TABLE, "summary": LONG}]}]},
        [[TABLE]],
        {"content": TABLE.replace("<", "&lt;").replace(">", "&gt;")},
        {"content": TABLE, "mobile": f"<div class=m>{TABLE}</div>"},
    ],
)
def test_the_string_with_a_table_is_the_text_at_any_depth(value):
    assert drawn(value) == ["一、总体情况", ["规章 0"]]


def test_a_text_without_a_table_is_the_longest_string_and_may_be_plain():
    assert drawn({"content": f"<p>{LONG}</p>", "title": "年报"}) == [LONG]
    assert drawn({"content": f"{LONG}\n规章\t0\t0\n文件\t1\t1", "source": "x"})[0] == LONG


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ({"title": "年报", "content": TABLE}, "年报"),
        ({"subTitle": "副题", "title": "年报", "content": TABLE}, "年报"),
        ({"docTitle": " 年报 ", "content": TABLE}, "年报"),
        ({"title": "外", "data": {"title": "年报", "body": {"content": TABLE}}}, "年报"),
        ({"title": "", "content": f"<title>页</title>{TABLE}"}, "页"),
        ({"site": {"title": "门户"}, "content": TABLE}, None),
        ({"title": ["年报"], "content": TABLE}, None),
    ],
)
def test_the_title_stands_beside_the_text_or_around_it(value, title):
    assert document(value).title == title


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        read(data)
    return refusal.value.reason


@pytest.mark.parametrize(
    "value",
    [
        [{"content": TABLE}, {"content": OTHER}],
        {"a": TABLE, "b": OTHER, "c": LONG},
        {"a": LONG, "b": LONG.replace("2023", "2022")},
    ],
)
def test_two_texts_that_differ_are_told_and_neither_is_read(value):
    assert refused(json.dumps(value).encode()) == "several_texts"


def test_a_key_that_comes_twice_hides_nothing():
    assert refused(f'{{"a": {json.dumps(TABLE)}, "a": {json.dumps(OTHER)}}}'.encode()) == "several_texts"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"code": 200, "data": []}', "not_a_report"),
        (b'{"a": 1', "damaged"),
        (b'{"a": NaN, b}', "damaged"),
        (b"[" * 1_000_000, "too_large"),
        (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "too_large"),
        (b"[[" + b"[]," * 250_000 + b"1]]", "too_large"),
        (b'{"a":' + b"9" * 100_000 + b"}", "not_a_report"),
    ],
    ids=["empty", "cut", "spoilt", "deep", "deep objects", "many", "long number"],
)
def test_what_holds_no_text_or_is_hostile(data, reason):
    started = time.monotonic()
    assert refused(data) == reason
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("text", ["[注]本年", "{甲}", "[1] 见附件", "(\"a\")"])
def test_a_text_that_begins_with_a_bracket_is_no_json(text):
    assert media_type(text.encode()) == "text/plain"
