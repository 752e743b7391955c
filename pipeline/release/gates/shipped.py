"""What the gates look at, the files as they were written, and what they tell: `Shipped`, `Fault`."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.release.changes.fates import Fates
from pipeline.release.database import parquet

SHOWN = 3
"""Rows named of a fault; the first ones say enough, and a whole broken table must not fill a log."""

LONGEST = 80
"""Characters of a row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in a table or file, with how many rows, and the first of them."""

    where: str
    what: str
    number: int = 0
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        more = f", … ({self.number} in all)" if self.number > len(self.rows) else ""
        shown = "; ".join(_cut(row) for row in self.rows)
        return f"{self.where}: {self.what}" + (f": {shown}{more}" if shown else "")


def _cut(row: str) -> str:
    row = " ".join(row.split())
    return row if len(row) <= LONGEST else row[: LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A release's folder, that of the one before, and what became of each document between them.

    `base` and `fates` are None where there is no release before, or where it isn't at hand.
    """

    folder: Path
    database: duckdb.DuckDBPyConnection
    base: Path | None = None
    fates: Fates | None = None

    def rows(self, name: str) -> str:
        """A table's rows, for SQL."""
        return parquet(self.folder / f"{name}.parquet")

    def rows_before(self, name: str) -> str:
        return parquet(self.base / f"{name}.parquet")

    def ask(self, sql: str, **given: Any) -> list[tuple]:
        return self.database.execute(sql, given).fetchall() if given else self.database.execute(sql).fetchall()

    def faults(self, where: str, what: str, sql: str) -> Iterator[Fault]:
        """A fault of the rows that a query finds, if it finds any; their number is counted, the first are shown."""
        (number,) = self.ask(f"SELECT count(*) FROM ({sql})")[0]
        if number:
            yield fault(where, what, self.ask(f"SELECT * FROM ({sql}) ORDER BY ALL LIMIT {SHOWN}"), number)


def fault(where: str, what: str, rows: Sequence[Sequence[Any]], number: int) -> Fault:
    """A fault whose rows are told as JSON."""
    told = tuple(json.dumps(row, ensure_ascii=False, default=str) for row in rows[:SHOWN])
    return Fault(where, what, number, told)
