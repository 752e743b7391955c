"""One page: `blocks(number, glyphs, tables)` puts characters into cells, or lines where there is no cell.

Every character comes out once. Lines and tables stand in the order of their height on the page.
"""

from collections import defaultdict
from collections.abc import Iterable

from pipeline.read.document import Cell, Grid, Place, Text
from pipeline.read.glyphs import Glyph, lines
from pipeline.read.grid import uniform
from pipeline.read.ruling import Slot, Table

Owner = tuple[int, Slot]
"""A table's number on its page, from 0, and one of its cells."""


def blocks(number: int, glyphs: Iterable[Glyph], tables: list[Table]) -> list[Text | Grid]:
    """The blocks of page `number` (from 1) in reading order; `tables` from top to bottom."""
    inside: dict[Owner, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for glyph in glyphs:
        owner = _owner(glyph, tables)
        (outside if owner is None else inside[owner]).append(glyph)
    found: list[Text | Grid] = [
        Text(line.text, Place(f"p{number}/l{i}", line.box)) for i, line in enumerate(lines(outside), 1)
    ]
    found += [_grid(f"p{number}/t{t + 1}", t, table, inside) for t, table in enumerate(tables)]
    return sorted(found, key=_height)


def _owner(glyph: Glyph, tables: list[Table]) -> Owner | None:
    """The cell around the character's centre; of a table within a cell, the inner one."""
    x, y = (glyph.ink.left + glyph.ink.right) / 2, (glyph.ink.top + glyph.ink.bottom) / 2
    around = [(t, slot) for t, table in enumerate(tables) if (slot := table.slot_at(x, y)) is not None]
    return min(around, key=lambda owner: owner[1].area, default=None)


def _grid(locator: str, t: int, table: Table, inside: dict[Owner, list[Glyph]]) -> Grid:
    cells = (_cell(locator, slot, inside.get((t, slot), [])) for slot in table.slots)
    return uniform(cells, "cells", Place(locator, table.box))


def _cell(locator: str, slot: Slot, glyphs: list[Glyph]) -> Cell:
    text = "\n".join(line.text for line in lines(glyphs))
    place = Place(f"{locator}/r{slot.row + 1}/c{slot.column + 1}", slot.box)
    return Cell(text, place, slot.row, slot.column, slot.row_span, slot.column_span)


def _height(block: Text | Grid) -> float:
    """A table begins at its upper border, a line at its middle: its box may reach over the border."""
    box = block.place.box
    return box.top if isinstance(block, Grid) else (box.top + box.bottom) / 2
