"""`sound/`: current reports and their sound cells, and not one more."""

from pathlib import Path

import pyarrow.parquet as pq

from pipeline.release.sound import sound
from tests.release.making import build
from tests.release.small import cell, report, row


def kept(made, name: str) -> list[dict]:
    return pq.read_table(made.folder / "sound" / f"{name}.parquet").to_pylist()


def test_only_sound_cells_of_current_reports_are_kept(tmp_path: Path):
    reports = [report(), report(report_id="old", is_current=False)]
    cells = [
        cell(), cell(item="carried_in", sound=False), cell(report_id="old"),
        cell(item="carried_out", value_corrected=5, sound=False), cell(item="new_received", value=None, value_inferred=0, status="blank"),
    ]  # fmt: skip
    made = build(tmp_path, reports=reports, applications=cells)
    sound(made)
    assert [r["report_id"] for r in kept(made, "reports")] == ["r"]
    assert [(r["report_id"], r["item"]) for r in kept(made, "applications")] == [("r", "granted"), ("r", "new_received")]
    assert kept(made, "reviews_litigation") == []


def test_continuity_is_kept_where_it_passed_between_current_reports(tmp_path: Path):
    reports = [report(report_id=name, publisher_id="p") for name in "ab"] + [report(report_id="c", is_current=False)]
    said = {"publisher_id": "p", "applicant": "total", "previous_report_id": "a", "report_id": "b", "outcome": "pass"}
    years = {2022: {}, 2023: {"outcome": "fail"}, 2024: {"report_id": "c"}}
    made = build(tmp_path, reports=reports, continuity=[row("continuity", **said | {"year": y} | g) for y, g in years.items()])
    sound(made)
    assert [r["year"] for r in kept(made, "continuity")] == [2022]


def test_publishers_are_those_of_a_current_report(tmp_path: Path):
    reports = [report(publisher_id="p"), report(report_id="old", publisher_id="q", is_current=False)]
    made = build(tmp_path, reports=reports, publishers=[row("publishers", publisher_id=p, name=p) for p in "pq"])
    sound(made)
    assert [r["publisher_id"] for r in kept(made, "publishers")] == ["p"]


def test_the_schema_is_the_whole_tables_and_csv_says_the_same(tmp_path: Path):
    made = build(tmp_path, reports=[report()], applications=[cell()])
    sound(made)
    for file in (made.folder / "sound").glob("*.parquet"):
        assert pq.read_schema(file).equals(pq.read_schema(made.folder / file.name), check_metadata=True)
        lines = (made.folder / "sound" / "csv" / f"{file.stem}.csv").read_text("utf-8").splitlines()
        assert len(lines) == 1 + pq.read_metadata(file).num_rows
