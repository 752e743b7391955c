"""Gates on what stands beside the tables: checksums, and the CSV files, which must say the same cell by cell."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as arrow
import pyarrow.csv
import pyarrow.parquet as pq

from pipeline.release.files import sha256
from pipeline.release.gates.shape import whole
from pipeline.release.gates.shipped import SHOWN, Fault, Shipped, fault
from pipeline.release.guard import unguarded_column
from schemas.tables import arrow_schema, key, plain_schema

SUMS = "SHA256SUMS"
LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^/].*)")
BLOCK = 2**25
"""Bytes of CSV read at a time; a row must fit, however long its text is."""

MOST_BLOCK = 2**30
BATCH = 2**15
NULLS = {"strings_can_be_null": True, "quoted_strings_can_be_null": False, "null_values": [""]}
"""How a null is told from an empty text: only what stands without quotes can be none."""


def sums(shipped: Shipped) -> Iterator[Fault]:
    """`SHA256SUMS` lists every file with its hash, and no other."""
    try:
        listed = _listed(shipped.folder)
    except (OSError, ValueError) as error:
        yield Fault(SUMS, "can't be read", 1, (str(error),))
        return
    there = set(_there(shipped.folder))
    wrong = sorted(path for path in listed.keys() & there if sha256(shipped.folder / path) != listed[path])
    told = {"not the hash that is listed": wrong, "not listed": sorted(there - listed.keys()),
            "listed, but not there": sorted(listed.keys() - there)}  # fmt: skip
    yield from (Fault(SUMS, what, len(files), tuple(files[:SHOWN])) for what, files in told.items() if files)


def _listed(folder: Path) -> dict[str, str]:
    """The hashes by path; ValueError where a line is none, or leads out of the folder."""
    found = {}
    for number, line in enumerate((folder / SUMS).read_text("utf-8").splitlines(), start=1):
        given = LINE.fullmatch(line)
        if given is None or ".." in Path(given["path"]).parts:
            raise ValueError(f"line {number} is no checksum of a file here: {line!r}")
        found[given["path"]] = given["sha256"]
    return found


def _there(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        path = file.relative_to(folder)
        if file.is_file() and path.as_posix() != SUMS and not path.parts[0].startswith(".spill-"):
            yield path.as_posix()


def csv(shipped: Shipped) -> Iterator[Fault]:
    """`csv/<table>.csv` holds the same rows and values as `<table>.parquet`, in the same order, its text unguarded."""
    for name in whole(shipped):
        path = shipped.folder / "csv" / f"{name}.csv"
        if not path.is_file():
            yield Fault(f"csv/{name}.csv", "the file is missing")
            continue
        try:
            yield from _compared(shipped, name, path)
        except (arrow.ArrowException, OSError) as error:
            yield Fault(f"csv/{name}.csv", "can't be read as that table", 1, (str(error),))


def _compared(shipped: Shipped, name: str, path: Path) -> Iterator[Fault]:
    """The first rows in which the two differ, or how many rows each has."""
    read, at = CsvRows(name, path), 0
    with pq.ParquetFile(shipped.folder / f"{name}.parquet") as file:
        for batch in file.iter_batches(BATCH):
            wanted = arrow.Table.from_batches([batch]).cast(plain_schema(name))
            found = read.take(len(wanted))
            if not same(found, wanted):
                yield _difference(name, found, wanted)
                return
            at += len(wanted)
    if more := read.rest():
        yield Fault(f"csv/{name}.csv", f"{more} more rows than {name}.parquet, which has {at}")


def same(one: arrow.Table, other: arrow.Table) -> bool:
    """Equal values; floats by what they print as, so that 0.0 isn't -0.0."""
    return one.equals(other) and all(
        one[c].cast(arrow.string()).equals(other[c].cast(arrow.string()))
        for c in one.column_names
        if arrow.types.is_floating(one[c].type)
    )


def _difference(name: str, found: arrow.Table, wanted: arrow.Table) -> Fault:
    """The first cells that differ, by key and column."""
    if len(found) != len(wanted):
        return Fault(f"csv/{name}.csv", f"fewer rows than {name}.parquet")
    cells = []
    for one, other in zip(found.to_pylist(), wanted.to_pylist(), strict=True):
        wrong = [c for c in wanted.column_names if repr(one[c]) != repr(other[c])]
        cells += [[*(other[k] for k in key(name)), c, one[c], other[c]] for c in wrong]
        if len(cells) >= SHOWN:
            break
    return fault(f"csv/{name}.csv", f"differs from {name}.parquet (key, column, CSV, Parquet)", cells, len(cells))


def _unguarded(rows: arrow.Table, texts: list[str]) -> arrow.Table:
    """The rows without the apostrophes that keep spreadsheets from running text."""
    for name in texts:
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, rows.schema.field(place), unguarded_column(rows[name]))
    return rows


class CsvRows:
    """The rows of a CSV file as of a table, in the file's order: `take` so many, `rest` counts what is left."""

    def __init__(self, name: str, path: Path) -> None:
        self._schema = plain_schema(name)
        self._texts = [field.name for field in arrow_schema(name) if field.type == arrow.string()]
        self._left = self._batches(path)
        self._held = self._schema.empty_table()

    def _batches(self, path: Path) -> Iterator[arrow.RecordBatch]:
        block = min(max(BLOCK, path.stat().st_size // 64), MOST_BLOCK)
        convert = arrow.csv.ConvertOptions(column_types=self._schema, **NULLS)
        parse = arrow.csv.ParseOptions(newlines_in_values=True)
        with arrow.csv.open_csv(path, arrow.csv.ReadOptions(block_size=block), parse, convert) as reader:
            if reader.schema.names != self._schema.names:
                raise arrow.ArrowInvalid(f"columns are {', '.join(reader.schema.names)}")
            yield from reader

    def take(self, number: int) -> arrow.Table:
        held = [self._held]
        while sum(map(len, held)) < number and (batch := next(self._left, None)) is not None:
            held.append(_unguarded(arrow.Table.from_batches([batch]), self._texts))
        rows = arrow.concat_tables(held)
        self._held = rows.slice(number)
        return rows.slice(0, number)

    def rest(self) -> int:
        return len(self._held) + sum(map(len, self._left))
