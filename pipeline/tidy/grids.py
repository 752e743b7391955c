"""The grids on pages in which published cells were read: `grids(placement)` → rows of the table `grids`.

A cell's locator `p4/t1/r7/c5` names the grid `p4/t1`; a table that goes on over a page has a grid on each.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.locate.placement import Placement
from pipeline.read.document import Edges

ROW = "/r"
"""What a cell's locator has behind its grid's."""


def grids(placement: Placement) -> Iterator[dict[str, Any]]:
    """One row a grid that has edges and holds a cell of the form; nothing where the document has no pages."""
    held = {
        placed.place.locator.partition(ROW)[0]
        for table in placement.tables.values()
        for placed in table.cells.values()
        if placed.place is not None
    }
    for grid in placement.document.grids():
        if grid.edges is not None and grid.place.locator in held:
            yield {"locator": grid.place.locator} | _drawn(grid.place.locator, grid.edges)


def _drawn(locator: str, edges: Edges) -> dict[str, Any]:
    return {
        "page": int(locator.partition("/")[0].removeprefix("p")),
        "page_width": _rounded(edges.width),
        "page_height": _rounded(edges.height),
        "turn": edges.turn,
        "column_edges": _listed(edges.columns),
        "row_edges": _listed(edges.rows),
        "merged": " ".join(_span(*cell) for cell in edges.merged) or None,
    }


def _rounded(points: float) -> float:
    return round(points, 1) + 0.0  # no -0.0


def _listed(points: Iterable[float]) -> str:
    return " ".join(f"{_rounded(one):.1f}".removesuffix(".0") for one in points)


def _span(row: int, column: int, rows: int, columns: int) -> str:
    return f"r{row + 1}/c{column + 1}:r{row + rows}/c{column + columns}"
