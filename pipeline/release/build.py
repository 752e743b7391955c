"""`Build`: a release in the making, handed to whatever writes a part of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Build:
    """A hidden folder beside the releases, and what its parts may look at.

    `folder` is empty at first and filled part by part; `tables` holds the accepted Parquet files, one a table;
    `base` is the folder of the latest release, None where there is none, and never changes.
    """

    folder: Path
    version: str
    date: date
    tables: Path
    base: Path | None
