"""The source of each row of the layout: `bind(rows, draft)` → a `Binding` for every row that has one.

The rows that bear a label are bound by it, then those that stand out of order; a row without a legible label is
bound by order only where exactly as many are missing; each with every way its values can stand.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise

from pipeline.locate.anchors import Anchor, same_values, torn
from pipeline.locate.columns import candidates
from pipeline.locate.draft import HEADER_ROWS, Draft, row_index
from pipeline.locate.headers import Header, column_index, read_header, strangers
from pipeline.locate.labels import LabelIndex
from pipeline.locate.placement import Note
from pipeline.locate.rows import Row
from pipeline.locate.settle import Binding, filled, printed, settle
from pipeline.locate.units import LONGEST, is_money, money_units, stated
from schemas.load import Table, writing

NOTES = 4
"""Lines below a table that may be a note to it."""
NEAR = 8
"""So many rows before and after the aligned ones may still belong to the table, out of order."""


def bind(rows: Sequence[Row], chosen: Draft) -> dict[str, Binding]:
    """The rows of the layout that the document shows, each with the one way its values stand, or none and a note."""
    heads = _heads(rows, chosen)
    bound = _bind_labelled(rows, chosen, heads)
    _fill_gaps(rows, chosen, heads, bound)
    settle(chosen.table, bound)
    return bound


class Head:
    """The header rows that hold for some rows of a table; what they say is read once for all of these."""

    def __init__(self, rows: tuple[Row, ...], table: Table) -> None:
        self.rows, self._table = rows, table
        self._read: dict[tuple[str, ...], Header] = {}

    def read(self, codes: tuple[str, ...]) -> Header:
        """The columns that they name, of those that a row of the layout has."""
        if codes not in self._read:
            self._read[codes] = read_header(self.rows, self._table, codes)
        return self._read[codes]

    @cached_property
    def years(self) -> list[str]:
        """The years that short texts of the header name."""
        short = (f.text for row in self.rows for f in row.texts if len(f.text) <= LONGEST)
        return sorted({year for text in short for year in _year().findall(text)})


def _heads(rows: Sequence[Row], chosen: Draft) -> dict[int, Head]:
    """For each row of the table's region the header that holds for it: the nearest above, or its own texts."""
    shape = chosen.table
    columns = column_index(shape.name, shape.edition, tuple(shape.columns))
    current = Head((), shape)
    stack: list[Row] = []
    found: dict[int, Head] = {}
    for i in range(max(0, chosen.first - HEADER_ROWS - NEAR), min(len(rows), chosen.last + NEAR + 1)):
        row = rows[i]
        if i in chosen.anchors or (row.form != "flow" and row.numbers):
            above = (_before_label(row, chosen.anchors.get(i)), _topmost(stack, row, columns))
            heads = [own for own in above if own and (_names(own, columns) or _renames(own, shape))]
            if heads or (above[1] and not current.rows):
                current = Head((*heads, above[1])[0], shape)
            found[i] = current
            stack = []
        else:
            stack.append(row)
    return found


def _before_label(row: Row, found: Anchor | None) -> tuple[Row, ...]:
    """What stands before the label in a folded row: the header, if the row is the first of its table."""
    if row.form != "flow" or found is None:
        return ()
    before = row.fields[: row.fields.index(found.label[0])]
    return (Row(before, "flow", row.block),) if before else ()


def _topmost(stack: Sequence[Row], row: Row, columns: LabelIndex) -> tuple[Row, ...]:
    """Of the rows between two data rows, those that stand in the same block as the lower one."""
    same = [r for r in stack if r.block == row.block]
    return tuple(same if _names(same, columns) else stack)


def _names(rows: Iterable[Row], columns: LabelIndex) -> bool:
    return any(columns.all(f.text) for row in rows for f in row.texts if len(f.text) < 30)


def _renames(rows: Sequence[Row], shape: Table) -> bool:
    """Whether what stands above a row of a table whose rows have headers of their own is a header, though unread."""
    return any(line.columns for line in shape.rows.values()) and bool(strangers(rows, shape))


def _bind_labelled(
    rows: Sequence[Row], chosen: Draft, heads: Mapping[int, Head]
) -> dict[str, Binding]:
    """The rows that bear a label: those of the alignment, then exact labels out of order, then repetitions."""
    bound: dict[str, Binding] = {}
    for i, code in chosen.pairs.items():
        bound[code] = _binding(rows, chosen, i, code, heads)
    for i in range(max(0, chosen.first - NEAR), min(len(rows), chosen.last + NEAR + 1)):
        found = chosen.anchors.get(i)
        if found is None or i in chosen.pairs or not found.exact:
            continue
        _repeat(bound, _binding(rows, chosen, i, found.code, heads), found.code, _tells_row(found, chosen.table))
    return bound


def _tells_row(found: Anchor, shape: Table) -> bool:
    """Whether a label tells its row even out of order: `其他` and `总计` don't, columns bear them too."""
    return not column_index(shape.name, shape.edition, tuple(shape.columns)).all(found.text)


def _repeat(bound: dict[str, Binding], again: Binding, code: str, tells: bool) -> None:
    """A label met a second time: out of order where it is the only one with values, else a repetition."""
    blank = not any(filled(vector) for vector in again.vectors.values())
    if code not in bound or not bound[code].vectors:
        if blank and again.vectors and code not in bound:
            bound[code] = again
        elif tells and not blank:
            again.notes.append(Note("row_order", code))
            bound[code] = again
        return
    if not blank and not all(same_values(a, b) for a in again.vectors.values() for b in bound[code].vectors.values()):
        both = " · ".join(printed(v) for b in (bound[code], again) for v in list(b.vectors.values())[:1])
        bound[code].vectors = {}
        bound[code].notes.append(Note("conflicting_rows", code, found=both))


def _binding(
    rows: Sequence[Row], chosen: Draft, i: int, code: str, heads: Mapping[int, Head]
) -> Binding:
    codes = chosen.table.columns_of(code)
    head = heads.get(i) or Head((), chosen.table)
    header = head.read(codes).as_seen_from(rows[i])
    found = chosen.anchors.get(i)
    fields = found.values if found else rows[i].behind
    spare = sum(not f.inherited for f in fields) - len(codes)
    vectors = candidates(fields, codes, header)
    binding = Binding(code, i, found.text if found else "", header, codes, vectors, rows[i], spare)
    binding.notes += [Note("other_year", code, found=year) for year in head.years]
    if vectors and not chosen.table.identities and not set(codes) & set(header.order):
        binding.notes.append(Note("no_column_header", code, found=rows[i].printed()))
        binding.vectors = {}
    if any(is_money(chosen.table.columns[column]) for column in codes):
        _tell_unit(binding, rows, chosen, head)
    if not binding.vectors and any(f.kind != "blank" for f in fields):
        binding.notes.append(Note("doubtful_columns", code, found=rows[i].printed()))
    return binding


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().bare_year)


def _tell_unit(binding: Binding, rows: Sequence[Row], chosen: Draft, head: Head) -> None:
    """The unit of an amount: its column's header says it, else the nearest texts that name one; a note below the table
    may contradict."""
    above = stated(rows[max(0, chosen.first - HEADER_ROWS) : chosen.first])
    below = stated(rows[chosen.last + 1 : chosen.last + 1 + NOTES])
    for code in binding.columns:
        if not is_money(chosen.table.columns[code]):
            continue
        own = frozenset(binding.header.units[c] for c in (code,) if c in binding.header.units)
        near = own or money_units([binding.label, *(f.text for row in head.rows for f in row.texts)])
        named = (near or money_units(above)) | money_units(below)
        if len(named) == 1:
            binding.header = replace(binding.header, units=binding.header.units | {code: next(iter(named))})
        elif named:
            binding.notes.append(Note("unit_undecided", binding.code, code, found=" ".join(sorted(named))))


def _fill_gaps(
    rows: Sequence[Row], chosen: Draft, heads: Mapping[int, Head], bound: dict[str, Binding]
) -> None:
    """Rows of numbers without a legible label, bound by order where exactly as many rows are missing between.

        1.属于国家秘密      0 0 0 0 0 0 0
                          2 0 0 0 0 0 2     ←  one row of numbers, one row of the layout: it must be 2.
        3.危及…            0 0 0 0 0 0 0
    """
    codes = list(chosen.table.rows)
    sure = {b.index: code for code, b in bound.items() if b.vectors}
    fixed = [(-1, -1), *sorted((i, codes.index(c)) for i, c in sure.items()), (len(rows), len(codes))]
    index, groups = row_index(chosen.table.name, chosen.table.edition), chosen.table.groups
    for (i, j), (next_i, next_j) in pairwise(fixed):
        if next_j <= j + 1 or i < 0 or next_i == len(rows):
            continue
        missing = codes[j + 1 : next_j]
        loose = [k for k in range(i + 1, next_i) if _is_loose(rows[k], k, chosen, sure)]
        pairs = list(zip(loose, missing, strict=False))
        if len(loose) == len(missing) and all(torn(rows[k], index, code, groups) for k, code in pairs):
            for k, code in pairs:
                bound[code] = _binding(rows, chosen, k, code, heads)
                bound[code].notes.append(Note("bound_by_order", code))


def _is_loose(row: Row, i: int, chosen: Draft, sure: Mapping[int, str]) -> bool:
    """A row with a full set of numbers and no label that can be read."""
    if i in sure or i in chosen.anchors:
        return False
    values = [f for f in row.behind if f.kind != "text" and not f.inherited]
    shown = bool(row.numbers) or (row.form == "cells" and not any(not f.inherited for f in row.texts))
    return shown and len(values) >= len(chosen.table.columns)
