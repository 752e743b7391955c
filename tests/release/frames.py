"""Releases in the making, drawn as rows: whole folders of Parquet files without a run of the job."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.release.build import Build
from pipeline.release.changes import changes
from pipeline.release.codelists import codelists
from pipeline.release.contents import tables
from pipeline.release.files import sums, write_parquet
from pipeline.release.stamp import stamp
from pipeline.release.wide import wide
from schemas.tables import TABLES, conform, key

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def accepted(folder: Path, rows: Rows) -> Path:
    """The accepted tables with these rows, the others empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        write_parquet(name, conform(name, list(rows.get(name, ()))), folder / f"{name}.parquet")
    return folder


def built(folder: Path, rows: Rows, base: Path | None = None) -> Path:
    """A release of these rows as far as the changes go, in a folder of its own, with its checksums."""
    build = Build(folder, "2026.11.1", date(2026, 11, 22), accepted(folder.with_name(f"{folder.name}-t"), rows), base)
    folder.mkdir(parents=True)
    tables(build)
    stamp(build)
    codelists(build)
    wide(build)
    changes(build)
    (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")
    return folder


def keyed(name: str, rows: Iterable[Mapping[str, Any]]) -> dict[tuple, dict[str, Any]]:
    """The rows of a table by key."""
    return {tuple(row[c] for c in key(name)): dict(row) for row in rows}


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch):
    """Lets a test say which code and which corrections make the next release."""

    def made_by(code: str, corrections: str = "none") -> None:
        monkeypatch.setattr("pipeline.code_version.code", lambda: code)
        monkeypatch.setattr("pipeline.code_version.corrections", lambda: corrections)

    return made_by
