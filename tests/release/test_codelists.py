"""The code lists: one long table and a file a list say the same."""

import csv
import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.release.build import Build
from pipeline.release.codelists import codelists
from pipeline.release.faults import faults
from schemas.codes import as_table, code_lists
from schemas.tables import PUBLISHED, columns_of, conform


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "csv").mkdir()
    codelists(Build(tmp_path, "2026.11.1", date(2026, 11, 22), tmp_path, None))
    return tmp_path


def listed(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_the_table_fits_its_model():
    assert faults("codelists", conform("codelists", as_table())) == ""


def test_both_say_the_same(folder: Path):
    long = {(r["list"], r["code"]): r for r in pq.read_table(folder / "codelists.parquet").to_pylist()}
    short = {(name, row["code"]): row for name in code_lists() for row in listed(folder, name)}
    assert long.keys() == short.keys()
    for known, row in short.items():
        more = json.loads(long[known]["more"] or "{}")
        told = {word: str(text) for word, text in (long[known] | more).items() if text is not None and word not in ("list", "more")}
        assert {word: text for word, text in row.items() if text} == told


def test_every_code_that_a_column_can_hold_is_there(folder: Path):
    long = {(r["list"], r["code"]) for r in pq.read_table(folder / "codelists.parquet").to_pylist()}
    used = {(c.codelist, code) for t in PUBLISHED for c in columns_of(t).values() for code in c.codes if code}
    assert used <= long


def test_a_list_has_what_only_it_tells(folder: Path):
    units = {row["code"]: row for row in listed(folder, "units")}
    assert units["万元"]["yuan"] == "10000"
    assert {row["severity"] for row in listed(folder, "rules")} <= {"error", "warning", "info"}
    assert "parent" not in units["元"]


def test_a_line_of_the_form_has_its_group_its_place_and_its_editions(folder: Path):
    (own,) = [row for row in listed(folder, "applications.item") if row["code"] == "denied_state_secret"]
    assert (own["position"], own["parent"], own["editions"]) == ("5", "denied", "2019 2021")
