"""The files of a release as descriptors tell them: `listed(folder)`, sorted by path."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.release.files import sha256
from schemas.tables import PUBLISHED

MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".html": "text/html",
    ".md": "text/markdown",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sqlite": "application/vnd.sqlite3",
    ".cff": "application/yaml",
    "": "text/plain",
}
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file: its path below the release, its size in bytes and its hash."""

    path: str
    bytes: int
    sha256: str

    @property
    def format(self) -> str:
        """Its ending without the dot, `txt` where it has none."""
        return PurePosixPath(self.path).suffix.removeprefix(".") or "txt"

    @property
    def media_type(self) -> str:
        return media_type(self.path)

    @property
    def table(self) -> str | None:
        """The table that it holds whole, as `<table>.parquet` or `csv/<table>.csv`; None for other files."""
        name = PurePosixPath(self.path).stem
        return name if name in PUBLISHED and self.path in (f"{name}.parquet", f"csv/{name}.csv") else None


def media_type(path: str) -> str:
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, UNKNOWN)


def listed(folder: Path) -> Iterator[Listed]:
    """Every file below a folder; hidden ones are no part of a release."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file() and not path.name.startswith("."):
            yield Listed(path.relative_to(folder).as_posix(), path.stat().st_size, sha256(path))


def years(folder: Path) -> tuple[int, int] | None:
    """The first and the last year that a report of the release tells of; None where no report has a year."""
    found = pc.min_max(pq.read_table(folder / "reports.parquet", columns=["year"])["year"]).as_py()
    return None if found["min"] is None else (found["min"], found["max"])
