"""What a release holds, part by part, in the order of writing: `DATA`, then `FACES`.

A part is a function of a `Build` that writes files below `build.folder` and reads nothing but what earlier parts
wrote, `build.tables`, `build.base` and `schemas/`: the same input gives the same bytes. `DATA` is what the documents
say; where it is the same as the latest release's there is no new one, and nothing further is written. To add a file
to releases, write its module and add it below.

GONGKAI_WITHOUT names forms that a large release can do without, joined by commas: `xlsx`, `csv-zh`, `portal`.
"""

from collections.abc import Callable, Mapping

from pipeline.release.audits import audit
from pipeline.release.build import Build
from pipeline.release.changes import changes
from pipeline.release.chinese import chinese
from pipeline.release.citation import citation
from pipeline.release.codebook import write_codebook
from pipeline.release.codebook_page import codebook_page
from pipeline.release.codebook_workbook import codebook_workbook
from pipeline.release.codelists import codelists
from pipeline.release.croissant import croissant
from pipeline.release.datapackage import datapackage
from pipeline.release.errors import PublishError
from pipeline.release.files import write_csv
from pipeline.release.parquet import row_groups, write_release_parquet
from pipeline.release.sound import sound
from pipeline.release.stamp import stamp
from pipeline.release.wide import wide
from pipeline.release.xlsx import workbooks
from pipeline.settings import words
from schemas.tables import TABLES

Part = Callable[[Build], None]


def tables(build: Build) -> None:
    """`<table>.parquet` and `csv/<table>.csv`."""
    (build.folder / "csv").mkdir()
    for name in TABLES:
        write_release_parquet(build, name, row_groups(build.tables / f"{name}.parquet"))
        write_csv(build.folder / f"{name}.parquet", build.folder / "csv" / f"{name}.csv")


def codebook(build: Build) -> None:
    """`codebook.csv`."""
    write_codebook(build.folder / "codebook.csv")


DATA: tuple[Part, ...] = (tables, codebook)
FACES: tuple[Part, ...] = (
    stamp,
    changes,
    codelists,
    wide,
    chinese,
    sound,
    workbooks,
    codebook_page,
    codebook_workbook,
    audit,
    citation,
    croissant,
    datapackage,  # of all files that lie there: the last
)
PORTAL = "portal"
FORMS: Mapping[str, Part | None] = {"xlsx": workbooks, "csv-zh": chinese, PORTAL: None}
"""What can be left out: a face, or the site, which is built after the release."""


def left_out() -> frozenset[str]:
    """The forms that GONGKAI_WITHOUT names; PublishError where there is no such form."""
    given = frozenset(words("GONGKAI_WITHOUT"))
    if unknown := sorted(given - FORMS.keys()):
        raise PublishError(f"GONGKAI_WITHOUT names {', '.join(unknown)}: it can name {', '.join(FORMS)}.")
    return given


def faces() -> list[Part]:
    """The parts that follow `DATA`, but for those left out."""
    without = [FORMS[name] for name in left_out()]
    return [part for part in FACES if part not in without]
