"""docs/using-the-data.md: what the page tells people to type works on the sample's release."""

import re
import sys
from pathlib import Path

import duckdb
import pytest

from client import gongkai
from pipeline.publish_command import run

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "using-the-data.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    assert run(ROOT / "raw", folder, "2026.11.1") == 0
    return folder


@pytest.fixture(autouse=True)
def in_the_release(published: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(published / "releases" / "2026.11.1")


def test_the_python_blocks_run_one_after_the_other(published: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "gongkai", gongkai)
    names: dict = {"BASE": str(published)}
    for block in blocks("python"):
        exec(compile(block, "docs/using-the-data.md", "exec"), names)
    assert set(names["requests"]["publisher"]) >= {"上海市科学技术委员会", "淮安市洪泽区人民政府"}
    assert names["by_scope"].loc["aggregate", "count"] == 2
    assert 0 < names["forced"] < 1
    assert names["only"][2021] == ["other_fee_unpaid", "other_not_corrected", "other_remaining"]
    assert names["yuan"].notna().all() and {"元", "万元"} <= set(names["amounts"]["unit"])


def test_the_sql_blocks_run():
    requests, doubts = (duckdb.sql(block).fetchall() for block in blocks("sql"))
    assert ("上海市科学技术委员会", 2024) in {row[:2] for row in requests} and all(row[2] is not None for row in requests)
    assert {row[0] for row in doubts} == {"淮安市洪泽区人民政府-2023"}


def test_no_block_is_of_a_language_that_nobody_runs():
    assert set(re.findall(r"^```(\w+)", PAGE, re.MULTILINE)) == {"python", "sql", "r"}
