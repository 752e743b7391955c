"""What pdfium tells of one page: `letters_of(page)`, its characters, and `drawing_of(page)`, its strokes.

All coordinates are those a viewer sees: points from the page's top left corner, after the page is turned.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.document import OBJECT, Box
from pipeline.read.matrix import Matrix, is_finite, is_placed
from pipeline.read.outline import Corner, strokes
from pipeline.read.page import MAX_PAGE_STEPS, Allowance, Drawing, Letter

RECTANGLE = 5
"""Corners of an outline that is one rectangle or less: its bounds tell all."""

WHITE = 250
"""Of 255: text of this colour doesn't show on paper; on a dark ground it would, but there no form prints numbers."""

SHOWN_NOTES = frozenset(
    {c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP, c.FPDF_ANNOT_INK, c.FPDF_ANNOT_STRIKEOUT}
)
"""Annotations that change what a cell shows."""

MAX_NESTING = 8
"""Forms within forms; printing from a browser makes one or two."""


def _upright(page: pdfium.PdfPage) -> Matrix:
    """From the page's own coordinates to those a viewer sees, down and right from the top left corner."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[page.get_rotation()]


UNTOLD = frozenset({0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)})
"""Codes that stand for no character."""

LINE_END_HYPHENS = frozenset({2, 0xFFFE})
"""What pdfium makes of a hyphen at the end of a line: in a form it may be a cell's mark."""

HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""The two halves of a rare character, which pdfium tells one by one."""


def letters_of(page: pdfium.PdfPage, allowance: Allowance) -> list[Letter]:
    """The page's characters in the order pdfium tells them, as many as are allowed."""
    upright = _upright(page)
    with closing(page.get_textpage()) as opened:
        textpage = opened.raw
        count = min(c.FPDFText_CountChars(textpage), allowance.characters)
        allowance.characters -= count
        codes, hidden = list(_codes(textpage, count)), _Hidden(textpage)
        letters = (_letter(textpage, i, codes[i], upright, hidden) for i in range(count) if codes[i] is not None)
        return [letter for letter in letters if letter is not None]


def _letter(
    textpage: c.FPDF_TEXTPAGE, i: int, code: int, upright: Matrix, hidden: "_Hidden"
) -> Letter | None:
    """One character; None for what draws nothing and means nothing.

    Where the file doesn't tell what a character means, pdfium may guess, and a guess is not taken.
    """
    spot = _spot(textpage, i, upright)
    if spot is None:
        return None
    is_lost = code in UNTOLD or c.FPDFText_HasUnicodeMapError(textpage, i) == 1
    if is_lost and spot[0].right <= spot[0].left:
        return None
    return Letter(OBJECT if is_lost else chr(code), *spot, shows=not hidden.at(i))


class _Hidden:
    """Which characters don't show; each piece of text is asked once."""

    def __init__(self, textpage: c.FPDF_TEXTPAGE) -> None:
        self._textpage = textpage
        self._known: dict[int | None, bool] = {None: False}

    def at(self, i: int) -> bool:
        item = c.FPDFText_GetTextObject(self._textpage, i)
        address = ctypes.cast(item, ctypes.c_void_p).value
        if address not in self._known:
            self._known[address] = _hides(item)
        return self._known[address]


def _hides(text: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a piece of text is invisible, transparent or as white as the paper."""
    if c.FPDFTextObj_GetTextRenderMode(text) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    red, green, blue, solid = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(text, red, green, blue, solid)
    return min(red.value, green.value, blue.value) >= WHITE or (solid.value == 0 and bool(red.value))


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


def drawing_of(page: pdfium.PdfPage, allowance: Allowance) -> Drawing:
    """The page's strokes, from as many steps of work as are allowed."""
    allowed = min(allowance.steps, MAX_PAGE_STEPS)
    steps = list(islice(_steps(page, _upright(page)), allowed))
    allowance.steps -= len(steps)
    found = [step for step in steps if isinstance(step, Box)]
    pictures = [step.box for step in steps if isinstance(step, Picture)]
    is_inked = any(isinstance(step, int) and step != c.FPDF_PAGEOBJ_TEXT for step in steps)
    return Drawing(found, pictures, is_inked, Box(0, 0, *page.get_size()), len(steps) < allowed)


class Picture(NamedTuple):
    """Something with a place on the page that is no text and no stroke."""

    box: Box


Step = Box | Picture | int | None


def _steps(page: pdfium.PdfPage, upright: Matrix) -> Iterator[Step]:
    """One item a step of the work, so that it can be bounded: an object's type, then its strokes or None."""
    for i in range(c.FPDFPage_GetAnnotCount(page)):
        yield _field(page, i, upright)
    for i in range(c.FPDFPage_CountObjects(page)):
        yield from _unfolded(c.FPDFPage_GetObject(page, i), upright, MAX_NESTING)


def _field(page: pdfium.PdfPage, i: int, upright: Matrix) -> Picture | None:
    """The place of an annotation that shows something over the page: a form field, a note typed or stamped on it."""
    note, rect = c.FPDFPage_GetAnnot(page, i), c.FS_RECTF()
    shows = c.FPDFAnnot_GetSubtype(note) in SHOWN_NOTES and c.FPDFAnnot_GetRect(note, rect)
    c.FPDFPage_CloseAnnot(note)
    box = upright.box(rect.left, rect.bottom, rect.right, rect.top)
    return Picture(box) if shows and is_placed(box) else None


def _unfolded(item: c.FPDF_PAGEOBJECT, outer: Matrix, depth: int) -> Iterator[Step]:
    """The steps of one object; `outer` is the matrix of what it stands in."""
    kind = c.FPDFPageObj_GetType(item)
    yield kind
    if kind == c.FPDF_PAGEOBJ_PATH:
        yield from _strokes(item, outer)
    elif kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
        box = _bounds(item, outer)
        yield Picture(box) if box else None
    elif kind == c.FPDF_PAGEOBJ_FORM and depth:
        inner = outer.after(_matrix(item))
        for i in range(c.FPDFFormObj_CountObjects(item)):
            yield from _unfolded(c.FPDFFormObj_GetObject(item, i), inner, depth - 1)


def _matrix(item: c.FPDF_PAGEOBJECT) -> Matrix:
    m = c.FS_MATRIX(1, 0, 0, 1, 0, 0)
    c.FPDFPageObj_GetMatrix(item, m)
    return Matrix(m.a, m.b, m.c, m.d, m.e, m.f)


def _strokes(path: c.FPDF_PAGEOBJECT, outer: Matrix) -> Iterable[Box | None]:
    """The straight strokes of an outline; of a filled one its parts, which may be as thin as a stroke."""
    fill, is_stroked = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, is_stroked)
    count = c.FPDFPath_CountSegments(path)
    if count <= 2 or (count <= RECTANGLE and fill.value and not is_stroked.value):
        return [_bounds(path, outer)]
    matrix = outer.after(_matrix(path))
    width = _stroke_width(path) * matrix.scale
    return strokes(_corners(path, count, matrix), width, bool(is_stroked.value), bool(fill.value))


def _stroke_width(path: c.FPDF_PAGEOBJECT) -> float:
    width = ctypes.c_float()
    c.FPDFPageObj_GetStrokeWidth(path, width)
    return width.value


def _bounds(path: c.FPDF_PAGEOBJECT, outer: Matrix) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    c.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    box = outer.box(left.value, bottom.value, right.value, top.value)
    return box if is_placed(box) else None


KINDS = {c.FPDF_SEGMENT_MOVETO: "move", c.FPDF_SEGMENT_LINETO: "line"}


def _corners(path: c.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> Iterator[Corner]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = c.FPDFPath_GetPathSegment(path, i)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        kind, closes = c.FPDFPathSegment_GetType(segment), c.FPDFPathSegment_GetClose(segment)
        yield Corner(KINDS.get(kind, "curve"), *matrix.point(x.value, y.value), closes == 1)
