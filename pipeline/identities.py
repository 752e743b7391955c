"""Which identities a table's numbers break, and what its blanks must be: arithmetic, no verdict.

`equations(table, numbers)` gives one result for each identity and each column or row it runs along.
A cell without a number is an unknown that can't be negative, so an equation can fail although cells are blank.

        8 + 2        =  11              fails
        8 + (blank)  =  11              the blank would be 3
        8 + (blank)  =   7              fails: no count makes it true
        8 + (blank)  =  (unread)        not assessable
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

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
    judged = zip(places(table), _outcomes(table, numbers, unseen), strict=True)
    return tuple(Equation(*place, outcome) for place, outcome in judged)


def _outcomes(table: Table, numbers: Numbers, unseen: frozenset[Key] = frozenset()) -> Iterator[str]:
    values = [numbers.get(key) for key in table.cells]
    return (_outcome(left, right, values, unseen) for left, right in _sides(table))


def _outcome(left: "Side", right: "Side", values: Sequence[Decimal | None], unseen: frozenset[Key]) -> str:
    known_left, open_left = _known(left.of(values))
    known_right, open_right = _known(right.of(values))
    if not open_left and not open_right:
        return "pass" if known_left == known_right else "fail"
    if (not open_left and known_left < known_right) or (not open_right and known_right < known_left):
        return "fail"
    if known_left == known_right and bool(open_left) != bool(open_right):
        return "pass" if unseen.isdisjoint(left.cells + right.cells) else "not_assessable"
    return "not_assessable"


def _known(values: Sequence[Decimal | None]) -> tuple[Decimal, int]:
    """The sum of the numbers that are there, and how many are not."""
    known = [value for value in values if value is not None]
    return sum(known, ZERO), len(values) - len(known)


def excesses(table: Table, numbers: Numbers) -> Iterator[tuple[tuple[Key, ...], tuple[Key, ...], Decimal]]:
    """The two sides of each equation whose cells are all known, and by how much the left one is greater."""
    values = [numbers.get(key) for key in table.cells]
    for left, right in _sides(table):
        (more, open_left), (less, open_right) = _known(left.of(values)), _known(right.of(values))
        if not open_left and not open_right:
            yield left.cells, right.cells, more - less


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: its cells, their numbers in `table.cells`, and what picks them out of such a list."""

    cells: tuple[Key, ...]
    at: tuple[int, ...]
    of: Callable[[Sequence[Any]], Sequence[Any]]


@lru_cache(maxsize=64)
def _sides(table: Table) -> tuple[tuple[Side, Side], ...]:
    """The two sides of each equation, in the order of `places`."""
    number = {key: at for at, key in enumerate(table.cells)}
    return tuple((_numbered(left, number), _numbered(right, number)) for _, _, left, right in places(table))


def _numbered(cells: tuple[Key, ...], number: Mapping[Key, int]) -> Side:
    at = tuple(number[key] for key in cells)
    return Side(cells, at, itemgetter(*at) if len(at) > 1 else itemgetter(slice(at[0], at[0] + 1)))


# What blanks must be


def bounds(table: Table, numbers: Numbers) -> dict[Key, Span]:
    """The least and the greatest count that each cell without a number can be, by interval propagation.

    Empty where some equation fails, or where they can't all hold: then no solution exists, and nothing follows.
    """
    if all(key in numbers for key in table.cells) or "fail" in _outcomes(table, numbers):
        return {}
    spans = Spans(table, numbers)
    return spans.of_blanks() if spans.narrow(_sides(table)) is None else {}


def conflict(table: Table, numbers: Numbers) -> Key | None:
    """A cell for which no count is left although no equation fails alone; equations that do fail are left out.

        4 │ ␣ │ 4 │ ␣      the row asks for 8 where the column asks for 4
    """
    judged = zip(_sides(table), _outcomes(table, numbers), strict=True)
    return Spans(table, numbers).narrow([sides for sides, outcome in judged if outcome != "fail"])


class Spans:
    """What a table's counts can be: a number is itself; a blank is 0 or more, until equations narrow it."""

    def __init__(self, table: Table, numbers: Numbers) -> None:
        self._cells = table.cells
        self._least = [numbers.get(key, ZERO) for key in table.cells]
        self._most = [numbers.get(key, INFINITE) for key in table.cells]
        self._is_blank = [key not in numbers for key in table.cells]

    def of_blanks(self) -> dict[Key, Span]:
        """The least and the greatest that each blank can be."""
        every = zip(self._cells, self._is_blank, self._least, self._most, strict=True)
        return {key: (least, most) for key, is_blank, least, most in every if is_blank}

    def narrow(self, sides: Sequence[tuple[Side, Side]]) -> Key | None:
        """Narrow the blanks until nothing tightens them further; the first one that is left no count, if any.

        An equation is looked at again only after a cell of it was narrowed.
        """
        blanks = [[cell for cell in left.at + right.at if self._is_blank[cell]] for left, right in sides]
        held_by: dict[int, list[int]] = {}
        for number, cells in enumerate(blanks):
            for cell in cells:
                held_by.setdefault(cell, []).append(number)
        stale = {number for number, cells in enumerate(blanks) if cells}
        while stale:
            for number, (left, right) in enumerate(sides):
                if number in stale:
                    stale.remove(number)
                    for cell in chain(self._tighten(left, right), self._tighten(right, left)):
                        if self._least[cell] > self._most[cell]:
                            return self._cells[cell]
                        stale.update(held_by[cell])
        return None

    def _tighten(self, own: Side, other: Side) -> Iterator[int]:
        """Narrow the blanks of one side to what the other side and the rest of their own leave; each that changed."""
        least, most = sum(other.of(self._least), ZERO), sum(other.of(self._most), ZERO)
        base = sum(own.of(self._least), ZERO)
        for cell in own.at:
            if self._is_blank[cell]:
                was = self._least[cell], self._most[cell]
                now = was[0], min(was[1], most - (base - was[0]))
                if least > base:  # else no cell has to be more than its least
                    rest = sum([self._most[c] for c in own.at if c != cell], ZERO)
                    now = max(was[0], least - rest), now[1]
                if now != was:
                    self._least[cell], self._most[cell] = now
                    base += now[0] - was[0]
                    yield cell
