"""A release in the making, with rows of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.release.build import Build
from pipeline.release.files import write_parquet
from schemas.load import layout_column, layouts, table
from schemas.tables import TABLES, columns_of, conform
from tests.release.small import report, row


def build(folder: Path, version: str = "2026.11.1", **tables: Sequence[Mapping[str, Any]]) -> Build:
    """A folder with these rows in the Parquet files of all tables that documents fill."""
    made = Build(folder / "releases" / ".building", version, date(2026, 11, 24), folder, None)
    (made.folder / "csv").mkdir(parents=True)
    for name in TABLES:
        write_parquet(name, conform(name, tables.get(name, ())), made.folder / f"{name}.parquet")
    return made


def form(name: str, edition: int, **given: Any) -> list[dict[str, Any]]:
    """Every cell of a table of a report, numbered from 0 in the order of the form."""
    shape = table(name, edition)
    known = {"report_id": "r", "year": 2023, "status": "reported", "sound": True} | given
    return [
        row(name, **known, value=number, printed=str(number), **dict(zip(shape.key, codes, strict=False)))
        | _unit(name, shape.unit_of(*codes))
        for number, codes in enumerate(shape.cells)
    ]


def _unit(name: str, unit: str | None) -> dict[str, Any]:
    return {"unit": None if unit == "as printed" else unit} if "unit" in columns_of(name) else {}


def whole(edition: int = 2021, **given: Any) -> dict[str, Any]:
    """A report of 2023 that has all tables of an edition."""
    known = {"year": 2023, "publisher": "某县人民政府"}
    known |= {layout_column(name): edition for name in layouts()[edition].tables}
    return report(**known | given)
