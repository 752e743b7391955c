"""Ruling lines in a scan: `strokes(scan)` gives them as thin boxes in points, as a PDF's drawing does.

        ──┬─────    long and straight: a ruling         ─┼─  一 二    short: a character's stroke
"""

from collections.abc import Iterator

import cv2
import numpy as np

from pipeline.read.document import Box
from pipeline.read.straight import PAPER, Scan

LONGER = 17.0
"""Points: strokes of characters are shorter, and so is no side of a cell with a line of text in it."""

PIECE = 60.0
"""A ruling is told in pieces of so many points, as none is perfectly straight on paper."""

STRONG = 0.4
"""Of the page's darkness: a ruling is at least so dark."""

NEXT_FROM, NEXT_TO = 0.8, 2.0
"""Points from a stroke within which its sides are looked at."""

BUSY = 0.3
"""Of its length: what has so much ink next to it is no ruling; the strokes of a line of characters run together so."""

WIDEST = 4.0
"""Points: what is thicker is an area."""


def strokes(scan: Scan) -> list[Box]:
    """The rulings' pieces, across first."""
    dark = (PAPER - scan.ink > STRONG * scan.darkness).astype(np.uint8)
    return [*_across(dark, scan.dots), *(_flipped(box) for box in _across(dark.T, scan.dots))]


def _across(dark: np.ndarray, dots: float) -> Iterator[Box]:
    long = _long(np.ascontiguousarray(dark), max(3, round(LONGER * dots)))
    step = max(1, round(PIECE * dots))
    for left in range(0, long.shape[1], step):
        count, _, stats, _ = cv2.connectedComponentsWithStats(long[:, left : left + step])
        for x, y, wide, high, _ in stats[1:count]:
            if high <= WIDEST * dots and not _is_busy(dark[:, left + x : left + x + wide], y, y + high, dots):
                yield Box((left + x) / dots, y / dots, (left + x + wide) / dots, (y + high) / dots)


def _is_busy(dark: np.ndarray, top: int, bottom: int, dots: float) -> bool:
    """Whether there is much ink along a side of what stands from `top` to `bottom`."""
    first, last = max(1, round(NEXT_FROM * dots)), round(NEXT_TO * dots)
    sides = dark[max(0, top - last) : max(0, top - first)], dark[bottom + first : bottom + last]
    return any(side.size and side.any(axis=0).mean() > BUSY for side in sides)


def _long(dark: np.ndarray, length: int) -> np.ndarray:
    """What runs on for a length, when a line may climb by a pixel and gaps of a few are closed."""
    thick = cv2.dilate(dark, np.ones((2, 1), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(3, length // 8)), np.uint8))
    return cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
