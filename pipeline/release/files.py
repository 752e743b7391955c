"""The files of a release, the same bytes for the same rows: `write_parquet`, `write_csv`, `sums`, `write_text`.

Parquet: zstd, sorted by key, codes as dictionaries, no index of pandas. CSV: UTF-8 without BOM, LF, quoted
text, an empty field for null, equal to the Parquet cell by cell once `guard.unguarded` has taken away what keeps
text from running as a formula.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow.csv
import pyarrow.parquet as pq

from pipeline.disk import sync
from pipeline.release.guard import guarded_table
from schemas.tables import ROWS_A_GROUP, arrow_schema, to_arrow

HALF_WRITTEN = ".*.half"
"""What `write_text` calls a text before it is whole; one that is found later was left by a kill."""


@contextmanager
def table_writer(name: str, path: Path) -> Iterator[pq.ParquetWriter]:
    """A writer of groups of rows as `arrow_schema` has them."""
    with pq.ParquetWriter(
        path, arrow_schema(name), compression="zstd", compression_level=3, write_page_index=True
    ) as writer:
        yield writer


def write_parquet(name: str, frame: pd.DataFrame, path: Path) -> None:
    """`frame`, as `schemas.tables.conform` makes it, in row groups; ValueError where it breaks the schema."""
    with table_writer(name, path) as writer:
        for start in range(0, max(len(frame), 1), ROWS_A_GROUP):
            writer.write_table(to_arrow(name, frame.iloc[start : start + ROWS_A_GROUP]))


def write_csv(parquet: Path, path: Path) -> None:
    """The same rows as text, a row group at a time."""
    with pq.ParquetFile(parquet) as source, pyarrow.csv.CSVWriter(path, source.schema_arrow) as writer:
        for group in range(source.num_row_groups):
            writer.write_table(guarded_table(source.read_row_group(group)))


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sums(folder: Path) -> str:
    """The text of `SHA256SUMS` for all files below `folder`, sorted by path."""
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return "".join(f"{sha256(folder / file)}  {file}\n" for file in files)


def write_text(path: Path, text: str) -> None:
    """Replace `path` at once: a reader sees the old text or the new, whatever happens meanwhile."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        sync(beside)
        os.replace(beside, path)
        sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)
