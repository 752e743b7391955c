"""Staging: rows come back as they went in; what dead runs left goes, what live runs hold stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.fetch.sources import Source
from pipeline.release.errors import PublishError
from pipeline.release.staging import Staging, current, open_staging, remove_staging, staging
from schemas.tables import TABLES, conform
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


def test_rows_of_several_batches_make_one_sorted_table(tmp_path: Path):
    staged = open_staging(tmp_path, "run")
    staged.write_rows(1, {"applications": [cell(report_id="b")]})
    staged.write_rows(2, {"applications": [cell(report_id="a")], "reports": []})
    assert list(staged.table("applications")["report_id"]) == ["a", "b"]
    assert [len(staged.table(name)) for name in TABLES if name != "applications"] == [0] * (len(TABLES) - 1)
    remove_staging(tmp_path, "run")
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_sources_is_a_source_and_accepted_tables_are(tmp_path: Path):
    staged = open_staging(tmp_path, "run")
    staged.write_listed([("甲/a.pdf", Source("甲局", 2023)), ("", Source("乙局"))])
    listed = staged.source("documents")
    assert list(listed["path"]) == ["甲/a.pdf", ""] and list(listed["publisher"]) == ["甲局", "乙局"]
    assert list(listed["year"].notna()) == [True, False]
    staged.accept("applications", conform("applications", [cell()]))
    assert len(staged.source("applications")) == 1
    remove_staging(tmp_path, "run")


def test_a_run_without_staging_says_what_to_do(tmp_path: Path):
    with pytest.raises(PublishError, match="start the whole job"):
        staging(tmp_path, "gone").table("reports")


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
