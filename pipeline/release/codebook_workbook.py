"""`codebook.xlsx`: the code book as a workbook of three sheets, every cell a text and none a formula.

The workbook is dated by the release, so that the same release is the same bytes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

import xlsxwriter

from pipeline.release.build import Build
from pipeline.release.codebook import codebook
from schemas.tables import PUBLISHED, description, key, title
from schemas.tables.codebook import HEADERS, SHEETS

WIDTHS = {"title_zh": 28, "title_en": 36, "description_zh": 60, "description_en": 60, "identities": 60}
WIDTH = 18
COLUMNS = tuple(
    "table column title_zh title_en type unit codelist nullable key foreign_key description_zh description_en".split()
)
CODES = tuple(
    "codelist code position title_zh title_en parent editions identities description_zh description_en".split()
)
TABLE = tuple("table title_zh title_en key description_zh description_en".split())


def codebook_workbook(build: Build) -> None:
    """`codebook.xlsx`."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(build.folder / "codebook.xlsx", options) as book:
        book.set_properties({"created": datetime.combine(build.date, time())})
        rows = list(codebook())
        _sheet(book, "tables", TABLE, _tables())
        _sheet(book, "columns", COLUMNS, (row for row in rows if row["column"]))
        _sheet(book, "codes", CODES, (row for row in rows if row["code"]))


def _tables() -> Iterable[Mapping[str, str]]:
    for name in PUBLISHED:
        (zh, en), (about_zh, about_en) = title(name), description(name)
        words = (name, zh, en, " ".join(key(name)), about_zh, about_en)
        yield dict(zip(TABLE, words, strict=True))


def _sheet(book: xlsxwriter.Workbook, name: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    sheet = book.add_worksheet(SHEETS[name])
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, WIDTH), wrapped)
        sheet.write_string(0, place, HEADERS[column], bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            sheet.write_string(last, place, row[column])
    sheet.autofilter(0, 0, last, len(columns) - 1)
