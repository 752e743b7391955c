"""What is drawn on one page of a PDF, as pdfium tells it: `drawing_of(page)`, its strokes, pictures and painted areas,
and what is known of its pieces of text.

All coordinates are those a viewer sees: points from the page's top left corner, after the page is turned. Objects come
in the order in which they are drawn, so that a later one lies over an earlier one.
"""

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice, repeat
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read import pdf_calls as call
from pipeline.read.document import Box
from pipeline.read.limits import MAX_FORM_DEPTH, MAX_PAGE_STEPS
from pipeline.read.matrix import SAME, Matrix, around, common, is_placed
from pipeline.read.outline import Corner, strokes
from pipeline.read.page import Allowance, Drawing
from pipeline.read.pdf_calls import Handle
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


class Piece(NamedTuple):
    """A piece of text: when it is drawn, whether it is invisible as a whole, and beyond what it is cut off."""

    order: int
    is_hidden: bool
    clip: Box


class Pieces:
    """A page's pieces of text by the address of what draws them; one that wasn't reached is only cut by the page."""

    def __init__(self, found: dict[int | None, Piece], page: Box) -> None:
        self._found = {None: Piece(0, False, page)} | found
        self._page = page

    def of(self, address: int | None) -> Piece:
        if address not in self._found:
            self._found[address] = Piece(0, _is_hidden(Handle(address)), self._page)
        return self._found[address]


def drawing_of(page: pdfium.PdfPage, allowance: Allowance) -> tuple[Drawing, Pieces]:
    """What is drawn on the page, from as many steps of work as are allowed."""
    allowed = min(allowance.steps, MAX_PAGE_STEPS)
    walk = _Walk(page, allowed)
    walk.through_page()
    allowance.steps -= allowed - walk.left
    drawing = Drawing(
        strokes=walk.strokes,
        pictures=walk.pictures,
        is_inked=walk.is_inked,
        page=Box(0, 0, *page.get_size()),
        is_whole=walk.left > 0,
        covers=tuple(walk.covers),
    )
    return drawing, Pieces(walk.pieces, walk.page_box)


class _Walk:
    """One walk through a page's objects, of so many steps at most: it numbers them and keeps what they draw.

    A step is an object, a corner of an outline, or something else that is kept.
    """

    def __init__(self, page: pdfium.PdfPage, allowed: int) -> None:
        self._page, self._upright = page, upright_of(page)
        left, bottom, right, top = page.get_bbox()
        self.page_box = self._upright.box(left, bottom, right, top)
        self.left = allowed
        self.strokes: list[Box] = []
        self.pictures: list[Box] = []
        self.covers: list[tuple[int, Box]] = []
        self.pieces: dict[int | None, Piece] = {}
        self.is_inked = False
        self._order = 0

    def through_page(self) -> None:
        """Through the page's notes and objects, as far as is allowed."""
        notes = range(c.FPDFPage_GetAnnotCount(self._page))
        self._keep(self.pictures, (_field(self._page, i, self._upright) for i in notes))
        page = call.handle(self._page.raw)
        items = (call.OBJECT(page, i) for i in range(c.FPDFPage_CountObjects(self._page)))
        self._through(items, self._upright, self.page_box, MAX_FORM_DEPTH)

    def _keep(self, kept: list, found: Iterable) -> None:
        """Keeps what is found, each a step, but those that are nothing."""
        steps = list(islice(found, self.left))
        self.left -= len(steps)
        kept += filter(None, steps)

    def _through(self, items: Iterable[Handle], outer: Matrix, clip: Box, depth: int) -> None:
        """Through the objects of a page or form; `outer` is the matrix of what they stand in, `clip` what cuts that."""
        for item in items:
            if self.left <= 0:
                return
            self.left -= 1
            kind = call.KIND(item)
            self.is_inked |= kind != c.FPDF_PAGEOBJ_TEXT
            if self.left > 0:
                self._object(kind, item, outer, clip, depth)

    def _object(self, kind: int, item: Handle, outer: Matrix, clip: Box, depth: int) -> None:
        self._order += 1
        if kind == c.FPDF_PAGEOBJ_TEXT:
            self.pieces[item.value] = Piece(self._order, _is_hidden(item), _clipped(item, outer, clip))
        elif kind == c.FPDF_PAGEOBJ_PATH:
            self._path(item, outer, clip)
        elif kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            box = _bounds(item, outer)
            self._keep(self.pictures, [box])
            if box and kind == c.FPDF_PAGEOBJ_IMAGE and self._may_cover(box) and self._is_solid(item):
                self._keep(self.covers, [(self._order, common(box, _clipped(item, outer, clip)))])
        elif kind == c.FPDF_PAGEOBJ_FORM and depth:
            inner, within = outer.after(_matrix(item)), _clipped(item, outer, clip)
            items = (call.FORM_OBJECT(item, i) for i in range(call.FORM_OBJECTS(item)))
            self._through(items, inner, within, depth - 1)

    def _path(self, path: Handle, outer: Matrix, clip: Box) -> None:
        """The area that a path paints, and its strokes."""
        is_filled, is_stroked = _draw_mode(path)
        if is_filled and self.pieces:
            self._keep(self.covers, self._painted(path, outer, clip))
        if self.left > 0:
            self._keep(self.strokes, _strokes(path, outer, is_filled, is_stroked))

    def _painted(self, path: Handle, outer: Matrix, clip: Box) -> Iterator[tuple[int, Box]]:
        """The rectangle that a filled path paints over text; other outlines leave some of their bounds free."""
        box = _rectangle(path, outer)
        if box and self._may_cover(box) and not call.IS_TRANSPARENT(path):
            yield self._order, common(box, _clipped(path, outer, clip))

    def _may_cover(self, box: Box) -> bool:
        """Whether there is text that an area as large as this could lie over."""
        return bool(self.pieces) and min(box.right - box.left, box.bottom - box.top) > THICKEST

    def _is_solid(self, image: Handle) -> bool:
        """Whether nothing shows through a picture, as it does through most seals."""
        if self.left <= 0 or call.IS_TRANSPARENT(image):
            return False
        raw = c.FPDFImageObj_GetRenderedBitmap(self._page.pdf, self._page, ctypes.cast(image, c.FPDF_PAGEOBJECT))
        if not raw:
            return False
        with closing(pdfium.PdfBitmap.from_raw(raw)) as bitmap:
            return bitmap.n_channels < 4 or float((bitmap.to_numpy()[..., 3] >= SOLID).mean()) > SOLID_SHARE


def _is_hidden(text: Handle) -> bool:
    """Whether a piece of text is invisible, transparent or as white as the paper."""
    if call.RENDER_MODE(text) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    has_colour = call.COLOUR(text, *_OF_NUMBERS)
    red, green, blue, solid = _NUMBERS if has_colour else NO_COLOUR
    return min(red, green, blue) >= WHITE or (solid == 0 and bool(red))


NO_COLOUR = 0, 0, 0, 0
"""The red, green, blue and density of what pdfium knows no colour of."""


def _clipped(item: Handle, outer: Matrix, clip: Box) -> Box:
    """What is left of `clip` where an object may show: each outline that cuts it is taken for its bounds."""
    path = call.CLIP(item)
    for n in range(min(call.CLIP_OUTLINES(path), MOST_CLIPPING)):
        corners = call.CLIP_CORNERS(path, n)
        if 0 < corners <= MOST_CLIPPING:
            segments = (call.CLIP_CORNER(path, n, i) for i in range(corners))
            clip = common(clip, around([outer.point(*_point(segment)) for segment in segments]))
    return clip


def _point(segment: Handle) -> tuple[float, float]:
    return (_LENGTHS[0], _LENGTHS[1]) if call.CORNER_AT(segment, *_OF_LENGTHS[:2]) else (0.0, 0.0)


def _draw_mode(path: Handle) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    is_told = call.DRAW_MODE(path, *_OF_NUMBERS[:2])
    return (_NUMBERS[0] != 0, _NUMBERS[1] != 0) if is_told else (False, False)


def _rectangle(path: Handle, outer: Matrix) -> Box | None:
    """The outline's bounds, if it is a rectangle along the page's edges."""
    count = call.CORNERS(path)
    if count not in (RECTANGLE - 1, RECTANGLE):
        return None
    corners = list(map(Corner._make, _corners(path, count, outer.after(_matrix(path)))))
    box = around([(corner.x, corner.y) for corner in corners])
    along = all(_is_at(x, box.left, box.right) and _is_at(y, box.top, box.bottom) for _, x, y, _ in corners)
    return box if along and is_placed(box) and all(corner.kind != "curve" for corner in corners) else None


def _is_at(place: float, *ends: float) -> bool:
    return any(abs(place - end) < 0.1 for end in ends)


def _field(page: pdfium.PdfPage, i: int, upright: Matrix) -> Box | None:
    """The place of an annotation that shows something over the page: a form field, a note typed or stamped on it."""
    note, rect = c.FPDFPage_GetAnnot(page, i), c.FS_RECTF()
    shows = c.FPDFAnnot_GetSubtype(note) in SHOWN_NOTES and c.FPDFAnnot_GetRect(note, rect)
    c.FPDFPage_CloseAnnot(note)
    box = upright.box(rect.left, rect.bottom, rect.right, rect.top)
    return box if shows and is_placed(box) else None


def _matrix(item: Handle) -> Matrix:
    return Matrix(*_LENGTHS) if call.MATRIX(item, _OF_LENGTHS[0]) else SAME


def _strokes(path: Handle, outer: Matrix, is_filled: bool, is_stroked: bool) -> Iterable[Box | None]:
    """The straight strokes of an outline; of a filled one its parts, which may be as thin as a stroke."""
    count = call.CORNERS(path)
    if count <= 2 or (count <= RECTANGLE and is_filled and not is_stroked):
        return [_bounds(path, outer)]
    matrix = outer.after(_matrix(path))
    return strokes(_corners(path, count, matrix), _pen(path) * matrix.scale, is_stroked, is_filled)


def _pen(path: Handle) -> float:
    return _LENGTHS[0] if call.PEN(path, _OF_LENGTHS[0]) else 0.0


def _bounds(item: Handle, outer: Matrix) -> Box | None:
    edges = _LENGTHS[:4] if call.BOUNDS(item, *_OF_LENGTHS[:4]) else (0.0, 0.0, 0.0, 0.0)
    box = outer.box(*edges)
    return box if is_placed(box) else None


KINDS = {c.FPDF_SEGMENT_MOVETO: "move", c.FPDF_SEGMENT_LINETO: "line"}


def _corners(path: Handle, count: int, matrix: Matrix) -> Iterator[tuple[str, float, float, bool]]:
    """The corners of an outline; as there are so many, they are plain tuples with the fields of `Corner`."""
    a, b, c_, d, e, f = matrix
    for first in range(0, count, SWEEP):
        segments = list(map(call.CORNER, repeat(path), range(first, min(first + SWEEP, count))))
        deque(map(call.CORNER_AT, segments, *_OF_CORNERS), 0)
        kinds, ends = map(call.CORNER_KIND, segments), map(call.CORNER_CLOSES, segments)
        numbers = _CORNERS[: 2 * len(segments)]
        for kind, x, y, end in zip(kinds, numbers[::2], numbers[1::2], ends, strict=True):
            yield KINDS.get(kind, "curve"), a * x + c_ * y + e, b * x + d * y + f, end == 1


SWEEP = 64
"""Corners that are asked for together: most outlines have five, and a long one may be broken off behind any."""

# What pdfium writes its answers into, and how it is told where to. They are read before anything else is asked, and no
# two threads may call pdfium.
_NUMBERS, _LENGTHS, _CORNERS = (ctypes.c_uint * 4)(), (ctypes.c_float * 6)(), (ctypes.c_float * (2 * SWEEP))()
_OF_NUMBERS, _OF_LENGTHS = call.places(_NUMBERS, 0, 4), call.places(_LENGTHS, 0, 4)
_OF_CORNERS = [call.places(_CORNERS, at, 8) for at in (0, 4)]
