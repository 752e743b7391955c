"""Where is the error of a table that breaks its identities? One cell is named where it is the only answer.

        5 │ 1 │ 7     only 7 → 6 mends the row and the column below it       error_located, suggestion 6
        10 + 1 + 0 + 0 ≠ 0 with nothing else to go by: five cells can be it  error_not_located, five changes listed
        nothing broken, or more than two cells wrong                        no finding

Source: table 3 with all totals printed is an error-correcting code of 39 equations; see pipeline/mending.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.check.arithmetic import surely_read
from pipeline.check.finding import Finding, finding, where
from pipeline.check.likelihood import reread
from pipeline.identities import Equation, Key
from pipeline.locate.placement import PlacedTable, Placement
from pipeline.mending import Mend
from pipeline.tidy.cells import Cell
from schemas.load import Table, messages

LISTED = 5
"""So many changes are spelt out; of more only the count is told."""


def located(found: Sequence[Mend]) -> Key | None:
    """The one cell whose change mends all, where no other change of at most two cells does."""
    return found[0][0][0] if len(found) == 1 and len(found[0]) == 1 else None


def doubted(judged: Sequence[Equation], mended: Sequence[Sequence[Mend]]) -> frozenset[Key]:
    """The cells that broken identities cast doubt on: the one at fault where it is known, else all of theirs."""
    known = {key for found in mended if (key := located(found)) is not None}
    broken = [set(equation.cells) for equation in judged if equation.outcome == "fail"]
    explained = [cells & known for cells in broken]
    return frozenset().union(*(few or all_ for few, all_ in zip(explained, broken, strict=True)))


def location(
    placement: Placement, placed: PlacedTable, cells: Mapping[Key, Cell], found: Sequence[Mend]
) -> Iterator[Finding]:
    """A finding on the cell at fault, with what speaks for print or reading, or one on the table that lists what
    would mend it."""
    if located(found) is not None:
        ((item, column), value), = found[0]
        expected = format(value, "f")
        likelier = reread(placement, placed, (item, column), expected)
        yield finding(
            "error_located", table=placed.table, item=item, column=column, expected=expected, suggestion=expected,
            found=cells[item, column].printed or "",
            responsibility=_blame(likelier, surely_read(placed, cells)),
            words={"likelier": (messages()[f"likelier_{likelier}"]["zh"], messages()[f"likelier_{likelier}"]["en"])},
        )
    elif found:
        zh, en = (_listed(placed.table, cells, found, language) for language in (0, 1))
        yield finding("error_not_located", table=placed.table, words={"mends": (zh, en)})


def _blame(likelier: str, surely: bool) -> str:
    """Whose fault: the reading's where the source speaks for that, the publisher's where all was surely read."""
    if likelier != "print":
        return "extraction"
    return "publisher" if surely else "undecided"


def _listed(table: Table, cells: Mapping[Key, Cell], found: Sequence[Mend], language: int) -> str:
    """The smallest changes spelt out, and how many there are in all where more are left."""
    smallest = [mend for mend in found if len(mend) == min(map(len, found))][:LISTED]
    told = "; ".join(", ".join(_change(table, cells, *change, language) for change in mend) for mend in smallest)
    return told if len(found) == len(smallest) else f"{told}; … ({len(found)})"


def _change(table: Table, cells: Mapping[Key, Cell], key: Key, value: Decimal, language: int) -> str:
    return f"{where(table, *key)[language]} {cells[key].printed} → {format(value, 'f')}"
