"""Is each national cell placed once, and each number in the grid used? What is missing is told as narrowly as known.

        row read, one cell not shown           finding on the cell
        no cell of a row shown                 one finding on the row
        no cell of the table shown             one finding on the table
"""

from collections.abc import Iterator, Mapping

from pipeline.check.finding import Finding, finding
from pipeline.check.grade import is_empty
from pipeline.locate.placement import Key, PlacedTable
from pipeline.tidy.cells import Cell
from schemas.load import Table


def noted(placed: PlacedTable) -> Iterator[Finding]:
    """What binding the table left to tell: rows and columns in doubt, labels that differ, unplaced numbers."""
    for note in placed.notes:
        yield finding(
            note.rule, table=placed.table, item=note.row, column=note.column, found=note.found,
            words={"label": (note.label, note.label)},
        )


def empty(table: Table, cells: Mapping[Key, Cell]) -> Iterator[Finding]:
    """A table that is there and holds no number at all."""
    if is_empty(cells):
        yield finding("empty_table", table=table)


def missing(table: Table, cells: Mapping[Key, Cell]) -> Iterator[Finding]:
    """The cells that the layout has and the document does not show."""
    gone = [key for key in table.cells if cells[key].status == "missing"]
    if len(gone) == len(table.cells):
        yield finding("missing_cells", table=table)
        return
    for item in table.rows:
        columns = [column for row, column in gone if row == item]
        if columns and len(columns) == len(table.columns_of(item)):
            yield finding("missing_cells", table=table, item=item)
        else:
            yield from (finding("missing_cells", table=table, item=item, column=column) for column in columns)
