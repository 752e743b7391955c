"""A page whose text stands in a script: read where the page shows none, never run, never guessed."""

import json
import time

import pytest

from pipeline.read import read
from pipeline.read.document import Grid, Refusal
from pipeline.read.script import strings, unescaped, written_by_script
from tests.read.drawing import held

PROSE = "本局2023年没有变化，" * 10
TABLE = f"<p>{PROSE}</p><table><tr><td>规章</td><td>0</td></tr></table>"
JSON = json.dumps(TABLE).replace("</", "<\\/")
SHOWN = ["首页", PROSE, ["规章 0"]]


def drawn(script: str, body: str = "<div>首页</div>") -> list:
    blocks = read(f"<html><head><title>年报</title></head><body>{body}{script}</body></html>".encode()).blocks
    return [held(b) if isinstance(b, Grid) else b.text for b in blocks]


@pytest.mark.parametrize(
    "script",
    [
        f"<script>var content = {JSON};</script>",
        f"<script>var content = '{TABLE}'.trim();</script>",
        f"<script>document.write(`{TABLE}`)</script>",
        f"<script>x.innerHTML = '<p>{PROSE}<\\/p>' +\n \"<table><tr><td>规章</td><td>0\" + '</td></tr></table>';</script>",
        f"<script>// it's a comment\n/* a \" too */ var content = {JSON};</script>",
        f'<script type="application/json" id="__NEXT_DATA__">{{"props": {{"html": {JSON}}}}}</script>',
        f'<script>window.__INITIAL_STATE__={{"a": [{{"content": {JSON}}}]}};</script>',
        f"<script>var a = {JSON}; var b = {JSON};</script>",
        f"<script>var a = '&lt;p&gt;{PROSE}&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;规章&lt;/td&gt;&lt;td&gt;0&lt;/td&gt;&lt;/table&gt;'</script>",
    ],
)
def test_the_text_of_a_script_stands_behind_the_page_s_own(script):
    assert drawn(script) == SHOWN


def test_places_say_that_a_script_held_it():
    blocks = read(f"<p>首页</p><script>var c={JSON}</script>".encode()).blocks
    assert [b.place.locator for b in blocks] == ["b1", "script/b1", "script/t1"]
    assert {cell.place.locator for cell in blocks[-1].cells()} == {"script/t1/r1/c1", "script/t1/r1/c2"}


@pytest.mark.parametrize(
    ("script", "body"),
    [
        (f"<script>var c={JSON}</script>", "<table><tr><td>规章</td><td>1</td></tr></table>"),
        (f"<script>var c={JSON}</script>", f"<p>{'本局没有变化。' * 300}</p>"),
        ("<script>var c='<p>没有表</p>'</script>", "<p>首页</p>"),
        (f"<script src=a.js>var c={JSON}</script>", "<p>首页</p>"),
        ("<script>var c=`" + TABLE.replace("0", "${n}") + "`</script>", "<p>首页</p>"),
        ("<script>var c='<table><tr><td>日</td></tr></table>', d='<table></table>'</script>", "<p>首页</p>"),
        (f"<script>// var c={JSON}</script>", "<p>首页</p>"),
        ("<script>var c='<table><tr><td>0</script>", "<p>首页</p>"),
    ],
    ids=["a table shows", "a text shows", "no table", "another file", "not whole", "templates", "a comment", "no end"],
)
def test_a_script_is_not_read_where_the_page_shows_a_text_or_it_holds_none(script, body):
    assert drawn(script, body) == drawn("", body)


def test_two_tables_that_differ_are_told_and_neither_is_read():
    other = JSON.replace(">0<", ">1<")
    with pytest.raises(Refusal, match="several_texts"):
        drawn(f"<script>var a = {JSON}; var b = {other};</script>")


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r"\u4e2d\x41\u{1F600}", "中A😀"),
        (r"\ud83d\ude00", "😀"),
        (r"a\nb\tc\/d\'e\\", "a\nb\tc/d'e\\"),
        ("a\\\nb", "ab"),
        (r"\u{FFFFFFF}\ud83d", "\\u{FFFFFFF}\ufffd".replace("\\u", "u")),
    ],
)
def test_what_a_literal_says(literal, text):
    assert unescaped(literal) == text


def test_only_plus_joins():
    assert list(strings("'a' + 'b', 'c' ; 'd'\n+'e' 'f'")) == ["ab", "c", "de", "f"]


@pytest.mark.parametrize(
    "script",
    [
        '"' + "a" * 3_000_000,
        '"\\"' * 1_000_000,
        "`\\`" * 1_000_000,
        "/*" * 1_500_000,
        "'\\'\n" * 500_000,
        "'' + " * 150_000,
        "<table " * 400_000,
        "'<table>" + "<" * 2_000_000 + "'",
    ],
    ids=["open", "quotes", "backquotes", "comments", "lines", "joined", "tags", "angles"],
)
def test_scripts_that_would_keep_a_reader_busy(script):
    started = time.monotonic()
    try:
        written_by_script([script])
    except Refusal as refused:
        assert refused.reason == "too_large"
    assert time.monotonic() - started < 5
