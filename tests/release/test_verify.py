"""`gongkai verify`: a published release proves itself wherever it lies; each planted corruption is caught."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.cli import main
from pipeline.release.files import sums
from pipeline.release.verify import Proof, proofs
from schemas.load import table
from tests.release import small
from tests.release.described import release
from tests.release.frames import built
from tests.test_golden import release as sample  # noqa: F401


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release that has one before it."""
    work = tmp_path_factory.mktemp("two")
    release(work, 3)
    return release(work, 4)


def told(folder: Path) -> dict[str, Proof]:
    return {proof.name: proof for proof in proofs(folder)}


def test_the_samples_release_is_proven(sample: Path):  # noqa: F811
    found = told(sample)
    assert {name for name, proof in found.items() if not proof.holds} == {"changes"}
    assert found["changes"].skipped == "first release" and len(found) == 15


def listed(handled: float, outcome: str) -> dict[str, list[dict]]:
    """A report of 2016 with two rows of the list, which say that all were handled in time, and what is told of that."""
    known = {"report_id": "r", "year": 2016, "unit": "件", "status": "reported", "sound": True, "method": "text"}
    counts = {"handled": handled, "handled_after_extension": 0.0, "handled_on_time": 3.0}
    trials = {identity.code: "not_assessable" for identity in table("statistics_2014", 2014).identities}
    return {
        "reports": [small.report(year=2016, layout_statistics=2014)],
        "statistics_2014": [small.row("statistics_2014", indicator=i, value=v, **known) for i, v in counts.items()],
        "rule_results": [
            small.result(o, rule=rule, column="", item="")
            for rule, o in sorted((trials | {"handled_by_time": outcome}).items())
        ],
    }  # fmt: skip


@pytest.mark.parametrize(("handled", "outcome", "faults"), [(3.0, "pass", 0), (4.0, "fail", 0), (4.0, "pass", 2)])
def test_the_sums_of_the_list_of_2014_are_worked_out_anew(tmp_path: Path, handled: float, outcome: str, faults: int):
    found = told(built(tmp_path / "a", listed(handled, outcome)))["identities"].faults
    assert sum(fault.number for fault in found) == faults, found


@pytest.fixture
def copied(sample: Path, two: Path, tmp_path: Path) -> Path:  # noqa: F811
    """The sample's release elsewhere, to plant a corruption in."""
    return shutil.copytree(sample, tmp_path / "elsewhere")


def cell(path: str, column: str, value: object) -> Callable[[Path], None]:
    """One value of a Parquet file changed, with checksums to match."""

    def plant(folder: Path) -> None:
        rows = pq.read_table(folder / path)
        at, field = rows.schema.get_field_index(column), rows.schema.field(column)
        changed = pa.array([value, *rows[column].to_pylist()[1:]], field.type)
        pq.write_table(rows.set_column(at, field, changed), folder / path)
        relisted(folder)

    return plant


def relisted(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()
    (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")


def appended(path: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        file = next(folder.glob(path))
        file.write_bytes(file.read_bytes() + b"\n")
        relisted(folder)

    return plant


CORRUPTIONS = {
    "sums": lambda f: (f / "more.txt").write_text("x"),
    "descriptor": appended("README.md"),
    "values": cell("reports.parquet", "year", 1066),
    "keys": cell("sections.parquet", "section", "overview"),
    "references": cell("sections.parquet", "report_id", "0"),
    "coverage": cell("coverage.parquet", "published", 99),
    "csv": cell("applications.parquet", "printed", "x"),
    "identities": cell("rule_results.parquet", "outcome", "fail"),
    "wide": cell("applications_wide.parquet", "cells_not_sound", 9),
    "sound": cell("sound/reports.parquet", "title", "x"),
    "chinese": appended("csv-zh/*.csv"),
    "workbooks": appended("xlsx/*.xlsx"),
}


@pytest.mark.parametrize("name", [name for name in CORRUPTIONS if name not in ("keys", "descriptor")])
def test_a_corruption_is_caught(copied: Path, name: str):
    CORRUPTIONS[name](copied)
    assert told(copied)[name].faults


def test_a_file_that_the_descriptor_lists_is_held_against_it(copied: Path):
    appended("csv/coverage.csv")(copied)
    assert "csv/coverage.csv" in str(told(copied)["descriptor"].faults[0])


def test_what_is_not_there_is_skipped_with_a_reason(copied: Path):
    shutil.rmtree(copied / "csv-zh")
    found = told(copied)
    assert found["chinese"].skipped == "no csv-zh" and not found["chinese"].faults
    assert found["sums"].faults  # but not in silence: the files are listed


def test_changes_are_proven_where_the_release_before_lies_beside(two: Path, tmp_path: Path):
    assert told(two)["changes"].holds
    alone = shutil.copytree(two, tmp_path / "alone" / two.name)
    assert told(alone)["changes"].skipped == "2026.11.1 is not beside it"
    other = shutil.copytree(two, tmp_path / "alone" / "2026.11.1")
    assert "is another release" in told(alone)["changes"].skipped
    shutil.rmtree(other)
    before = shutil.copytree(two.with_name("2026.11.1"), other)
    assert told(alone)["changes"].holds
    cell("changes.parquet", "new", "9")(alone)
    assert "applications" in str(told(alone)["changes"].faults[0])
    (before / "README.md").write_text("x")
    assert "README.md" in str(told(alone)["changes"].faults[0])


def test_the_command_tells_each_proof_and_exits_by_them(sample: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):  # noqa: F811
    published = str(sample.parents[1])
    assert main(["verify", "latest", "--published", published]) == 0
    assert "✓ keys: 主键唯一 · unique keys" in capfd.readouterr().out
    broken = shutil.copytree(sample, tmp_path / "broken")
    (broken / "README.md").write_text("x")
    assert main(["verify", str(broken)]) == 1
    assert "✗ sums" in (shown := capfd.readouterr().out) and "README.md" in shown
    assert main(["verify", "2020.1.1", "--published", published]) == 1
    assert "holds no release" in capfd.readouterr().err


def test_a_release_that_is_no_release_inside_ends_in_faults(copied: Path):
    for name in ("reports.parquet", "build.json", "datapackage.json"):
        (copied / name).write_bytes(b"{")
    found = told(copied)
    assert found["schema"].faults and found["identities"].faults and found["descriptor"].faults
    assert "can't be understood" in found["changes"].skipped
