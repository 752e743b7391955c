"""Drawn outlines become strokes: `strokes(corners, …)` gives the box of each straight stroke, or of each thin part.

        stroked: its edges ─ │          filled: its parts, which may be as thin as a stroke ▬
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import isfinite
from typing import Literal, NamedTuple

from pipeline.read.document import Box
from pipeline.read.matrix import around, is_placed
from pipeline.read.ruling import THICKEST


class Corner(NamedTuple):
    """A point of an outline, how the outline comes there, and whether it then returns to its start."""

    kind: Literal["move", "line", "curve"]
    x: float
    y: float
    closes: bool = False


def strokes(corners: Iterable[Corner], width: float, is_stroked: bool, is_filled: bool) -> Iterator[Box | None]:
    """The boxes of an outline drawn with a pen of `width` points; one item a corner, so that work can be bounded."""
    if is_stroked and width <= THICKEST:
        yield from _edges(corners)
    elif is_filled:
        yield from _parts(corners)


def _edges(corners: Iterable[Corner]) -> Iterator[Box | None]:
    start = here = None
    for kind, x, y, closes in corners:
        there = x, y
        if here is None or kind == "move":
            start = there
        yield _between(here, there) if kind == "line" and here else None
        if closes:
            yield _between(there, start)
        here = there


def _between(one: tuple[float, float], other: tuple[float, float]) -> Box | None:
    (left, top), (right, bottom) = one, other
    if left > right:
        left, right = right, left
    if top > bottom:
        top, bottom = bottom, top
    return _box((left, top, right, bottom)) if isfinite(left + top + right + bottom) else None


_box = partial(tuple.__new__, Box)
"""What `Box._make` does, faster: an outline has as many edges as corners."""


def _parts(corners: Iterable[Corner]) -> Iterator[Box | None]:
    part: list[tuple[float, float]] = []
    for kind, x, y, _ in corners:
        if kind == "move":
            yield _around(part)
            part = []
        part.append((x, y))
        yield None
    yield _around(part)


def _around(points: Sequence[tuple[float, float]]) -> Box | None:
    box = around(points) if points else None
    return box if box and is_placed(box) else None
