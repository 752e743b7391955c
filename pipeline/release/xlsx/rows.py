"""The rows that a year's workbook is made of, streamed in the order of their reports, and their hashes.

A year is asked for at a time and nothing is held but a batch, the rows of one report, and what DuckDB sorts.
"""

import hashlib
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from pipeline.release.database import opened, parquet
from pipeline.release.xlsx.doubts import Doubt
from schemas.load import CELLS, layout_column, layouts, local_lines, shapes
from schemas.tables import key

FRONT = (
    "publisher", "year", "division_code", "grade", "is_current", "report_id", "url", "source_path",
)  # fmt: skip
"""What stands before a report's cells, in columns of `reports`."""
EDITIONS = tuple(map(layout_column, CELLS))
DOUBTFUL = ("error", "warning")
ROWS_A_BATCH = 2**16

Year = int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the form as a workbook shows it; numbers as floats, since a workbook knows no others.

    A list has the empty column; `label` is what a row that a publisher added to it is called there.
    """

    row: str
    column: str
    status: str
    value: float | None
    printed: str | None
    corrected: float | None
    unit: str | None
    label: str | None = None


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def years(folder: Path) -> Mapping[Year, int]:
    """The reporting years of a release, in order, and how many reports each has; None stands for unknown."""
    counted = Counter(pq.read_table(folder / "reports.parquet", columns=["year"])["year"].to_pylist())
    return {year: counted[year] for year in sorted(counted, key=lambda year: (year is None, year))}


def hashes(folder: Path) -> dict[Year, str]:
    """The SHA-256 of all that a year's workbook shows, by year."""
    found: dict[Year, Any] = {year: hashlib.sha256() for year in years(folder)}
    with opened(None) as database:
        for query in (_reports_query(folder), _findings_query(folder)):
            for batch in _batches(database, query, []):
                _add(found, pa.Table.from_batches([batch]))
    for name in CELLS:
        for cells in _cell_batches(folder, name):
            _add(found, cells)
    return {year: made.hexdigest() for year, made in found.items()}


def _add(found: Mapping[Year, _Hash], rows: pa.Table) -> None:
    """Add rows to the hash of their year, as CSV: it tells null from the empty text, and no batch from two."""
    for year in pc.unique(rows["year"]).to_pylist():
        if year in found:
            sink = io.BytesIO()
            pa.csv.write_csv(_of_year(rows, year), sink)
            found[year].update(sink.getvalue().split(b"\n", 1)[1])


def _of_year(rows: pa.Table, year: Year) -> pa.Table:
    return rows.filter(pc.is_null(rows["year"]) if year is None else pc.equal(rows["year"], year))


class Reports:
    """The reports of one year in their order, each with its cells and doubts; ordered by report_id."""

    def __init__(self, folder: Path, year: Year) -> None:
        self._folder, self._year = folder, year

    def editions(self) -> list[tuple[int, str]]:
        """The editions and tables that some report has: the newest edition first, tables in the form's order."""
        read = pq.read_table(self._folder / "reports.parquet", columns=["year", *EDITIONS])
        mine = _of_year(read, self._year)
        seen = {(edition, name) for name in CELLS for edition in pc.unique(mine[layout_column(name)]).to_pylist()}
        return [(edition, name) for edition in layouts() for name in CELLS if (edition, name) in seen]

    def local_rows(self, name: str) -> int:
        """How many rows that publishers added the list has at most in a report."""
        (shape,) = shapes(name).values()
        item, own = key(name)[1], tuple(local_lines(shape))
        counted = f"""SELECT count(DISTINCT "{item}") FROM {parquet(self._folder / f"{name}.parquet")}
            WHERE year IS NOT DISTINCT FROM ? AND "{item}" IN {own}"""
        with opened(None) as database:
            return database.execute(counted, [self._year]).fetchall()[0][0]

    def between(self, start: int, stop: int) -> Iterator[tuple[dict[str, Any], dict[str, list[Cell]], list[Doubt]]]:
        """Reports number `start` up to `stop`, counted from 0."""
        with opened(None) as database:
            cells = {name: _Followed(self._cells(name)) for name in CELLS}
            doubts = _Followed(self._doubts(database.cursor()))
            query = f"{_reports_query(self._folder, _WHERE)} LIMIT {stop - start} OFFSET {start}"
            for batch in _batches(database, query, [self._year]):
                for report in batch.to_pylist():
                    own = report["report_id"]
                    yield report, {name: followed.of(own) for name, followed in cells.items()}, doubts.of(own)

    def _cells(self, name: str) -> Iterator[tuple[str, Cell]]:
        for rows in _cell_batches(self._folder, name):
            mine = _of_year(rows, self._year)
            columns = [_listed(mine[column]) for column in mine.column_names if column != "year"]
            for report_id, *told in zip(*columns, strict=True):
                yield report_id, Cell(*told)

    def _doubts(self, database: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Doubt]]:
        for batch in _batches(database, _findings_query(self._folder, _WHERE), [self._year]):
            for row in batch.to_pylist():
                key = row["item"], row["column"]
                yield row["report_id"], Doubt(row["table"], key, row["severity"], row["suggestion"], row["message_zh"])


class _Followed:
    """Rows sorted by report, handed out report by report, in the order in which these are asked for."""

    def __init__(self, rows: Iterator[tuple[str, Any]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, report_id: str) -> list[Any]:
        while self._next is not None and self._next[0] < report_id:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != report_id:
            return []
        return [row for _, row in self._next[1]]


_WHERE = "WHERE r.year IS NOT DISTINCT FROM ?"


def _reports_query(folder: Path, where: str = "") -> str:
    return f"""
        SELECT {", ".join(f"r.{name}" for name in (*FRONT, *EDITIONS))}
        FROM {parquet(folder / "reports.parquet")} r {where} ORDER BY r.report_id
    """


def _findings_query(folder: Path, where: str = "") -> str:
    """What is against single cells, rows or columns."""
    return f"""
        SELECT r.year, r.report_id, f."table", f.item, f."column", f.severity, f.suggestion, f.message_zh
        FROM {parquet(folder / "findings.parquet")} f
        JOIN (SELECT report_id, year FROM {parquet(folder / "reports.parquet")} r {where}) r
        USING (report_id)
        WHERE f.severity IN {DOUBTFUL} AND f."table" IN {CELLS} AND (f.item IS NOT NULL OR f."column" IS NOT NULL)
        ORDER BY r.report_id, f.finding_id
    """


def _batches(database: duckdb.DuckDBPyConnection, query: str, given: list[Any]) -> pa.RecordBatchReader:
    return database.sql(query, params=given).to_arrow_reader(ROWS_A_BATCH)


def _cell_batches(folder: Path, name: str) -> Iterator[pa.Table]:
    """What a workbook shows of the cells of a table, in the fields of `Cell` behind year and report."""
    item, *second = key(name)[1:]
    with pq.ParquetFile(folder / f"{name}.parquet") as source:
        known = set(source.schema_arrow.names)
        wanted = ["year", "report_id", item, *(second or [_NONE]), *_TOLD]
        for batch in source.iter_batches(ROWS_A_BATCH, columns=[column for column in wanted if column in known]):
            rows = pa.Table.from_batches([batch])
            columns = [rows[c] if c in known else _absent(c, len(rows)) for c in wanted]
            yield pa.table(columns, names=wanted)


_NONE = "no second key"
_TOLD = ("status", "value", "printed", "value_corrected", "unit", "local_label")


def _absent(column: str, rows: int) -> pa.ChunkedArray:
    """A column that a table doesn't have: the empty code in place of a second key, else nulls."""
    return pa.chunked_array([pa.repeat("", rows) if column == _NONE else pa.nulls(rows, pa.string())])


def _listed(column: pa.ChunkedArray) -> list[Any]:
    """A column's values, numbers as floats; quicker than Arrow's own way for the strings of dictionaries."""
    if pa.types.is_dictionary(column.type):
        return column.cast(pa.string()).to_numpy().tolist()
    if pa.types.is_string(column.type):
        return column.to_numpy().tolist()
    numbers = column.cast(pa.float64(), safe=False).to_numpy().tolist()
    return [None if math.isnan(number) else number for number in numbers]
