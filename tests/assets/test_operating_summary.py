"""What a run tells on its release: how much was read, what changed and failed, with nothing that a document could mark up."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from pipeline.assets.folders import Folders
from pipeline.markdown import cell, code, table
from tests.assets.test_job import run, said
from tests.release import small

HOSTILE = "b<img src=x>|[x](y)`_*.txt"


def html(text: str) -> str:
    """The text as a program renders it that lets HTML through."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def test_a_release_tells_what_was_read_refused_and_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    small.plant(monkeypatch, small.read)
    raw = small.raw(tmp_path, {"甲.txt": "甲 2023", HOSTILE: "nothing"})
    folders = Folders(raw=str(raw), published=str(tmp_path / "published"))
    summary = said(run(folders), "release")["summary"]
    lines = summary.splitlines()
    assert lines[0].startswith("**new release ")
    assert {"| documents | 2 |", "| read | 1 |", "| refused | 1 |"} <= set(lines)
    assert "| missing&#95;section | warning | 1 |" in lines
    shown = html(summary)
    assert shown.count("<table>") == 5 and "b&lt;img src=x&gt;%7C[x](y)%60_*.txt" in shown
    assert "<img" not in shown and "<a " not in shown
    (tmp_path / "published" / "portal" / "made-of.json").unlink()  # so that the night has something to do
    again = said(run(folders), "release")["summary"].splitlines()
    assert again[0].startswith("**unchanged ")


@pytest.mark.parametrize("write", [cell, code])
@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "[a](javascript:x)", "![a](http://x/y.png)", "a | b", "a\n\n# b", "`a` **b** _c_",
    "<http://x.example>", "\u202egnp.exe", "&lt;b&gt;", "\\|",
])  # fmt: skip
def test_no_text_breaks_out_of_its_cell(write, text):
    shown = html(table(("a", "b"), [(write(text), 1)]))
    assert shown.count("<td>") == 2 and "<h1" not in shown and "\u202e" not in shown
    for mark in ("<script", "<a ", "<img", "<strong", "<em"):
        assert mark not in shown


def test_plain_text_reads_as_it_is_and_long_text_is_cut():
    assert html(cell("甲局（2023）：a_b")) == "<p>甲局（2023）：a_b</p>\n"
    assert len(cell("a" * 1000)) == 200
