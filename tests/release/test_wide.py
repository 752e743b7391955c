"""`applications_wide`: every cell of `applications` stands in its column, and nothing else does."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.release import wide as widening
from pipeline.release.wide import wide
from schemas.load import shapes
from schemas.tables import arrow_schema, columns_of
from schemas.tables.applications_wide import cells
from tests.release.making import build, form
from tests.release.small import cell

NAME = "applications_wide"


def rows(made) -> list[dict]:
    wide(made)
    return pq.read_table(made.folder / f"{NAME}.parquet").to_pylist()


@pytest.mark.parametrize("edition", shapes("applications"))
def test_every_cell_stands_in_its_column(tmp_path: Path, edition: int):
    given = form("applications", edition)
    (found,) = rows(build(tmp_path, applications=given))
    wanted = {f"{c['item']}__{c['applicant']}": c["value"] for c in given}
    assert found == dict.fromkeys(cells()) | wanted | {"report_id": "r", "year": 2023, "cells_not_sound": 0}


def test_a_blank_is_null_and_what_is_in_doubt_is_counted(tmp_path: Path):
    given = [
        cell(report_id="a", value=0),
        cell(report_id="a", item="carried_in", value=None, status="blank", sound=False),
        cell(report_id="b", value=7, sound=False, year=None),
    ]
    a, b = rows(build(tmp_path, applications=given))
    assert (a["granted__total"], a["carried_in__total"], a["cells_not_sound"]) == (0, None, 1)
    assert (b["granted__total"], b["year"], b["cells_not_sound"]) == (7, None, 1)


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_no_report_is_cut_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int):
    monkeypatch.setattr(widening, "CELLS_A_GROUP", at_once)
    given = [cell(report_id=r, item=i, value=n) for r in "abc" for n, i in enumerate(("granted", "carried_in", "carried_out"))]
    found = rows(build(tmp_path, applications=given))
    assert [(r["report_id"], r["granted__total"], r["carried_in__total"], r["carried_out__total"]) for r in found] == [
        (name, 0, 1, 2) for name in "abc"
    ]


def test_without_cells_there_is_an_empty_table_of_the_schema(tmp_path: Path):
    made = build(tmp_path)
    assert rows(made) == []
    assert pq.read_schema(made.folder / f"{NAME}.parquet").equals(arrow_schema(NAME))
    assert (made.folder / "csv" / f"{NAME}.csv").read_text("utf-8").count("\n") == 1


def test_columns_are_named_and_explained():
    told = columns_of(NAME)["denied_state_secret__natural_person"]
    assert (told.title_zh, told.unit, told.dtype) == ("1.属于国家秘密：自然人", "件", "Int64")
    assert len(cells()) == 26 * 7 and "other_handling__total" in cells()
