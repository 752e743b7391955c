"""A scanned page: `read_page(number, scan)` gives its lines and grids, `reread(scan, boxes)` a second, careful reading.

Tables are found by their ruling lines, as in a PDF; each cell is cut out and read by itself. All ink is looked at:
a cell is empty only where there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pipeline.read import seen
from pipeline.read.document import OBJECT, Box, Cell, Grid, Place, Remark, Text
from pipeline.read.edges import Paper, edges
from pipeline.read.grid import uniform
from pipeline.read.ink import Inked, Span, inked, pieces, rows, runs
from pipeline.read.ruled import strokes
from pipeline.read.ruling import TOLERANCE, Slot, Table, TooManyRulings, tables
from pipeline.read.seal import shows_through
from pipeline.read.seen import Line, Seen
from pipeline.read.straight import Scan

INSET = 1.0
"""Points within a cell's borders that are not looked at."""

WELL = 3.0
"""Points from a border or a line of characters: what is written there is no shadow of it."""

EDGE = 1.5
"""Points: what lies along a border and reaches no further into the cell is the border's own ink."""

ALONG = 0.8
"""Of a cell's side: what lies along a border over so much of it is the border's."""

LARGE = 4.0
"""Heights of a character: a higher piece of ink is a drawing."""

CRUMB = 0.5
"""Of a character's height: what is smaller and a line of its own is no character; a dash is as long."""

SEALED = 0.02
"""Of a cell's area: under so much of a seal that hides what is below nobody can say that it is empty."""

AROUND = 2.0
"""Points around a table that belong to it."""


KEPT = 3
"""Pages that stay in memory, looked at, for what is asked of them next; one takes some 90 MB at 300 dots an inch."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What one page gave."""

    blocks: tuple[Text | Grid, ...]
    remarks: tuple[Remark, ...]


def read_page(number: int, scan: Scan) -> ScannedPage:
    """The blocks of page `number` (from 1) in reading order, and what is doubtful of its text."""
    looked = _looked(scan)
    found = looked.tables
    cuts = [(t, slot, _cut(looked, slot.box)) for t, table in enumerate(found, 1) for slot in table.slots]
    outside = _outside(looked)
    told = iter(seen.glanced([line for _, _, cut in cuts for line in cut.lines] + outside))
    cells = [(t, _cell(f"p{number}/t{t}", slot, cut, [next(told) for _ in cut.lines])) for t, slot, cut in cuts]
    texts = [(_text(number, n, line, said), said) for n, (line, said) in enumerate(zip(outside, told, strict=True), 1)]
    paper = Paper(scan.page, scan.turn)
    grids = [
        _grid(number, t, table, [cell for at, cell in cells if at == t], paper) for t, table in enumerate(found, 1)
    ]
    blocks = sorted([*grids, *(text for text, _ in texts if text.text.strip())], key=_height)
    doubtful = tuple(Remark("doubtful_text", text.place, text.text) for text, said in texts if not said.is_sure)
    bounded = [Remark("limit_reached", Place(f"p{number}"), looked.limit)] if looked.limit else []
    return ScannedPage(tuple(blocks), (*bounded, *doubtful))


@dataclass(frozen=True, slots=True)
class _Looked:
    """A page's tables, its ink without their borders, whether seals show what is below, and what bound was reached."""

    tables: tuple[Table, ...]
    page: Inked
    is_clear: bool
    limit: str


@lru_cache(maxsize=KEPT)
def _looked(scan: Scan) -> _Looked:
    drawn = strokes(scan)
    try:
        found, limit = tables(drawn), ""
    except TooManyRulings as error:
        found, limit = [], str(error)
    sides = [side for table in found for slot in table.slots for side in _sides(slot.box)]
    return _Looked(tuple(found), inked(scan, _borders(sides, drawn)), shows_through(scan, sides), limit)


def reread(scan: Scan, boxes: Sequence[Box]) -> list[Seen]:
    """What the ink in each of the cells says by a careful reading, whatever touches or covers it.

    Who asks for it must have something else that confirms the reading.
    """
    cuts = [_without_crumbs(_cut(_looked(scan), box)) for box in boxes]
    told = iter(seen.studied([line for cut in cuts for line in _uncovered(cut).lines]))
    return [_joined(_uncovered(cut), [_confirmable(line, next(told)) for line in cut.lines]) for cut in cuts]


def _confirmable(line: Line, said: Seen) -> Seen:
    """The reading; a sum holds with a mark as with a blank, so what touches a mark keeps it in doubt."""
    is_mark = not any(map(str.isdigit, said.text))
    return Seen(said.text + OBJECT, False) if line.is_touched and is_mark and said.is_sure else said


def lines_of(scan: Scan) -> list[Line]:
    """All lines of characters, those in the cells of tables first."""
    looked = _looked(scan)
    slots = [slot for table in looked.tables for slot in table.slots]
    return [*(line for slot in slots for line in _cut(looked, slot.box).lines), *_outside(looked)]


def _borders(sides: Sequence[Box], drawn: Sequence[Box]) -> Iterator[Box]:
    """The cells' sides, and the strokes along them; other long strokes belong to characters."""
    yield from sides
    lying, standing = [b for b in sides if b.top == b.bottom], [b for b in sides if b.left == b.right]
    for stroke in drawn:
        lies = stroke.right - stroke.left > stroke.bottom - stroke.top
        if any(_is_along(stroke, side) for side in (lying if lies else standing)):
            yield stroke


def _sides(box: Box) -> tuple[Box, Box, Box, Box]:
    return (
        Box(box.left, box.top, box.right, box.top), Box(box.left, box.bottom, box.right, box.bottom),
        Box(box.left, box.top, box.left, box.bottom), Box(box.right, box.top, box.right, box.bottom),
    )  # fmt: skip


def _is_along(stroke: Box, side: Box) -> bool:
    """Whether the middle of a stroke lies on a side, as near as rulings on paper do."""
    x, y = (stroke.left + stroke.right) / 2, (stroke.top + stroke.bottom) / 2
    near = TOLERANCE
    return side.left - near <= x <= side.right + near and side.top - near <= y <= side.bottom + near


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell cut out: its lines of characters, and whether something lies on it that may hide or be some."""

    lines: tuple[Line, ...]
    is_covered: bool


def _cut(looked: _Looked, box: Box) -> Cut:
    """The lines of characters between a cell's borders."""
    page = looked.page
    within = Box(box.left + INSET, box.top + INSET, box.right - INSET, box.bottom - INSET)
    at_rows, at_columns = page.scan.pixels(within)
    mask = page.mask[at_rows, at_columns].copy()
    touches = _without_borders(mask, EDGE * page.scan.dots)
    sealed = page.scan.sealed[at_rows, at_columns]
    hidden = bool(sealed.any()) and not looked.is_clear
    lines = tuple(_lines(page, mask, at_rows.start, at_columns.start, touches | hidden))
    if looked.is_clear and sealed.any():  # of a seal's ink, pieces are left that are no part of it to the eye
        lines = tuple(replace(line, is_sealed=True) for line in lines)
    if _leaves_trace(page, box, lines):
        return Cut(tuple(replace(line, is_touched=True) for line in lines), True)
    return Cut(lines, (hidden and sealed.mean() > SEALED) or bool(touches.any()))


def _leaves_trace(page: Inked, box: Box, lines: Sequence[Line]) -> bool:
    """Whether something faint is written in a cell beside its lines: a worn figure, one in a pale colour."""
    at_rows, at_columns = page.scan.pixels(Box(box.left + WELL, box.top + WELL, box.right - WELL, box.bottom - WELL))
    trace, near = page.trace[at_rows, at_columns].copy(), round(WELL * page.scan.dots)
    for line in lines:
        top, left = line.rows.start - at_rows.start - near, line.columns.start - at_columns.start - near
        bottom, right = line.rows.end - at_rows.start + near, line.columns.end - at_columns.start + near
        trace[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
    return bool(trace.any())


def _without_crumbs(cut: Cut) -> Cut:
    """The cell without what a seal left beside its line of characters, where that is not all there is."""
    large = tuple(
        line for line in cut.lines
        if not line.is_sealed or max(line.rows.length, line.columns.length) > CRUMB * line.em
    )  # fmt: skip
    return replace(cut, lines=large or cut.lines)


def _uncovered(cut: Cut) -> Cut:
    return Cut(tuple(replace(line, is_touched=False) for line in cut.lines), False)


def _without_borders(mask: np.ndarray, edge: float) -> np.ndarray:
    """Takes what lies along an edge out of the mask; gives the rest that touches one, where ink may be cut off."""
    touching = np.zeros(mask.shape, bool)
    high, wide = mask.shape
    for y, x in list(pieces(mask)):
        if y.start > 0 and x.start > 0 and y.end < high and x.end < wide:
            continue
        across = (y.end <= edge or y.start >= high - edge) and x.length >= ALONG * wide
        down = (x.end <= edge or x.start >= wide - edge) and y.length >= ALONG * high
        if across or down:
            mask[y.start : y.end, x.start : x.end] = False
        else:
            touching[y.start : y.end, x.start : x.end] = True
    return touching


def _lines(page: Inked, mask: np.ndarray, top: int, left: int, touched: np.ndarray) -> Iterator[Line]:
    for row in rows(mask, page.em * page.scan.dots):
        columns = runs(mask[row.start : row.end].any(axis=0))
        span = Span(columns[0].start, columns[-1].end)
        yield Line(
            page, Span(top + row.start, top + row.end), Span(left + span.start, left + span.end),
            bool(touched[row.start : row.end, span.start : span.end].any()),
        )  # fmt: skip


def _outside(looked: _Looked) -> list[Line]:
    """The lines of characters that stand in no table."""
    page = looked.page
    mask = page.mask.copy()
    for box in (table.box for table in looked.tables):
        around = Box(box.left - AROUND, box.top - AROUND, box.right + AROUND, box.bottom + AROUND)
        mask[page.scan.pixels(around)] = False
    large = LARGE * page.em * page.scan.dots
    for y, x in list(pieces(mask)):
        if y.length > large or x.length > 4 * large:
            mask[y.start : y.end, x.start : x.end] = False
    return list(_lines(page, mask, 0, 0, np.zeros(mask.shape, bool)))


def _cell(locator: str, slot: Slot, cut: Cut, told: Sequence[Seen]) -> Cell:
    place = Place(f"{locator}/r{slot.row + 1}/c{slot.column + 1}", slot.box, method="ocr")
    return Cell(_joined(cut, told).text, place, slot.row, slot.column, slot.row_span, slot.column_span)


def _joined(cut: Cut, told: Sequence[Seen]) -> Seen:
    """A cell's text; where something covers it and no line shows, an OBJECT stands for what may be below."""
    text = "\n".join(line.text for line in told)
    hidden = cut.is_covered and not told
    return Seen(OBJECT if hidden else text, not hidden and all(line.is_sure for line in told))


def _text(number: int, n: int, line: Line, said: Seen) -> Text:
    dots = line.page.scan.dots
    box = Box(line.columns.start / dots, line.rows.start / dots, line.columns.end / dots, line.rows.end / dots)
    return Text(said.text, Place(f"p{number}/l{n}", box, method="ocr"))



def _grid(number: int, t: int, table: Table, cells: Sequence[Cell], paper: Paper) -> Grid:
    place = Place(f"p{number}/t{t}", table.box, method="ocr")
    return uniform(cells, "cells", place, edges(table, paper))


def _height(block: Text | Grid) -> float:
    box = block.place.box
    return box.top if isinstance(block, Grid) else (box.top + box.bottom) / 2
