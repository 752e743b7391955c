"""One page of an OFD file: `steps(book, page)` tells its letters, strokes and pictures in the order they are drawn.

Templates lie below or above the page, layers above one another, blocks and composite objects within each other;
each object has a box that cuts it off (Boundary), and a matrix (CTM) that moves what is within. Lengths come in
millimetres and go out in points from the page's top left corner.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count, islice
from typing import NamedTuple

from pipeline.read.document import Box
from pipeline.read.limits import MAX_BLOCK_DEPTH
from pipeline.read.matrix import Matrix, around, common, is_placed
from pipeline.read.ofd_look import Look, Resources
from pipeline.read.ofd_package import Element, Package, Unread, child, children, name
from pipeline.read.ofd_path import corners
from pipeline.read.ofd_text import Shapes, Sign, signs
from pipeline.read.ofd_values import Unfit, box_of, is_true, matrix_of, number
from pipeline.read.outline import strokes
from pipeline.read.page import Letter
from pipeline.read.ruling import THICKEST

POINTS = 72 / 25.4
"""Points in a millimetre."""

SLACK = 1.0
"""Millimetres by which a Boundary may be too small: writers round it, and a line has none across."""

A4 = Box(0, 0, 210, 297)

RISE, FALL, SIDE = 0.82, 0.08, 0.04
"""Of the size: how far the ink of a Chinese character is taken to reach above and below its line and to its sides."""

DIGIT_RISE = 0.72
"""The same of a digit, which stands on the line."""

LAYERS = ("Background", "Body", "Foreground")

PASSED_NOTES = frozenset({"Link", "Highlight"})
"""Annotations that change nothing of what a cell shows, unless they strike it out."""

QUARTER_SLACK = 3.0
"""Degrees by which a watermark's text may lie off a quarter turn and still look like text of the page."""


class Picture(NamedTuple):
    """Something with a place on the page that is no text and no stroke; `file` is that of an upright picture."""

    box: Box
    file: str | None = None


class Cover(NamedTuple):
    """A painted area, which hides what was drawn before it."""

    order: int
    box: Box


BROKEN = "broken"
"""An object that can't be placed or isn't there."""

INK = "ink"
"""An object that is no text."""

Step = Letter | Box | Picture | Cover | str | None


@dataclass(frozen=True, slots=True)
class Book:
    """What the pages of a document share: its resources, templates by id (place and height), and its page's box."""

    package: Package
    path: str
    resources: Resources
    templates: Mapping[str, tuple[str, str]]
    box: Box
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Within:
    """Where an object stands: the matrix and look of what is around it, what it is cut off at, how deep it may go,
    and the templates and composite objects that it is inside of."""

    matrix: Matrix
    look: Look
    resources: Resources
    clip: Box
    depth: int = MAX_BLOCK_DEPTH
    inside: frozenset[str] = frozenset()

    def within(self, what: str) -> "_Within":
        """Inside a template or composite object."""
        return replace(self, depth=self.depth - 1, inside=self.inside | {what})


def steps(book: Book, code: str, path: str) -> Iterator[Step]:
    """One item a step of the work, so that it can be bounded. Raises Unread where the page's part can't be read."""
    root = book.package.part(path)
    box = _page_box(root) or book.box
    matrix = Matrix(POINTS, 0, 0, POINTS, -box.left * POINTS, -box.top * POINTS)
    clip = matrix.box(box.left, box.top, box.right, box.bottom)
    walk = _Walk(book)
    within = _Within(matrix, Look(), book.resources, clip)
    yield from walk.page(path, within)
    if code in book.notes:
        yield from walk.notes(book.notes[code], within)


def sheet(book: Book, path: str) -> Box:
    """The page itself, in points. Raises Unread as `steps`."""
    box = _page_box(book.package.part(path)) or book.box
    return Box(0, 0, (box.right - box.left) * POINTS, (box.bottom - box.top) * POINTS)


def _page_box(element: Element | None) -> Box | None:
    """The physical box of a page's Area or a document's PageArea, if it is told and is one."""
    told = child(element, "Area", "PhysicalBox")
    try:
        box = box_of("".join(told.itertext())) if told is not None else None
    except Unfit:
        return None
    return box if box and box.right > box.left and box.bottom > box.top else None


def paper(common: Element | None) -> Box:
    """The box of a document's pages; A4 where it tells none."""
    told = child(common, "PageArea", "PhysicalBox")
    try:
        box = box_of("".join(told.itertext())) if told is not None else A4
    except Unfit:
        return A4
    return box if box.right > box.left and box.bottom > box.top else A4


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk through a page; it counts objects as it draws them."""

    book: Book
    drawn: Iterator[int] = field(default_factory=count)
    shapes: dict[Element, Shapes] = field(default_factory=dict)

    def page(self, path: str, within: _Within) -> Iterator[Step]:
        """A page or template: the templates below it, its layers from bottom to top, the templates above it."""
        root = self.book.package.part(path)
        yield None
        resources = within.resources.added(self.book.package, children(root, "PageRes"), path)
        within = replace(within, resources=resources)
        named = [self._template(element) for element in children(root, "Template")]
        yield from self._templates([t for t, height in named if height != "Foreground"], within)
        layers = children(child(root, "Content"), "Layer")
        for layer in sorted(layers, key=lambda e: LAYERS.index(e.get("Type")) if e.get("Type") in LAYERS else 1):
            yield from self._block(layer, within)
        yield from self._templates([t for t, height in named if height == "Foreground"], within)

    def _template(self, element: Element) -> tuple[str | None, str]:
        """Where a template is, and at which height it lies."""
        path, height = self.book.templates.get(element.get("TemplateID", ""), (None, "Background"))
        return path, element.get("ZOrder") or height

    def _templates(self, paths: list[str | None], within: _Within) -> Iterator[Step]:
        for path in paths:
            if path is None or path in within.inside or not within.depth or not self._has(path):
                yield BROKEN
            else:
                yield from self.page(path, within.within(path))

    def _has(self, path: str) -> bool:
        try:
            self.book.package.part(path)
        except Unread:
            return False
        return True

    def _block(self, block: Element, within: _Within) -> Iterator[Step]:
        """Everything in a layer, a block, an appearance or a composite's content."""
        try:
            look = within.look.of(block, within.resources)
        except Unfit:
            look = None
        if look is None or not within.depth:
            yield BROKEN
            return
        inner = replace(within, look=look, depth=within.depth - 1)
        for element in block:
            yield from self._object(element, inner)

    def _object(self, element: Element, within: _Within) -> Iterator[Step]:
        kind = name(element)
        if kind == "PageBlock":
            yield from self._block(element, within)
        elif kind in _DRAWN:
            try:
                yield from self._placed(element, within)
            except Unfit:
                yield BROKEN

    def _placed(self, element: Element, within: _Within) -> Iterator[Step]:
        """An object's steps within its box and under its matrix."""
        kind, box = name(element), box_of(element.get("Boundary"))
        moved = within.matrix.after(Matrix(1, 0, 0, 1, box.left, box.top))
        matrix = moved.after(matrix_of(element.get("CTM")))
        clip = common(within.clip, _bounds(within.matrix, box))
        for cut in _clips(element, moved, matrix):
            clip = common(clip, cut)
        inner = replace(within, matrix=matrix, look=within.look.of(element, within.resources), clip=clip)
        yield None if kind == "TextObject" else INK
        match kind:
            case "TextObject":
                yield from self._text(element, inner)
            case "PathObject":
                yield from self._path(element, inner)
            case "ImageObject":
                seen = common(clip, within.matrix.box(box.left, box.top, box.right, box.bottom))
                file = within.resources.pictures.get(element.get("ResourceID", "")) if _is_upright(matrix) else None
                yield Picture(seen, file) if inner.look.shows and inner.look.alpha > 0 and is_placed(seen) else None
            case "CompositeObject":
                yield from self._composite(element, inner)

    def _text(self, element: Element, within: _Within) -> Iterator[Step]:
        look, order = within.look, next(self.drawn)
        filled = is_true(element.get("Fill"), True) and look.is_seen(look.fill, within.resources)
        outlined = is_true(element.get("Stroke"), False) and look.is_seen(look.stroke, within.resources)
        size = number(element.get("Size"), 0.0)
        turn = number(element.get("CharDirection"), 0.0)
        for sign in signs(element, self._shapes(element)):
            yield _letter(sign, size, turn, within, filled or outlined, order)

    def _shapes(self, element: Element) -> Shapes:
        """What the glyphs of an object's part draw; each part is looked through once."""
        root = element.getroottree().getroot()
        if root not in self.shapes:
            self.shapes[root] = Shapes(root)
        return self.shapes[root]

    def _path(self, element: Element, within: _Within) -> Iterator[Step]:
        look, order = within.look, next(self.drawn)
        if not look.shows or look.alpha <= 0:
            return
        data = child(element, "AbbreviatedData")
        outline = corners("" if data is None else data.text or "", within.matrix)
        first = list(islice(outline, 7))
        is_filled = is_true(element.get("Fill"), False)
        is_stroked = is_true(element.get("Stroke"), True)
        if is_filled and look.is_solid(look.fill) and 4 <= len(first) <= 6 and all(c.kind != "curve" for c in first):
            yield _cover(order, common(within.clip, around([(c.x, c.y) for c in first])))
        for stroke in strokes(chain(first, outline), look.pen * within.matrix.scale, is_stroked, is_filled):
            yield _shown(stroke, within.clip)

    def _composite(self, element: Element, within: _Within) -> Iterator[Step]:
        code = element.get("ResourceID", "")
        content = child(within.resources.composites.get(code), "Content")
        if content is None or code in within.inside:
            yield BROKEN
        else:
            yield from self._block(content, within.within(code))

    def notes(self, path: str, within: _Within) -> Iterator[Step]:
        """What annotations show over the page, as pictures."""
        try:
            root = self.book.package.part(path)
        except Unread:
            yield BROKEN
            return
        for note in children(root, "Annot"):
            try:
                yield from self._note(note, within)
            except Unfit:
                yield BROKEN

    def _note(self, note: Element, within: _Within) -> Iterator[Step]:
        appearance, kind = child(note, "Appearance"), note.get("Type", "")
        hidden = not is_true(note.get("Visible"), True)
        if appearance is None or hidden or (kind in PASSED_NOTES and note.get("Subtype") != "Strikeout"):
            return
        box = box_of(appearance.get("Boundary"))
        if kind != "Watermark":
            yield Picture(_bounds(within.matrix, box))
            return
        moved = within.matrix.after(Matrix(1, 0, 0, 1, box.left, box.top))
        for step in self._block(appearance, replace(within, matrix=moved)):
            yield _as_mark(step)


def _is_upright(matrix: Matrix) -> bool:
    """Whether a picture is neither turned nor mirrored."""
    return matrix.a > 0 < matrix.d and max(abs(matrix.b), abs(matrix.c)) < 1e-6 * min(matrix.a, matrix.d)


_DRAWN = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})


def _as_mark(step: Step) -> Step:
    """A piece of a watermark: the file says that it is no text of the page, and one that lies aslant looks so too."""
    if isinstance(step, Letter):
        aslant = abs((step.angle + 45) % 90 - 45) > QUARTER_SLACK
        return None if aslant or not step.shows or step.text.isspace() else Picture(step.ink)
    return step if step == BROKEN else None


def _letter(sign: Sign, size: float, turn: float, within: _Within, is_drawn: bool, order: int) -> Letter:
    """A sign where the page shows it; one that lies beyond its object's box is cut off."""
    cosine, sine = round(math.cos(math.radians(turn)), 9), round(math.sin(math.radians(turn)), 9)
    matrix = within.matrix.after(Matrix(cosine, sine, -sine, cosine, sign.x, sign.y))
    rise, fall = (DIGIT_RISE, 0.0) if sign.text.isascii() else (RISE, FALL)
    ink = matrix.box(SIDE * sign.width, fall * size, (1 - SIDE) * sign.width, -rise * size)
    room = matrix.box(0, 0, sign.width, -size)
    if not is_placed(ink):
        raise Unfit("a text that is nowhere")
    x, y = matrix.point(0, 0)
    shows = is_drawn and within.matrix.scale > 0 and _meets(ink, within.clip)
    return Letter(sign.text, ink, room, x, y, size * within.matrix.scale, matrix.angle(), shows, order)


def _clips(element: Element, moved: Matrix, matrix: Matrix) -> Iterator[Box]:
    """The boxes around the areas outside of which an object is cut off."""
    for clips in children(element, "Clips"):
        base = moved if not is_true(clips.get("TransFlag"), True) else matrix
        for clip in children(clips, "Clip"):
            boxes = [
                _bounds(base.after(matrix_of(area.get("CTM"))), box_of(shape.get("Boundary")))
                for area in children(clip, "Area")
                for shape in children(area, "Path", "Text")
            ]
            if boxes:
                yield around([p for b in boxes for p in ((b.left, b.top), (b.right, b.bottom))])


def _bounds(matrix: Matrix, box: Box) -> Box:
    """A Boundary as the page shows it, with some slack; one of nothing bounds nothing."""
    if box.right <= box.left and box.bottom <= box.top:
        return EVERYWHERE
    seen = matrix.box(box.left - SLACK, box.top - SLACK, box.right + SLACK, box.bottom + SLACK)
    return seen if is_placed(seen) else EVERYWHERE


EVERYWHERE = Box(-1e6, -1e6, 1e6, 1e6)


def _meets(box: Box, clip: Box) -> bool:
    """Whether the middle of a box lies within another."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return clip.left <= x <= clip.right and clip.top <= y <= clip.bottom


def _shown(stroke: Box | None, clip: Box) -> Box | None:
    """The part of a stroke that isn't cut off."""
    if stroke is None or stroke.left > clip.right or stroke.right < clip.left:
        return None
    return None if stroke.top > clip.bottom or stroke.bottom < clip.top else common(stroke, clip)


def _cover(order: int, box: Box) -> Cover | None:
    """A painted area, if it is more than a line."""
    return Cover(order, box) if min(box.right - box.left, box.bottom - box.top) > THICKEST else None


