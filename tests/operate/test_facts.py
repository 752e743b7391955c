"""How the installation is, told at any time: releases, runs, sources, coverage in report season, room on disk."""

import json
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from pipeline.fetch.ledger import COLUMNS
from pipeline.operate import facts
from pipeline.release.clock import CHINA

NOW = datetime(2026, 3, 10, 9, tzinfo=CHINA)


@pytest.mark.parametrize(("hours", "good"), [(1, True), (48, True), (49, False), (None, False)])
def test_a_run_must_go_well_within_two_days(hours, good):
    last = None if hours is None else NOW - timedelta(hours=hours)
    assert facts.ran(last, NOW).good == good


def test_a_release_is_there_or_not(tmp_path: Path):
    assert not facts.released(tmp_path).good
    published(tmp_path, {"2026.3.1": 5})
    assert facts.released(tmp_path).told["version"] == "2026.3.1"


# Sources


def fetched(raw: Path, *lines: tuple[str, str, str, str]) -> Path:
    """A receipts.csv with time, address, outcome and reason."""
    rows = [dict.fromkeys(COLUMNS, "") | dict(zip(("time", "url", "outcome", "reason"), line, strict=True)) for line in lines]
    pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(raw / "receipts.csv", index=False)
    return raw


def hosts(count: int, lost: int) -> list[tuple[str, str, str, str]]:
    ends = [("failed", "timed_out") if number < lost else ("unchanged", "") for number in range(count)]
    return [("2026-03-09T18:30:00Z", f"https://h{number}.example/a", *end) for number, end in enumerate(ends)]


@pytest.mark.parametrize(("count", "lost", "good"), [(10, 0, True), (10, 2, True), (10, 3, False), (1, 1, False)])
def test_few_hosts_may_be_out_of_reach(tmp_path: Path, count, lost, good):
    found = facts.reachable(fetched(tmp_path, *hosts(count, lost)))
    assert (found.good, found.told["count"]) == (good, lost)


def test_a_host_that_answers_something_is_there(tmp_path: Path):
    found = facts.reachable(fetched(
        tmp_path,
        ("2026-03-09T18:30:00Z", "https://a.example/1", "failed", "timed_out"),
        ("2026-03-09T18:30:05Z", "https://a.example/1", "new", ""),
        ("2026-03-09T18:30:00Z", "https://b.example/1", "failed", "not_found"),
        ("2026-03-01T18:30:00Z", "https://long.ago/1", "failed", "timed_out"),
    ))  # fmt: skip
    assert found.good and found.told["hosts"] == 2


def test_where_nothing_was_fetched_nothing_is_out_of_reach(tmp_path: Path):
    assert facts.reachable(tmp_path).good


# Coverage


def published(folder: Path, by_version: dict[str, int], retracted: tuple[str, ...] = ()) -> Path:
    """Releases, and of how many publishers each has a report for 2025."""
    releases = []
    for version, number in by_version.items():
        year, month, _ = map(int, version.split("."))
        releases.append({"version": version, "published": f"{year}-{month:02}-02"})
        (folder / "releases" / version).mkdir(parents=True)
        table = pd.DataFrame({"year": [2024, 2025, 2025], "publishers": [100, number - 1, 1]})
        table.to_parquet(folder / "releases" / version / "coverage.parquet")
    index = {"latest": version, "releases": releases, "retracted": [{"version": one} for one in retracted]}
    (folder / "index.json").write_text(json.dumps(index))
    return folder


@pytest.mark.parametrize(("by_version", "good"), [
    ({"2026.1.1": 5, "2026.3.1": 9}, True),
    ({"2026.1.1": 5, "2026.2.1": 9, "2026.3.1": 8}, False),
    ({"2025.12.1": 9, "2026.3.1": 8}, True),  # before the season
])  # fmt: skip
def test_coverage_must_not_fall_in_season(tmp_path: Path, by_version, good):
    found = facts.covered(published(tmp_path, by_version), NOW)
    assert (found.good, found.told["now"]) == (good, by_version["2026.3.1"])


def test_out_of_season_and_after_a_retraction_coverage_may_fall(tmp_path: Path):
    published(tmp_path, {"2026.1.1": 9, "2026.3.1": 8}, retracted=("2026.1.1",))
    assert facts.covered(tmp_path, NOW).good
    assert facts.covered(tmp_path, NOW.replace(month=6)).good
    assert facts.covered(tmp_path / "nowhere", NOW).good


# Room


@pytest.mark.parametrize(("free", "good"), [(10**12, True), (10**6, False)])
def test_a_run_needs_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free, good):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(free))
    assert facts.room(tmp_path / "not" / "there").good == good
