"""The Parquet files of a release: the rows that were accepted, and what they are."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.release.build import Build
from pipeline.release.files import write_parquet
from pipeline.release.parquet import PANDAS_ATTRS, row_groups, write_release_parquet
from schemas.tables import PUBLISHED, conform, empty, key
from tests.release.small import cell


def made(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    """The table as the release 2026.11.1 has it."""
    build = Build(folder / "r", "2026.11.1", date(2026, 11, 22), folder / "t", None)
    for each in (build.folder, build.tables):
        each.mkdir(parents=True, exist_ok=True)
    write_parquet(name, frame, build.tables / f"{name}.parquet")
    write_release_parquet(build, name, row_groups(build.tables / f"{name}.parquet"))
    return build.folder / f"{name}.parquet"


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_empty_table_tells_what_it_is(tmp_path: Path, name: str):
    schema = pq.read_schema(made(tmp_path, name, empty(name)))
    told = {word.decode(): text.decode() for word, text in schema.metadata.items()}
    assert told["release"] == "2026.11.1" and told["licence"] == "CC-BY-4.0" and "2026.11.1" in told["citation_zh"]
    assert all(told[word] for word in ("title_zh", "title_en", "description_zh", "description_en", "schema_version"))
    for field in schema:
        words = {"title_zh", "title_en", "description_zh", "description_en"}
        assert words <= {word.decode() for word in field.metadata}


def test_pandas_tells_release_licence_and_citation(tmp_path: Path):
    attrs = pd.read_parquet(made(tmp_path, "applications", conform("applications", [cell()]))).attrs
    assert (attrs["release"], attrs["published"], attrs["table"]) == ("2026.11.1", "2026-11-22", "applications")
    assert attrs["licence"] == "CC-BY-4.0" and "2026.11.1" in attrs["citation_en"]


def test_units_and_code_lists_stand_at_their_columns(tmp_path: Path):
    schema = pq.read_schema(made(tmp_path, "applications", empty("applications")))
    assert schema.field("value").metadata[b"unit"].decode() == "件"
    assert schema.field("item").metadata[b"codelist"] == b"applications.item"
    assert b"codelist" not in schema.field("value").metadata


def test_the_rows_are_those_accepted_group_by_group_and_say_how_they_are_sorted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("pipeline.release.files.ROWS_A_GROUP", 2)
    frame = conform("applications", [cell(report_id=str(n), printed=None if n else "一") for n in range(5)])
    found = pq.ParquetFile(made(tmp_path, "applications", frame))
    assert found.read().to_pylist() == pq.read_table(tmp_path / "t" / "applications.parquet").to_pylist()
    assert found.num_row_groups == 3
    group = found.metadata.row_group(0)
    names = [found.schema.names[column.column_index] for column in group.sorting_columns]
    assert names == list(key("applications"))
    assert (group.column(0).compression, group.column(0).is_stats_set) == ("ZSTD", True)
    assert group.column(0).has_column_index


def test_the_same_rows_are_the_same_bytes(tmp_path: Path):
    frame = conform("applications", [cell(), cell(applicant="business")])
    one, other = (made(tmp_path / side, "applications", frame).read_bytes() for side in "ab")
    assert one == other
    assert json.loads(pq.read_schema(tmp_path / "a" / "r" / "applications.parquet").metadata[PANDAS_ATTRS.encode()])
