"""A document held against the form, and read once more where that shows that a picture was misread.

`judged(data, document, receipt, corrections)` → `Judged`. What a file says in text is read once. What was recognised
in a picture is a guess until something confirms it: the reader's readings agree and no identity speaks against them,
or an identity holds with them.

        read      364 = 343 + 27     broken: the three cells are read again, with care
        reread    364 = 343 + 21     holds: published
        reread    364 = 343 + 27     still broken: the cell at fault, or all three, are unreadable
        unsure    7?  = 4 + 3        holds: published;  in a table without identities: unreadable
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.check import Verdict, check
from pipeline.check.location import doubted as in_doubt
from pipeline.fetch.receipts import Receipt
from pipeline.identities import Key, equations
from pipeline.locate import place
from pipeline.locate.placement import PlacedTable, Placement
from pipeline.locate.refusal import refusal
from pipeline.mending import mends
from pipeline.read import again
from pipeline.read.document import Document
from pipeline.tidy import tidy
from pipeline.tidy.cells import Cell, numbers, unseen
from schemas.load import Correction

Cells = Mapping[str, Mapping[Key, Cell]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Where a document's form stands, what its cells say, and what was found."""

    placement: Placement
    cells: Cells
    verdict: Verdict


def judged(data: bytes, document: Document, receipt: Receipt, own: Sequence[Correction]) -> Judged:
    """The document's verdict; raises Refusal where it is no report."""
    placement, cells = _placed(document, receipt, own)
    wanted = frozenset(_worth_rereading(placement, cells))
    if wanted:
        document = again.reread(data, document, wanted)
        placement, cells = _placed(document, receipt, own)
        document = again.doubted(document, frozenset(_unconfirmed(placement, cells, wanted)))
        placement, cells = _placed(document, receipt, own)
    return Judged(placement, cells, check(placement, cells, own))


def _placed(document: Document, receipt: Receipt, own: Sequence[Correction]) -> tuple[Placement, Cells]:
    placement = place(document, receipt)
    if (reason := refusal(placement)) is not None:
        raise reason
    return placement, tidy(placement, own)


def _worth_rereading(placement: Placement, cells: Cells) -> Iterator[str]:
    """The recognised cells that can't be read, and those in whose sums something is wrong."""
    for name, read in _recognised(cells):
        broken = {key for e in _equations(placement.tables[name], read) if e.outcome == "fail" for key in e.cells}
        for key, cell in read.items():
            if cell.method == "ocr" and (key in broken or cell.status == "unreadable"):
                yield cell.locator


def _unconfirmed(placement: Placement, cells: Cells, reread: frozenset[str]) -> Iterator[str]:
    """The recognised cells that may be at fault in a broken sum, and the reread ones that no sum confirms."""
    for name, read in _recognised(cells):
        judged = _equations(placement.tables[name], read)
        faulty = in_doubt(judged, mends(placement.tables[name].table, numbers(read)))
        held = {key for equation in judged if equation.outcome == "pass" for key in equation.cells}
        for key, cell in read.items():
            if cell.method == "ocr" and (key in faulty or (cell.locator in reread and key not in held)):
                yield cell.locator


def _recognised(cells: Cells) -> Iterator[tuple[str, Mapping[Key, Cell]]]:
    """The tables that have a cell from a picture."""
    return ((name, read) for name, read in cells.items() if any(cell.method == "ocr" for cell in read.values()))


def _equations(placed: PlacedTable, read: Mapping[Key, Cell]):
    return equations(placed.table, numbers(read), unseen(read))
