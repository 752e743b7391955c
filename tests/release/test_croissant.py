"""`croissant.json`: mlcroissant loads the records of each table, and they are those of the Parquet files."""

import json
import shutil
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq
import pytest

from schemas.tables import TABLES, columns_of


def load(folder: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))


def records(dataset: mlcroissant.Dataset, table: str) -> list[str]:
    """The records as mlcroissant reads them, in an order of their own; texts are bytes there."""
    rows = (
        {name.split("/")[1]: text.decode() if isinstance(text, bytes) else text for name, text in record.items()}
        for record in dataset.records(table)
    )
    return sorted(map(repr, rows))


def in_parquet(folder: Path, table: str) -> list[str]:
    return sorted(map(repr, pq.read_table(folder / f"{table}.parquet").to_pylist()))


def test_the_records_are_those_of_the_parquet_files_and_nothing_is_warned_of_but_the_homepage(described: Path):
    dataset = load(described)
    tables = [table.uuid for table in dataset.metadata.record_sets]
    assert set(tables) == {file.stem for file in described.glob("*.parquet")} >= {*TABLES, "codelists"}
    assert [table for table in tables if records(dataset, table) != in_parquet(described, table)] == []
    issues = dataset.metadata.ctx.issues
    assert issues.errors == set()
    assert [warning for warning in issues.warnings if "url" not in warning] == []


def copied(described: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    shutil.copytree(described, folder, dirs_exist_ok=True)
    return folder, json.loads((folder / "croissant.json").read_text("utf-8"))


def field(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for table in told["recordSet"] for each in table["field"] if each["@id"] == name)


def rewrite(folder: Path, told: dict[str, Any]) -> None:
    (folder / "croissant.json").write_text(json.dumps(told), "utf-8")


def test_a_column_that_is_not_there_is_caught(described: Path, tmp_path: Path):
    folder, told = copied(described, tmp_path)
    field(told, "sections/text")["source"]["extract"]["column"] = "words"
    rewrite(folder, told)
    with pytest.raises(mlcroissant.GenerationError):
        records(load(folder), "sections")


def test_a_record_set_that_lacks_a_type_is_caught(described: Path, tmp_path: Path):
    folder, told = copied(described, tmp_path)
    field(told, "sections/text").pop("dataType")
    rewrite(folder, told)
    with pytest.raises(mlcroissant.ValidationError):
        load(folder)


def test_records_that_differ_are_noticed(described: Path, tmp_path: Path):
    folder, told = copied(described, tmp_path)
    field(told, "sections/text")["source"]["extract"]["column"] = "section"
    rewrite(folder, told)
    assert records(load(folder), "sections") != in_parquet(folder, "sections")


def test_every_table_has_its_fields_and_files_their_hashes(described: Path):
    told = json.loads((described / "croissant.json").read_text("utf-8"))
    tables = {each["@id"]: [field["name"] for field in each["field"]] for each in told["recordSet"]}
    assert tables == {name: list(columns_of(name)) for name in tables}
    assert set(tables) == {file.stem for file in described.glob("*.parquet")}
    sums = dict(reversed(line.split("  ")) for line in (described / "SHA256SUMS").read_text("utf-8").splitlines())
    assert {each["contentUrl"]: each["sha256"] for each in told["distribution"]} == {
        f"{name}.parquet": sums[f"{name}.parquet"] for name in tables
    }
