"""From cells with spans to a uniform grid: the one place where merged cells are expanded.

        published           uniform
        ┌───┬───────┐       ┌───┬───┬───┐
        │ a │   b   │       │ a │ b │ b │
        │   ├───┬───┤  →    ├───┼───┼───┤
        │   │ c │ d │       │ a │ c │ d │
        └───┴───┴───┘       └───┴───┴───┘
"""

from collections import defaultdict
from collections.abc import Iterable

from pipeline.read.document import Cell, Edges, Grid, Place, Shape
from pipeline.read.limits import MAX_COLUMNS, MAX_ROWS


def uniform(cells: Iterable[Cell], shape: Shape, place: Place, edges: Edges | None = None) -> Grid:
    """Lay `cells` (each with row, column and spans) out as a grid; the first cell on a position keeps it.

    Rows beyond 5,000 and columns beyond 512 are no table of a report: spans are cut there.
    """
    lines: dict[int, dict[int, Cell]] = defaultdict(dict)
    height = width = 0
    for cell in cells:
        last_row = min(cell.row + cell.row_span, MAX_ROWS)
        last_column = min(cell.column + cell.column_span, MAX_COLUMNS)
        for row in range(cell.row, last_row):
            line = lines[row]
            for column in range(cell.column, last_column):
                line.setdefault(column, cell)
        height, width = max(height, last_row), max(width, last_column)
    columns = range(width)
    rows = tuple(tuple(map(lines[row].get, columns)) for row in range(height))
    return Grid(rows, shape, place, edges)


def from_lines(lines: Iterable[list[tuple[str, Place]]], shape: Shape, place: Place) -> Grid:
    """Lay out lines of fields; short lines are filled up with `None` on the right."""
    return uniform(
        (Cell(text, at, r, c) for r, line in enumerate(lines) for c, (text, at) in enumerate(line)),
        shape,
        place,
    )
