"""`workbooks(build)`: a workbook a year, taken from the cache where the year's rows are what they were."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.release.build import Build
from pipeline.release.files import write_text
from pipeline.release.xlsx.cache import Cache
from pipeline.release.xlsx.guide import guide
from pipeline.release.xlsx.header import header, with_local_rows
from pipeline.release.xlsx.looks import Looks
from pipeline.release.xlsx.rows import FRONT, Reports, Year, hashes, years
from pipeline.release.xlsx.sheet import TOP, Comments, Sheet
from schemas import load
from schemas.load import CELLS, layout_column, layouts, workbook
from schemas.tables import SCHEMA_VERSION, columns_of
from schemas.tables.readme import WORKBOOKS

FOLDER = "xlsx"
CACHE = Path(".cache", "xlsx")
"""Below published/."""
EXCEL_ROWS = 1_048_576
COMMENTS = 20_000
UNKNOWN = "unknown-year"
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""What every workbook says of its making: the same rows are the same bytes."""
OPTIONS: dict[str, Any] = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A workbook to be: reports `start` up to `stop` of a year, and the file's name without its ending."""

    year: Year
    start: int
    stop: int
    name: str


def workbooks(build: Build) -> None:
    """`xlsx/<year>.xlsx` for each year that the release has reports of, and `xlsx/README.md`."""
    folder = build.folder / FOLDER
    folder.mkdir()
    held, hashed = Cache(build.folder.parents[1] / CACHE), hashes(build.folder)
    keys = []
    for part in parts(build.folder):
        keys.append(_key(part, hashed[part.year]))
        held.copy(keys[-1], partial(write_workbook, build.folder, part), folder / f"{part.name}.xlsx")
    held.keep(build.version, keys)
    write_text(folder / "README.md", WORKBOOKS.format(version=build.version, date=build.date))


def parts(folder: Path) -> Iterator[Part]:
    """One a year, or several where Excel has too few rows for all."""
    rows = EXCEL_ROWS - max(TOP + header(t).depth for layout in layouts().values() for t in layout.tables.values())
    for year, reports in years(folder).items():
        for number, start in enumerate(range(0, reports, rows), start=1):
            name = UNKNOWN if year is None else str(year)
            yield Part(year, start, min(start + rows, reports), name if number == 1 else f"{name}-{number}")


def _key(part: Part, rows: str) -> str:
    told = f"{rows} {part} {_made_by()}"
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _made_by() -> str:
    """What makes workbooks: this package, the words and layouts that it takes, XlsxWriter, the schema."""
    titles = [columns_of("reports")[name].title_zh for name in FRONT]
    made = hashlib.sha256(f"{xlsxwriter.__version__} {SCHEMA_VERSION} {titles}".encode())
    words = [load.HERE / name for name in ("workbook.yaml", "codelists/statuses.csv", "codelists/units.csv")]
    for file in (*sorted(Path(__file__).parent.glob("*.py")), *sorted(load.HERE.glob("layouts/*")), *words):
        made.update(file.read_bytes())
    return made.hexdigest()


def write_workbook(folder: Path, part: Part, path: Path) -> None:
    """The workbook of a part of the release in `folder`; the same bytes for the same rows."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"author": "Gongkai", "created": CREATED})
        reports, looks = Reports(folder, part.year), Looks(book)
        year = workbook()["unknown_year"] if part.year is None else str(part.year)
        guide(book.add_worksheet(workbook()["guide"]), year, part.stop - part.start, COMMENTS, looks)
        sheets = _sheets(book, reports, year, looks)
        for report, cells, doubts in reports.between(part.start, part.stop):
            for name in CELLS:
                if (edition := report[layout_column(name)]) is not None:
                    sheets[edition, name].add(report, cells[name], doubts)


def _sheets(
    book: xlsxwriter.Workbook, reports: Reports, year: str, looks: Looks
) -> dict[tuple[int, str], Sheet]:
    """A sheet for each edition and table that some report of the year has."""
    comments, sheets = Comments(COMMENTS), {}
    for edition, name in reports.editions():
        shape = load.table(name, edition)
        if shape.local_rows:
            shape = with_local_rows(shape, reports.local_rows(name))
        title = workbook()["list_sheet" if shape.is_list else "sheet"]
        sheet = book.add_worksheet(title.format(number=shape.number, edition=edition))
        sheets[edition, name] = Sheet(sheet, shape, year, looks, comments)
    return sheets
