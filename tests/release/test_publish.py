"""Publishing: whole or not at all, the same bytes for the same rows, nothing new for nothing new."""

import errno
import json
import subprocess
from pathlib import Path

import pytest

from pipeline.release import publish as publishing
from pipeline.release.clock import now
from pipeline.release.errors import PublishError
from pipeline.release.files import write_parquet
from pipeline.release.index import read_index, record_failure
from pipeline.release.publish import publish
from pipeline.release.verify import proofs
from schemas.codes import code_lists
from schemas.load import CELLS
from schemas.tables import PUBLISHED, SCHEMA_VERSION, TABLES, conform, title
from tests.release.small import cell, report

STRICT = ("reports", "publishers", *CELLS, "continuity")
NOVEMBER = "1795312800"  # 2026-11-22 10:00 in China


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOVEMBER)


def accepted(folder: Path, *cells: dict) -> Path:
    """Whole tables that fit their schemas: these cells and their reports, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = sorted({cell["report_id"] for cell in cells})
    rows = {"applications": cells, "reports": [report(report_id=i, source_path=f"{i}.txt") for i in ids]}
    for name in TABLES:
        write_parquet(name, conform(name, rows.get(name, ())), folder / f"{name}.parquet")
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    """All files below, but for the lock."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != ".lock")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def latest(published: Path) -> str | None:
    return json.loads((published / "index.json").read_text("utf-8"))["latest"]


def test_the_first_release_is_whole(tmp_path: Path):
    outcome = publish(tmp_path / "published", accepted(tmp_path / "t", cell()))
    assert (outcome.version, outcome.is_new) == ("2026.11.1", True)
    assert {
        file.relative_to(outcome.folder).as_posix() for file in outcome.folder.rglob("*") if file.is_file()
    } == (
        {f"{name}.parquet" for name in PUBLISHED}
        | {f"csv/{name}.csv" for name in PUBLISHED}
        | {f"csv-zh/{title(name)[0]}.csv" for name in PUBLISHED}
        | {f"sound/{name}.parquet" for name in STRICT}
        | {f"sound/csv/{name}.csv" for name in STRICT}
        | {f"codelists/{name}.csv" for name in code_lists()}
        | {"codebook.csv", "codebook.html", "codebook.xlsx", "CITATION.cff", "croissant.json", "datapackage.json"}
        | {"SHA256SUMS", "README.md", "CHANGES.md", "build.json", "audit.json", "xlsx/README.md", "xlsx/unknown-year.xlsx"}
    )
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=outcome.folder, capture_output=True
    )
    assert checked.returncode == 0
    assert "2026.11.1" in (outcome.folder / "README.md").read_text("utf-8")


def test_the_index_tells_what_was_published(tmp_path: Path):
    outcome = publish(tmp_path / "published", accepted(tmp_path / "t", cell()))
    index = read_index(tmp_path / "published")
    entry = index["releases"][0]
    assert (index["latest"], index["stable"], index["retracted"], index["failed"]) == (
        "2026.11.1",
        None,
        [],
        [],
    )
    assert (entry["version"], entry["published"], entry["schema_version"]) == ("2026.11.1", "2026-11-22", SCHEMA_VERSION)
    assert entry["rows"] == dict.fromkeys(TABLES, 0) | {"applications": 1, "reports": 1}
    assert entry["sha256"] == publishing.sha256(outcome.folder / "SHA256SUMS")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path):
    one, other = cell(), cell(applicant="business")
    publish(tmp_path / "a", accepted(tmp_path / "t", one, other), "2026.11.7")
    publish(tmp_path / "b", accepted(tmp_path / "u", other, one), "2026.11.7")
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_unchanged_rows_make_no_new_release_even_in_another_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tables = accepted(tmp_path / "t", cell())
    publish(tmp_path / "p", tables)
    before = everything(tmp_path / "p")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    outcome = publish(tmp_path / "p", tables)
    assert (outcome.version, outcome.is_new) == ("2026.11.1", False)
    assert everything(tmp_path / "p") == before


def test_changed_rows_make_the_next_release_and_keep_the_first(tmp_path: Path):
    publish(tmp_path / "p", accepted(tmp_path / "t", cell()))
    first = everything(tmp_path / "p" / "releases" / "2026.11.1")
    outcome = publish(tmp_path / "p", accepted(tmp_path / "t", cell(value=4)))
    assert (outcome.version, outcome.is_new, latest(tmp_path / "p")) == ("2026.11.2", True, "2026.11.2")
    assert everything(tmp_path / "p" / "releases" / "2026.11.1") == first


def test_a_new_schema_version_is_a_new_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tables = accepted(tmp_path / "t", cell())
    publish(tmp_path / "p", tables)
    monkeypatch.setattr(publishing, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    assert publish(tmp_path / "p", tables).is_new


@pytest.mark.parametrize("version", ["2026.11", "2026.13.1", "2026.11.0", "../2026.11.1", "1", "2026.11.1\n"])
def test_a_version_that_is_none_is_refused(tmp_path: Path, version: str):
    with pytest.raises(PublishError, match="no version"):
        publish(tmp_path / "p", accepted(tmp_path / "t", cell()), version)
    assert read_index(tmp_path / "p")["latest"] is None


def test_a_release_is_never_overwritten(tmp_path: Path):
    publish(tmp_path / "p", accepted(tmp_path / "t", cell()), "2026.11.1")
    before = everything(tmp_path / "p")
    with pytest.raises(PublishError, match="another --version"):
        publish(tmp_path / "p", accepted(tmp_path / "t", cell(value=4)), "2026.11.1")
    assert everything(tmp_path / "p") == before


STEPS = ["contents.write_csv", "contents.write_codebook", "publish.sums", "publish._finish", "publish._announce"]
STEPS += ["publish.write_index"]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_latest_and_the_next_run_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    """A killed process runs no `finally`, so clearing away is taken from it as well."""
    published = tmp_path / "p"
    publish(published, accepted(tmp_path / "t", cell()))
    before = latest(published)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(f"pipeline.release.{step}", killed)
        dying.setattr(publishing.shutil, "rmtree", lambda *_, **__: None)
        publish(published, accepted(tmp_path / "t", cell(value=4)))
    assert latest(published) == before
    assert publish(published, accepted(tmp_path / "t", cell(value=4))).version == "2026.11.2"
    assert sorted(folder.name for folder in (published / "releases").iterdir()) == ["2026.11.1", "2026.11.2"]


def test_a_release_that_lost_its_index_is_left_alone(tmp_path: Path):
    publish(tmp_path / "p", accepted(tmp_path / "t", cell()))
    (tmp_path / "p" / "index.json").unlink()
    assert publish(tmp_path / "p", accepted(tmp_path / "t", cell(value=4))).version == "2026.11.2"
    assert (tmp_path / "p" / "releases" / "2026.11.1" / "SHA256SUMS").exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_failing_disk_is_told_with_path_and_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
):
    def fail(name: object, path: Path) -> None:
        raise OSError(code, "failed", str(path))

    monkeypatch.setattr("pipeline.release.contents.write_csv", fail)
    with pytest.raises(PublishError, match=rf"{tmp_path}.*: .*(free some space|choose another)"):
        publish(tmp_path / "p", accepted(tmp_path / "t", cell()))
    assert not (tmp_path / "p" / "index.json").exists()
    assert list((tmp_path / "p" / "releases").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path):
    (tmp_path / "p").write_text("")
    with pytest.raises(PublishError, match="a file stands where"):
        publish(tmp_path / "p", accepted(tmp_path / "t", cell()))


@pytest.mark.parametrize("text", ["", "{", "[]", '"latest"'])
def test_a_damaged_index_is_told_and_not_replaced(tmp_path: Path, text: str):
    (tmp_path / "index.json").write_text(text)
    with pytest.raises(PublishError, match="restore it"):
        publish(tmp_path, accepted(tmp_path / "t", cell()))
    assert (tmp_path / "index.json").read_text() == text


def test_a_failed_run_is_recorded_once_and_moves_nothing(tmp_path: Path):
    publish(tmp_path / "p", accepted(tmp_path / "t", cell()))
    for _ in range(2):
        record_failure(tmp_path / "p", "run-1", "no reason", now())
    index = read_index(tmp_path / "p")
    assert index["latest"] == "2026.11.1"
    assert index["failed"] == [{"time": "2026-11-22T10:00:00+08:00", "run": "run-1", "reason": "no reason"}]


def test_an_impossible_date_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(PublishError, match="SOURCE_DATE_EPOCH"):
        now()


@pytest.mark.parametrize(("without", "there"), [("xlsx", {"csv", "csv-zh"}), ("csv-zh, xlsx,portal", {"csv"})])
def test_forms_can_be_left_out_and_what_is_there_still_proves_itself(
    tmp_path: Path, without: str, there: set[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GONGKAI_WITHOUT", without)
    made = publish(tmp_path / "p", accepted(tmp_path / "t", cell())).folder
    assert {name for name in ("csv", "csv-zh", "xlsx") if (made / name).exists()} == there
    told = {proof.name: proof for proof in proofs(made)}
    assert told["workbooks"].skipped and not (told["workbooks"].faults or told["chinese"].faults or told["sums"].faults)
    assert bool(told["chinese"].skipped) == ("csv-zh" not in there)


def test_a_form_that_cannot_be_left_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_WITHOUT", "xlsx,csv")
    with pytest.raises(PublishError, match="names csv: it can name xlsx, csv-zh, portal"):
        publish(tmp_path / "p", accepted(tmp_path / "t", cell()))
    assert list((tmp_path / "p" / "releases").iterdir()) == []
