"""`guide(…)`: the first sheet, which says what the others hold and what their colours mean."""

from collections.abc import Callable, Mapping
from functools import partial

from xlsxwriter.worksheet import Worksheet

from pipeline.release.xlsx.looks import Looks
from pipeline.release.xlsx.rows import Cell
from pipeline.release.xlsx.sheet import unlike_number
from schemas.load import workbook

SAMPLE, TEXT = 0, 1
"""The columns of a sample and of what it means."""
SAMPLE_NUMBER = 12


def guide(sheet: Worksheet, year: str, reports: int, limit: int, looks: Looks) -> None:
    """Title, what a sheet is, the legend with a sample of each kind of cell, licence and citation."""
    words = workbook()
    sheet.set_column(SAMPLE, SAMPLE, 18)
    sheet.set_column(TEXT, TEXT, 110)
    sheet.write_string(0, SAMPLE, words["guide_title"].format(year=year), looks.title())
    row = _sentences(sheet, 2, [line.format(reports=reports) for line in words["guide_about"]], looks)
    sheet.write_string(row, SAMPLE, words["legend"], looks.title())
    for name, sample in _samples(words, looks).items():
        row += 1
        sample(sheet, row)
        sheet.write_string(row, TEXT, words[f"legend_{name}"].format(limit=limit), looks.wrapped())
    _sentences(sheet, row + 2, words["guide_terms"], looks)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _sentences(sheet: Worksheet, row: int, sentences: list[str], looks: Looks) -> int:
    """Write them from this row on; the row after a blank one below them."""
    for place, sentence in enumerate(sentences):
        sheet.write_string(row + place, TEXT, sentence, looks.wrapped())
    return row + len(sentences) + 1


def _samples(words: Mapping[str, str], looks: Looks) -> dict[str, Callable[[Worksheet, int], object]]:
    """What draws a cell of each kind."""
    unread = {status: _unread(status, words["sample_printed"] if status == "unreadable" else None)
              for status in ("missing", "unreadable")}  # fmt: skip
    texts = {"marked": (words["sample_marked"], looks.mark())}
    texts |= {status: (text, looks.mark("unread")) for status, text in unread.items()}
    drawn: dict[str, Callable[[Worksheet, int], object]] = {"blank": partial(_blank, looks)}
    drawn |= {name: partial(_text, text, format_) for name, (text, format_) in texts.items()}
    drawn |= {tint: partial(_number, looks, tint) for tint in ("error", "warning", "corrected")}
    return drawn | {"uncommented": partial(_number, looks, "error")}


def _unread(status: str, printed: str | None) -> str:
    return unlike_number(Cell("", "", status, None, printed, None, None))


def _blank(looks: Looks, sheet: Worksheet, row: int) -> None:
    sheet.write_blank(row, SAMPLE, None, looks.number())


def _text(text: str, format_: object, sheet: Worksheet, row: int) -> None:
    sheet.write_string(row, SAMPLE, text, format_)


def _number(looks: Looks, tint: str, sheet: Worksheet, row: int) -> None:
    sheet.write_number(row, SAMPLE, SAMPLE_NUMBER, looks.number(tint))
