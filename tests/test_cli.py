"""`gongkai publish` as a user meets it: exit codes, one sentence of reason, one screen of summary."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.release import packs
from pipeline.release.index import read_index
from tests.release import small


@pytest.fixture(autouse=True)
def small_reader(monkeypatch: pytest.MonkeyPatch):
    small.plant(monkeypatch, small.read)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795312800")


def publish(raw: Path, *more: str) -> int:
    return main(["publish", "--raw", str(raw), "--published", str(raw.parent / "published"), *more])


def test_publish_ends_well_whatever_the_findings_are(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    documents = {
        "甲 局/报告 1.txt": "甲 2023",
        "b.txt": "乙 2023 unknown-code",
        "c.txt": "丙 2023 crash",
        "d": "nothing",
    }
    assert publish(small.raw(tmp_path, documents)) == 0
    shown = capfd.readouterr().out
    assert "4 documents: 2 reports, 2 refused" in shown
    assert (
        "new release 2026.11.1" in shown and str(tmp_path / "published" / "releases" / "2026.11.1") in shown
    )
    assert "100.0 %" in shown
    assert max(map(len, shown.splitlines()[:-2])) <= 100
    assert not (tmp_path / "published" / ".staging").exists()


def test_full_adds_databases_beside_the_release_even_where_nothing_is_new(tmp_path: Path):
    raw, extras = small.raw(tmp_path, {"a.txt": "甲 2023"}), tmp_path / "published" / "extras" / "2026.11.1"
    assert publish(raw) == 0 and not extras.exists()
    assert publish(raw, "--full") == 0
    assert sorted(path.name for path in extras.iterdir()) == ["gongkai.duckdb", "gongkai.sqlite"]


def test_nothing_new_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    raw = small.raw(tmp_path, {"a.txt": "甲 2023"})
    assert publish(raw) == publish(raw) == 0
    told = capfd.readouterr()
    assert "unchanged, so no new release; the latest is 2026.11.1" in told.out
    assert "nothing new in 1 documents" in told.err and "Skipping" not in told.err


def test_a_version_can_be_set(tmp_path: Path):
    assert publish(small.raw(tmp_path, {"a.txt": "甲 2023"}), "--version", "2026.10.3") == 0
    assert read_index(tmp_path / "published")["latest"] == "2026.10.3"


def test_a_wrong_version_is_told_before_anything_is_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert publish(small.raw(tmp_path, {"a.txt": "甲 2023"}), "--version", "1.0") == 1
    assert "no version" in capfd.readouterr().err
    assert not (tmp_path / "published").exists()


@pytest.mark.parametrize("documents", [{}, {".DS_Store": "x"}])
def test_no_documents_is_a_failure_that_says_what_to_do(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], documents: dict[str, str]
):
    small.raw(tmp_path, documents)
    assert publish(tmp_path / "raw") == 1
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1 and "--raw" in shown.err
    assert "--raw" in read_index(tmp_path / "published")["failed"][0]["reason"]


@pytest.mark.parametrize("fault", ["unknown-code", small.TWICE])
def test_a_broken_table_fails_and_latest_stays(
    fault: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    raw = small.raw(tmp_path, {"a.txt": "甲 2023"})
    assert publish(raw) == 0
    monkeypatch.setattr(packs, "quarantine", lambda readings: readings)
    small.raw(tmp_path, {"b.txt": f"乙 2023 {fault}"})
    assert publish(raw) == 1
    assert "The table applications breaks its published schema" in capfd.readouterr().err
    index = read_index(tmp_path / "published")
    assert index["latest"] == "2026.11.1" and len(index["failed"]) == 1
    assert not (tmp_path / "published" / ".staging").exists()


def test_the_same_input_gives_the_same_bytes(tmp_path: Path):
    made = []
    for name in ("one", "two"):
        assert publish(small.raw(tmp_path / name, {"b.txt": "乙 2023", "a.txt": "甲 2022"})) == 0
        release = tmp_path / name / "published" / "releases" / "2026.11.1"
        made.append({f.relative_to(release): f.read_bytes() for f in release.rglob("*") if f.is_file()})
    assert made[0] == made[1]


def test_check_does_not_load_what_publish_needs():
    """A small command must answer at once."""
    script = "import sys, pipeline.cli; print(sorted({'dagster', 'pandas', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout.strip() == "[]"
