"""Was a row read from text that doesn't show? A scan may carry recognised text behind its picture.

        page 3 shows a picture, its text is invisible      every row read from page 3 is told
"""

from collections.abc import Iterator

from pipeline.check.finding import Finding, finding
from pipeline.locate.placement import PlacedTable, Placement

RULE = "text_layer"


def layer(placement: Placement) -> Iterator[Finding]:
    """A finding for each row that has a cell from such a page: its figures are what a program guessed."""
    pages = {remark.place.locator for remark in placement.document.remarks if remark.rule == RULE}
    for placed in placement.tables.values() if pages else ():
        for row in placed.table.rows:
            if pages & set(_pages(placed, row)):
                yield finding(RULE, table=placed.table, item=row)


def _pages(placed: PlacedTable, row: str) -> Iterator[str]:
    places = (placed.cells[row, column].place for column in placed.table.columns_of(row))
    return (place.locator.partition("/")[0] for place in places if place is not None)
