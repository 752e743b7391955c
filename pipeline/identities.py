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
from functools import lru_cache

from schemas.load import Identity, Table

Key = tuple[str, str]
Numbers = Mapping[Key, Decimal]
Span = tuple[Decimal, Decimal]
"""The least and the greatest that a count can be."""

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


@lru_cache(maxsize=64)
@lru_cache(maxsize=64)
@lru_cache(maxsize=64)
def places(table: Table) -> tuple[tuple[Identity, str, tuple[Key, ...], tuple[Key, ...]], ...]:
    """Each identity at each place, as its two sides' cells: for table 3 of 2021 that is 7 + 7 + 25.

    Kept for the tables met last: those of the form always are among them, and a report's own list has few.
    """
    return tuple(
        (identity, where, _side(identity, identity.left, where), _side(identity, identity.right, where))
        for identity in table.identities
        for where in (table.columns if identity.along == "column" else table.rows)
    )


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
    """The sum of a side's numbers, and how many of its cells have none."""
    present = [number for key in side if (number := numbers.get(key)) is not None]
    return sum(present, ZERO), len(side) - len(present)


def bounds(table: Table, numbers: Numbers) -> dict[Key, Span]:
    """The least and the greatest count that each cell without a number can be, by interval propagation.

    Empty where some equation fails, or where they can't all hold: then no solution exists, and nothing follows.
    """
    span = {key: (ZERO, INFINITE) for key in table.cells if key not in numbers}
    sides = [(left, right) for _, _, left, right in places(table)]
    if not span or any(_outcome(numbers, frozenset(), *both) == "fail" for both in sides):
        return {}
    return span if _propagate(span, numbers, sides) is None else {}


def conflict(table: Table, numbers: Numbers) -> Key | None:
    """A cell for which no count is left although no equation fails alone; equations that do fail are left out.

        4 │ ␣ │ 4 │ ␣      the row asks for 8 where the column asks for 4
    """
    span = {key: (ZERO, INFINITE) for key in table.cells if key not in numbers}
    sides = ((left, right) for _, _, left, right in places(table))
    return _propagate(span, numbers, [both for both in sides if _outcome(numbers, frozenset(), *both) != "fail"])


Sides = tuple[tuple[Key, ...], tuple[Key, ...]]


def _propagate(span: dict[Key, Span], numbers: Numbers, sides: Iterable[Sides]) -> Key | None:
    """Narrow the blanks' intervals until nothing tightens them further; the first one that is left empty, if any.

    An equation is looked at again only after a cell of it was narrowed.
    """
    halves = [(_half(numbers, left), _half(numbers, right)) for left, right in sides]
    halves = [(left, right) for left, right in halves if left.blanks or right.blanks]
    held_by: dict[Key, list[int]] = {key: [] for key in span}
    for i, (left, right) in enumerate(halves):
        for key in left.blanks + right.blanks:
            held_by[key].append(i)
    stale = set(range(len(halves)))
    while stale:
        for i, (left, right) in enumerate(halves):
            if i in stale:
                stale.remove(i)
                for own, other in ((left, right), (right, left)):
                    for key in _narrow(span, own, other):
                        if span[key][0] > span[key][1]:
                            return key
                        stale.update(held_by[key])
    return None


@dataclass(frozen=True, slots=True)
class _Half:
    """One side of an equation: the sum of its numbers, and its cells that have none."""

    known: Decimal
    blanks: tuple[Key, ...]


def _half(numbers: Numbers, side: tuple[Key, ...]) -> _Half:
    return _Half(_known(numbers, side)[0], tuple(key for key in side if key not in numbers))


def _narrow(span: dict[Key, Span], own: _Half, other: _Half) -> Iterator[Key]:
    """Narrow the blanks of one side to what the other side and the rest of their own leave them; each that changed.

    The sums of this side are kept while its cells change: `low`, and `high` of those cells that are not `endless`.
    """
    least = sum([span[key][0] for key in other.blanks], other.known)
    most = sum([span[key][1] for key in other.blanks], other.known)
    low = sum([span[key][0] for key in own.blanks], own.known)
    high = sum([_finite(span[key][1]) for key in own.blanks], own.known)
    endless = sum([span[key][1] == INFINITE for key in own.blanks])
    for key in own.blanks:
        was = span[key]
        rest_ends = endless == (was[1] == INFINITE)
        now = (
            max(was[0], least - (high - _finite(was[1]))) if rest_ends else was[0],
            min(was[1], most - (low - was[0])),
        )
        if now != was:
            span[key] = now
            low += now[0] - was[0]
            high += _finite(now[1]) - _finite(was[1])
            endless -= (was[1] == INFINITE) - (now[1] == INFINITE)
            yield key


def _finite(most: Decimal) -> Decimal:
    return ZERO if most == INFINITE else most
