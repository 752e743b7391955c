"""The characters of one page, as pdfium tells them: `letters_of(page, pieces, allowance)`.

All coordinates are those a viewer sees: points from the page's top left corner, after the page is turned.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.document import OBJECT, Box
from pipeline.read.matrix import Matrix, is_finite, is_placed
from pipeline.read.page import Allowance, Letter
from pipeline.read.pdf_objects import Piece, Pieces, upright_of

UNTOLD = frozenset({0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)})
"""Codes that stand for no character."""

LINE_END_HYPHENS = frozenset({2, 0xFFFE})
"""What pdfium makes of a hyphen at the end of a line: in a form it may be a cell's mark."""

HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""The two halves of a rare character, which pdfium tells one by one."""


def letters_of(page: pdfium.PdfPage, pieces: Pieces, allowance: Allowance) -> list[Letter]:
    """The page's characters in the order pdfium tells them, as many as are allowed.

    `pieces` are those of the page's drawing: what a character's piece of text shows, it shows.
    """
    upright = upright_of(page)
    with closing(page.get_textpage()) as opened:
        textpage = opened.raw
        count = min(c.FPDFText_CountChars(textpage), allowance.characters)
        allowance.characters -= count
        codes = list(_codes(textpage, count))
        letters = (_letter(textpage, i, codes[i], upright, pieces) for i in range(count) if codes[i] is not None)
        return [letter for letter in letters if letter is not None]


def _letter(textpage: c.FPDF_TEXTPAGE, i: int, code: int, upright: Matrix, pieces: Pieces) -> Letter | None:
    """One character; None for what draws nothing and means nothing.

    Where the file doesn't tell what a character means, pdfium may guess, and a guess is not taken.
    """
    spot = _spot(textpage, i, upright)
    if spot is None:
        return None
    is_lost = code in UNTOLD or c.FPDFText_HasUnicodeMapError(textpage, i) == 1
    if is_lost and spot[0].right <= spot[0].left:
        return None
    piece = pieces.of(c.FPDFText_GetTextObject(textpage, i))
    return Letter(OBJECT if is_lost else chr(code), *spot, shows=_shows(piece, spot[0]), order=piece.order)


def _shows(piece: Piece, ink: Box) -> bool:
    """Whether a character of a piece of text can be seen: its middle is not cut off."""
    x, y, clip = (ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2, piece.clip
    return not piece.is_hidden and clip.left <= x <= clip.right and clip.top <= y <= clip.bottom


def _codes(textpage: c.FPDF_TEXTPAGE, count: int) -> Iterator[int | None]:
    """Each character's code, None where it was told with the one before."""
    codes = [c.FPDFText_GetUnicode(textpage, i) for i in range(count)]
    for i, code in enumerate(codes):
        if code in LINE_END_HYPHENS and c.FPDFText_IsHyphen(textpage, i) == 1:
            yield ord("-")
        elif code in HIGH and i + 1 < count and codes[i + 1] in LOW:
            yield 0x10000 + ((code - HIGH.start) << 10) + codes[i + 1] - LOW.start
        elif code in LOW and i > 0 and codes[i - 1] in HIGH:
            yield None
        else:
            yield code


Spot = tuple[Box, Box, float, float, float, float]
"""A letter's ink, room, origin (x, y), type size and angle."""


def _spot(textpage: c.FPDF_TEXTPAGE, i: int, upright: Matrix) -> Spot | None:
    """Where a character stands; None for the blanks and line ends that pdfium adds on its own."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    c.FPDFText_GetCharBox(textpage, i, left, right, bottom, top)
    if left.value == right.value and bottom.value == top.value and c.FPDFText_IsGenerated(textpage, i):
        return None
    c.FPDFText_GetCharOrigin(textpage, i, x, y)
    ink = upright.box(left.value, bottom.value, right.value, top.value)
    size, angle = _type(textpage, i, upright)
    spot = (ink, _room(textpage, i, upright, ink, size), *upright.point(x.value, y.value), size, angle)
    return spot if is_placed(ink) and is_placed(spot[1]) and is_finite(*spot[2:]) else None


def _type(textpage: c.FPDF_TEXTPAGE, i: int, upright: Matrix) -> tuple[float, float]:
    """A character's type size, and the angle at which its line runs as seen."""
    m = c.FS_MATRIX()
    c.FPDFText_GetMatrix(textpage, i, m)
    return c.FPDFText_GetFontSize(textpage, i) * math.hypot(m.c, m.d), upright.angle(m.a, m.b)


def _room(textpage: c.FPDF_TEXTPAGE, i: int, upright: Matrix, ink: Box, size: float) -> Box:
    """What a character takes on its line.

    In vertical writing pdfium forgets to scale it, so that it covers half the page, and where type is turned it has
    no width: there the ink must do.
    """
    rect = c.FS_RECTF()
    c.FPDFText_GetLooseCharBox(textpage, i, rect)
    room = upright.box(rect.left, rect.bottom, rect.right, rect.top)
    widest = max(ink.right - ink.left, ink.bottom - ink.top)
    height = room.bottom - room.top
    is_unscaled = height > 4 * widest and height > 3 * size
    is_flat = min(room.right - room.left, height) <= 0.05 * size
    return ink if is_unscaled or is_flat else room
