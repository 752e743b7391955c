"""The files of a release: the CSV equals the Parquet cell by cell once it is unguarded, and the same rows are the same bytes."""

import csv
import math
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release.files import sums, write_csv, write_parquet
from pipeline.release.guard import unguarded
from schemas.tables import columns_of, conform
from tests.release.small import cell, row

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def written(name: str, rows: list[dict], folder: Path) -> tuple[list[dict], list[dict]]:
    """The rows as Parquet holds them, and as CSV does."""
    parquet, text = folder / f"{name}.parquet", folder / f"{name}.csv"
    write_parquet(name, conform(name, rows), parquet)
    write_csv(parquet, text)
    with text.open(encoding="utf-8", newline="") as stream:
        return pq.read_table(parquet).to_pylist(), list(csv.DictReader(stream, strict=True))


@given(TEXT, TEXT)
def test_any_text_is_the_same_in_both(tmp_path_factory: pytest.TempPathFactory, heading: str, text: str):
    rows = [row("sections", report_id="r", section="overview", present=True, heading=heading, text=text)]
    parquet, plain = written("sections", rows, tmp_path_factory.mktemp("files"))
    assert (
        (unguarded(plain[0]["heading"]), unguarded(plain[0]["text"]))
        == (parquet[0]["heading"], parquet[0]["text"])
        == (heading, text)
    )


@given(st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_the_same_in_both(tmp_path_factory: pytest.TempPathFactory, value: float | None):
    known = {"report_id": "r", "item": "fees", "measure": "amount", "status": "reported", "sound": False}
    rows = [row("proactive_disclosure", **known, value=value)]
    parquet, plain = written("proactive_disclosure", rows, tmp_path_factory.mktemp("files"))
    assert parquet[0]["value"] == value
    assert (
        plain[0]["value"] == "" if value is None else math.isclose(float(plain[0]["value"]), value, rel_tol=0)
    )


def test_how_values_are_written(tmp_path: Path):
    known = {"report_id": "r", "item": "fees", "status": "reported", "measure": "amount", "sound": True}
    rows = [
        row("proactive_disclosure", **known | {"report_id": str(n), "value": v})
        for n, v in enumerate([5.0, 0.5])
    ]
    write_parquet("proactive_disclosure", conform("proactive_disclosure", rows), tmp_path / "t.parquet")
    write_csv(tmp_path / "t.parquet", tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().splitlines()[1:] == [
        b'"0","fees","amount",,5,,"reported",,,,,,true',
        b'"1","fees","amount",,0.5,,"reported",,,,,,true',
    ]
    assert b"\r" not in (tmp_path / "t.csv").read_bytes()


def test_parquet_is_compressed_sorted_and_without_an_index(tmp_path: Path):
    write_parquet(
        "applications", conform("applications", [cell(report_id="b"), cell(report_id="a")]), tmp_path / "t"
    )
    found = pq.ParquetFile(tmp_path / "t")
    assert found.read()["report_id"].to_pylist() == ["a", "b"]
    assert found.schema_arrow.names == list(columns_of("applications"))
    column = found.metadata.row_group(0).column(0)
    assert (column.compression, column.is_stats_set) == ("ZSTD", True)
    assert b"pandas" not in found.schema_arrow.metadata and found.schema_arrow.metadata[b"title_en"]


def test_row_groups_are_cut_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.release.files.ROWS_A_GROUP", 2)
    parquet, plain = written("applications", [cell(report_id=str(n)) for n in range(5)], tmp_path)
    assert pq.ParquetFile(tmp_path / "applications.parquet").num_row_groups == 3
    assert [r["report_id"] for r in parquet] == [r["report_id"] for r in plain] == list("01234")


def test_sums_name_every_file(tmp_path: Path):
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "b").write_bytes(b"")
    (tmp_path / "a").write_bytes(b"")
    of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sums(tmp_path) == f"{of_nothing}  a\n{of_nothing}  csv/b\n"
