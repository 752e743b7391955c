"""Seals on a scan: `rim(scan)` and `reach(scan)`, where one leaves pieces and traces of itself, and
`shows_through(scan, sides)`, whether the table below it can be seen.

        ──┬──(▒▒▒▒)──     the rulings below the seal are as dark as elsewhere: its ink hides nothing
        ──┬──(    )──     they end at the seal: nobody can say what else is below it
"""

from collections.abc import Iterable

import cv2
import numpy as np

from pipeline.read.document import Box
from pipeline.read.straight import PAPER, Scan

RIM = 1.5
"""Points on both sides of a seal's outline: colours run there, in a picture that keeps them coarser than its light."""

REACH = 8.0
"""Points around a seal in which its colour leaves traces: blocks of 16 pixels in a JPEG of 150 dots an inch."""

BESIDE = 2.0
"""Points from the middle of a ruling: what is sealed on both sides of it is sealed on it as well."""

ON = 1.2
"""Points around the place of a ruling in which its ink is sought."""

DARK = 0.4
"""Of the page's darkness: so dark are rulings, as in `ruled`."""

PROOF = 8.0
"""Points of rulings below a seal that tell whether it shows them."""

SHOWN = 0.8
"""Of these: so much must be seen."""


def rim(scan: Scan) -> np.ndarray:
    """The pixels along the outlines of seals."""
    sealed, around = scan.sealed.astype(np.uint8), _square(RIM, scan)
    return cv2.dilate(sealed, around) > cv2.erode(sealed, around)


def reach(scan: Scan) -> np.ndarray:
    """The pixels on and around seals where no faint trace tells of anything written."""
    return cv2.dilate(scan.sealed.astype(np.uint8), _square(REACH, scan)).astype(bool)


def _square(points: float, scan: Scan) -> np.ndarray:
    wide = 2 * max(1, round(points * scan.dots)) + 1
    return np.ones((wide, wide), np.uint8)


def shows_through(scan: Scan, sides: Iterable[Box]) -> bool:
    """Whether the cells' sides, boxes without breadth, show where a seal lies over them."""
    if not scan.sealed.any():
        return False
    dark = PAPER - scan.ink > DARK * scan.darkness
    below = shown = 0
    for side in sides:
        if side.top == side.bottom:
            covered, seen = _crossed(side, scan.sealed, dark, scan)
        else:
            covered, seen = _crossed(_flipped(side), scan.sealed.T, dark.T, scan)
        below, shown = below + covered, shown + seen
    return below >= PROOF * scan.dots and shown >= SHOWN * below


def _crossed(side: Box, sealed: np.ndarray, dark: np.ndarray, scan: Scan) -> tuple[int, int]:
    """The pixels of a lying side that a seal covers, and those of them where the ruling is seen."""
    left, right, y = (round(value * scan.dots) for value in (side.left, side.right, side.top))
    beside, on = round(BESIDE * scan.dots), max(1, round(ON * scan.dots))
    if y < beside or y + beside >= sealed.shape[0]:
        return 0, 0
    below = sealed[y - beside, left:right] & sealed[y + beside, left:right]
    return int(below.sum()), int((below & dark[y - on : y + on + 1, left:right].any(axis=0)).sum())


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
