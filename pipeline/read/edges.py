"""Where a grid is drawn on its page, told once for all its cells: `edges(table, paper)` → `Edges`.

        100   200   300  400
      50 ┌─────┬─────┬────┐       columns  100 200 300 400
         │     │     │    │       rows     50 70 90
      70 ├─────┼─────┴────┤       merged   (1, 1, 1, 2): row 1, column 1 is one row high and two columns wide
         │     │          │
      90 └─────┴──────────┘
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.read.document import Box, Edges
from pipeline.read.ruling import Slot, Table


class Paper(NamedTuple):
    """A page as it is read: its box, and the degrees, clockwise, by which it was turned for that."""

    box: Box
    turn: int = 0


def edges(table: Table, paper: Paper) -> Edges:
    """The edges of a table of the page; where lines don't run through, a row or column goes on to the next one."""
    left, top, right, bottom = paper.box.left, paper.box.top, paper.box.right, paper.box.bottom
    slots = table.slots
    columns = {slot.column: slot.box.left - left for slot in slots}
    rows = {slot.row: slot.box.top - top for slot in slots}
    return Edges(
        right - left, bottom - top, paper.turn,
        (*_in_order(columns), max(slot.box.right for slot in slots) - left),
        (*_in_order(rows), max(slot.box.bottom for slot in slots) - top),
        tuple((s.row, s.column, s.row_span, s.column_span) for s in slots if _is_merged(s)),
    )  # fmt: skip


def _in_order(begins: dict[int, float]) -> Iterable[float]:
    return (begins[n] for n in sorted(begins))


def _is_merged(slot: Slot) -> bool:
    return slot.row_span > 1 or slot.column_span > 1
