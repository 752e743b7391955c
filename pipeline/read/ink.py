"""Where ink stands in a part of a scan: `inked(scan, box)`, and `rows(mask, em)`, the lines of characters in it.

        ┌───────────┐      the borders are left out, specks of noise are none,
        │  科研机   │  →   two lines: 科研机 and 构
        │    构     │
        └───────────┘
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from pipeline.read.document import Box
from pipeline.read.seal import reach, rim
from pipeline.read.straight import PAPER, Scan

FAINT = 0.15
"""Of the page's darkness: what stands out from the paper by so much may be ink."""

ABOVE_NOISE = 6.0
"""What is ink stands out by more than so many times the spread of the paper's grain."""

PLAIN = 0.35
"""Of the page's darkness: ink that nowhere is so dark is faint."""

TRACE, TRACE_BLUR = 0.012, 1.0
"""Of the page's darkness, and points over which it is smoothed: where so much is left something is written, however
faint; an empty cell must show less."""

SEALED_TRACE = 0.12
"""The same on and around a seal, which leaves traces itself."""

REMNANT = 0.3
"""Of the page's darkness: along the rim of a seal, ink that is no darker is the seal's."""

CRUMB, DARK_CRUMB = 0.3, 0.5
"""Of a character's height, and of the page's darkness: a smaller piece along a seal's rim is ink only if as dark."""

SPECK, FAINT_SPECK = 0.35, 2.0
"""Square points: ink that covers less is no decimal point; faint ink that covers less is the paper's grain."""

BLUR = 0.3
"""Points over which grain is smoothed before ink is looked for."""

BORDER = 1.1
"""Points around a border that belong to it: a ruling is half as thick, and on paper never quite straight."""


@dataclass(frozen=True, slots=True, eq=False)
class Inked:
    """A scan without its rulings: `grey` for the eye of a recogniser, `mask` where there is ink, `trace` where there
    may be some, `em` the height in points of most characters."""

    scan: Scan
    grey: np.ndarray
    mask: np.ndarray
    trace: np.ndarray
    em: float


def inked(scan: Scan, borders: Iterable[Box]) -> Inked:
    """The scan with its cells' borders, boxes without breadth, taken away."""
    grey = scan.ink.copy()
    for border in borders:
        grey[scan.pixels(_wider(border))] = PAPER
    mask = _mask(grey, scan)
    return Inked(scan, grey, mask, _trace(grey, scan), _em(mask, scan.dots))


def _wider(box: Box) -> Box:
    return Box(box.left - BORDER, box.top - BORDER, box.right + BORDER, box.bottom + BORDER)


def _mask(grey: np.ndarray, scan: Scan) -> np.ndarray:
    smooth = PAPER - cv2.GaussianBlur(grey, (0, 0), max(0.6, BLUR * scan.dots)).astype(np.float32)
    level = max(FAINT * scan.darkness, ABOVE_NOISE * _grain(smooth, scan.darkness))
    count, labels, stats, _ = cv2.connectedComponentsWithStats((smooth > level).astype(np.uint8))
    is_plain = np.zeros(count, bool)
    is_plain[np.unique(labels[smooth > PLAIN * scan.darkness])] = True
    is_ink = stats[:, cv2.CC_STAT_AREA] >= np.where(is_plain, SPECK, FAINT_SPECK) * scan.dots**2
    is_ink[0] = False
    return _without_remnants(is_ink[labels], smooth, scan)


def _without_remnants(mask: np.ndarray, smooth: np.ndarray, scan: Scan) -> np.ndarray:
    """The mask without what a seal left of itself: pieces along its rim that nowhere are as dark as print."""
    if not scan.sealed.any():
        return mask
    near = rim(scan)
    crumb = CRUMB * _em(mask, scan.dots) * scan.dots
    mask = mask & (~near | (smooth > REMNANT * scan.darkness))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    darkest = np.zeros(count, smooth.dtype)
    np.maximum.at(darkest, labels[mask], smooth[mask])
    is_crumb = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) < crumb
    needed = np.where(is_crumb, DARK_CRUMB, PLAIN) * scan.darkness
    within = np.bincount(labels[near & mask], minlength=count) == stats[:, cv2.CC_STAT_AREA]
    return mask & ~(within & (darkest <= needed))[labels]


def _trace(grey: np.ndarray, scan: Scan) -> np.ndarray:
    smooth = PAPER - cv2.GaussianBlur(grey.astype(np.float32), (0, 0), TRACE_BLUR * scan.dots)
    ground = float(np.median(smooth))
    least = max(TRACE * scan.darkness, ABOVE_NOISE * _grain(smooth, scan.darkness))
    trace = smooth - ground > least
    if scan.sealed.any():
        trace &= ~reach(scan) | (smooth - ground > SEALED_TRACE * scan.darkness)
    return trace


def _grain(smooth: np.ndarray, darkness: float) -> float:
    """The spread of the paper's brightness, from what is surely paper."""
    paper = smooth[smooth < darkness / 3]
    return 1.48 * float(np.median(np.abs(paper - np.median(paper)))) if paper.size else 0.0


def _em(mask: np.ndarray, dots: float) -> float:
    """The height of characters: that of most pieces which are neither points nor pictures."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    heights = stats[1:count, cv2.CC_STAT_HEIGHT] / dots
    usual = heights[(heights > 4) & (heights < 30)]
    return float(np.percentile(usual, 80)) if usual.size else 10.0


@dataclass(frozen=True, slots=True)
class Span:
    """From one pixel up to another, the latter left out."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def runs(profile: np.ndarray) -> list[Span]:
    """Where a profile isn't zero, piece by piece."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (profile > 0).astype(np.int8), [0]))))
    return [Span(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def rows(mask: np.ndarray, em: float) -> list[Span]:
    """The lines of characters, from top to bottom; `em` in pixels. The strokes of 二 are one line, not two."""
    found = runs(mask.any(axis=1))
    while (pair := _torn(found, em)) is not None:
        found[pair : pair + 2] = [Span(found[pair].start, found[pair + 1].end)]
    return found


def _torn(found: list[Span], em: float) -> int | None:
    """The first of two pieces that are no more than one line together, the closest ones first."""
    gaps = [
        (below.start - above.end, n)
        for n, (above, below) in enumerate(pairwise(found))
        if below.end - above.start <= 1.15 * em and min(above.length, below.length) < 0.6 * em
    ]
    return min(gaps, default=(0, None))[1]


def pieces(mask: np.ndarray) -> Iterator[tuple[Span, Span]]:
    """The rows and columns of each piece of ink that hangs together."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    for x, y, wide, high, _ in stats[1:count].tolist():
        yield Span(y, y + high), Span(x, x + wide)
