"""`databases(published, version)`: a release as SQLite and DuckDB, in `published/extras/<version>/`.

    one table a table          with its key and foreign keys, each code held against its list
    codes_<list>               a code list: code and titles
    one view a table           named and headed in Chinese, codes as titles

Neither engine promises the same bytes for the same rows, so they stand beside the release and not in its SHA256SUMS.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipeline.disk import sync
from pipeline.release.errors import explained
from schemas.tables import PUBLISHED, Column, ForeignKey, columns_of, entries, foreign_keys, key, title

EXTRAS = "extras"
MAKING = ".making"
ROWS_AT_ONCE = 2**14
_SQLITE = {"Int16": "INTEGER", "Int64": "INTEGER", "float64": "REAL", "Float64": "REAL", "boolean": "INTEGER"}
_DUCKDB = {"Int16": "SMALLINT", "Int64": "BIGINT", "float64": "DOUBLE", "Float64": "DOUBLE", "boolean": "BOOLEAN"}
_SMALL_BLOCKS = {"default_block_size": "16384"}
"""Many small tables would each fill up a large one."""
_TEXT = {"category": "TEXT", "text": "TEXT"}


def databases(published: Path, version: str) -> Path:
    """Make both, unless they are there; their folder. PublishError where the disk doesn't let it."""
    with explained(published):
        folder = published / EXTRAS / version
        if not folder.exists():
            _make(published / "releases" / version, folder)
        return folder


def _make(release: Path, folder: Path) -> None:
    """Build beside, then rename: a killed run leaves no half of a database under its name."""
    making = folder.with_name(f"{MAKING}.{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        write_sqlite(release, making / "gongkai.sqlite")
        write_duckdb(release, making / "gongkai.duckdb")
        for file in making.iterdir():
            sync(file)
        making.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def write_sqlite(release: Path, path: Path) -> None:
    """`release` as an SQLite file; a reader that wants foreign keys held says `PRAGMA foreign_keys = ON`."""
    names = _tables(release)
    database = sqlite3.connect(path)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for statement in _schema({name: foreign_keys(name) for name in names}, _SQLITE):
            database.execute(statement)
        for codelist in _codelists(names):
            database.executemany(f"INSERT INTO {_list(codelist)} VALUES (?, ?, ?)", _codes(codelist))
        for name in names:
            marks = ", ".join("?" * len(columns_of(name)))
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', _rows(release / f"{name}.parquet"))
        for name in names:
            database.execute(_view(name))
        database.commit()
    finally:
        database.close()


def write_duckdb(release: Path, path: Path) -> None:
    """`release` as a DuckDB file. It wants a referenced row to be there first: so tables come in the order of their
    keys, and a key within one table is left out."""
    names = _tables(release)
    keys = {name: tuple(own for own in foreign_keys(name) if own.table != name) for name in names}
    with duckdb.connect(str(path), config=_SMALL_BLOCKS) as database:
        for statement in _schema(keys, _DUCKDB):
            database.execute(statement)
        for codelist in _codelists(names):
            database.executemany(f"INSERT INTO {_list(codelist)} VALUES (?, ?, ?)", list(_codes(codelist)))
        for name in names:
            with pq.ParquetFile(release / f"{name}.parquet") as source:
                for batch in source.iter_batches(ROWS_AT_ONCE):
                    database.register("batch", batch)
                    database.execute(f'INSERT INTO "{name}" SELECT * FROM batch')
        for name in names:
            database.execute(_view(name))


def _tables(release: Path) -> list[str]:
    """The tables that the release has, each behind those that it refers to."""
    there = [name for name in PUBLISHED if (release / f"{name}.parquet").exists()]
    order: list[str] = []
    while left := [name for name in there if name not in order]:
        order += [name for name in left if {k.table for k in foreign_keys(name)} - {name} <= {*order}]
    return order


def _codelists(names: Iterable[str]) -> list[str]:
    return sorted({c.codelist for name in names for c in columns_of(name).values() if c.codelist})


def _list(codelist: str) -> str:
    return f'"codes_{codelist.replace(".", "_")}"'


def _codes(codelist: str) -> Iterator[tuple[str, str, str]]:
    """The codes of a list, and the empty text, which stands in a key for what is not about one."""
    yield "", "", ""
    yield from ((code, entry.title_zh, entry.title_en) for code, entry in entries(codelist).items())


def _schema(tables: Mapping[str, Iterable[ForeignKey]], types: dict[str, str]) -> Iterator[str]:
    """The code lists, then the tables with these foreign keys."""
    for codelist in _codelists(tables):
        yield f"CREATE TABLE {_list(codelist)} (code TEXT PRIMARY KEY, title_zh TEXT NOT NULL, title_en TEXT NOT NULL)"
    for name, keys in tables.items():
        columns = [_column(column, types | _TEXT) for column in columns_of(name).values()]
        lines = [*columns, f"PRIMARY KEY ({_quoted(key(name))})", *map(_reference, keys)]
        yield f'CREATE TABLE "{name}" ({", ".join(lines)})'


def _column(column: Column, types: dict[str, str]) -> str:
    needed = "" if column.nullable else " NOT NULL"
    listed = f" REFERENCES {_list(column.codelist)} (code)" if column.codelist else ""
    return f'"{column.name}" {types[column.dtype]}{needed}{listed}'


def _reference(own: ForeignKey) -> str:
    return f'FOREIGN KEY ({_quoted(own.columns)}) REFERENCES "{own.table}" ({_quoted(own.target_columns)})'


def _quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _view(name: str) -> str:
    """The table in Chinese; a code that is in no list, as there is none, would stay."""
    shown, joins = [], []
    for place, column in enumerate(columns_of(name).values()):
        value = f't."{column.name}"'
        if column.codelist:
            joins.append(f"LEFT JOIN {_list(column.codelist)} c{place} ON c{place}.code = {value}")
            value = f"coalesce(c{place}.title_zh, {value})"
        shown.append(f'{value} AS "{column.title_zh}"')
    return f'CREATE VIEW "{title(name)[0]}" AS SELECT {", ".join(shown)} FROM "{name}" t {" ".join(joins)}'


def _rows(parquet: Path) -> Iterator[tuple[Any, ...]]:
    with pq.ParquetFile(parquet) as source:
        for batch in source.iter_batches(ROWS_AT_ONCE):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
