"""Which identities a table's numbers break, and what its blanks must be: arithmetic, no verdict.

`equations(table, numbers)` gives one result for each identity and each column or row it runs along.
A cell without a number is an unknown that can't be negative, so an equation can fail although cells are blank.

        8 + 2        =  11              fails
        8 + (blank)  =  11              the blank would be 3
        8 + (blank)  =   7              fails: no count makes it true
        8 + (blank)  =  (unread)        not assessable
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.load import Identity, Table

Key = tuple[str, str]
Numbers = Mapping[Key, Decimal]

ZERO = Decimal(0)
INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity at one place: `left` cells add up to `right` cells; outcome pass, fail or not_assessable."""

    identity: Identity
    where: str
    left: tuple[Key, ...]
    right: tuple[Key, ...]
    outcome: str

    @property
    def cells(self) -> tuple[Key, ...]:
        return self.left + self.right


def places(table: Table) -> Iterator[tuple[Identity, str, tuple[Key, ...], tuple[Key, ...]]]:
    """Each identity at each place, as its two sides' cells: for table 3 of 2021 that is 7 + 7 + 25."""
    for identity in table.identities:
        for where in table.columns if identity.along == "column" else table.rows:
            yield identity, where, _side(identity, identity.left, where), _side(identity, identity.right, where)


def _side(identity: Identity, codes: Iterable[str], where: str) -> tuple[Key, ...]:
    if identity.along == "column":
        return tuple((code, where) for code in codes)
    return tuple((where, code) for code in codes)


def equations(table: Table, numbers: Numbers, unseen: frozenset[Key] = frozenset()) -> tuple[Equation, ...]:
    """Every equation of the table, judged on the numbers that are there.

    A cell without a number is a blank, which may be 0; of an `unseen` one nothing is known, so no equation with
    it can pass.
    """
    return tuple(
        Equation(identity, where, left, right, _outcome(numbers, unseen, left, right))
        for identity, where, left, right in places(table)
    )


def _outcome(numbers: Numbers, unseen: frozenset[Key], left: tuple[Key, ...], right: tuple[Key, ...]) -> str:
    known_left, open_left = _known(numbers, left)
    known_right, open_right = _known(numbers, right)
    if not open_left and not open_right:
        return "pass" if known_left == known_right else "fail"
    if (not open_left and known_left < known_right) or (not open_right and known_right < known_left):
        return "fail"
    if known_left == known_right and bool(open_left) != bool(open_right) and unseen.isdisjoint(left + right):
        return "pass"
    return "not_assessable"


def _known(numbers: Numbers, side: tuple[Key, ...]) -> tuple[Decimal, int]:
    present = [numbers[key] for key in side if key in numbers]
    return sum(present, ZERO), len(side) - len(present)


def bounds(table: Table, numbers: Numbers) -> dict[Key, tuple[Decimal, Decimal]]:
    """The least and the greatest count that each cell without a number can be, by interval propagation.

    Empty where some equation fails, or where they can't all hold: then no solution exists, and nothing follows.
    """
    span, at = _propagated(table, numbers, [(left, right) for _, _, left, right in places(table)])
    return {} if at is not None else {key: value for key, value in span.items() if key not in numbers}


def conflict(table: Table, numbers: Numbers) -> Key | None:
    """A cell for which no count is left although no equation fails alone; equations that do fail are left out.

        4 │ ␣ │ 4 │ ␣      the row asks for 8 where the column asks for 4
    """
    judged = equations(table, numbers)
    return _propagated(table, numbers, [(e.left, e.right) for e in judged if e.outcome != "fail"])[1]


def _propagated(
    table: Table, numbers: Numbers, sides: list[tuple[tuple[Key, ...], tuple[Key, ...]]]
) -> tuple[dict[Key, tuple[Decimal, Decimal]], Key | None]:
    """The intervals once nothing tightens them further, or the first cell whose interval is empty."""
    span = dict.fromkeys(table.cells, (ZERO, INFINITE)) | {k: (v, v) for k, v in numbers.items()}
    steps = [step for left, right in sides for step in _steps(numbers, left, right)]
    changed = True
    while changed:
        changed = False
        for key, side, other in steps:
            tight = _tighten(span, key, side, other)
            if tight[0] > tight[1]:
                return span, key
            changed |= tight != span[key]
            span[key] = tight
    return span, None


def _steps(numbers: Numbers, left: tuple[Key, ...], right: tuple[Key, ...]) -> Iterator[tuple[Key, tuple, tuple]]:
    """The cells that an equation can tell of, with their side and the other: the blanks, or all where none is blank."""
    blank = [key for key in left + right if key not in numbers] or left + right
    for side, other in ((left, right), (right, left)):
        yield from ((key, side, other) for key in side if key in blank)


def _tighten(span: dict, key: Key, side: tuple[Key, ...], other: tuple[Key, ...]) -> tuple[Decimal, Decimal]:
    """What the equation side = other leaves for `key`, within what is known of it."""
    low, high = span[key]
    rest = [span[k] for k in side if k != key]
    least = sum((span[k][0] for k in other), ZERO) - sum((h for _, h in rest), ZERO)
    most = sum((span[k][1] for k in other), ZERO) - sum((lo for lo, _ in rest), ZERO)
    return max(low, least) if least.is_finite() else low, min(high, most)
