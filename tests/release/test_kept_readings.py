"""What was read is found again while nothing that it follows from has changed, and only then."""

import os
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from pipeline import code_version, report
from pipeline.assets.folders import Folders
from pipeline.definitions import defs
from pipeline.fetch.receipts import receipts
from pipeline.fetch.sources import Source
from pipeline.read.office import program
from pipeline.release.kept import Kept
from pipeline.release.night import inputs, is_done
from tests.release import small


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents that are read."""
    small.plant(monkeypatch, small.read)
    paths, real = [], report.bytes_of
    monkeypatch.setattr(report, "bytes_of", lambda raw, receipt: paths.append(receipt.path[10:]) or real(raw, receipt))
    return paths


def test_only_what_is_new_is_read_and_refusals_are_tried_again(tmp_path: Path, asked: list[str]):
    raw = small.raw(tmp_path, {"a.txt": "甲 2023", "n.txt": "nothing"})
    before = small.rows(raw, tmp_path)
    assert asked == ["a.txt", "n.txt"]
    small.raw(tmp_path, {"b.txt": "乙 2023"})
    after = small.rows(raw, tmp_path)
    assert asked[2:] == ["b.txt", "n.txt"]
    assert [row for row in after["applications"] if row["report_id"] == "甲-2023"] == before["applications"]


def test_a_document_that_moved_or_changed_is_read_again(tmp_path: Path, asked: list[str]):
    raw = small.raw(tmp_path, {"a.txt": "甲 2023", "b.txt": "乙 2023"})
    small.rows(raw, tmp_path)
    (raw / "documents" / "a.txt").rename(raw / "documents" / "c.txt")
    small.raw(tmp_path, {"b.txt": "丙 2023"})
    assert [row["report_id"] for row in small.rows(raw, tmp_path)["reports"]] == ["丙-2023", "甲-2023"]
    assert asked[2:] == ["b.txt", "c.txt"]


@pytest.mark.parametrize("spoil", [lambda pack: pack.write_bytes(b"PAR1"), lambda pack: pack.unlink()])
def test_a_pack_that_is_not_what_was_written_is_read_anew(tmp_path: Path, asked: list[str], spoil):
    raw = small.raw(tmp_path, {"a.txt": "甲 2023"})
    before = small.rows(raw, tmp_path)
    (pack,) = (tmp_path / "kept").rglob("*.parquet")
    spoil(pack)
    assert small.rows(raw, tmp_path) == before
    assert asked == ["a.txt", "a.txt"]


def test_what_was_used_longest_ago_goes_first_and_nothing_that_was_used_today(tmp_path: Path):
    kept = Kept(str(tmp_path), "code")
    names = [kept.write(bytes([n]) * 100) for n in range(4)]
    for age, name in enumerate(names[:3]):
        os.utime(Path(kept.folder, name), (1_000 + age, 1_000 + age))
    kept.prune(250)
    assert kept.packs() == sorted(names[2:])
    kept.prune(0)
    assert kept.packs() == [names[3]]


def night(folders: Folders) -> bool:
    """Whether anything was to be made."""
    job = defs.resolve_job_def("publish")
    result = job.execute_in_process(resources={"folders": folders}, instance=dg.DagsterInstance.ephemeral())
    return bool(result.asset_materializations_for_node("release"))


def test_a_night_with_nothing_new_ends_early(tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch):
    folders = Folders(raw=str(small.raw(tmp_path, {"a.txt": "甲 2023"})), published=str(tmp_path / "published"))
    assert [night(folders), night(folders)] == [True, False]
    assert asked == ["a.txt"] and not (tmp_path / "published" / ".staging").exists()
    monkeypatch.setattr(code_version, "code", lambda: "another")
    assert night(folders)
    small.raw(tmp_path, {"b.txt": "乙 2023"})
    assert [night(folders), night(folders)] == [True, False]
    assert asked == ["a.txt", "b.txt"]


def test_a_night_is_done_while_all_that_it_follows_from_is_as_it_was(tmp_path: Path, asked: list[str], monkeypatch):
    raw, published = small.raw(tmp_path, {"a.txt": "甲 2023"}), tmp_path / "published"
    assert night(Folders(raw=str(raw), published=str(published)))
    found, place = list(receipts(raw)), str(published / ".cache" / "readings")
    assert is_done(place, published, inputs(found, ()))
    gone = [replace(found[0], listed=Source("甲局", vanished="2026-11-02"))]
    assert not is_done(place, published, inputs(gone, ()))
    monkeypatch.setattr("pipeline.release.night.program", lambda: "anywhere" if program() is None else None)
    assert not is_done(place, published, inputs(found, ()))
    monkeypatch.undo()
    (published / "portal" / "made-of.json").write_text("something else")
    assert not is_done(place, published, inputs(found, ()))


def test_the_code_that_reads_is_what_it_imports_and_no_more():
    reached = {f.relative_to(code_version.PROJECT).as_posix() for f in code_version._reached(code_version.PROJECT, "pipeline.release.packs")}
    assert {"pipeline/read/pdf.py", "pipeline/locate/bind.py", "pipeline/tidy/cells.py", "schemas/load.py"} <= reached
    assert not {"pipeline/release/portal/build.py", "pipeline/check/across/stock.py", "pipeline/cli.py"} & reached
