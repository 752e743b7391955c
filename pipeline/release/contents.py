"""What a release holds, part by part, in the order of writing: `DATA`, then `FACES`.

A part is a function of a `Build` that writes files below `build.folder` and reads nothing but what earlier parts
wrote, `build.tables`, `build.base` and `schemas/`: the same input gives the same bytes. `DATA` is what the documents
say; where it is the same as the latest release's there is no new one, and nothing further is written. To add a file
to releases, write its module and add it below.
"""

import shutil
from collections.abc import Callable

from pipeline.release.build import Build
from pipeline.release.files import write_codebook, write_csv
from schemas.tables import TABLES

Part = Callable[[Build], None]


def tables(build: Build) -> None:
    """`<table>.parquet` and `csv/<table>.csv`."""
    (build.folder / "csv").mkdir()
    for name in TABLES:
        shutil.copyfile(build.tables / f"{name}.parquet", build.folder / f"{name}.parquet")
        write_csv(build.folder / f"{name}.parquet", build.folder / "csv" / f"{name}.csv")


def codebook(build: Build) -> None:
    """`codebook.csv`."""
    write_codebook(build.folder / "codebook.csv")


DATA: tuple[Part, ...] = (tables, codebook)
FACES: tuple[Part, ...] = ()
