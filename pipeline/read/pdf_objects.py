"""What is drawn on one page of a PDF, as pdfium tells it: `drawing_of(page)`, its strokes, pictures and painted areas,
and what is known of its pieces of text.

All coordinates are those a viewer sees: points from the page's top left corner, after the page is turned. Objects come
in the order in which they are drawn, so that a later one lies over an earlier one.
"""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.document import Box
from pipeline.read.limits import MAX_FORM_DEPTH, MAX_PAGE_STEPS
from pipeline.read.matrix import Matrix, around, common, is_placed
from pipeline.read.outline import Corner, strokes
from pipeline.read.page import Allowance, Drawing
from pipeline.read.ruling import THICKEST

RECTANGLE = 5
"""Corners of an outline that is one rectangle or less: its bounds tell all."""

WHITE = 250
"""Of 255: text of this colour doesn't show on paper; on a dark ground it would, but there no form prints numbers."""

SHOWN_NOTES = frozenset(
    {c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP, c.FPDF_ANNOT_INK, c.FPDF_ANNOT_STRIKEOUT}
)
"""Annotations that change what a cell shows."""

MOST_CLIPPING = 64
"""Outlines that cut an object, and corners of one: what is cut by more is taken for whole."""

SOLID, SOLID_SHARE = 250, 0.95
"""Of 255, and of a picture's dots: so little shows through it that it hides what is below."""


def upright_of(page: pdfium.PdfPage) -> Matrix:
    """From the page's own coordinates to those a viewer sees, down and right from the top left corner."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[page.get_rotation()]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text: when it is drawn, whether it is invisible as a whole, and beyond what it is cut off."""

    order: int
    is_hidden: bool
    clip: Box


class Pieces:
    """The pieces of a page's text by the object that draws them; one that wasn't reached is only cut by the page."""

    def __init__(self, found: dict[int | None, Piece], page: Box) -> None:
        self._found = {None: Piece(0, False, page)} | found
        self._page = page

    def of(self, address: int | None) -> Piece:
        if address not in self._found:
            self._found[address] = Piece(0, _is_hidden(ctypes.cast(address, c.FPDF_PAGEOBJECT)), self._page)
        return self._found[address]


def drawing_of(page: pdfium.PdfPage, allowance: Allowance) -> tuple[Drawing, Pieces]:
    """What is drawn on the page, from as many steps of work as are allowed."""
    allowed, walk = min(allowance.steps, MAX_PAGE_STEPS), _Walk(page)
    steps = list(islice(walk.steps(), allowed))
    allowance.steps -= len(steps)
    drawing = Drawing(
        strokes=[step for step in steps if isinstance(step, Box)],
        pictures=[step.box for step in steps if isinstance(step, Picture)],
        is_inked=any(isinstance(step, int) and step != c.FPDF_PAGEOBJ_TEXT for step in steps),
        page=Box(0, 0, *page.get_size()),
        is_whole=len(steps) < allowed,
        covers=tuple((step.order, step.box) for step in steps if isinstance(step, Cover)),
    )
    return drawing, Pieces(walk.pieces, walk.page_box)


class Picture(NamedTuple):
    """Something with a place on the page that is no text and no stroke."""

    box: Box


class Cover(NamedTuple):
    """An area that is painted over what was drawn before it."""

    order: int
    box: Box


Step = Box | Picture | Cover | int | None


class _Walk:
    """One walk through a page's objects: it numbers them and keeps the pieces of text that it meets."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page, self._upright = page, upright_of(page)
        left, bottom, right, top = page.get_bbox()
        self.page_box = self._upright.box(left, bottom, right, top)
        self.pieces: dict[int | None, Piece] = {}
        self._order = 0

    def steps(self) -> Iterator[Step]:
        """One item a step of the work, so that it can be bounded: an object's type, then what it draws or None."""
        for i in range(c.FPDFPage_GetAnnotCount(self._page)):
            yield _field(self._page, i, self._upright)
        for i in range(c.FPDFPage_CountObjects(self._page)):
            item = c.FPDFPage_GetObject(self._page, i)
            yield from self._unfolded(item, self._upright, self.page_box, MAX_FORM_DEPTH)

    def _unfolded(self, item: c.FPDF_PAGEOBJECT, outer: Matrix, clip: Box, depth: int) -> Iterator[Step]:
        """The steps of one object; `outer` is the matrix of what it stands in, `clip` what cuts that."""
        kind = c.FPDFPageObj_GetType(item)
        yield kind
        self._order += 1
        if kind == c.FPDF_PAGEOBJ_TEXT:
            self.pieces[_address(item)] = Piece(self._order, _is_hidden(item), _clipped(item, outer, clip))
        elif kind == c.FPDF_PAGEOBJ_PATH:
            yield from self._painted(item, outer, clip)
            yield from _strokes(item, outer)
        elif kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            box = _bounds(item, outer)
            yield Picture(box) if box else None
            if box and kind == c.FPDF_PAGEOBJ_IMAGE and self._may_cover(box) and self._is_solid(item):
                yield Cover(self._order, common(box, _clipped(item, outer, clip)))
        elif kind == c.FPDF_PAGEOBJ_FORM and depth:
            inner, within = outer.after(_matrix(item)), _clipped(item, outer, clip)
            for i in range(c.FPDFFormObj_CountObjects(item)):
                yield from self._unfolded(c.FPDFFormObj_GetObject(item, i), inner, within, depth - 1)

    def _painted(self, path: c.FPDF_PAGEOBJECT, outer: Matrix, clip: Box) -> Iterator[Cover]:
        """The rectangle that a path paints over text; other outlines leave some of their bounds free."""
        box = _rectangle(path, outer) if self.pieces and _is_filled(path) else None
        if box and self._may_cover(box) and not c.FPDFPageObj_HasTransparency(path):
            yield Cover(self._order, common(box, _clipped(path, outer, clip)))

    def _may_cover(self, box: Box) -> bool:
        """Whether there is text that an area as large as this could lie over."""
        return bool(self.pieces) and min(box.right - box.left, box.bottom - box.top) > THICKEST

    def _is_solid(self, image: c.FPDF_PAGEOBJECT) -> bool:
        """Whether nothing shows through a picture, as it does through most seals."""
        if c.FPDFPageObj_HasTransparency(image):
            return False
        raw = c.FPDFImageObj_GetRenderedBitmap(self._page.pdf, self._page, image)
        if not raw:
            return False
        with closing(pdfium.PdfBitmap.from_raw(raw)) as bitmap:
            return bitmap.n_channels < 4 or float((bitmap.to_numpy()[..., 3] >= SOLID).mean()) > SOLID_SHARE


def _address(item: c.FPDF_PAGEOBJECT) -> int | None:
    return ctypes.addressof(item.contents) if item else None


def _is_hidden(text: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a piece of text is invisible, transparent or as white as the paper."""
    if c.FPDFTextObj_GetTextRenderMode(text) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    red, green, blue, solid = _colour(text)
    return min(red, green, blue) >= WHITE or (solid == 0 and bool(red))


def _colour(item: c.FPDF_PAGEOBJECT) -> tuple[int, int, int, int]:
    """The red, green, blue and density with which an object is filled."""
    red, green, blue, solid = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(item, red, green, blue, solid)
    return red.value, green.value, blue.value, solid.value


def _clipped(item: c.FPDF_PAGEOBJECT, outer: Matrix, clip: Box) -> Box:
    """What is left of `clip` where an object may show: each outline that cuts it is taken for its bounds."""
    path = c.FPDFPageObj_GetClipPath(item)
    for n in range(min(c.FPDFClipPath_CountPaths(path), MOST_CLIPPING)):
        corners = c.FPDFClipPath_CountPathSegments(path, n)
        if 0 < corners <= MOST_CLIPPING:
            segments = (c.FPDFClipPath_GetPathSegment(path, n, i) for i in range(corners))
            clip = common(clip, around([outer.point(*_point(segment)) for segment in segments]))
    return clip


def _point(segment: c.FPDF_PATHSEGMENT) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    c.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _is_filled(path: c.FPDF_PAGEOBJECT) -> bool:
    fill, is_stroked = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, is_stroked)
    return bool(fill.value)


def _rectangle(path: c.FPDF_PAGEOBJECT, outer: Matrix) -> Box | None:
    """The outline's bounds, if it is a rectangle along the page's edges."""
    count = c.FPDFPath_CountSegments(path)
    if count not in (RECTANGLE - 1, RECTANGLE):
        return None
    corners = list(_corners(path, count, outer.after(_matrix(path))))
    box = around([(corner.x, corner.y) for corner in corners])
    along = all(_is_at(x, box.left, box.right) and _is_at(y, box.top, box.bottom) for _, x, y, _ in corners)
    return box if along and is_placed(box) and all(corner.kind != "curve" for corner in corners) else None


def _is_at(place: float, *ends: float) -> bool:
    return any(abs(place - end) < 0.1 for end in ends)


def _field(page: pdfium.PdfPage, i: int, upright: Matrix) -> Picture | None:
    """The place of an annotation that shows something over the page: a form field, a note typed or stamped on it."""
    note, rect = c.FPDFPage_GetAnnot(page, i), c.FS_RECTF()
    shows = c.FPDFAnnot_GetSubtype(note) in SHOWN_NOTES and c.FPDFAnnot_GetRect(note, rect)
    c.FPDFPage_CloseAnnot(note)
    box = upright.box(rect.left, rect.bottom, rect.right, rect.top)
    return Picture(box) if shows and is_placed(box) else None


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
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    for i in range(count):
        segment = c.FPDFPath_GetPathSegment(path, i)
        c.FPDFPathSegment_GetPoint(segment, to_x, to_y)
        kind, closes = c.FPDFPathSegment_GetType(segment), c.FPDFPathSegment_GetClose(segment)
        yield Corner(KINDS.get(kind, "curve"), *matrix.point(x.value, y.value), closes == 1)
