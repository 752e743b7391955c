"""Places on a page: `Matrix` moves, turns and scales them. Lengths are points, y runs down from the page's top."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.read.document import Box


class Matrix(NamedTuple):
    """x' = a x + c y + e and y' = b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "Matrix") -> "Matrix":
        """The matrix that applies `first`, then this one."""
        a, b, c, d, e, f = self
        i, j, k, m, x, y = first
        return Matrix(a * i + c * j, b * i + d * j, a * k + c * m, b * k + d * m, a * x + c * y + e, b * x + d * y + f)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box around a rectangle after the move: two of its corners tell it, unless it is turned aslant."""
        x1, y1 = self.point(left, bottom)
        x2, y2 = self.point(right, top)
        if (self.b or self.c) and (self.a or self.d):
            return around([(x1, y1), (x2, y2), self.point(left, top), self.point(right, bottom)])
        if x1 > x2:
            x1, x2 = x2, x1
        return Box(x1, y1, x2, y2) if y1 <= y2 else Box(x1, y2, x2, y1)

    def angle(self, x: float = 1.0, y: float = 0.0) -> float:
        """Degrees, clockwise as seen, at which a direction runs after the move, to the right unless told; below 360."""
        x, y = self.a * x + self.c * y, self.b * x + self.d * y
        if y == 0 and x > 0:
            return 0.0
        return math.degrees(math.atan2(y, x)) % 360 if is_finite(x, y) else 0.0

    @property
    def scale(self) -> float:
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


SAME = Matrix(1, 0, 0, 1, 0, 0)

UPRIGHT = {0: SAME, 90: Matrix(0, -1, 1, 0, 0, 0), 180: Matrix(-1, 0, 0, -1, 0, 0), 270: Matrix(0, 1, -1, 0, 0, 0)}
"""By how many degrees text is turned → the matrix that turns it back; it leaves the origin where it is."""

BACK = {angle: UPRIGHT[-angle % 360] for angle in UPRIGHT}
"""The matrices that undo those of UPRIGHT."""


def around(points: Sequence[tuple[float, float]]) -> Box:
    """The smallest box with all points in it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def common(box: Box, other: Box) -> Box:
    """What both boxes share; a box without any width where that is nothing."""
    left, top = max(box.left, other.left), max(box.top, other.top)
    return Box(left, top, max(left, min(box.right, other.right)), max(top, min(box.bottom, other.bottom)))


def turned(matrix: Matrix, box: Box) -> Box:
    return box if matrix is SAME else matrix.box(box.left, box.bottom, box.right, box.top)


def is_finite(*numbers: float) -> bool:
    """A damaged matrix may lead nowhere."""
    return math.isfinite(sum(numbers))


def is_placed(box: Box) -> bool:
    return math.isfinite(box.left + box.top + box.right + box.bottom)
