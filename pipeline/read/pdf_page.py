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
        codes, spots = list(_codes(textpage, count)), _Spots(textpage, upright)
        letters = (_letter(textpage, i, codes[i], spots, pieces) for i in range(count) if codes[i] is not None)
        return [letter for letter in letters if letter is not None]


def _letter(textpage: c.FPDF_TEXTPAGE, i: int, code: int, spots: "_Spots", pieces: Pieces) -> Letter | None:
    """One character; None for what draws nothing and means nothing.

    Where the file doesn't tell what a character means, pdfium may guess, and a guess is not taken.
    """
    item = c.FPDFText_GetTextObject(textpage, i)
    piece = pieces.of(item)
    spot = spots.of(i, piece)
    if spot is None:
        return None
    is_lost = code in UNTOLD or c.FPDFText_HasUnicodeMapError(textpage, i) == 1
    if is_lost and spot[0].right <= spot[0].left:
        return None
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


class _Spots:
    """Where a page's characters stand, one by one; what pdfium writes its answers into is made once."""

    def __init__(self, textpage: c.FPDF_TEXTPAGE, upright: Matrix) -> None:
        self._textpage, self._upright = textpage, upright
        self._values = [ctypes.c_double() for _ in range(6)]
        self._matrix, self._rect = c.FS_MATRIX(), c.FS_RECTF()
        into = [ctypes.byref(value) for value in self._values]
        self._of_box, self._of_origin = into[:4], into[4:]
        self._piece: Piece | None = None
        self._type = 0.0, 0.0

    def of(self, i: int, piece: Piece) -> Spot | None:
        """Where a character of a piece stands; None for the blanks and line ends that pdfium adds on its own."""
        c.FPDFText_GetCharBox(self._textpage, i, *self._of_box)
        left, right, bottom, top = (value.value for value in self._values[:4])
        if left == right and bottom == top and c.FPDFText_IsGenerated(self._textpage, i):
            return None
        c.FPDFText_GetCharOrigin(self._textpage, i, *self._of_origin)
        x, y = self._upright.point(self._values[4].value, self._values[5].value)
        ink = self._upright.box(left, bottom, right, top)
        if piece is not self._piece or not piece.order:
            self._piece, self._type = piece, self._type_of(i)
        size, angle = self._type
        room = self._room(i, ink, size)
        found = is_placed(ink) and is_placed(room) and is_finite(x, y, size, angle)
        return (ink, room, x, y, size, angle) if found else None

    def _type_of(self, i: int) -> tuple[float, float]:
        """A character's type size, and the angle at which its line runs as seen: those of all of its piece."""
        m = self._matrix
        c.FPDFText_GetMatrix(self._textpage, i, m)
        size = c.FPDFText_GetFontSize(self._textpage, i) * math.hypot(m.c, m.d)
        return size, self._upright.angle(m.a, m.b)

    def _room(self, i: int, ink: Box, size: float) -> Box:
        """What a character takes on its line.

        In vertical writing pdfium forgets to scale it, so that it covers half the page, and where type is turned it has
        no width: there the ink must do.
        """
        rect = self._rect
        c.FPDFText_GetLooseCharBox(self._textpage, i, rect)
        room = self._upright.box(rect.left, rect.bottom, rect.right, rect.top)
        height = room.bottom - room.top
        if min(room.right - room.left, height) <= 0.05 * size:
            return ink
        is_unscaled = height > 3 * size and height > 4 * max(ink.right - ink.left, ink.bottom - ink.top)
        return ink if is_unscaled else room
