"""A page the right way up: `upright(pixels, dots_an_inch)` → a `Scan`, turned by quarters until its words can be read.

        ┌───┐    ┌────┐
        │ ∀ │ →  │ A  │      a page laid on its side or its head shows the recogniser hardly a word
        └───┘    └────┘
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b

import cv2
import numpy as np

from pipeline.read.scan import KEPT, lines_of
from pipeline.read.seen import Line, skimmed
from pipeline.read.straight import Scan, straightened

FEWEST = 12
"""Lines, or pieces that look like one: a page with fewer has no form on it, and lies as it came."""

SAMPLE = 6
"""Lines that are read to tell how a page lies."""

ENOUGH = 10
"""Heights of a character: a line about so long tells as much as a longer one, which takes longer to read."""

LEGIBLE = 0.5
"""Of the sample: where so many lines are words the page lies as it should. Upright ones give 0.9, others 0.1."""

WORDS, SURE = 4, 0.7
"""A line is words where it is read as so many characters that are no figures or signs, each so surely, of 1."""

QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 270: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180}
"""Degrees, clockwise, and what turns a picture so."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page's pixels, told from others by their digest."""

    digest: bytes
    dots_an_inch: float
    pixels: np.ndarray = field(compare=False)


def upright(pixels: np.ndarray, dots_an_inch: float) -> Scan:
    """The scan of a picture with red, green and blue in its last axis; the same one for the last few pictures, which
    are asked for again where cells are read again.

    A page without words lies as it came: figures may be read on their heads.
    """
    pixels = np.ascontiguousarray(pixels)
    return _upright(_Picture(blake2b(pixels).digest() + repr(pixels.shape).encode(), dots_an_inch, pixels))


@lru_cache(maxsize=KEPT)
def _upright(picture: _Picture) -> Scan:
    pixels, dots_an_inch = picture.pixels, picture.dots_an_inch
    scan = straightened(pixels, dots_an_inch)
    lines = lines_of(scan)
    if len(lines) < FEWEST or _is_legible(lines):
        return scan
    for turn, quarter in QUARTERS.items():
        turned = straightened(cv2.rotate(pixels, quarter), dots_an_inch)
        if _is_legible(lines_of(turned)):
            return replace(turned, turn=turn)
    return scan


def _is_legible(lines: list[Line]) -> bool:
    by_length = sorted(lines, key=lambda line: line.columns.length)
    sample = sorted(by_length, key=lambda line: min(line.columns.length, ENOUGH * line.em), reverse=True)[:SAMPLE]
    words = sum(_is_words(reading.text) and reading.surety >= SURE for reading in skimmed(sample))
    return words >= LEGIBLE * SAMPLE


def _is_words(text: str) -> bool:
    return sum(character.isalpha() and not character.isascii() for character in text) >= WORDS
