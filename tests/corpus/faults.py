"""What goes wrong on the way from a true table to its text: `FAULTS[name]` → a `Variation`, never drawn at random.

A reader may be right, or say that it doesn't know; it may never publish another number without a word.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.corpus.form import Line, Report, Row, Sheet, Slot, cells_of
from tests.corpus.variations import (
    FIELDS,
    FLOWING,
    FORMS,
    RULED,
    SEQUENCES,
    VARIATIONS,
    Variation,
    cut,
    headed,
    with_table,
)

FAULTS: dict[str, Variation] = {
    name: VARIATIONS[name]
    for name in ("lost_row", "rows_reordered", "lost_label", "shifted_columns", "lost_cell", "lost_repeats",
                 "moved_case", "numbers_in_two_runs", "columns_reordered")
}  # fmt: skip


def fault(forms: tuple[str, ...] = FORMS) -> Callable:
    """A fault of reading, in some forms."""

    def listed(change: Callable[[Report, Random], Report]) -> Callable[[Report, Random], Report]:
        name = change.__name__
        FAULTS[name] = Variation(name, "fault", forms, None, change, change.__doc__ or "")
        return change

    return listed


def _three(report: Report) -> Sheet:
    return report.sheets("applications")[0]


def _with_rows(report: Report, rows: tuple[Row, ...]) -> Report:
    return with_table(report, "applications", lambda sheet: [replace(sheet, rows=rows)])


@fault((*RULED, *FIELDS))
def labels_blotted(report: Report, random: Random) -> Report:
    """Two to eight labels of table 三 can't be read; the numbers behind them can."""
    sheet = _three(report)
    blotted = set(random.sample(range(sheet.heads, len(sheet.rows)), random.randint(2, 8)))
    rows = (tuple(_unlabelled(s) for s in row) if i in blotted else row for i, row in enumerate(sheet.rows))
    return _with_rows(report, tuple(rows))


def _unlabelled(slot: Slot) -> Slot:
    return replace(slot, text="") if slot.part == "label" else slot


@fault()
def page_lost(report: Report, random: Random) -> Report:
    """Table 三 ends somewhere, and what stood on the next page is not there."""
    sheet = _three(report)
    at = random.randrange(sheet.heads + 2, len(sheet.rows))
    first, rest = cut(sheet, at, lambda slot: "")
    gone = {cell for row in rest.rows for cell in cells_of(row, sheet.table)}
    shorter = with_table(report, "applications", lambda _: [first])
    return replace(shorter, gone=shorter.gone | gone)


@fault((*RULED, *FIELDS, "cells", "cell_lines"))
def number_cut(report: Report, random: Random) -> Report:
    """A number of table 三 or 二 stands with a blank inside: 1 2 may be 12, or two numbers."""
    names = [name for name in ("proactive_disclosure", "applications") if _long(report, name)]
    if not names:
        return report
    name = random.choice(names)
    slot = random.choice(_long(report, name))
    at = random.randrange(1, len(slot.text))

    def broken(other: Slot) -> Slot:
        return replace(other, text=f"{other.text[:at]} {other.text[at:]}") if other is slot else other

    changed = with_table(report, name, lambda s: [replace(s, rows=tuple(tuple(map(broken, row)) for row in s.rows))])
    return replace(changed, hidden=changed.hidden | {(name, *slot.code)})


def _long(report: Report, name: str) -> list[Slot]:
    slots = (slot for sheet in report.sheets(name) for row in sheet.rows for slot in row)
    return [slot for slot in slots if slot.part == "value" and slot.text.isdigit() and len(slot.text) > 1]


@fault(FIELDS)
def column_shifted(report: Report, random: Random) -> Report:
    """An empty cell has come before the numbers of a row of table 三, so that they stand a column further on."""
    sheet = _three(report)
    at = random.randrange(sheet.heads, len(sheet.rows))
    row = sheet.rows[at]
    first = next(i for i, slot in enumerate(row) if slot.part == "value")
    shifted = (*row[:first], Slot("", "value"), *row[first:])
    moved = _with_rows(report, (*sheet.rows[:at], shifted, *sheet.rows[at + 1 :]))
    return replace(moved, hidden=moved.hidden | set(cells_of(row, sheet.table)))


@fault((*RULED, *FIELDS))
def zeros_lost(report: Report, random: Random) -> Report:
    """Every zero of table 三 has gone from its cell: what is left is blank, and no zero may be claimed to be printed."""
    sheet = _three(report)
    lost = {(sheet.table, *s.code) for row in sheet.rows for s in row if s.part == "value" and s.text == "0"}
    rows = tuple(tuple(_without_zero(s) for s in row) for row in sheet.rows)
    return replace(_with_rows(report, rows), hidden=report.hidden | lost)


def _without_zero(slot: Slot) -> Slot:
    return replace(slot, text="") if slot.part == "value" and slot.text == "0" else slot


@fault((*RULED, *FIELDS))
def total_first(report: Report, random: Random) -> Report:
    """The total's column stands before the others, header and numbers."""
    return _with_rows(report, tuple(_moved(row, "total", first=True) for row in _three(report).rows))


@fault((*RULED, *FIELDS))
def organisations_first(report: Report, random: Random) -> Report:
    """Natural persons stand behind the organisations, header and numbers."""
    return _with_rows(report, tuple(_moved(row, "natural_person", first=False) for row in _three(report).rows))


def _moved(row: Row, column: str, first: bool) -> Row:
    """The row with the slot of a column before all others, or right before the total."""
    own = [s for s in row if (s.code[1] if s.part == "value" else s.code) == column and s.part in ("value", "head")]
    rest = [s for s in row if s not in own]
    columns = [i for i, s in enumerate(rest) if s.part == "value" or (s.part == "head" and s.code)]
    if not own or not columns:
        return row
    at = columns[0] if first else columns[-1]
    return (*rest[:at], *own, *rest[at:])


@fault()
def appendix_form(report: Report, random: Random) -> Report:
    """Behind the report stands the table 三 of a body below it, with other figures."""
    sheet = _three(report)
    other = tuple(tuple(_other_figure(slot, random) for slot in row) for row in sheet.rows)
    annex = Line("附件：下属单位收到和处理政府信息公开申请情况", "around")
    return replace(report, blocks=(*report.blocks, annex, replace(sheet, rows=other)))


def _other_figure(slot: Slot, random: Random) -> Slot:
    return replace(slot, text=str(int(slot.text) + random.randint(1, 9))) if slot.text.isdigit() else slot


@fault(FLOWING)
def trend_table(report: Report, random: Random) -> Report:
    """In the place of table 二 stands one of three years; the form's own is not there."""
    years = tuple(Slot(str(year), "head") for year in (2021, 2022, 2023))
    labels = ("行政许可", "行政处罚", "行政强制", "规章", "行政规范性文件")
    rows = tuple(
        (Slot(text, "label"), *(Slot(str(random.randint(1, 99)), "value") for _ in years)) for text in labels
    )
    shown = report.sheets("proactive_disclosure")
    gone = {cell for sheet in shown for row in sheet.rows for cell in cells_of(row, sheet.table)}
    table = Sheet("proactive_disclosure", ((Slot("指标", "head"), *years), *rows), heads=1)
    return replace(with_table(report, "proactive_disclosure", lambda _: [table]), gone=report.gone | gone)


@fault(SEQUENCES)
def header_again_inside(report: Report, random: Random) -> Report:
    """(one cell a line) Table 三 goes on after a page with its header again."""
    sheet = _three(report)
    first, rest = cut(sheet, random.randrange(sheet.heads + 1, len(sheet.rows)), lambda slot: "")
    return with_table(report, "applications", lambda whole: [first, headed(whole, rest)])
