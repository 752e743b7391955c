"""What the tables say to a figure of the prose: `reconcile(placement, cells)` → one `Reconciled` for a figure.

        受理申请3607件     new 3511 + carried in 96                      agrees_with_carried_in
        代区政府受理17件   new 95, the whole district's                  office_alone
        予以公开及部分公开258件   granted 272 + partially granted 3      contradicts, and a finding
        信息826条，其中…4条、39条 …   the parts add up to it              sum_of_breakdown

A figure in words is not the table's by rule. Each meaning that its words can have (schemas/prose.yaml) is tried in
turn, and only where none fits, and all cells are known, does the prose contradict the table. Which of the two is
right can't be told, so the finding names the table and no cell of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.check import breakdown
from pipeline.check.finding import Finding, finding
from pipeline.locate.placement import Figure, Key, Placement
from pipeline.tidy.cells import Cell
from schemas.load import Meaning, Table, prose, writing

Cells = Mapping[Key, Cell]

EMPTY = ("blank", "marked")
"""A cell that prints no number, of which a sum doesn't need one."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The cells that a figure was held against, how it stands to them, and what they add up to."""

    table_cell: str | None = None
    reconciliation: str | None = None
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What the cells of a meaning add up to: at least `least`, exactly that where `whole`."""

    name: str
    least: Decimal
    whole: bool
    known: bool


def reconcile(placement: Placement, cells: Mapping[str, Cells]) -> dict[str, Reconciled]:
    """Every figure's result by its id."""
    proved = breakdown.proved(placement.figures)
    subjects = {figure.figure_id: figure.subject for figure in placement.figures}
    found = {
        figure.figure_id: Reconciled() if _is_category(figure, subjects) else _reconciled(figure, placement, cells)
        for figure in placement.figures
    }
    return {
        code: replace(known, reconciliation="sum_of_breakdown")
        if code in proved and known.reconciliation in (None, "not_assessable") else known
        for code, known in found.items()
    }  # fmt: skip


def _reconciled(figure: Figure, placement: Placement, cells: Mapping[str, Cells]) -> Reconciled:
    meanings = [
        (meaning, names) for meaning in prose().meanings.get(figure.subject, ())
        if (names := _named(meaning, figure)) is not None
    ]  # fmt: skip
    if not meanings:
        return Reconciled()
    sums = [(meaning, total) for meaning, names in meanings if (total := _sum(names, placement, cells)) is not None]
    for meaning, total in sums:
        if total.known and _is(figure, total.least):
            return Reconciled(total.name, meaning.reconciliation, total.least)
    if not sums or figure.subject in prose().never_contradicted:
        return Reconciled(sums[0][1].name if sums else " + ".join(meanings[0][1]), "not_assessable")
    return _unlike(figure, [total for _, total in sums], placement)


def _is_category(figure: Figure, subjects: Mapping[str, str]) -> bool:
    """Whether a figure is a part of its kind that no cell has: 其中重点工作, but not 其中自然人 or 其中本年新收."""
    groups = prose().groups
    known = {"new", *groups["applicant"], *groups["outcome"], *groups["route"]}
    return figure.part_of is not None and subjects[figure.part_of] == figure.subject and not figure.signs & known


def _unlike(figure: Figure, sums: Sequence[Sum], placement: Placement) -> Reconciled:
    """A figure that agrees with no meaning: an office's own share, a contradiction, or not to be told."""
    first = sums[0]
    if _is_of_another_year(figure, placement.year):
        return Reconciled(first.name, "not_assessable")
    if _is_of_an_office(figure, placement.publisher) and first.whole and figure.value < first.least:
        return Reconciled(first.name, "office_alone", first.least)
    if all(total.whole or (total.known and total.least > figure.value) for total in sums):
        return Reconciled(first.name, "contradicts", first.least)
    return Reconciled(first.name, "not_assessable")


def _is_of_another_year(figure: Figure, year: int | None) -> bool:
    """Whether the clause names years and the report's isn't among them."""
    years = re.findall(writing().title_year, "".join(figure.text.split()))
    return bool(years) and year is not None and str(year) not in years


def _is_of_an_office(figure: Figure, publisher: str | None) -> bool:
    """Whether an office speaks for its government, or is named in the report of another body."""
    named = "office" in figure.signs and not any(word in (publisher or "") for word in prose().signs["office"])
    return figure.on_behalf or named


def _named(meaning: Meaning, figure: Figure) -> tuple[str, ...] | None:
    """The meaning's cells with their placeholders filled; None where the clause doesn't say which they are."""
    codes = {group: _code(group, figure) for group in prose().groups}
    wanted = {group for group in codes if any(f"{{{group}}}" in cell for cell in meaning.cells)}
    if "channel" in figure.signs or any(codes[group] is None for group in wanted):
        return None
    return tuple(cell.format(**codes) for cell in meaning.cells)


def _code(group: str, figure: Figure) -> str | None:
    """The layout's code for the one sign of a group that a figure has; the total's for none, None for several."""
    signs = figure.signs & set(prose().groups[group])
    if len(signs) > 1:
        return None
    return prose().codes.get(*signs, *signs) if signs else prose().totals.get(group)


def _sum(names: Sequence[str], placement: Placement, cells: Mapping[str, Cells]) -> Sum | None:
    """What the cells of those names add up to; None where the table isn't there or has no such cells."""
    least, whole, known = Decimal(0), True, True
    for name in names:
        table_name, item, column = name.split("/")
        if table_name not in placement.tables:
            return None
        keys = list(_keys(placement.tables[table_name].table, item, column))
        if not keys:
            return None
        for key in keys:
            low, sure, seen = _number(placement.tables[table_name].table, cells[table_name], key)
            least, whole, known = least + low, whole and sure, known and seen
    return Sum(" + ".join(names), least, whole, known)


def _keys(table: Table, item: str, column: str) -> Iterator[Key]:
    """The cells of a row, or group of rows, in a column or group of columns."""
    items = [item] if item in table.rows else [code for code, line in table.rows.items() if line.group == item]
    columns = [column] if column in table.columns else [c for c, line in table.columns.items() if line.group == column]
    yield from ((i, c) for i in items for c in columns if (i, c) in table.cells)


def _number(table: Table, cells: Cells, key: Key) -> tuple[Decimal, bool, bool]:
    """A cell's number, whether it is exact, and whether all was seen; a blank total is the sum of its row."""
    cell = cells[key]
    value = cell.value if cell.value is not None else cell.inferred
    if value is not None:
        return value, True, True
    parts = [cells[key[0], code] for code in _addends(table, key[1])]
    known = [part.value for part in parts if part.value is not None]
    seen = all(part.value is not None or part.status in EMPTY for part in (*parts, cell))
    return sum(known, Decimal(0)), bool(parts) and len(known) == len(parts), seen and bool(known)


def _addends(table: Table, column: str) -> tuple[str, ...]:
    """The columns that add up to this one."""
    return next((i.left for i in table.identities if i.along == "row" and i.right == (column,)), ())


def _is(figure: Figure, number: Decimal) -> bool:
    """Whether a figure can be said of a number: an approximate one leaves its zeros open (800余: 801 to 899)."""
    if not figure.approximate:
        return figure.value == number
    zeros = len(str(int(figure.value))) - len(str(int(figure.value)).rstrip("0"))
    return abs(number - figure.value) < Decimal(10) ** max(zeros, 1)


# Findings


def unlike(placement: Placement, reconciled: Mapping[str, Reconciled]) -> Iterator[Finding]:
    """A finding for each figure that contradicts its table, or is an office's own where the table counts more."""
    rules = {"contradicts": "prose_contradicts", "office_alone": "prose_office_alone"}
    for figure in placement.figures:
        known = reconciled[figure.figure_id]
        if known.reconciliation in rules and known.table_cell is not None and known.number is not None:
            table = placement.tables[known.table_cell.split("/")[0]].table
            yield finding(
                rules[known.reconciliation], table=table, found=figure.text, expected=format(known.number, "f"),
                words={"where": _where(table, known.table_cell)},
            )  # fmt: skip


def _where(table: Table, table_cell: str) -> tuple[str, str]:
    """The rows and columns of a sum in words, in Chinese and English."""
    zh, en = [], []
    for name in table_cell.split(" + "):
        _, item, column = name.split("/")
        lines = (table.rows.get(item) or table.groups[item], table.columns.get(column) or table.groups[column])
        zh.append(" · ".join(line.zh for line in lines))
        en.append(" · ".join(line.en for line in lines))
    return " + ".join(zh), " + ".join(en)
