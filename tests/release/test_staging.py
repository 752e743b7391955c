"""Staging: rows come back as they went in; what dead runs left goes, what live runs hold stays."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.derived import grouped
from pipeline.fetch.sources import Source
from pipeline.release import gather
from pipeline.release.errors import PublishError
from pipeline.release.staging import Broken, Staging, current, open_staging, remove_staging, staging
from schemas.tables import conform, plain
from tests.release import small
from tests.release.small import cell, report

CURRENT = """
publisher  year  path   current
甲         2023  a.txt  no
甲         2023  c.txt  yes
甲         2022  b.txt  yes
乙         2023  d.txt  yes
-          2023  e.txt  yes
-          2023  f.txt  yes
甲         -     g.txt  yes
甲         -     h.txt  yes
"""


def drawn() -> list[list[str | None]]:
    return [
        [None if word == "-" else word for word in line.split()] for line in CURRENT.strip().splitlines()[1:]
    ]


def test_the_last_path_of_a_publisher_and_year_is_current():
    rows = [
        report(report_id=path, publisher=publisher, year=year and int(year), source_path=path)
        for publisher, year, path, _ in drawn()
    ]
    frame = conform("reports", rows)
    expected = {path: is_current == "yes" for _, _, path, is_current in drawn()}
    assert dict(zip(frame["source_path"], current(frame), strict=True)) == expected


def test_rows_of_several_packs_make_one_sorted_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    small.plant(monkeypatch, small.read)
    monkeypatch.setattr(gather, "A_BATCH", 1)
    rows = small.rows(small.raw(tmp_path, {"a.txt": "b 2023", "b.txt": "a 2023"}), tmp_path / "work")
    assert [row["report_id"] for row in rows["applications"]] == ["a-2023", "b-2023"]
    assert [len(rows[name]) for name in ("sections", "documents_refused")] == [0, 0]
    assert len(list((tmp_path / "work" / "kept").rglob("*.parquet"))) == 2
    assert not (tmp_path / "work" / ".staging").exists()


def test_a_table_comes_in_groups_and_no_key_is_there_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.derived.ROWS_A_GROUP", 2)
    cells = [cell(report_id=name) for name in "dacb"]
    staged = open_staging(tmp_path, "run")
    groups = list(grouped("applications", plain("applications", cells)))
    assert [group["report_id"].to_pylist() for group in groups] == [["a", "b"], ["c", "d"]]
    assert staged.accept("applications", groups) == 4
    within = [groups[0], pa.concat_tables([groups[1], groups[1]])]
    across = [groups[0], groups[0].slice(1), groups[1]]
    backwards = [groups[1], groups[0]]
    for parts, told in ((within, "unique"), (across, r"the key \('b', .* is there twice"), (backwards, "stands after")):
        with pytest.raises(Broken, match=f"applications: .*{told}"):
            staged.accept("applications", parts)
    remove_staging(tmp_path, "run")


def test_a_value_that_breaks_the_schema_is_told(tmp_path: Path):
    staged = open_staging(tmp_path, "run")
    with pytest.raises(Broken, match="value stands exactly where"):
        staged.accept("applications", grouped("applications", plain("applications", [cell(status="blank")])))
    with pytest.raises(ValueError, match=r"item isin .'something_else'"):
        list(grouped("applications", plain("applications", [cell(item="something_else")])))
    remove_staging(tmp_path, "run")


def test_the_list_of_sources_is_a_source_and_accepted_tables_are(tmp_path: Path):
    staged = open_staging(tmp_path, "run")
    staged.write_listed([("甲/a.pdf", Source("甲局", 2023)), ("", Source("乙局"))])
    listed = staged.source("documents")
    assert list(listed["path"]) == ["甲/a.pdf", ""] and list(listed["publisher"]) == ["甲局", "乙局"]
    assert list(listed["year"].notna()) == [True, False]
    staged.accept("applications", grouped("applications", plain("applications", [cell()])))
    assert len(staged.source("applications")) == 1
    assert list(staged.source("applications", ["value"]).columns) == ["report_id", "item", "applicant", "value"]
    remove_staging(tmp_path, "run")


def test_a_run_without_staging_says_what_to_do(tmp_path: Path):
    with pytest.raises(PublishError, match="start the whole job"):
        list(staging(tmp_path, "gone").groups("reports"))


def test_a_dead_run_is_cleaned_away_and_a_live_one_is_not(tmp_path: Path):
    script = "import sys, pathlib; from pipeline.release.staging import open_staging as stage; "
    script += "stage(pathlib.Path(sys.argv[1]), 'dead')"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)
    assert (tmp_path / ".staging" / "dead").exists()
    live = open_staging(tmp_path, "live")
    open_staging(tmp_path, "third")
    assert isinstance(live, Staging) and live.folder.exists()
    assert sorted(f.name for f in (tmp_path / ".staging").iterdir()) == ["live", "third"]
    remove_staging(tmp_path, "live")
    remove_staging(tmp_path, "third")
