"""From ruling lines to tables: `tables(strokes)` finds every cell that lines enclose.

        lines drawn            borders of a lattice         cells
        ──┬───────┬──          ┌───┬───┬───┐                ┌───┬───────┐
          │       │     edges  │ a │ b   b │  rectangles    │ a │   b   │
        ──┼───┬───┼──     →    │   ├───┼───┤      →         │   ├───┬───┤
          │   │   │            │ a │ c │ d │                │ a │ c │ d │
        ──┴───┴───┴──          └───┴───┴───┘                └───┴───┴───┘

Where the lines come from (a PDF, a scan, an OFD page) is no matter here. All lengths are points, measured
from the page's top left corner.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from operator import itemgetter
from statistics import fmean
from typing import NamedTuple

import numpy as np

from pipeline.read.document import Box
from pipeline.read.limits import MAX_CELLS, MAX_RULINGS

TOLERANCE = 3.0
"""Lines nearer than this are one line (a double border), ends nearer than this touch."""

SHORTEST = 6.0
"""A line shorter than this borders no cell that could hold a character: a dot, a dash, a stroke of art."""

THICKEST = 5.0
"""A thicker stroke is an area: the shading of a cell, a bar of a chart."""


class TooManyRulings(Exception):
    """A page holds a drawing rather than a form."""


class Ruling(NamedTuple):
    """A straight line: at which height it runs across from `start` to `end`, or at which x it runs down."""

    at: float
    start: float
    end: float


class Slot(NamedTuple):
    """A cell's position, spans and outline, before it has any text."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box

    @property
    def area(self) -> float:
        return (self.box.right - self.box.left) * (self.box.bottom - self.box.top)


_ruling = partial(tuple.__new__, Ruling)
"""What `Ruling._make` does, faster: a page has more strokes than any other thing but characters."""

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lattice:
    """All borders of connected rulings; square (row, column) lies below ys[row] and right of xs[column].

    `across` holds (y, column) where a border lies above that square, `down` (x, row) where one lies left.
    """

    xs: list[float]
    ys: list[float]
    across: frozenset[Position]
    down: frozenset[Position]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells enclosed by connected rulings, from left to right and top to bottom."""

    box: Box
    slots: tuple[Slot, ...]
    lattice: Lattice
    owners: dict[Position, Slot]

    def slot_at(self, x: float, y: float) -> Slot | None:
        """The cell around a point, or None outside."""
        return self.slots_at([x], [y])[0]

    def slots_at(self, xs: Sequence[float], ys: Sequence[float]) -> list[Slot | None]:
        """The cell around each of many points, or None."""
        rows = np.searchsorted(self.lattice.ys, ys, "right") - 1
        columns = np.searchsorted(self.lattice.xs, xs, "right") - 1
        return list(map(self.owners.get, zip(rows.tolist(), columns.tolist(), strict=True)))

    @property
    def has_columns(self) -> bool:
        return any(slot.column > 0 for slot in self.slots)


Rulings = tuple[list[Ruling], list[Ruling]]
"""Those that run across and those that run down."""


def tables(strokes: Iterable[Box]) -> list[Table]:
    """All tables of a page, from top to bottom; cells without a border between them are one cell.

    A stroke is a thin box; any other is passed over. A frame, or frames on one another, is no table: it
    has no columns. Raises TooManyRulings.
    """
    return enclosed(rulings(strokes))


def enclosed(drawn: Rulings) -> list[Table]:
    """The tables that rulings make."""
    found = (_table(*group) for group in _connected(*drawn))
    return sorted(
        (table for table in found if table.has_columns), key=lambda table: (table.box.top, table.box.left)
    )


def rulings(strokes: Iterable[Box]) -> Rulings:
    """Rulings that run across and rulings that run down; a dot may be a piece of either."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, top, right, bottom in strokes:
        width, height = right - left, bottom - top
        if height <= THICKEST and height <= 2 * width:
            across.append(_ruling(((top + bottom) / 2, left, right)))
        if width <= THICKEST and width <= 2 * height:
            down.append(_ruling(((left + right) / 2, top, bottom)))
    joined = join(across), join(down)
    if max(map(len, joined)) > MAX_RULINGS:
        raise TooManyRulings(f"{len(joined[0])} rulings across and {len(joined[1])} down")
    return joined


def join(lines: Iterable[Ruling]) -> list[Ruling]:
    """Pieces that lie on one line become one, in order: dashes, one piece a cell, both edges of a double border."""
    long = (line for part in _apart(lines) for cluster in _beside(part) for line in _in_a_row(cluster))
    return sorted((line for line in long if line.end - line.start >= SHORTEST), key=_AT)


_AT, _START = itemgetter(0), itemgetter(1)


def _apart(lines: Iterable[Ruling]) -> Iterator[list[Ruling]]:
    """Lines in parts between which none runs: what stands in one table says nothing of a line in another."""
    part: list[Ruling] = []
    end = 0.0
    for line in sorted(lines, key=_START):
        _, begins, ends = line
        if part and begins - end > TOLERANCE:
            yield part
            part = []
        if not part or ends > end:
            end = ends
        part.append(line)
    if part:
        yield part


def _beside(lines: Iterable[Ruling]) -> Iterator[list[Ruling]]:
    cluster: list[Ruling] = []
    first = 0.0
    for line in sorted(lines, key=_AT):
        at = line[0]
        if not cluster:
            first = at
        elif at - first > TOLERANCE:
            yield cluster
            cluster, first = [], at
        cluster.append(line)
    if cluster:
        yield cluster


def _in_a_row(cluster: list[Ruling]) -> Iterator[Ruling]:
    at = fmean([line.at for line in cluster])
    start = end = None
    for _, begins, ends in sorted(cluster, key=_START):
        if end is None or begins - end > TOLERANCE:
            if end is not None:
                yield Ruling(at, start, end)
            start, end = begins, ends
        elif ends > end:
            end = ends
    yield Ruling(at, start, end)


def _connected(across: list[Ruling], down: list[Ruling]) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that touch one another; a line that touches none is in no group."""
    crossed = _crossings(across, down)
    crossing = defaultdict(list)
    for a, ds in crossed.items():
        for d in ds:
            crossing[d].append(a)
    unseen = set(crossed)
    while unseen:
        group_across, group_down, waiting = set(), set(), [unseen.pop()]
        while waiting:
            a = waiting.pop()
            group_across.add(a)
            fresh = [d for d in crossed[a] if d not in group_down]
            group_down.update(fresh)
            near = {b for d in fresh for b in crossing[d]} & unseen
            unseen -= near
            waiting.extend(near)
        yield [across[a] for a in sorted(group_across)], [down[d] for d in sorted(group_down)]


def _crossings(across: list[Ruling], down: list[Ruling]) -> dict[int, list[int]]:
    places = [line.at for line in down]
    crossed = {}
    for a, line in enumerate(across):
        reach = range(
            bisect_left(places, line.start - TOLERANCE),
            bisect_right(places, line.end + TOLERANCE),
        )
        touched = [d for d in reach if _spans(down[d], line.at)]
        if touched:
            crossed[a] = touched
    return crossed


def _spans(line: Ruling, at: float) -> bool:
    return line.start - TOLERANCE <= at <= line.end + TOLERANCE


def _table(across: list[Ruling], down: list[Ruling]) -> Table:
    lattice = _lattice(across, down)
    slots, owners = _slots(lattice)
    box = Box(lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1])
    return Table(box, slots, lattice, owners)


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice:
    xs, ys = _axis(down, across), _axis(across, down)
    if len(xs) * len(ys) > MAX_CELLS:
        raise TooManyRulings(f"a lattice of {len(ys)} by {len(xs)} rulings")
    return Lattice(
        xs,
        ys,
        frozenset(_borders(across, ys, xs) | _closing(down, ys, xs)),
        frozenset(_borders(down, xs, ys) | _closing(across, xs, ys)),
    )


def _axis(lines: list[Ruling], others: list[Ruling]) -> list[float]:
    """Where lines stand, and how far the lines across them reach: a side may be left open."""
    places = [line.at for line in lines]
    places += [min(other.start for other in others), max(other.end for other in others)]
    marks = (Ruling(place, 0, 0) for place in places)
    return [fmean([mark.at for mark in cluster]) for cluster in _beside(marks)]


def _borders(lines: list[Ruling], places: list[float], steps: list[float]) -> set[Position]:
    """The squares' sides that the rulings cover: whole ones only."""
    borders = set()
    for line in lines:
        place = _nearest(places, line.at)
        first = bisect_left(steps, line.start - TOLERANCE)
        after = bisect_right(steps, line.end + TOLERANCE) - 1
        borders.update((place, step) for step in range(first, after))
    return borders


def _nearest(places: list[float], at: float) -> int:
    i = bisect_left(places, at)
    near = range(max(i - 1, 0), min(i + 1, len(places)))
    return min(near, key=lambda j: abs(places[j] - at))


def _closing(lines: list[Ruling], places: list[float], steps: list[float]) -> set[Position]:
    """Borders that close an open side (the first or last of `places`) between the rulings that reach it.

    A table cut by a page often has no border at the cut, and some tables have none at their sides.
    """
    borders = set()
    for place in (0, len(places) - 1):
        reaching = [_nearest(steps, line.at) for line in lines if _ends_at(line, places[place])]
        if reaching:
            borders.update((place, step) for step in range(min(reaching), max(reaching)))
    return borders


def _ends_at(line: Ruling, edge: float) -> bool:
    return min(abs(line.start - edge), abs(line.end - edge)) <= TOLERANCE


def _slots(lattice: Lattice) -> tuple[tuple[Slot, ...], dict[Position, Slot]]:
    """The largest rectangles without a border inside, and for each square the one that holds it."""
    rectangles = list(_rectangles(lattice))
    tops = sorted({top for top, _, _, _ in rectangles})
    lefts = sorted({left for _, left, _, _ in rectangles})
    owners: dict[Position, Slot] = {}
    for rectangle in rectangles:
        slot = _slot(lattice, rectangle, tops, lefts)
        owners.update(dict.fromkeys(_squares(rectangle), slot))
    return tuple(dict.fromkeys(owners.values())), owners


Rectangle = tuple[int, int, int, int]
"""Top, left, bottom and right as numbers of the lattice's lines."""


def _slot(lattice: Lattice, rectangle: Rectangle, tops: list[int], lefts: list[int]) -> Slot:
    """Lines at which no cell begins are no row or column: a line that juts out makes none."""
    top, left, bottom, right = rectangle
    row, column = bisect_left(tops, top), bisect_left(lefts, left)
    box = Box(lattice.xs[left], lattice.ys[top], lattice.xs[right], lattice.ys[bottom])
    return Slot(row, column, bisect_left(tops, bottom) - row, bisect_left(lefts, right) - column, box)


def _squares(rectangle: Rectangle) -> Iterator[Position]:
    top, left, bottom, right = rectangle
    return product(range(top, bottom), range(left, right))


def _rectangles(lattice: Lattice) -> Iterator[Rectangle]:
    free = _enclosed(lattice)
    for row, column in sorted(free):
        if (row, column) in free:
            rectangle = _grown(lattice, free, row, column)
            free.difference_update(_squares(rectangle))
            yield rectangle


def _grown(lattice: Lattice, free: set[Position], top: int, left: int) -> Rectangle:
    across, down = lattice.across, lattice.down
    right = left + 1
    while (top, right) in free and (right, top) not in down:
        right += 1
    bottom = top + 1
    while (bottom, left) in free and (bottom, left) not in across and _continues(lattice, free, bottom, left, right):
        bottom += 1
    return top, left, bottom, right


def _continues(lattice: Lattice, free: set[Position], row: int, left: int, right: int) -> bool:
    """Whether a rectangle goes on into the next row, if its leftmost square does."""
    return not any(
        (row, column) not in free or (row, column) in lattice.across or (column, row) in lattice.down
        for column in range(left + 1, right)
    )


def _enclosed(lattice: Lattice) -> set[Position]:
    """The squares from which no way leads outside without crossing a border."""
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    outside, waiting = {(-1, -1)}, [(-1, -1)]
    while waiting:
        for square in _open_neighbours(lattice, *waiting.pop()):
            if square not in outside and -1 <= square[0] <= height and -1 <= square[1] <= width:
                outside.add(square)
                waiting.append(square)
    return set(product(range(height), range(width))) - outside


def _open_neighbours(lattice: Lattice, row: int, column: int) -> Iterator[Position]:
    if (row, column) not in lattice.across:
        yield row - 1, column
    if (row + 1, column) not in lattice.across:
        yield row + 1, column
    if (column, row) not in lattice.down:
        yield row, column - 1
    if (column + 1, row) not in lattice.down:
        yield row, column + 1
