"""A page's picture made ready to be read: `straightened(pixels, dots)` → a `Scan`, upright and in even light.

        as it came                      as it is read
        grey paper, a shadow      →     paper is white, ink as dark as it was against its ground
        laid 2° askew             →     rulings run along the pixels
        a red seal over a table   →     what lies beneath it; whatever else is coloured stays ink
"""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.document import Box

POINTS_AN_INCH = 72
MOST_DOTS = 300
"""Dots an inch beyond which a finer picture tells nothing more."""

PAPER = 255
MOST_SKEW = 5.0
"""Degrees: a page laid further askew was not laid on a scanner."""

COARSE, FINE = 0.25, 0.05
"""Steps in degrees in which the skew is sought."""

SEAL = 36.0
"""Points: coloured ink that reaches so far is a seal, and no character."""

NEAR = 4.0
"""Points between parts of one seal, at most: arcs of its ring, and what is in it."""

COLOURED = 60
"""Of 255: so much redder than green and blue is red ink."""

GROUND = 14.0
"""Points around a spot in which the paper's brightness is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A picture of a page; `dots` are pixels a point, `ink` grey levels on white, `sealed` where a seal's ink lies.

    `darkness` is how far the page's ink stands below its paper, of 255; `turn` the degrees, clockwise, by which the
    picture was turned.
    """

    ink: np.ndarray
    sealed: np.ndarray
    dots: float
    darkness: float
    turn: int = 0

    @property
    def height(self) -> int:
        return self.ink.shape[0]

    @property
    def width(self) -> int:
        return self.ink.shape[1]

    @property
    def page(self) -> Box:
        """The page in points."""
        return Box(0, 0, self.width / self.dots, self.height / self.dots)

    def pixels(self, box: Box) -> tuple[slice, slice]:
        """The rows and columns of a box given in points."""
        top, bottom = (min(max(round(y * self.dots), 0), self.height) for y in (box.top, box.bottom))
        left, right = (min(max(round(x * self.dots), 0), self.width) for x in (box.left, box.right))
        return slice(top, bottom), slice(left, right)


def straightened(pixels: np.ndarray, dots_an_inch: float) -> Scan:
    """The scan of a picture with red, green and blue in its last axis."""
    pixels, dots_an_inch = _reduced(pixels, dots_an_inch)
    dots = dots_an_inch / POINTS_AN_INCH
    even = _evenly_lit(pixels, dots)
    even = _turned(even, _skew(even.min(axis=2)))
    sealed = _seals(even, dots)
    return Scan(ink := _below(even, sealed), sealed, dots, _darkness(ink))


def _reduced(pixels: np.ndarray, dots_an_inch: float) -> tuple[np.ndarray, float]:
    if dots_an_inch <= MOST_DOTS:
        return pixels, dots_an_inch
    share = MOST_DOTS / dots_an_inch
    return cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), MOST_DOTS


def _evenly_lit(pixels: np.ndarray, dots: float) -> np.ndarray:
    """The picture over the brightness of the paper around: shadows and the shading of cells become white."""
    share = min(1.0, 1.5 / dots)
    small = _unstamped(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
    reach = max(3, round(GROUND * dots * share)) | 1
    ground = cv2.medianBlur(cv2.dilate(cv2.blur(small, (3, 3)), np.ones((reach // 2 | 1,) * 2, np.uint8)), reach)
    ground = cv2.resize(ground, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(pixels, np.maximum(ground, 1), scale=PAPER)


def _unstamped(small: np.ndarray) -> np.ndarray:
    """The picture with red ink as white as the paper: the middle of a seal is no ground for what is below it."""
    red = cv2.dilate(_redness(small).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    if not red.any() or red.all():
        return small
    paper = small.copy()
    paper[red] = np.median(small[~red], axis=0).astype(np.uint8)
    return paper


def _skew(ink: np.ndarray) -> float:
    """The degrees by which the page must be turned for its lines to run along the pixels."""
    best = _sharpest(_shrunk(ink, 500), np.arange(-MOST_SKEW, MOST_SKEW + COARSE, COARSE))
    return _sharpest(_shrunk(ink, 1000), np.arange(best - COARSE, best + COARSE + FINE, FINE))


def _shrunk(ink: np.ndarray, longest: int) -> np.ndarray:
    """How dark it is, on so many pixels, without the paper's grain."""
    share = min(1.0, longest / max(ink.shape))
    dark = PAPER - cv2.resize(ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    dark[dark < PAPER // 5] = 0
    return dark


def _sharpest(dark: np.ndarray, angles: np.ndarray) -> float:
    """The angle at which lines stand out most from what is between them; the smallest of equal ones."""
    ordered = sorted(map(float, angles), key=abs)
    return max(ordered, key=lambda angle: _sharpness(_rotated(dark, angle, 0)))


def _sharpness(dark: np.ndarray) -> float:
    return float(np.square(np.diff(dark.sum(axis=1, dtype=np.float64))).sum())


def _turned(pixels: np.ndarray, angle: float) -> np.ndarray:
    return pixels if abs(angle) < FINE else _rotated(pixels, angle, (PAPER, PAPER, PAPER))


def _rotated(pixels: np.ndarray, angle: float, beyond) -> np.ndarray:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=beyond)


def _seals(even: np.ndarray, dots: float) -> np.ndarray:
    """Where red ink hangs together over more than a character's size, and what it encloses; red digits stay ink."""
    touched = cv2.dilate(_redness(even).astype(np.uint8), np.ones((3, 3), np.uint8))
    gap = max(3, round(2 * dots)) | 1
    joined = cv2.morphologyEx(touched, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    large = [n for n in range(1, count) if min(stats[n, cv2.CC_STAT_WIDTH], stats[n, cv2.CC_STAT_HEIGHT]) > SEAL * dots]
    if not large:
        return np.zeros(labels.shape, bool)
    return _enclosed(np.isin(labels, large), stats[large], round(NEAR * dots)) & touched.astype(bool)


def _redness(even: np.ndarray) -> np.ndarray:
    return even[..., 0].astype(np.int16) - even[..., 1:].max(axis=2) > COLOURED


def _enclosed(parts: np.ndarray, stats: np.ndarray, near: int) -> np.ndarray:
    """The whole area that each seal spans: the signs within its ring belong to it, and print may cut the ring up."""
    fields = np.zeros(parts.shape, np.uint8)
    for x, y, wide, high, _ in stats.tolist():
        fields[max(0, y - near) : y + high + near, max(0, x - near) : x + wide + near] = 1
    count, labels = cv2.connectedComponents(fields)
    area = np.zeros(parts.shape, np.uint8)
    for n in range(1, count):
        y, x = np.nonzero(parts & (labels == n))
        cv2.fillConvexPoly(area, cv2.convexHull(np.stack([x, y], axis=1).astype(np.int32)), 1)
    return area.astype(bool)


def _below(even: np.ndarray, sealed: np.ndarray) -> np.ndarray:
    """The darkest of the colours, and of a seal what its own red doesn't account for."""
    ink = even.min(axis=2)
    if sealed.any():
        red = even[..., 0][sealed]
        ink[sealed] = np.minimum(red * (PAPER / max(1.0, float(np.median(red)) * 0.95)), PAPER)
    return ink


def _darkness(ink: np.ndarray) -> float:
    level, _ = cv2.threshold(ink, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inked = ink[ink <= level]
    return PAPER - float(np.median(inked)) if inked.size else 0.0
