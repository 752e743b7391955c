"""The only room that judges, and it changes no value: `check(placement, cells, corrections)` → `Verdict`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.check import arithmetic, breakdown, completeness, reconciliation
from pipeline.check.arithmetic import Result
from pipeline.check.editions import editions
from pipeline.check.finding import Finding, finding
from pipeline.check.form import form
from pipeline.check.grade import grade, sound
from pipeline.check.layer import RULE as layer_rule
from pipeline.check.layer import layer
from pipeline.check.location import doubted, location
from pipeline.check.parts import parts
from pipeline.check.reconciliation import Reconciled, reconcile
from pipeline.check.reviewed import reviewed
from pipeline.check.values import values
from pipeline.identities import Equation, Numbers, bounds, equations
from pipeline.locate.placement import Key, Placement
from pipeline.mending import Mend, mends
from pipeline.tidy.cells import Cell, numbers, unseen
from schemas.load import Correction


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a report, how each rule came out, how far each cell can be trusted, and how each figure of
    the prose stands to the tables."""

    findings: tuple[Finding, ...]
    results: tuple[Result, ...]
    sound: Mapping[str, Mapping[Key, bool]]
    grade: str
    reason_zh: str
    reason_en: str
    reconciled: Mapping[str, Reconciled]


def check(
    placement: Placement, cells: Mapping[str, Mapping[Key, Cell]], corrections: Sequence[Correction] = ()
) -> Verdict:
    """Hold everything that was placed and read against the layout, and the document's corrections against it."""
    known = {name: numbers(read) for name, read in cells.items()}
    judged = {
        name: equations(placement.tables[name].table, known[name], unseen(read)) for name, read in cells.items()
    }
    mended = {name: mends(placement.tables[name].table.confirmed, known[name]) for name in cells}
    reconciled = reconcile(placement, cells)
    told = (*_findings(placement, cells, known, judged, mended), *_prose(placement, reconciled))
    found = (*told, *reviewed(cells, corrections))
    results = [r for name, read in cells.items() for r in arithmetic.results(judged[name], read)]
    trusted = {
        name: sound(name, read, found, doubted(judged[name], mended[name]))
        for name, read in cells.items()
    }
    return Verdict(found, (*results, *editions(placement)), trusted, *grade(placement, cells, found), reconciled)


def _findings(
    placement: Placement,
    cells: Mapping[str, Mapping[Key, Cell]],
    known: Mapping[str, Numbers],
    judged: Mapping[str, tuple[Equation, ...]],
    mended: Mapping[str, tuple[tuple[Mend, ...], ...]],
) -> Iterator[Finding]:
    yield from _remarks(placement)
    yield from layer(placement)
    yield from form(placement)
    for name, read in cells.items():
        placed = placement.tables[name]
        yield from completeness.noted(placed)
        yield from completeness.missing(placed.table, read)
        yield from completeness.empty(placed.table, read)
        yield from values(placed.table, read)
        yield from parts(placed.table, read)
        yield from arithmetic.broken(placed, judged[name], read)
        for part in mended[name]:
            yield from location(placement, placed, read, part)
        spans = bounds(placed.table.confirmed, known[name])
        if not spans and len(known[name]) < len(read):
            yield from arithmetic.conflicts(placed.table.confirmed, known[name])
        yield from arithmetic.blanks(placed.table, read, spans)


def _prose(placement: Placement, reconciled: Mapping[str, Reconciled]) -> Iterator[Finding]:
    yield from reconciliation.unlike(placement, reconciled)
    yield from breakdown.broken(placement.figures)


def _remarks(placement: Placement) -> Iterator[Finding]:
    for remark in (remark for remark in placement.document.remarks if remark.rule != layer_rule):
        yield finding(remark.rule, found=" ".join((remark.place.locator, remark.detail)).strip())
