"""From placed characters to lines of text: `lines(glyphs)`, each a `Line` with its text and box.

Characters come in any order and in any number of runs; only where they stand counts. All lengths are
points, measured from the page's top left corner.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.read.document import OBJECT, Box

BASELINE_SLACK = 0.5
"""Characters of one line may stand this part of their size apart in height: mixed fonts, raised figures."""

DOUBLE_STRIKE = 0.3
"""The same character again within this part of its width is the same character, struck twice to look bold."""

SPACE_GAP = 1.0
"""A gap wider than a whole character parts two characters: narrower ones are letter spacing."""

DIGITS_GAP = 0.6
"""Between digits only a gap as wide as a digit is a space, as a number is often cut into several runs."""

WORD_GAP = 0.25
"""Between Latin letters the gap that makes a word's end."""

SMALLER, RAISED = 0.8, 0.15
"""A digit smaller than its neighbour by this, or higher by this part of its size, is a footnote's sign."""

OVERLAP = 0.5
"""Two characters that share so much of their room were written over each other."""

DRAWN_GAP = 0.1
"""A drawn space counts if it leaves a gap at all: fill-in blanks lie under the text written over them."""


class Glyph(NamedTuple):
    """One character: the box of its ink, the height it stands on, where it starts and the next would.

    `is_doubtful` says that it is struck out or not shown.
    """

    text: str
    ink: Box
    base: float
    start: float
    end: float
    is_doubtful: bool = False

    @property
    def size(self) -> float:
        """The larger side of the ink: a dash is wide, a 1 is high."""
        return max(self.ink.right - self.ink.left, self.ink.bottom - self.ink.top)


class Line(NamedTuple):
    """Characters that stand on one line, from left to right."""

    text: str
    box: Box


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines from top to bottom; those of white space only are left out."""
    return [line for row in rows(glyphs) if (line := _line(row)) is not None]


def text_of(glyphs: Sequence[Glyph]) -> str:
    """What the lines say, one below the other."""
    if not glyphs:
        return ""
    return "\n".join(filter(None, (_joined(_seen(row)) for row in rows(glyphs))))


def rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs that stand on one line together, from top to bottom."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=_BASE):
        below = glyph.base - row[0].base if row else 0.0
        if below and below > BASELINE_SLACK * max(glyph.size, row[0].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


_BASE, START = attrgetter("base"), attrgetter("start")


def _line(row: list[Glyph]) -> Line | None:
    seen = _seen(row)
    inks = [glyph.ink for glyph in seen if not glyph.text.isspace()]
    return Line(_joined(seen), _around(inks)) if inks else None


def _around(boxes: Iterable[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def _seen(row: list[Glyph]) -> list[Glyph]:
    """A row from left to right, each character as often as it is seen."""
    row.sort(key=START)
    return row if _is_plain(row) else list(_written_over(_struck_once(_without_copies(row))))


def _is_plain(row: Sequence[Glyph]) -> bool:
    """Whether no character of a row is doubtful and none lies on the one before, so that all are seen once."""
    for one, other in pairwise(row):
        width = other.end - other.start
        if one.is_doubtful or other.start - one.start < DOUBLE_STRIKE * width:
            return False
        over = one.end - other.start
        if over > 0 and over > OVERLAP * max(one.end - one.start, width):
            return False
    return not row[-1].is_doubtful


def _without_copies(row: list[Glyph]) -> list[Glyph]:
    """The glyphs without the doubtful ones that lie on the same character: a layer of hidden text says nothing new."""
    clear = [(g.text, g.start) for g in row if not g.is_doubtful]
    if len(clear) == len(row):
        return row
    return [g for g in row if not g.is_doubtful or not _lies_on(g, clear)]


def _lies_on(glyph: Glyph, clear: list[tuple[str, float]]) -> bool:
    reach = DOUBLE_STRIKE * (glyph.end - glyph.start)
    return any(text == glyph.text and abs(start - glyph.start) < reach for text, start in clear)


def _struck_once(row: Iterable[Glyph]) -> Iterator[Glyph]:
    starts: dict[str, float] = {}
    for glyph in row:
        reach = DOUBLE_STRIKE * (glyph.end - glyph.start)
        if glyph.start - starts.get(glyph.text, -math.inf) >= reach:
            starts[glyph.text] = glyph.start
            yield glyph


def _written_over(row: Iterable[Glyph]) -> Iterator[Glyph]:
    """The characters; one that stands on another, as after a correction, is doubtful together with that one."""
    before: Glyph | None = None
    for glyph in row:
        if before and _stands_on(glyph, before):
            before, glyph = before._replace(is_doubtful=True), glyph._replace(is_doubtful=True)
        if before:
            yield before
        before = glyph
    if before:
        yield before


def _stands_on(glyph: Glyph, before: Glyph) -> bool:
    """Blanks may lie under any text, as those of a form to fill in do."""
    drawn = not glyph.text.isspace() and not before.text.isspace()
    return drawn and before.end - glyph.start > OVERLAP * max(before.end - before.start, glyph.end - glyph.start)


def _joined(row: list[Glyph]) -> str:
    pieces: list[str] = []
    before, blanks = None, 0
    for glyph in row:
        text = glyph.text
        if text.isspace():
            blanks += 1
            continue
        if before is not None and (
            (glyph.start > before.end and _is_apart(before, glyph, blanks))
            or (text.isdigit() and before.text.isdigit() and _is_footnote(before, glyph))
        ):
            pieces.append(" ")
        if glyph.is_doubtful != (before is not None and before.is_doubtful):
            pieces.append(OBJECT)
        pieces.append(text)
        before, blanks = glyph, 0
    return "".join(pieces) + OBJECT * bool(before and before.is_doubtful)


def _is_apart(before: Glyph, after: Glyph, blanks: int) -> bool:
    """Whether the gap between two neighbours, with some drawn blanks in it, is a space."""
    gap = after.start - before.end
    if not blanks and gap <= WORD_GAP * (after.ink.bottom - after.ink.top):
        return False  # no two characters are apart by less: most need not be looked at
    return gap > _needed(before, after, blanks)


def _is_footnote(before: Glyph, after: Glyph) -> bool:
    """Whether one of two neighbouring digits is raised or small, and so no digit of the other's number."""
    sizes = before.ink.bottom - before.ink.top, after.ink.bottom - after.ink.top
    return min(sizes) < SMALLER * max(sizes) or abs(before.base - after.base) > RAISED * max(sizes)


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
