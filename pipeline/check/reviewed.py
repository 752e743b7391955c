"""Does each reviewed correction of a document still fit what is read there?

        expect 0     read 0        corrected          told with its reason: the value stands beside the print
        expect 0     read 11       correction_unmet   not applied: the source was mended, or is read otherwise
        expect 0     no such cell  correction_unmet   the table isn't found, or is of another edition

Source: schemas/corrections.yaml, each entry with its reviewer and date.
"""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.check.finding import Finding, finding
from pipeline.locate.placement import Key
from pipeline.tidy.cells import Cell
from schemas.load import Correction, shapes

STOPS = "。."
"""The finding's sentence has a full stop of its own."""


def reviewed(cells: Mapping[str, Mapping[Key, Cell]], corrections: Iterable[Correction]) -> Iterator[Finding]:
    """A finding for each correction of the document, applied or not."""
    for one in corrections:
        cell = cells.get(one.table, {}).get(one.key)
        if cell is not None and cell.corrected is not None:
            yield _told("corrected", one, cell, format(one.value, "f"))
        else:
            yield _told("correction_unmet", one, cell, str(one.expect))


def _told(rule: str, one: Correction, cell: Cell | None, expected: str) -> Finding:
    words = {
        "reviewer": (one.reviewer, one.reviewer),
        "date": (one.date, one.date),
        "reason": (one.reason.zh.rstrip(STOPS), one.reason.en.rstrip(STOPS)),
    }
    shape = next(t for t in shapes(one.table).values() if one.key in t.cells)
    item, column = one.key
    printed = (cell.printed if cell else None) or ""
    return finding(rule, table=shape, item=item, column=column, found=printed, expected=expected, words=words)
