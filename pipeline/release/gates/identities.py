"""The identities worked out anew from the published cells: `disagreeing(shipped)`, a proof that `gongkai verify` gives.

        applications of 甲-2023  →  balance at total: 8 + 2 = 10 + 0, pass      rule_results says: pass

Nothing is read from a document: what stands in the tables is enough.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from pipeline.identities import Key, equations
from pipeline.release.gates.shipped import SHOWN, Fault, Shipped, fault
from schemas.load import CELLS, identities, layout_column, shapes, table
from schemas.tables import key

Trial = tuple[str, str, str, str, str]
"""Rule, report, item, column, outcome."""

UNSEEN = ("missing", "unreadable")
A_TIME = 20_000


def disagreeing(shipped: Shipped) -> Iterator[Fault]:
    """Every identity of every published table comes out as `rule_results` says, and nothing else is told there."""
    for name in CELLS:
        codes = [identity.code for identity in identities() if identity.code in _codes(name)]
        told, made = Counter(_told(shipped, codes)), Counter(_made(shipped, name))
        if told != made:
            wrong = sorted((told - made) + (made - told))
            yield fault(name, "identities that come out otherwise than rule_results says", wrong[:SHOWN], len(wrong))


def _codes(name: str) -> set[str]:
    return {identity.code for shape in shapes(name).values() for identity in shape.identities}


def _told(shipped: Shipped, codes: Iterable[str]) -> Iterator[Trial]:
    asked = f"""SELECT rule, report_id, item, "column", outcome FROM {shipped.rows("rule_results")}
        WHERE list_contains($codes, rule)"""
    return iter(shipped.ask(asked, codes=list(codes)))


def _made(shipped: Shipped, name: str) -> Iterator[Trial]:
    """The trials of a table, a report at a time."""
    for (report_id, edition), cells in groupby(_cells(shipped, name), lambda cell: cell[:2]):
        yield from _trials(report_id, name, edition, [cell[2:] for cell in cells])


def _cells(shipped: Shipped, name: str) -> Iterator[tuple]:
    """Report, edition, the two codes of the cell, its value and status, report by report."""
    first, *second = key(name)[1:]
    column = f'c."{second[0]}"' if second else "''"
    found = shipped.database.cursor().execute(f"""
        SELECT report_id, {layout_column(name)}, c."{first}", {column}, c.value, c.status
        FROM {shipped.rows(name)} c JOIN {shipped.rows("reports")} USING (report_id) ORDER BY report_id""")
    while rows := found.fetchmany(A_TIME):
        yield from rows


def _trials(report_id: str, name: str, edition: int | None, cells: list[tuple]) -> Iterator[Trial]:
    """Every identity at every place; cells of a table that the report doesn't have are a trial that nobody told."""
    if edition is None:
        yield f"{name} has cells, but no layout", report_id, "", "", ""
        return
    numbers: Mapping[Key, Decimal] = {(i, c): Decimal(repr(v)) for i, c, v, _ in cells if v is not None}
    unseen = frozenset((item, column) for item, column, _, status in cells if status in UNSEEN)
    for equation in equations(table(name, edition), numbers, unseen):
        item, column = (equation.where, "") if equation.identity.along == "row" else ("", equation.where)
        yield equation.identity.code, report_id, item, column, equation.outcome
