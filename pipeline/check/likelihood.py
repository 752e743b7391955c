"""Print or reading: which is likelier at fault? `reread(placement, placed, key, expected)` looks at the source again.

        expected 11      printed  1 │ 1      cut          the number goes on in the next cell
        expected 3       printed  0 │ 3      shifted      the next cell prints what is expected here
        expected 3       printed  8, found in a row bound by order        row
        expected 6       printed  7                       print        nothing speaks against the reading

What is found is an indication, told with the finding; no value follows from it.
"""

from collections.abc import Iterator

from pipeline.locate.placement import Key, PlacedTable, Placement
from pipeline.read.document import Cell, Document, Grid
from schemas.load import rules


def reread(placement: Placement, placed: PlacedTable, key: Key, expected: str) -> str:
    """cut, shifted or row where the reading is likelier at fault, else print."""
    place = placed.cells[key].place
    printed = (placed.cells[key].text or "").strip()
    beside = list(_beside(placement.document, place.locator)) if place is not None else []
    if any(expected in (printed + text, text + printed) for text in beside if text):
        return "cut"
    if expected != "0" and expected in beside:
        return "shifted"
    return "row" if _is_row_uncertain(placed, key[0]) else "print"


def _is_row_uncertain(placed: PlacedTable, row: str) -> bool:
    """Whether a warning stands against how the row was bound."""
    return any(note.row == row and rules()[note.rule].severity != "info" for note in placed.notes)


def _beside(document: Document, locator: str) -> Iterator[str]:
    """The texts of the cells before and behind a place, in its row or, where rows are lost, in its block."""
    for block in document.blocks:
        cells = list(block.cells()) if isinstance(block, Grid) else []
        at = next((i for i, cell in enumerate(cells) if cell.place.locator == locator), None)
        if at is not None:
            near = cells[max(0, at - 1) : at] + cells[at + 1 : at + 2]
            yield from (cell.text.strip() for cell in near if block.shape == "sequence" or _same_row(cell, cells[at]))
            return


def _same_row(one: Cell, other: Cell) -> bool:
    return one.row <= other.row < one.row + one.row_span
