"""`Staging`: a run's own folder below `published/.staging/`, where rows wait until a release takes them.

    receipts.parquet            what was got
    listed.parquet              what raw/sources.csv wants, a row a line
    rows/<table>/000001.parquet rows of some documents, of right types but not yet of right codes
    tables/<table>.parquet      a whole table that fits its schema, as it will be published

Whoever stages holds a lock until the process ends, so what a killed run left can be told from a run at work.
"""

import fcntl
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.fetch.receipts import DOCUMENTS, Receipt
from pipeline.fetch.sources import Source
from pipeline.release.errors import PublishError
from pipeline.release.files import write_parquet
from pipeline.release.gather import Rows
from pipeline.tidy.versions import current
from schemas.tables import from_arrow, plain, plain_schema

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

    def receipts(self) -> list[Receipt]:
        return [_receipt(row) for row in pq.read_table(self._at("receipts.parquet")).to_pylist()]

    def write_listed(self, lines: Iterable[tuple[str, Source]]) -> None:
        rows = [{"path": path} | asdict(source) for path, source in lines]
        pq.write_table(pa.Table.from_pylist(rows, _LISTED), self._at("listed.parquet"))

    def write_rows(self, number: int, rows: Rows) -> None:
        """Add a batch's rows; ValueError where a value is of another type than its column."""
        for name, found in rows.items():
            if found:
                pq.write_table(plain(name, found), self._at("rows", name, f"{number:06}.parquet"))

    def table(self, name: str) -> pd.DataFrame:
        """All rows of a table, with its dtypes, sorted by key; current reports are marked."""
        parts = [pq.read_table(part) for part in sorted(self._at("rows", name, "-").parent.glob("*.parquet"))]
        frame = from_arrow(name, pa.concat_tables([plain_schema(name).empty_table(), *parts]))
        return frame.assign(is_current=current(frame)) if name == "reports" else frame

    def accept(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table that fits its schema as it is to be published."""
        write_parquet(name, frame, self._at("tables", f"{name}.parquet"))

    def source(self, name: str) -> pd.DataFrame:
        """What a derived table is made of: a table that was accepted, as it was, or the list behind `documents`."""
        if name == DOCUMENTS:
            return pq.read_table(self._at("listed.parquet")).to_pandas()
        return from_arrow(name, pq.read_table(self._at("tables", f"{name}.parquet")).cast(plain_schema(name)))

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
