"""One page: `blocks(number, glyphs, tables, paper)` puts characters into cells, or lines where there is no cell.

Every character comes out once. Lines and tables stand in the order of their height on the page.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from pipeline.read.document import OBJECT, Box, Cell, Grid, Place, Text
from pipeline.read.edges import Paper, edges
from pipeline.read.glyphs import Glyph, lines, text_of
from pipeline.read.grid import uniform
from pipeline.read.ruling import Slot, Table

TOUCHING = 0.15
"""Digits of one number stand no further apart than this part of their size."""

Owner = tuple[int, Slot]
"""A table's number on its page, from 0, and one of its cells."""


def blocks(
    number: int, glyphs: Iterable[Glyph], tables: list[Table], paper: Paper, pictures: Iterable[Box] = ()
) -> list[Text | Grid]:
    """The blocks of page `number` (from 1) in reading order; `tables` from top to bottom.

    A cell in which a picture or a form field stands has an OBJECT in its text.
    """
    pictured = {owner for slots in _around(list(pictures), tables) if (owner := _innermost(slots)) is not None}
    inside: dict[Owner | None, list[Glyph]] = defaultdict(list)
    for owner, run in _runs(glyphs, tables):
        inside[owner] += run
    outside = inside.pop(None, [])
    found: list[Text | Grid] = [
        Text(line.text, Place(f"p{number}/l{i}", line.box)) for i, line in enumerate(lines(outside), 1)
    ]
    found += [_grid(f"p{number}/t{t + 1}", t, table, paper, inside, pictured) for t, table in enumerate(tables)]
    return sorted(found, key=_height)


Run = tuple[Owner | None, list[Glyph]]
"""Glyphs that come one after another and lie in one cell, or in none."""


def _runs(glyphs: Iterable[Glyph], tables: Sequence[Table]) -> list[Run]:
    """The glyphs with their cells; where a number goes on over a border, its digits at both sides are doubtful."""
    glyphs = list(glyphs)
    around = _around([glyph.ink for glyph in glyphs], tables)
    runs = [
        (_innermost(slots), [glyph for _, glyph in run])
        for slots, run in groupby(zip(around, glyphs, strict=True), key=itemgetter(0))
    ]
    for (inner, here), (outer, there) in pairwise(runs):
        one, other = here[-1], there[0]
        if inner != outer and one.text.isdigit() and other.text.isdigit() and _is_next(one, other):
            here[-1], there[0] = one._replace(is_doubtful=True), other._replace(is_doubtful=True)
    return runs


def _is_next(one: Glyph, other: Glyph) -> bool:
    """Whether a glyph stands right behind another, as in one number."""
    slack = TOUCHING * one.size
    return abs(other.start - one.end) < slack and abs(other.base - one.base) < slack


Around = tuple[Slot | None, ...]
"""For each table, its cell that is around a place."""


def _around(boxes: Sequence[Box], tables: Sequence[Table]) -> Iterable[Around]:
    """The cells around each box's centre."""
    xs = [(left + right) / 2 for left, _, right, _ in boxes]
    ys = [(top + bottom) / 2 for _, top, _, bottom in boxes]
    return zip(*(table.slots_at(xs, ys) for table in tables), strict=True) if tables else [()] * len(boxes)


def _innermost(slots: Around) -> Owner | None:
    """Of a table within a cell, the inner one."""
    around = [(t, slot) for t, slot in enumerate(slots) if slot is not None]
    return min(around, key=lambda owner: owner[1].area) if around else None


def _grid(
    locator: str,
    t: int,
    table: Table,
    paper: Paper,
    inside: Mapping[Owner | None, list[Glyph]],
    pictured: Collection[Owner],
) -> Grid:
    cells = [_cell(locator, slot, inside.get((t, slot), []), (t, slot) in pictured) for slot in table.slots]
    return uniform(_without_gaps(cells), "cells", Place(locator, table.box), edges(table, paper))


def _without_gaps(cells: list[Cell]) -> list[Cell]:
    """The cells without the rows in which nothing but empty cells begin beside others that go on from above.

    A border that a browser draws where a page cut a deep cell makes such a row, which is narrow and holds nothing.

        果 │ 3.其他   │ 0            果 │ 3.其他   │ 0
        ───┤          │        →     ───┼──────────┼───
           ├──────────┼───              │ （七）总计 │ 9
           │ （七）总计 │ 9
    """
    begun, over = Counter(), Counter()
    for cell in cells:
        begun[cell.row] += 0 if cell.text else cell.column_span
        over.update(dict.fromkeys(range(cell.row + 1, cell.row + cell.row_span), cell.column_span if cell.text else 0))
    full = {cell.row for cell in cells if cell.text}
    gaps = {row for row in over if over[row] > begun[row] > 0 and row not in full}
    if not gaps:
        return cells
    return [shrunk for cell in cells if (shrunk := _shrunk(cell, gaps)) is not None]


def _shrunk(cell: Cell, gaps: Collection[int]) -> Cell | None:
    """A cell without the rows that are taken out; None where nothing is left of it."""
    left = [row for row in range(cell.row, cell.row + cell.row_span) if row not in gaps]
    before = sum(gap < cell.row for gap in gaps)
    return cell._replace(row=cell.row - before, row_span=len(left)) if left else None


def _cell(locator: str, slot: Slot, glyphs: list[Glyph], is_pictured: bool) -> Cell:
    text = text_of(glyphs) + OBJECT * is_pictured
    place = Place(f"{locator}/r{slot.row + 1}/c{slot.column + 1}", slot.box)
    return Cell(text, place, slot.row, slot.column, slot.row_span, slot.column_span)


def _height(block: Text | Grid) -> float:
    """A table begins at its upper border, a line at its middle: its box may reach over the border."""
    box = block.place.box
    return box.top if isinstance(block, Grid) else (box.top + box.bottom) / 2
