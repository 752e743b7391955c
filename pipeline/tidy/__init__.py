"""The only room that makes the cells of the published tables: `tidy(placement)` → {table: {cell: Cell}}."""

from collections.abc import Mapping

from pipeline.locate.placement import Key, Placement
from pipeline.tidy.cells import Cell, cells


def tidy(placement: Placement) -> dict[str, Mapping[Key, Cell]]:
    """Every cell of every table that the document has."""
    return {name: cells(placed) for name, placed in placement.tables.items()}
