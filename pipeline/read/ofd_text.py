"""An OFD text object's characters: `signs(element)` tells each with where it stands in the object, in millimetres.

    <TextCode X="0" Y="4" DeltaX="g 2 3.5 7">甲乙丙丁</TextCode>      甲 at 0, 乙 at 3.5, 丙 at 7, 丁 at 14

A glyph that the file draws without telling its character is an OBJECT. How wide a character is only its font
tells, which isn't read: Chinese ones are taken for as wide as their size, others for half of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category, east_asian_width

from pipeline.read.document import OBJECT
from pipeline.read.ofd_package import Element, child, children
from pipeline.read.ofd_values import Unfit, deltas, number

HALF, NARROW = 0.5, 0.25
"""Of the size: how wide a digit or Latin letter is, about, and one that is hardly more than a stroke."""

STROKES = frozenset(".,:;'`!|ijlI()[]-/ ")

LEAST_STEP = 0.5
"""Of a character's usual width: what follows nearer than this was not set behind it, but over it."""

NO_CHARACTER = frozenset("\xa4\ufffd")
"""What writers put in the place of a character that they don't know."""


class Sign(NamedTuple):
    """A character, the left end of its baseline, and how far it reaches along its line."""

    text: str
    x: float
    y: float
    width: float


def signs(element: Element, shapes: "Shapes") -> Iterator[Sign]:
    """The object's characters in their order. Raises Unfit where one can't be placed."""
    size, stretch = number(element.get("Size"), 0.0), number(element.get("HScale"), 1.0)
    if size <= 0:
        raise Unfit("a text without a size")
    known, start, at = shapes.known(element), (None, None), 0
    for code in children(element, "TextCode"):
        x, y = (_place(code.get(axis), before) for axis, before in zip("XY", start, strict=True))
        start = x, y
        end = at + len(code.text or "")
        yield from _line(known[at:end], (x, y), code, size, stretch)
        at = end


def _place(value: str | None, before: float | None) -> float:
    """Where a piece of text begins: where the one before did, unless it tells."""
    if value is None and before is None:
        raise Unfit("a text without a place")
    return before if value is None else number(value, 0.0)


def _line(
    text: str, start: tuple[float, float], code: Element, size: float, stretch: float
) -> Iterator[Sign]:
    across = deltas(code.get("DeltaX"), len(text))
    down = deltas(code.get("DeltaY"), len(text))
    (x, y) = start
    for i, character in enumerate(text):
        step = across[i] if i < len(across) else 0.0
        yield Sign(character, x, y, _width(character, size * stretch, step))
        x, y = x + step, y + (down[i] if i < len(down) else 0.0)


def _width(character: str, size: float, step: float) -> float:
    """A character's width: its usual one, or the step to the next where that is not much less or more."""
    wide = east_asian_width(character) in ("W", "F", "A")
    usual, most = (size, size) if wide else (NARROW * size if character in STROKES else HALF * size, HALF * size)
    return step if LEAST_STEP * usual <= step <= most else usual


# ── glyphs that stand for characters ────────────────────────────────────────────────────────────────────


class Shapes:
    """Which characters each glyph of a part's fonts draws, as its CGTransforms tell: they can't all be believed.

    A blank that several glyphs draw is none, nor is one whose glyph draws something elsewhere; a digit whose glyph
    draws another character too may be either.
    """

    def __init__(self, root: Element) -> None:
        self._drawn: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._glyphs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for element in root.iter("{*}TextObject"):
            try:
                self._learn(element)
            except Unfit:
                continue  # the object is told as broken where it is drawn

    def _learn(self, element: Element) -> None:
        font, text = element.get("Font", ""), written(element)
        for at, glyph in _listed(element, len(text)):
            if glyph is not None:
                self._drawn[font, glyph].add(text[at])
                self._glyphs[font, text[at]].add(glyph)

    def known(self, element: Element) -> str:
        """The characters of a text object; OBJECT for each of which only the glyph is told."""
        text, font = list(written(element)), element.get("Font", "")
        for at, glyph in _listed(element, len(text)):
            if not self._is_told(text[at], font, glyph):
                text[at] = OBJECT
        return "".join(OBJECT if c in NO_CHARACTER or category(c) in ("Co", "Cn", "Cs") else c for c in text)

    def _is_told(self, character: str, font: str, glyph: str | None) -> bool:
        if glyph is None:
            return False
        if not character.strip():
            drawn = self._drawn[font, glyph]
            return len(self._glyphs[font, character]) == 1 and not any(other.strip() for other in drawn)
        return not character.isdigit() or len(self._drawn[font, glyph]) == 1


def written(element: Element) -> str:
    """The characters of all of an object's TextCodes."""
    return "".join(code.text or "" for code in children(element, "TextCode"))


def _listed(element: Element, length: int) -> Iterator[tuple[int, str | None]]:
    """Each character that a CGTransform draws, by its place, and its glyph; None where they are not one to one."""
    for run in children(element, "CGTransform"):
        start, codes = _count(run, "CodePosition", 0), _count(run, "CodeCount", 1)
        listed = child(run, "Glyphs")
        glyphs = (listed.text or "").split() if listed is not None else []
        paired = len(glyphs) == codes == _count(run, "GlyphCount", 1)
        for i in range(min(codes, max(length - start, 0))):
            yield start + i, glyphs[i] if paired else None


def _count(element: Element, key: str, default: int) -> int:
    return max(int(number(element.get(key), default)), 0)
