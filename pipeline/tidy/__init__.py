"""The only room that makes the cells of the published tables: `tidy(placement, reviewed)` → {table: {cell: Cell}}."""

from collections.abc import Mapping, Sequence

from pipeline.locate.placement import Key, Placement
from pipeline.tidy.cells import Cell, cells
from pipeline.tidy.corrections import corrected
from schemas.load import Correction


def tidy(placement: Placement, reviewed: Sequence[Correction] = ()) -> dict[str, Mapping[Key, Cell]]:
    """Every cell of every table that the document has, with what reviewers corrected in this document."""
    return {
        name: corrected(cells(placed), [one for one in reviewed if one.table == name])
        for name, placed in placement.tables.items()
    }
