"""What pdfium tells of one page: `writing_of(page)`, its characters, and `drawing_of(page)`, its strokes.

All coordinates are those a viewer sees: points from the page's top left corner, after the page is turned.
"""

import ctypes
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.document import Box
from pipeline.read.glyphs import Glyph
from pipeline.read.limits import MAX_CELLS, MAX_SCANNED_PAGES
from pipeline.read.ruling import THICKEST

MAX_CHARACTERS = 500_000
"""Characters of a document, about a hundred times those of a long report."""

MAX_STEPS = 1_000_000
"""Drawn objects and corners of their outlines in a document; a form has about a thousand a page."""

MAX_PAGE_STEPS = 100_000
"""The same on a page: a map or a pattern beyond this is not read to its end, but the pages after it are."""

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


@dataclass(slots=True)
class Allowance:
    """What may still be read of a document before its limits are reached."""

    characters: int = MAX_CHARACTERS
    steps: int = MAX_STEPS
    cells: int = MAX_CELLS
    scans: int = MAX_SCANNED_PAGES

    @property
    def is_spent(self) -> bool:
        return min(self.characters, self.steps, self.cells) <= 0


class Matrix(NamedTuple):
    """x' = a x + c y + e and y' = b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "Matrix") -> "Matrix":
        """The matrix that applies `first`, then this one."""
        e, f = self.point(first.e, first.f)
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            e,
            f,
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x1, y1 = self.point(left, bottom)
        x2, y2 = self.point(right, top)
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    @property
    def scale(self) -> float:
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def _upright(page: pdfium.PdfPage) -> Matrix:
    """From the page's own coordinates to those a viewer sees, down and right from the top left corner."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[page.get_rotation()]


@dataclass(frozen=True, slots=True)
class Writing:
    """A page's characters; of `lost` ones the file doesn't tell the meaning, even where pdfium guessed.

    `is_layer` says that not one of them shows: they were put behind a picture of the page.
    """

    glyphs: list[Glyph]
    lost: int
    is_layer: bool = False


UNTOLD = frozenset({0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)})
"""Codes that stand for no character."""

LINE_END_HYPHENS = frozenset({2, 0xFFFE})
"""What pdfium makes of a hyphen at the end of a line: in a form it may be a cell's mark."""

HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""The two halves of a rare character, which pdfium tells one by one."""

Spot = tuple[Box, float, float, float]
"""A glyph's ink, baseline, start and end."""


def writing_of(page: pdfium.PdfPage, allowance: Allowance, drawing: "Drawing") -> Writing:
    """The page's characters in the order pdfium tells them, as many as are allowed.

    Those that don't show are doubtful, unless none shows: then they are the text layer of a scan.
    """
    upright = _upright(page)
    with closing(page.get_textpage()) as opened:
        textpage = opened.raw
        count = min(c.FPDFText_CountChars(textpage), allowance.characters)
        codes = list(_codes(textpage, count))
        spots = list(_spots(textpage, count, upright))
        lost = sum(_is_lost(textpage, i, codes[i]) for i in range(count) if spots[i])
        turned = _turned(textpage, codes)
        unseen = [drawing.hides_text and _is_unseen(textpage, i) for i in range(count)]
    allowance.characters -= count
    told = [i for i in range(count) if spots[i] is not None and codes[i] is not None and codes[i] not in UNTOLD]
    shows = [not unseen[i] and not chr(codes[i]).isspace() for i in told]
    is_layer = drawing.hides_text and bool(told) and not any(shows)
    glyphs = [Glyph(chr(codes[i]), *spots[i], i in turned or (unseen[i] and not is_layer)) for i in told]
    return Writing(_not_crossed(glyphs, drawing.strokes), lost, is_layer)


def _turned(textpage: c.FPDF_TEXTPAGE, codes: list[int | None]) -> frozenset[int]:
    """The digits that are written at another angle than most: a watermark's, say."""
    digits = [i for i, code in enumerate(codes) if code is not None and chr(code).isdigit()]
    angles = {i: round(c.FPDFText_GetCharAngle(textpage, i), 1) for i in digits}
    usual = Counter(angles.values()).most_common(1)
    return frozenset(i for i, angle in angles.items() if angle != usual[0][0])


def _is_unseen(textpage: c.FPDF_TEXTPAGE, i: int) -> bool:
    item = c.FPDFText_GetTextObject(textpage, i)
    return bool(item) and _hides(item)


def _hides(text: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a piece of text is invisible, transparent or as white as the paper."""
    if c.FPDFTextObj_GetTextRenderMode(text) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    red, green, blue, solid = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(text, red, green, blue, solid)
    return min(red.value, green.value, blue.value) >= WHITE or (solid.value == 0 and bool(red.value))


def _not_crossed(glyphs: list[Glyph], strokes: list[Box]) -> list[Glyph]:
    """The glyphs; digits through whose middle a stroke goes are doubtful, as they are struck out."""
    across = sorted((s for s in strokes if s.bottom - s.top <= THICKEST), key=lambda s: s.top)
    tops = [s.top for s in across]
    return [g._replace(is_doubtful=True) if g.text.isdigit() and _is_crossed(g, across, tops) else g for g in glyphs]


def _is_crossed(glyph: Glyph, across: list[Box], tops: list[float]) -> bool:
    ink, quarter = glyph.ink, (glyph.ink.bottom - glyph.ink.top) / 4
    near = range(bisect_left(tops, ink.top + quarter), bisect_right(tops, ink.bottom - quarter))
    reach = ink.left + quarter, ink.right - quarter
    return any(across[n].left <= max(reach) and across[n].right >= min(reach) for n in near)


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


def _spots(textpage: c.FPDF_TEXTPAGE, count: int, upright: Matrix) -> Iterator[Spot | None]:
    """Where each character stands; None for the blanks and line ends that pdfium adds on its own."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    rect = c.FS_RECTF()
    for i in range(count):
        c.FPDFText_GetCharBox(textpage, i, left, right, bottom, top)
        if left.value == right.value and bottom.value == top.value and c.FPDFText_IsGenerated(textpage, i):
            yield None
            continue
        c.FPDFText_GetCharOrigin(textpage, i, x, y)
        c.FPDFText_GetLooseCharBox(textpage, i, rect)
        ink = upright.box(left.value, bottom.value, right.value, top.value)
        room = upright.box(rect.left, rect.bottom, rect.right, rect.top)
        if _is_unscaled(textpage, i, ink, room):
            room = ink
        spot = (ink, upright.point(x.value, y.value)[1], room.left, room.right)
        yield spot if _is_finite(ink) and math.isfinite(sum(spot[1:])) else None


def _is_unscaled(textpage: c.FPDF_TEXTPAGE, i: int, ink: Box, room: Box) -> bool:
    """In vertical writing pdfium forgets to scale a character's room, which then covers half the page."""
    height = room.bottom - room.top
    if height <= 4 * max(ink.right - ink.left, ink.bottom - ink.top):
        return False
    return height > 3 * _font_size(textpage, i)


def _font_size(textpage: c.FPDF_TEXTPAGE, i: int) -> float:
    m = c.FS_MATRIX()
    c.FPDFText_GetMatrix(textpage, i, m)
    return c.FPDFText_GetFontSize(textpage, i) * math.hypot(m.c, m.d)


def _is_lost(textpage: c.FPDF_TEXTPAGE, i: int, code: int | None) -> bool:
    return code in UNTOLD or c.FPDFText_HasUnicodeMapError(textpage, i) == 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page's thin strokes and its pictures and form fields, as boxes; whether anything but text is on it, whether
    some text doesn't show, and whether all of it was read."""

    strokes: list[Box]
    pictures: list[Box]
    is_inked: bool
    hides_text: bool
    is_whole: bool


def drawing_of(page: pdfium.PdfPage, allowance: Allowance) -> Drawing:
    """The page's strokes, from as many steps of work as are allowed."""
    allowed = min(allowance.steps, MAX_PAGE_STEPS)
    steps = list(islice(_steps(page, _upright(page)), allowed))
    allowance.steps -= len(steps)
    strokes = [step for step in steps if isinstance(step, Box)]
    pictures = [step.box for step in steps if isinstance(step, Picture)]
    is_inked = any(isinstance(step, int) and step != c.FPDF_PAGEOBJ_TEXT for step in steps)
    return Drawing(strokes, pictures, is_inked, HIDDEN in steps, len(steps) < allowed)


class Picture(NamedTuple):
    """Something with a place on the page that is no text and no stroke."""

    box: Box


HIDDEN = "hidden text"

Step = Box | Picture | int | str | None


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
    return Picture(box) if shows and _is_finite(box) else None


def _unfolded(item: c.FPDF_PAGEOBJECT, outer: Matrix, depth: int) -> Iterator[Step]:
    """The steps of one object; `outer` is the matrix of what it stands in."""
    kind = c.FPDFPageObj_GetType(item)
    yield kind
    if kind == c.FPDF_PAGEOBJ_PATH:
        yield from _strokes(item, outer)
    elif kind == c.FPDF_PAGEOBJ_TEXT:
        yield HIDDEN if _hides(item) else None
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
    if is_stroked.value and _stroke_width(path) * matrix.scale <= THICKEST:
        return _edges(_corners(path, count, matrix))
    return _parts(_corners(path, count, matrix)) if fill.value else []


def _stroke_width(path: c.FPDF_PAGEOBJECT) -> float:
    width = ctypes.c_float()
    c.FPDFPageObj_GetStrokeWidth(path, width)
    return width.value


def _bounds(path: c.FPDF_PAGEOBJECT, outer: Matrix) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    c.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    box = outer.box(left.value, bottom.value, right.value, top.value)
    return box if _is_finite(box) else None


class Corner(NamedTuple):
    """A point of an outline, how the outline comes there, and whether it then returns to its start."""

    kind: int
    x: float
    y: float
    closes: bool


def _corners(path: c.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> Iterator[Corner]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = c.FPDFPath_GetPathSegment(path, i)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        kind, closes = c.FPDFPathSegment_GetType(segment), c.FPDFPathSegment_GetClose(segment)
        yield Corner(kind, *matrix.point(x.value, y.value), closes == 1)


def _edges(corners: Iterable[Corner]) -> Iterator[Box | None]:
    start = here = None
    for corner in corners:
        if here is None or corner.kind == c.FPDF_SEGMENT_MOVETO:
            start = corner
        yield _around([here, corner]) if corner.kind == c.FPDF_SEGMENT_LINETO and here else None
        if corner.closes:
            yield _around([corner, start])
        here = corner


def _parts(corners: Iterable[Corner]) -> Iterator[Box | None]:
    part: list[Corner] = []
    for corner in corners:
        if corner.kind == c.FPDF_SEGMENT_MOVETO:
            yield _around(part)
            part = []
        part.append(corner)
        yield None
    yield _around(part)


def _around(corners: list[Corner]) -> Box | None:
    if not corners:
        return None
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    return box if _is_finite(box) else None


def _is_finite(box: Box) -> bool:
    """A damaged matrix may lead nowhere."""
    return math.isfinite(box.left + box.top + box.right + box.bottom)
