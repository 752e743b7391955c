"""`Staging`: a run's own folder below `published/.staging/`, where rows wait until a release takes them.

    receipts.parquet         what was got
    inputs                   a digest of everything that the release will follow from
    listed.parquet           what raw/sources.csv wants, a row a line
    readings.parquet         of each document the pack and the row in which its rows lie, and its report id
    once/<name>.parquet      what several derived tables follow from
    tables/<table>.parquet   a whole table that fits its schema, as it will be published

Tables are sorted by DuckDB, which spills what doesn't fit into memory, and pass through in groups of rows. Whoever
stages holds a lock until the process ends, so what a killed run left can be told from a run at work.
"""

import fcntl
import shutil
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.fetch.receipts import DOCUMENTS, Receipt
from pipeline.fetch.sources import Source
from pipeline.release.database import named, opened, text
from pipeline.release.errors import PublishError
from pipeline.release.faults import faults, unsorted
from pipeline.release.files import table_writer
from pipeline.release.kept import Kept
from pipeline.release.packs import Place, each_name, rows
from pipeline.tidy.versions import current
from schemas.tables import ROWS_A_GROUP, arrow_schema, coded, framed, key, plain_schema

FOLDER = ".staging"

_RECEIPTS = pa.schema(
    [("path", pa.string()), ("sha256", pa.string()), ("size", pa.int64())]
    + [(name, pa.string()) for name in ("media_type", "url", "time")]
    + [("listed", pa.struct([(f.name, pa.int64() if f.name == "year" else pa.string()) for f in fields(Source)]))]
)
_LISTED = pa.schema([
    (name, pa.int64() if name == "year" else pa.string()) for name in ("path", *(f.name for f in fields(Source)))
])  # fmt: skip
_held: dict[Path, IO[str]] = {}
"""Locks of this process; each is open until its staging is removed or the process ends."""


@dataclass(frozen=True, slots=True)
class Staging:
    """The folder of one run; its methods raise PublishError where the run has none (any more)."""

    folder: Path

    def write_receipts(self, receipts: Iterable[Receipt]) -> None:
        pq.write_table(
            pa.Table.from_pylist([asdict(r) for r in receipts], _RECEIPTS), self._at("receipts.parquet")
        )

    def write_inputs(self, made_of: str) -> None:
        """Note the digest of everything that the release will follow from."""
        self._at("inputs").write_text(made_of, "utf-8")

    @property
    def inputs(self) -> str:
        return self._at("inputs").read_text("utf-8")

    def receipts(self) -> list[Receipt]:
        return [_receipt(row) for row in pq.read_table(self._at("receipts.parquet")).to_pylist()]

    def write_listed(self, lines: Iterable[tuple[str, Source]]) -> None:
        rows = [{"path": path} | asdict(source) for path, source in lines]
        pq.write_table(pa.Table.from_pylist(rows, _LISTED), self._at("listed.parquet"))

    def write_readings(self, kept: Kept, places: Sequence[Place]) -> None:
        """Note where the rows of all documents lie, in their order, and which id each report gets."""
        names = list(dict.fromkeys(place.pack for place in places))
        files = {file.name: str(file) for file in kept.sound(names, self._at("packs", "-").parent)}
        if len(files) < len(names):
            raise PublishError(f"{kept.folder} has lost what this run read: start it again.")
        found = pa.table({
            "n": range(len(places)),
            "pack": [files[place.pack] for place in places],
            "row": pa.array([place.row for place in places], pa.int64()),
        })  # fmt: skip
        with opened(self.folder) as database:
            database.register("places", found)
            asked = f"""SELECT p.report_id, p.sha256, p.path FROM {_packs(files.values())} p
                JOIN places ON pack = p.filename AND "row" = p.file_row_number ORDER BY n"""
            told = database.sql(asked).to_arrow_table().to_pylist()
        ids, whose = zip(*each_name(told), strict=True) if told else ((), ())
        places = {"pack": found["pack"], "row": found["row"], "rank": _ranks(ids)}
        named_by = {"report_id": pa.array(ids, pa.string()), "whose": pa.array(whose, pa.string())}
        pq.write_table(pa.table(places | named_by), self._at("readings.parquet"))

    def groups(self, name: str, made: pa.Table | None = None) -> Iterator[pa.Table]:
        """All rows of a table as `arrow_schema` has them, sorted by key, in groups of rows; at least one, maybe empty.

        `made` are rows, as `plain_schema` has them, that stand beside those of the documents. Current reports are
        marked. ValueError where a value is no code of its column.
        """
        if name == "reports":
            yield from _marked(list(self._sorted(name, made)))
        else:
            yield from (coded(name, group) for group in self._sorted(name, made))

    def _sorted(self, name: str, made: pa.Table | None) -> Iterator[pa.Table]:
        readings = pq.read_table(self._at("readings.parquet"))
        with opened(self.folder) as database:
            database.register("names", readings)
            database.register("made", plain_schema(name).empty_table() if made is None else made)
            asked = _by_rank(name, readings) if "report_id" in key(name) else _by_key(name, readings)
            ids = readings.sort_by("rank").filter(pc.field("report_id").is_valid())["report_id"]
            yield from _named(name, _regrouped(database, asked), ids)

    def accept(self, name: str, groups: Iterable[pa.Table]) -> int:
        """Write a table as it is to be published: how many rows; `Broken` where one breaks its schema."""
        path, number, before = self._at("tables", f"{name}.parquet"), 0, arrow_schema(name).empty_table()
        with table_writer(name, path) as writer:
            for group in groups:
                broken = faults(name, framed(name, group)) or unsorted(name, before, group)
                if broken:
                    raise Broken(broken)
                writer.write_table(group)
                number, before = number + len(group), group
        return number

    def source(self, name: str, columns: Collection[str] = ()) -> pd.DataFrame:
        """What a derived table is made of: a table that was accepted, or the list behind `documents`.

        Only these columns, and those of the key, in published order; all of them where none are named.
        """
        if name == DOCUMENTS:
            return pq.read_table(self._at("listed.parquet")).to_pandas()
        path = self._at("tables", f"{name}.parquet")
        wanted = [c for c in pq.read_schema(path).names if not columns or c in columns or c in key(name)]
        return framed(name, pq.read_table(path, columns=wanted))

    def once(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The frame that was made under this name in this run, else what `make` makes now."""
        path = self._at("once", f"{name}.parquet")
        if not path.exists():
            beside = path.with_suffix(f".{uuid.uuid4().hex}")
            make().to_parquet(beside, index=False)
            beside.rename(path)
        return pd.read_parquet(path)

    @contextmanager
    def asked(self, name: str) -> Iterator[duckdb.DuckDBPyRelation]:
        """An accepted table, for a question in SQL."""
        with opened(self.folder) as database:
            yield database.read_parquet(str(self._at("tables", f"{name}.parquet")))

    @property
    def tables(self) -> Path:
        return self._at("tables", "-").parent

    def _at(self, *names: str) -> Path:
        if not self.folder.is_dir():
            raise PublishError(
                f"{self.folder} is gone: start the whole job `publish` again, not a step of it."
            )
        path = self.folder.joinpath(*names)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _packs(files: Iterable[str]) -> str:
    return f"read_parquet([{', '.join(map(text, files))}]::VARCHAR[], filename = true, file_row_number = true)"


def _ranks(ids: Sequence[str | None]) -> pa.Array:
    """The place of each report in the order of the ids: what tables are sorted by, since a number is quicker."""
    places = {own: place for place, own in enumerate(sorted(own for own in ids if own is not None))}
    return pa.array([places.get(own) for own in ids], pa.int32())


def _rows(name: str, readings: pa.Table) -> str:
    """The rows of all documents in SQL, with `rank` in place of the report's id where the table is sorted by it."""
    files = pc.unique(readings["pack"]).to_pylist()
    if not files:
        return "SELECT *, NULL::INTEGER AS rank, NULL AS whose FROM made LIMIT 0"
    documents = f"""(SELECT names.report_id, whose, rank, p.{named(name)} FROM {_packs(files)} p
        JOIN names ON pack = p.filename AND "row" = p.file_row_number)"""
    return rows(name, documents)


def _by_rank(name: str, readings: pa.Table) -> str:
    columns = [column for column in plain_schema(name).names if column != "report_id"]
    order = ", ".join("rank" if column == "report_id" else f'"{column}"' for column in key(name))
    beside = ", ".join(f'made."{column}"' for column in columns)
    return f"""SELECT rank, {named(*columns)} FROM ({_rows(name, readings)}) UNION ALL
        SELECT rank, {beside} FROM made JOIN names ON names.report_id = made.report_id ORDER BY {order}"""


def _by_key(name: str, readings: pa.Table) -> str:
    columns = named(*plain_schema(name).names)
    every = f"SELECT {columns} FROM ({_rows(name, readings)}) UNION ALL SELECT {columns} FROM made"
    return f"{every} ORDER BY {named(*key(name))}"


def _regrouped(database: duckdb.DuckDBPyConnection, asked: str) -> Iterator[pa.Table]:
    """The rows in tables of ROWS_A_GROUP, the last as many as are left; at least one, maybe empty."""
    reader = database.sql(asked).to_arrow_reader(ROWS_A_GROUP)
    held, any_yet = reader.schema.empty_table(), False
    for batch in reader:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        while len(held) >= ROWS_A_GROUP:
            yield held.slice(0, ROWS_A_GROUP)
            held, any_yet = held.slice(ROWS_A_GROUP), True
    if len(held) or not any_yet:
        yield held


def _named(name: str, groups: Iterable[pa.Table], ids: pa.ChunkedArray) -> Iterator[pa.Table]:
    """The groups with the reports' ids in the place of their ranks, as `plain_schema` has them."""
    for group in groups:
        if "rank" in group.column_names:
            group = group.append_column("report_id", ids.take(group["rank"]))
        yield group.select(plain_schema(name).names).cast(plain_schema(name)).combine_chunks()


def _marked(groups: Sequence[pa.Table]) -> Iterator[pa.Table]:
    """The reports, with those marked that are current: which one is, only all of them can tell."""
    whole = pa.concat_tables(groups)
    is_current = pa.array(current(framed("reports", coded("reports", whole))), pa.bool_())
    whole = whole.set_column(whole.column_names.index("is_current"), "is_current", is_current)
    for start in range(0, max(len(whole), 1), ROWS_A_GROUP):
        yield coded("reports", whole.slice(start, ROWS_A_GROUP).combine_chunks())


class Broken(Exception):
    """What in a table breaks its published schema, in a bounded line."""


def _receipt(row: dict[str, Any]) -> Receipt:
    return Receipt(**row | {"listed": Source(**row["listed"]) if row["listed"] else None})


def open_staging(published: Path, run: str) -> Staging:
    """A new empty folder for the run; what killed runs left behind is removed first."""
    remove_leftovers(published)
    folder = published / FOLDER / run
    folder.mkdir(parents=True)
    _held[folder] = _lock(folder)
    return Staging(folder)


def staging(published: Path, run: str) -> Staging:
    return Staging(published / FOLDER / run)


def remove_staging(published: Path, run: str) -> None:
    folder = published / FOLDER / run
    shutil.rmtree(folder, ignore_errors=True)
    if folder in _held:
        _held.pop(folder).close()
    if (published / FOLDER).is_dir() and not any((published / FOLDER).iterdir()):
        (published / FOLDER).rmdir()


def remove_leftovers(published: Path) -> None:
    """Remove the staging folders whose run is no longer at work."""
    for folder in (published / FOLDER).glob("*"):
        try:
            with _lock(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue  # another run is at work there


def _lock(folder: Path) -> IO[str]:
    """A lock that holds while the file is open; BlockingIOError where another process has it."""
    handle = (folder / "lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise
    return handle
