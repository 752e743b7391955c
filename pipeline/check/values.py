"""Is what stands in a cell fit for it: readable, whole where it counts, not negative, in the layout's unit?"""

from collections.abc import Iterator, Mapping

from pipeline.check.finding import Finding, finding
from pipeline.locate.placement import Key
from pipeline.tidy.cells import AS_PRINTED, Cell
from schemas.load import Table, writing


def values(table: Table, cells: Mapping[Key, Cell]) -> Iterator[Finding]:
    """A finding for each cell whose print is odd; the value itself stays as printed."""
    for (item, column), cell in cells.items():
        at = {"table": table, "item": item, "column": column}
        if cell.problem is not None:
            yield finding(cell.problem, **at, found=cell.printed or "")
        if cell.note is not None:
            turns = any(word in cell.note for word in writing().note_turns)
            yield finding("note_turns_value" if turns else "note_in_cell", **at, found=cell.note)
        if cell.unit is not None and cell.layout_unit not in (None, AS_PRINTED, cell.unit):
            yield finding("unit_differs", **at, found=cell.unit, expected=cell.layout_unit)
