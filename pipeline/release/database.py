"""`opened(beside)`: DuckDB over Parquet files, with bounded memory and nothing from the internet.

What doesn't fit into memory is spilled into a folder of its own below `beside`, gone at the end. Where rows
have no order of their own, they keep that of the file, so the same files give the same rows.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY = "1GB"
THREADS = 2


@contextmanager
def opened(beside: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own, empty, in memory; where nothing may be written beside, the system's folder takes it."""
    with tempfile.TemporaryDirectory(prefix=".spill-", dir=beside) as spill:
        connection = duckdb.connect(":memory:", config=_settings(spill))
        try:
            yield connection
        finally:
            connection.close()


def _settings(spill: str) -> dict[str, str | bool | int]:
    return {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": spill,
        "preserve_insertion_order": True,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }


def named(*columns: str) -> str:
    """Column names for SQL, quoted: `of`, `table` and `column` are words of the language."""
    return ", ".join(f'"{column}"' for column in columns)


def text(value: str | Path) -> str:
    """A value as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def parquet(path: Path) -> str:
    """The rows of one file, for SQL; a path is never a pattern."""
    return f"read_parquet({text(_plain(path))})"


def _plain(path: Path) -> str:
    """The path with the signs of a pattern taken literally."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def columns(database: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The columns of a Parquet file and their types in SQL."""
    told = database.execute(f"DESCRIBE SELECT * FROM {parquet(path)}").fetchall()
    return {name: kind for name, kind, *_ in told}


def joined(terms: Iterable[str], word: str) -> str:
    return f" {word} ".join(f"({term})" for term in terms)
