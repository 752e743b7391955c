"""Do the identities hold? One finding for each that is broken, one result for each at each place.

        new_received 8 + carried_in 2  ≠  total_handled 11 + carried_out 0       broken
        new_received 8 + carried_in ␣  =  total_handled 8 + carried_out 0        holds, the blank being 0
        new_received 8 + carried_in ␣  ?  total_handled ␣ + carried_out 0        not assessable

Source: the corner cell of table 3 in the notice's form, and what every sound report does (see each
identity's `source` in schemas/layouts).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.check.finding import Finding, finding, where
from pipeline.identities import Equation, Key, Numbers, Span, conflict
from pipeline.locate.placement import PlacedTable
from pipeline.tidy.cells import Cell
from schemas.load import Table, codelist, rules


@dataclass(frozen=True, slots=True)
class Result:
    """A rule's outcome at one place of a report; `item` or `column` is "" where the rule runs along it."""

    rule: str
    item: str
    column: str
    outcome: str
    why_zh: str
    why_en: str


def broken(placed: PlacedTable, judged: Sequence[Equation], cells: Mapping[Key, Cell]) -> Iterator[Finding]:
    """A finding for each equation that fails; the publisher's where nothing in the reading is in doubt."""
    blame = "publisher" if surely_read(placed, cells) else "undecided"
    for equation in judged:
        if equation.outcome == "fail":
            item, column = _place(equation)
            text = written(equation, cells)
            yield finding(
                equation.identity.code, table=placed.table, item=item or None, column=column or None,
                found=text, responsibility=blame, words={"equation": (text, text)},
            )


def surely_read(placed: PlacedTable, cells: Mapping[Key, Cell]) -> bool:
    """Whether every cell was seen, and no warning or error stands against how the table was read."""
    seen = all(cell.status not in ("missing", "unreadable") for cell in cells.values())
    return seen and all(rules()[note.rule].severity == "info" for note in placed.notes)


def results(judged: Sequence[Equation], cells: Mapping[Key, Cell]) -> Iterator[Result]:
    """Each equation's outcome, with the reason in words."""
    for equation in judged:
        item, column = _place(equation)
        text = written(equation, cells)
        yield Result(equation.identity.code, item, column, equation.outcome, *_why(equation.outcome, text))


def _why(outcome: str, text: str) -> tuple[str, str]:
    listed = codelist("outcomes")[outcome]
    return f"{listed.title_zh}：{text}", f"{listed.title_en}: {text}"


def _place(equation: Equation) -> tuple[str, str]:
    return (equation.where, "") if equation.identity.along == "row" else ("", equation.where)


def written(equation: Equation, cells: Mapping[Key, Cell]) -> str:
    """The equation with its numbers: 8 + 2 ≠ 11 + 0; long sums are given as their total."""
    sign = {"pass": "=", "fail": "≠"}.get(equation.outcome, "?")
    return f"{_sum(equation.left, cells)} {sign} {_sum(equation.right, cells)}"


def _sum(side: Sequence[Key], cells: Mapping[Key, Cell]) -> str:
    values = [cells[key].value for key in side]
    if len(values) <= SPELT:
        return " + ".join("␣" if value is None else format(value.normalize(), "f") for value in values)
    known = [value for value in values if value is not None]
    blanks = len(values) - len(known)
    return f"Σ({len(values)}) {format(sum(known, Decimal(0)), 'f')}" + (f" + {blanks}×␣" if blanks else "")


SPELT = 6
"""A sum of more numbers is told as what they come to."""


def conflicts(table: Table, known: Numbers) -> Iterator[Finding]:
    """A finding on the row and one on the column of a cell for which the identities leave no number."""
    if (at := conflict(table, known)) is not None:
        text = where(table, *at)
        yield finding("identities_conflict", table=table, item=at[0], words={"where": text})
        yield finding("identities_conflict", table=table, column=at[1], words={"where": text})


def blanks(table: Table, cells: Mapping[Key, Cell], spans: Mapping[Key, Span]) -> Iterator[Finding]:
    """A blank or marked cell that no solution of the identities lets be 0: what should stand there.

    `spans` has the least and the greatest count that each cell without a number can be.
    """
    for (item, column), (least, most) in spans.items():
        if least > 0 and cells[item, column].status in ("blank", "marked"):
            exact = format(least, "f")
            yield finding(
                "blank_not_zero", table=table, item=item, column=column, found=cells[item, column].printed or "",
                expected=exact if least == most else f"≥ {exact}", suggestion=exact if least == most else None,
            )
