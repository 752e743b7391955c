"""Which changes would mend a table that breaks its identities: `mends(table, numbers)`, part by part.

A table whose rows and totals are all printed is an error-correcting code: a change to one cell breaks a set of
identities that is that cell's own, and is never confused with a change to two (three can imitate one). So the
only mend of one cell, where no mend of two exists, is a suggestion, though no proof.

        5 │ 1 │ 7        the sum is 6; if the column below 7 holds with 6,
        2 │ 0 │ 2        only 7 → 6 mends row and column
        7 │ 1 │ 8
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.identities import Key, Numbers, excesses
from schemas.load import Table

MOST = 500
"""More mends than this tell nothing."""


@dataclass(frozen=True, slots=True)
class Sum:
    """An equation whose cells are all known: `weights` are +1 for its left side and -1 for its right."""

    weights: Mapping[Key, int]
    excess: Decimal


Mend = tuple[tuple[Key, Decimal], ...]
"""Cells and what they would have to be, for every identity to hold."""


def mends(table: Table, numbers: Numbers) -> tuple[tuple[Mend, ...], ...]:
    """For each part of the table that is broken, the changes of one cell and those of two that mend it.

    Parts share no equation: table 三 is one, each row of table 四 is its own. A part that no change of two
    counts mends gives an empty tuple; a table that holds gives none.
    """
    known = list(excesses(table, numbers))
    if not any(excess for _, _, excess in known):
        return ()
    parts = _parts([Sum(dict.fromkeys(left, 1) | dict.fromkeys(right, -1), excess) for left, right, excess in known])
    return tuple(_mends(part, numbers) for part in parts if any(s.excess for s in part))


def _mends(sums: tuple[Sum, ...], numbers: Numbers) -> tuple[Mend, ...]:
    return (*_single(sums, numbers), *_double(sums, numbers))


def _parts(sums: Iterable[Sum]) -> list[tuple[Sum, ...]]:
    """The equations, joined where they share a cell."""
    parts: list[tuple[set[Key], list[Sum]]] = []
    for one in sums:
        cells, own = set(one.weights), [one]
        for part in [p for p in parts if p[0] & cells]:
            parts.remove(part)
            cells |= part[0]
            own = part[1] + own
        parts.append((cells, own))
    return [tuple(own) for _, own in parts]


def _single(sums: tuple[Sum, ...], numbers: Numbers) -> Iterator[Mend]:
    """Each cell that stands in every broken equation and in no other, and by how much each of them is off."""
    broken = [s for s in sums if s.excess]
    for key in broken[0].weights:
        changes = {-s.excess * s.weights[key] for s in sums if key in s.weights}
        covers = all(key in s.weights for s in broken)
        if covers and len(changes) == 1 and numbers[key] + (change := changes.pop()) >= 0:
            yield ((key, numbers[key] + change),)


def _double(sums: tuple[Sum, ...], numbers: Numbers) -> Iterator[Mend]:
    """Each pair of cells both of which have to change to mend all; one change stands for the many that a pair has."""
    broken = [s for s in sums if s.excess]
    count = 0
    for one in broken[0].weights:
        rest = next((s for s in broken if one not in s.weights), None)
        for other in rest.weights if rest else sorted({k for s in sums for k in s.weights}):
            if other == one or (rest is None and other <= one and other in broken[0].weights):
                continue
            mend = _pair(sums, numbers, one, other)
            if mend is not None:
                count += 1
                yield mend
            if count >= MOST:
                return


def _pair(sums: tuple[Sum, ...], numbers: Numbers, one: Key, other: Key) -> Mend | None:
    """A change of both cells that makes every equation hold; None where there is none."""
    touched = [s for s in sums if one in s.weights or other in s.weights]
    if any(s.excess for s in sums if one not in s.weights and other not in s.weights):
        return None
    first = _alone(touched, one, other)
    second = _alone(touched, other, one)
    both = [s for s in touched if one in s.weights and other in s.weights]
    if first is None and second is None:
        return _any(both, numbers, one, other)
    if first is None and second is not None:
        first = _remaining(both, one, other, second)
    elif second is None and first is not None:
        second = _remaining(both, other, one, first)
    if not first or not second or numbers[one] + first < 0 or numbers[other] + second < 0:
        return None
    if not _solves(touched, {one: first, other: second}):
        return None
    return ((one, numbers[one] + first), (other, numbers[other] + second))


def _any(both: list[Sum], numbers: Numbers, one: Key, other: Key) -> Mend | None:
    """One of the many changes of two cells that stand in the same equations only."""
    for step in (Decimal(1), Decimal(-1)):
        rest = _remaining(both, other, one, step)
        if rest and min(numbers[one] + step, numbers[other] + rest) >= 0 and _solves(both, {one: step, other: rest}):
            return ((one, numbers[one] + step), (other, numbers[other] + rest))
    return None


def _solves(sums: Iterable[Sum], changes: Mapping[Key, Decimal]) -> bool:
    return all(s.excess + sum(s.weights.get(key, 0) * by for key, by in changes.items()) == 0 for s in sums)


def _alone(touched: list[Sum], key: Key, other: Key) -> Decimal | None:
    """The change that the equations with `key` and without `other` ask for; None where there are none."""
    own = [s for s in touched if key in s.weights and other not in s.weights]
    return -own[0].excess * own[0].weights[key] if own else None


def _remaining(both: list[Sum], key: Key, other: Key, change: Decimal) -> Decimal | None:
    """The change of `key` that an equation with both asks for, once `other` is changed."""
    if not both:
        return None
    return -(both[0].excess + both[0].weights[other] * change) * both[0].weights[key]
