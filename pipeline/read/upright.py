"""A page the right way up: `upright(pixels, dots_an_inch)` → a `Scan`, turned by quarters until its words can be read.

        ┌───┐    ┌────┐
        │ ∀ │ →  │ A  │      a page laid on its side or its head shows the recogniser hardly a word
        └───┘    └────┘
"""

from dataclasses import replace

import cv2
import numpy as np

from pipeline.read.scan import lines_of
from pipeline.read.seen import Line, skimmed
from pipeline.read.straight import Scan, straightened

FEWEST = 12
"""Lines, or pieces that look like one: a page with fewer has no form on it, and lies as it came."""

SAMPLE = 6
"""The longest lines, which are read to tell how a page lies."""

LEGIBLE = 0.5
"""Of the sample: where so many lines are words the page lies as it should. Upright ones give 0.9, others 0.1."""

WORDS, SURE = 4, 0.7
"""A line is words where it is read as so many characters that are no figures or signs, each so surely, of 1."""

QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 270: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180}
"""Degrees, clockwise, and what turns a picture so."""


def upright(pixels: np.ndarray, dots_an_inch: float) -> Scan:
    """The scan of a picture with red, green and blue in its last axis.

    A page without words lies as it came: figures may be read on their heads.
    """
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
    sample = sorted(lines, key=lambda line: line.columns.length, reverse=True)[:SAMPLE]
    words = sum(_is_words(reading.text) and reading.surety >= SURE for reading in skimmed(sample))
    return words >= LEGIBLE * SAMPLE


def _is_words(text: str) -> bool:
    return sum(character.isalpha() and not character.isascii() for character in text) >= WORDS
