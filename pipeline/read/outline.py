"""Drawn outlines become strokes: `strokes(corners, …)` gives the box of each straight stroke, or of each thin part.

        stroked: its edges ─ │          filled: its parts, which may be as thin as a stroke ▬
"""

import math
from collections.abc import Iterable, Iterator, Sequence
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
    for corner in corners:
        if here is None or corner.kind == "move":
            start = corner
        yield _between(here, corner) if corner.kind == "line" and here else None
        if corner.closes:
            yield _between(corner, start)
        here = corner


def _between(one: Corner, other: Corner) -> Box | None:
    _, left, top, _ = one
    _, right, bottom, _ = other
    if left > right:
        left, right = right, left
    if top > bottom:
        top, bottom = bottom, top
    return Box(left, top, right, bottom) if math.isfinite(left + top + right + bottom) else None


def _parts(corners: Iterable[Corner]) -> Iterator[Box | None]:
    part: list[Corner] = []
    for corner in corners:
        if corner.kind == "move":
            yield _around(part)
            part = []
        part.append(corner)
        yield None
    yield _around(part)


def _around(corners: Sequence[Corner]) -> Box | None:
    if not corners:
        return None
    box = around([(corner.x, corner.y) for corner in corners])
    return box if is_placed(box) else None
