"""What was written is read back before anyone sees it: a planted fault of each kind is caught and named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.cli import main
from pipeline.release.errors import PublishError
from pipeline.release.files import sums, write_csv
from pipeline.release.gates import AGAINST, OWN, check_accepted, judge, shipped, tried
from pipeline.release.gates.shipped import Fault
from pipeline.release.index import read_index
from schemas.gates import tolerances
from schemas.load import SchemaError
from tests.release import small
from tests.release.described import rows as described_rows
from tests.release.frames import built

GATES = OWN | AGAINST
Plant = Callable[[Path], None]


def many(value: int = 3, failing: int = 0, reports: int = 60) -> dict[str, list[dict]]:
    """Reports of two years with one cell and one trial each, of which the first ones fail."""
    ids = [f"r{n:02}" for n in range(reports)]
    known = {"layout_applications": 2021}
    told = [
        small.report(report_id=i, source_path=f"{i}.txt", source_sha256=f"{n:064}", year=2022 + n % 2, **known)
        for n, i in enumerate(ids)
    ]
    counted = ("expected", "publishers", "published", "parsed", "sound")
    halves = {2022: (reports + 1) // 2, 2023: reports // 2}
    return {
        "reports": told,
        "applications": [small.cell(report_id=r["report_id"], value=value, year=r["year"]) for r in told],
        "rule_results": [small.result("fail" if n < failing else "pass", report_id=i) for n, i in enumerate(ids)],
        "coverage": [
            small.row("coverage", division_code="", year=y, **dict.fromkeys(counted, n))
            for y, n in halves.items() if n
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("base") / "2026.10.1", many())


@pytest.fixture(scope="module")
def release(base: Path) -> Path:
    return built(base.with_name("2026.11.1"), many(4), base)


def failing(folder: Path, base: Path | None = None, *gates: str) -> dict[str, tuple[Fault, ...]]:
    """What these gates tell, or all."""
    with shipped(folder, base, None) as given:
        return dict(tried({name: GATES[name] for name in gates or GATES}, given))


def said(found: dict[str, tuple[Fault, ...]], gate: str) -> str:
    return " | ".join(map(str, found.get(gate, ())))


def rewritten(folder: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """The table with a change, and its CSV and checksum to match: only the gate for the change itself can tell."""
    path = folder / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    write_csv(path, folder / "csv" / f"{name}.csv")
    (folder / "SHA256SUMS").unlink()
    (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")


def test_a_sound_release_passes_every_gate(tmp_path: Path, base: Path, release: Path):
    assert failing(release, base) == {}
    assert failing(built(tmp_path / "d", described_rows(3))) == {}


def with_column(table: pa.Table, name: str, values: list) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(name), pa.array(values, table.schema.field(name).type))


def cells(**columns: Callable[[list], list]) -> Plant:
    """Applications with columns changed."""

    def plant(folder: Path) -> None:
        def change(table: pa.Table) -> pa.Table:
            for name, changed in columns.items():
                table = with_column(table, name, changed(table[name].to_pylist()))
            return table

        rewritten(folder, "applications", change)

    return plant


def table(name: str, change: Callable[[pa.Table], pa.Table]) -> Plant:
    return lambda folder: rewritten(folder, name, change)


def typed(folder: Path) -> None:
    """Counts as floats."""

    def change(rows: pa.Table) -> pa.Table:
        at = rows.schema.get_field_index("value")
        return rows.set_column(at, pa.field("value", pa.float64()), rows["value"].cast(pa.float64()))

    rewritten(folder, "applications", change)


def file(path: str, change: Callable[[bytes], bytes]) -> Plant:
    """A file changed, with its checksum to match."""

    def plant(folder: Path) -> None:
        (folder / path).write_bytes(change((folder / path).read_bytes()))
        (folder / "SHA256SUMS").unlink()
        (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")

    return plant


OWN_FAULTS = {
    "a wrong sha256": ("sums", lambda f: (f / "codelists" / "x.csv").write_text("") and None, "not listed: codelists/x.csv"),
    "a file that changed": ("sums", lambda f: (f / "CHANGES.md").write_text("x") and None, "not the hash that is listed: CHANGES.md"),
    "a file that is gone": ("sums", lambda f: (f / "CHANGES.md").unlink(), "not there: CHANGES.md"),
    "no checksums": ("sums", lambda f: (f / "SHA256SUMS").unlink(), "can't be read"),
    "a path out of the folder": ("sums", lambda f: (f / "SHA256SUMS").write_text(f"{'0' * 64}  ../x\n") and None, "no checksum"),
    "a column type": ("schema", typed, "applications: columns are not as published: value is double, not int64"),
    "a lost column": ("schema", table("applications", lambda t: t.drop_columns(["method"])), "method is missing"),
    "another order of columns": ("schema", table("sections", lambda t: t.select(t.column_names[::-1])), "the order is present"),
    "a lost table": ("schema", lambda f: (f / "sections.parquet").unlink(), "sections: the file is missing"),
    "no Parquet": ("schema", file("sections.parquet", lambda b: b[: len(b) // 2]), "can't be read as Parquet"),
    "an unknown code": ("values", cells(status=lambda v: ["?", *v[1:]]), "status breaks isin"),
    "a value out of range": ("values", cells(year=lambda v: [1066, *v[1:]]), '"r00", "granted", "total", "1066"'),
    "a value where none is reported": ("values", cells(status=lambda v: ["blank", *v[1:]]), "a value stands exactly where"),
    "a duplicate key": ("keys", cells(report_id=lambda v: [v[1], *v[1:]]), 'applications: keys that are there more than once: ["r01", "granted", "total"]'),
    "unsorted rows": ("order", table("applications", lambda t: t.take(pa.array([*range(5, 60), *range(5)]))), '["r00", "granted", "total"]'),
    "an orphan": ("references", cells(report_id=lambda v: ["q", *v[1:]]), 'report_id not in reports: ["q"]'),
    "a report that isn't counted": ("coverage", table("coverage", lambda t: t.slice(1)), "coverage: reports of a known year, and how many it counts: [60, 30]"),
    "more parsed than published": ("coverage", table("coverage", lambda t: with_column(t, "parsed", [99, 30])), '["", 2022]'),
    "a CSV that differs in one cell": ("csv", file("csv/applications.csv", lambda b: b.replace(b',4,"reported"', b',8,"reported"', 1)), '["r00", "granted", "total", "value", 8, 4]'),
    "a CSV with an empty text for none": ("csv", file("csv/applications.csv", lambda b: b.replace(b',,', b',"",', 1)), "csv/applications.csv"),
    "a CSV with a row more": ("csv", file("csv/applications.csv", lambda b: b + b.splitlines(True)[-1]), "1 more rows"),
    "a CSV with a row less": ("csv", file("csv/applications.csv", lambda b: b"".join(b.splitlines(True)[:-1])), "fewer rows"),
    "a CSV that is gone": ("csv", lambda f: (f / "csv" / "coverage.csv").unlink(), "csv/coverage.csv: the file is missing"),
    "a CSV with columns exchanged": ("csv", file("csv/coverage.csv", lambda b: b.replace(b'"parsed","sound"', b'"sound","parsed"')), "columns are"),
    "changes that lie": ("changes", table("changes", lambda t: t.slice(1)), "applications: rows to which the changes don't lead"),
}  # fmt: skip


@pytest.mark.parametrize("named", OWN_FAULTS)
def test_a_planted_fault_is_caught_and_named(tmp_path: Path, base: Path, release: Path, named: str):
    gate, plant, words = OWN_FAULTS[named]
    folder = shutil.copytree(release, tmp_path / "b")
    plant(folder)
    assert words in said(failing(folder, base, gate), gate)


def test_every_gate_has_a_planted_fault_and_a_rule():
    assert {gate for gate, *_ in OWN_FAULTS.values()} == {*OWN}
    assert {gate for gate, *_ in LOSSES.values()} == {*AGAINST}
    assert all(gate.__doc__ for gate in GATES.values())


def without(name: str, gone: Callable[[dict], bool], rows: dict) -> dict:
    return rows | {name: [row for row in rows[name] if not gone(row)]}


def some_unread(rows: dict) -> dict:
    lost = [r | {"layout_applications": None} if r["report_id"] < "r05" else r for r in rows["reports"]]
    return rows | {"reports": lost}


LOSSES = {
    "lost rows": ("rows", lambda r: without("applications", lambda c: c["report_id"] < "r05", r), "applications: 60 rows before, 55 now, where 2% may go"),
    "a table without rows": ("rows", lambda r: r | {"applications": []}, "60 rows before, 0 now"),
    "a lost year": ("years", lambda r: without("applications", lambda c: c["year"] == 2022, r), "applications: years that are gone: [2022]"),
    "tables that aren't read any more": ("read", some_unread, 'more than 2% have none now: ["r00"]; ["r01"]; ["r02"], … (5 in all)'),
    "a sunk pass rate": ("rates", lambda r: r | many(failing=2) | {"applications": r["applications"]}, "balance held in 60 of 60 trials of the same reports and holds in 58 of 60"),
}  # fmt: skip


@pytest.mark.parametrize("named", LOSSES)
def test_a_loss_is_caught_named_and_can_be_accepted(tmp_path: Path, base: Path, named: str):
    gate, lose, words = LOSSES[named]
    found = failing(built(tmp_path / "b", lose(many()), base), base, *AGAINST)
    assert words in said(found, gate)
    with pytest.raises(PublishError, match=rf"gate {gate}: .*gongkai publish --accept"):
        judge(found, ())
    assert judge(found, AGAINST)[gate] == [str(fault) for fault in found[gate]]


def listed(edition: int | None = 2014) -> dict[str, list[dict]]:
    """A report of 2016 with one row of the list of 2014, or with neither."""
    known = {"report_id": "z", "year": 2016, "value": 3.0, "status": "reported", "printed": "3", "sound": True}
    counts = [small.row("statistics_2014", indicator="requests", **known)] if edition else []
    return {"reports": [small.report(report_id="z", year=2016, layout_statistics=edition)], "statistics_2014": counts}


def test_a_list_of_2014_that_is_lost_is_a_loss(tmp_path: Path):
    before = built(tmp_path / "a", listed())
    found = failing(built(tmp_path / "b", listed(None), before), before, "years", "read")
    assert "statistics_2014: years that are gone: [2016]" in said(found, "years")
    assert 'of 1 reports with tables more than 2% have none now: ["z"]' in said(found, "read")


def test_a_release_from_before_the_list_is_held_against_what_it_has(tmp_path: Path):
    before = built(tmp_path / "a", many())
    rewritten(before, "reports", lambda rows: rows.drop_columns(["layout_statistics"]))
    release = built(tmp_path / "b", {name: [*rows, *listed().get(name, ())] for name, rows in many().items()}, before)
    assert failing(release, before, "years", "read") == {}
    lost = built(tmp_path / "c", some_unread(many()), before)
    assert '["r00"]; ["r01"]; ["r02"], … (5 in all)' in said(failing(lost, before, "read"), "read")


def test_what_was_withdrawn_is_no_loss(tmp_path: Path, base: Path):
    assert failing(built(tmp_path / "b", many(reports=50), base), base) == {}


def test_a_rate_of_few_trials_or_a_little_lower_is_none(tmp_path: Path, base: Path):
    few = built(tmp_path / "a", many(reports=20))
    assert failing(built(tmp_path / "b", many(failing=9, reports=20), few), few) == {}
    many_more = built(tmp_path / "c", many(reports=200))
    assert failing(built(tmp_path / "d", many(failing=2, reports=200), many_more), many_more) == {}


@pytest.mark.parametrize(("name", "words"), [("sums", "must hold"), ("no_such", "is no gate")])
def test_only_a_loss_can_be_accepted(name: str, words: str):
    with pytest.raises(PublishError, match=f"{words}.*rows, years, read, rates"):
        check_accepted([name])


def test_a_fault_is_told_in_bounded_words():
    long = Fault("applications", "rows", 9_999, ("x" * 500, "y\nz", "w"))
    assert len(str(long)) < 300 and "\n" not in str(long) and "(9999 in all)" in str(long)
    with pytest.raises(PublishError) as caught:
        judge({"keys": (long,) * 5, "rows": (long,) * 5, "csv": (long,) * 5}, ())
    assert len(str(caught.value)) < 2000


def test_a_tolerance_that_is_no_share_is_told(own_schemas: Path):
    text = (own_schemas / "gates.yaml").read_text("utf-8")
    (own_schemas / "gates.yaml").write_text(text.replace("share: 0.05", "share: 5"), "utf-8")
    with pytest.raises(SchemaError, match="between 0 and 1"):
        tolerances()


# As an operator meets it


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    small.plant(monkeypatch, small.read)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return small.raw(tmp_path, {"a.txt": "甲 2022", "b.txt": "乙 2023"})


def publish(raw: Path, *more: str) -> int:
    return main(["publish", "--raw", str(raw), "--published", str(raw.parent / "published"), *more])


def test_a_failed_gate_publishes_nothing_until_it_is_accepted(raw: Path, capfd: pytest.CaptureFixture[str]):
    assert publish(raw) == 0
    first = read_index(raw.parent / "published")
    (raw / "documents" / "a.txt").unlink()
    assert publish(raw) == 1
    told = capfd.readouterr().err
    assert "gate years: reports: years that are gone: [2022]" in told and "--accept years" in told
    index = read_index(raw.parent / "published")
    assert (index["latest"], index["releases"]) == (first["latest"], first["releases"])
    assert "gate years" in index["failed"][0]["reason"]
    assert [p.name for p in (raw.parent / "published" / "releases").iterdir()] == [first["latest"]]
    assert publish(raw, "--accept", "years") == 0
    entry = read_index(raw.parent / "published")["releases"][-1]
    assert any("years that are gone: [2022]" in said for said in entry["accepted"]["years"])
    assert len(entry["code"]) == 64 == len(json.loads((raw.parent / "published" / "releases" / entry["version"] / "build.json").read_text())["code"])


def test_a_gate_that_is_none_is_told_before_anything_is_read(raw: Path, capfd: pytest.CaptureFixture[str]):
    assert publish(raw, "--accept", "keys") == 1
    assert "must hold" in capfd.readouterr().err
    assert not (raw.parent / "published").exists()
