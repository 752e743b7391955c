"""From placed characters to lines of text: `lines(glyphs)`, each a `Line` with its text and box.

Characters come in any order and in any number of runs; only where they stand counts. All lengths are
points, measured from the page's top left corner.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.read.document import Box

BASELINE_SLACK = 0.5
"""Characters of one line may stand this part of their size apart in height: mixed fonts, raised figures."""

DOUBLE_STRIKE = 0.3
"""The same character again within this part of its width is the same character, struck twice to look bold."""

SPACE_GAP = 1.0
"""A gap wider than a whole character parts two characters: narrower ones are letter spacing."""

DIGITS_GAP = 1.5
"""Between digits only a gap of three digits is a space, as a number is often cut into several runs."""

WORD_GAP = 0.25
"""Between Latin letters the gap that makes a word's end."""

DRAWN_GAP = 0.1
"""A drawn space counts if it leaves a gap at all: fill-in blanks lie under the text written over them."""


class Glyph(NamedTuple):
    """One character: the box of its ink, the height it stands on, where it starts and the next would."""

    text: str
    ink: Box
    base: float
    start: float
    end: float

    @property
    def size(self) -> float:
        """The larger side of the ink: a dash is wide, a 1 is high."""
        return max(self.ink.right - self.ink.left, self.ink.bottom - self.ink.top)


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that stand on one line, from left to right."""

    text: str
    box: Box


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines from top to bottom; those of white space only are left out."""
    return [line for row in _rows(glyphs) if (line := _line(row)) is not None]


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[0].base > BASELINE_SLACK * max(glyph.size, row[0].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _line(row: list[Glyph]) -> Line | None:
    row.sort(key=lambda glyph: glyph.start)
    seen = list(_struck_once(row))
    inks = [glyph.ink for glyph in seen if not glyph.text.isspace()]
    return Line(_joined(seen), _around(inks)) if inks else None


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _struck_once(row: Iterable[Glyph]) -> Iterator[Glyph]:
    starts: dict[str, float] = {}
    for glyph in row:
        reach = DOUBLE_STRIKE * (glyph.end - glyph.start)
        if glyph.start - starts.get(glyph.text, -math.inf) >= reach:
            starts[glyph.text] = glyph.start
            yield glyph


def _joined(row: list[Glyph]) -> str:
    pieces: list[str] = []
    before, blanks = None, 0
    for glyph in row:
        if glyph.text.isspace():
            blanks += 1
            continue
        gap = glyph.start - before.end if before else 0
        if before and gap > 0 and gap > _needed(before, glyph, blanks):
            pieces.append(" ")
        pieces.append(glyph.text)
        before, blanks = glyph, 0
    return "".join(pieces)


def _needed(before: Glyph, after: Glyph, blanks: int) -> float:
    """The gap that makes a space between two neighbours with some drawn blanks between them."""
    size = max(before.size, after.size)
    if blanks:
        return DRAWN_GAP * size
    if before.text.isdigit() and after.text.isdigit():
        return DIGITS_GAP * size
    if before.text.isascii() and after.text.isascii() and before.text.isalpha() and after.text.isalpha():
        return WORD_GAP * size
    return SPACE_GAP * size
