"""What spreadsheets share: `document(media_type, sheets)`, the sheets that show as text and grids.

    A1:D1  某市档案局2023年…报告            Grid s1 of shape `cells`, its cells s1/r1/c1 …: a short line is a row of it
    A2     一、总体情况
    A3:D3  (a passage of 400 characters)   Text s1/r3/c1
    A4 …   a table                         Grid s1

A place is that of the sheet, row and column as the program numbers them, hidden ones counted. Hidden rows, columns and
sheets are not there. Every other position between the outermost filled ones is a cell, a blank one too.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.decode import plain
from pipeline.read.document import Cell, Document, Grid, Place, Refusal, Remark, Shape, Text
from pipeline.read.grid import uniform
from pipeline.read.limits import MAX_CELL_TEXT, MAX_CELLS, MAX_COLUMNS, MAX_ROWS

PASSAGE = 60
"""Characters; what stands alone in its row and is longer, or has several lines, is running text."""

SENTENCE_ENDS = ("\u3002", "\uff1b", "\uff0c", "\uff1a", "\uff01")

WIDE_GAP = {"cells": 0, "fields": 20}
"""Rows without anything that a table may have within it: where borders can't show, they may be blank values."""

Position = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells: the first row and column, and those behind the last."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that shows: its number, from 1, the texts as shown, where borders are, what is merged or hidden."""

    number: int
    name: str
    texts: Mapping[Position, str]
    bordered: frozenset[Position] = frozenset()
    merged: Sequence[Area] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    shape: Shape = "cells"


@dataclass(slots=True)
class _Found:
    blocks: list[Text | Grid] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    cells_left: int = MAX_CELLS
    text_left: int = MAX_CELL_TEXT


def document(media_type: str, sheets: Iterable[Sheet], remarks: Iterable[Remark] = ()) -> Document:
    """The sheets in their order, each below its name. Raises `Refusal`: `too_large`, or `no_text_layer`."""
    found = _Found(remarks=list(remarks))
    for sheet in sheets:
        _add(found, sheet)
    if not found.blocks and not found.remarks:
        raise Refusal("no_text_layer", "no sheet that shows has a filled cell")
    return Document(media_type, tuple(found.blocks), remarks=tuple(found.remarks))


def cleaned(text: str) -> str:
    """A cell's lines as they would be seen, blank ones left out."""
    return "\n".join(filter(None, map(plain, text.replace("\r", "\n").split("\n"))))


def _add(found: _Found, sheet: Sheet) -> None:
    found.text_left -= sum(map(len, sheet.texts.values()))
    if found.text_left < 0:
        raise Refusal("too_large", f"cells that show more than {MAX_CELL_TEXT:,} characters")
    cells = _placed(sheet)
    if not any(cell.text for cell in cells):
        return
    if sheet.name:
        found.blocks.append(Text(sheet.name, Place(f"s{sheet.number}")))
    for band in _bands(cells, sheet):
        _add_band(found, sheet, band)


def _add_band(found: _Found, sheet: Sheet, band: Sequence[Cell]) -> None:
    if not any(cell.text for cell in band):
        return
    if len(band) == 1 and _is_line(band[0], sheet):
        found.blocks += [Text(line, band[0].place) for line in band[0].text.split("\n")]
        return
    top, left = min(cell.row for cell in band), min(cell.column for cell in band)
    height = max(cell.row + cell.row_span for cell in band) - top
    width = max(cell.column + cell.column_span for cell in band) - left
    if height > MAX_ROWS or width > MAX_COLUMNS:
        at = f"{height:,} by {width:,} cells are not read"
        found.remarks.append(Remark("limit_reached", band[0].place, at))
        return
    found.cells_left -= height * width
    if found.cells_left < 0:
        raise Refusal("too_large", f"more than {MAX_CELLS:,} cells in sheets")
    box = Area(top, left, top + height, left + width)
    blank = [*_blank_areas(sheet, box), *_blanks(sheet, box)]
    cells = [c._replace(row=c.row - top, column=c.column - left) for c in (*band, *blank)]
    found.blocks.append(uniform(cells, sheet.shape, Place(f"s{sheet.number}")))


def _blank_areas(sheet: Sheet, box: Area) -> Iterator[Cell]:
    """The merged cells with nothing in them that begin in a box, as far as they lie in it."""
    rows, columns = _Shown(sheet.hidden_rows), _Shown(sheet.hidden_columns)
    for area in sheet.merged:
        row, column = rows.index(area.top), columns.index(area.left)
        inside = box.top <= row < box.bottom and box.left <= column < box.right
        if inside and (area.top, area.left) not in sheet.texts.keys() | sheet.bordered:
            down = min(rows.index(area.bottom), box.bottom) - row
            across = min(columns.index(area.right), box.right) - column
            yield Cell("", _place(sheet, (area.top, area.left)), row, column, down, across)


def _blanks(sheet: Sheet, box: Area) -> Iterator[Cell]:
    """A blank cell for each position of a box; those that are taken by others give way to them."""
    rows, columns = _Shown(sheet.hidden_rows), _Shown(sheet.hidden_columns)
    at_column = [columns.number(column) for column in range(box.left, box.right)]
    for row in range(box.top, box.bottom):
        at_row = rows.number(row)
        for column, at in enumerate(at_column, box.left):
            yield Cell("", _place(sheet, (at_row, at)), row, column)


def _place(sheet: Sheet, at: Position) -> Place:
    return Place(f"s{sheet.number}/r{at[0] + 1}/c{at[1] + 1}")


class _Shown:
    """Rows or columns without the hidden ones: where each stands among those that show."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = sorted(hidden)

    def index(self, number: int) -> int:
        """How many that show stand before one."""
        return number - bisect_left(self._hidden, number)

    def number(self, index: int) -> int:
        """The one that stands behind so many that show."""
        low, high = index, index + len(self._hidden)
        while low < high:
            middle = (low + high) // 2
            if self.index(middle + 1) > index:
                high = middle
            else:
                low = middle + 1
        return low


def _placed(sheet: Sheet) -> list[Cell]:
    """The filled and bordered cells that show, in reading order, placed among the rows and columns that show."""
    rows, columns = _Shown(sheet.hidden_rows), _Shown(sheet.hidden_columns)
    covered = _covered(sheet)
    cells = []
    for at in sorted({*sheet.texts, *sheet.bordered}):
        area = covered.get(at) or Area(*at, at[0] + 1, at[1] + 1)
        if (area.top, area.left) != at:
            continue  # what lies below a merged cell doesn't show
        row, column = rows.index(area.top), columns.index(area.left)
        down, across = rows.index(area.bottom) - row, columns.index(area.right) - column
        if down > 0 and across > 0:
            cells.append(Cell(sheet.texts.get(at, ""), _place(sheet, at), row, column, down, across))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _covered(sheet: Sheet) -> dict[Position, Area]:
    """The area that each filled cell lies in, the first that is given where several are."""
    by_row: dict[int, list[Position]] = {}
    for at in sorted({*sheet.texts, *sheet.bordered}):
        by_row.setdefault(at[0], []).append(at)
    filled = sorted(by_row)
    found: dict[Position, Area] = {}
    work = 0
    for area in sheet.merged:
        for row in filled[bisect_left(filled, area.top) : bisect_left(filled, area.bottom)]:
            line = by_row[row]
            inside = line[bisect_left(line, (row, area.left)) : bisect_left(line, (row, area.right))]
            work += 1 + len(inside)
            if work > 20 * MAX_CELLS:
                raise Refusal("too_large", "merged cells that lie over each other")
            for at in inside:
                found.setdefault(at, area)
    return found


def _bands(cells: Sequence[Cell], sheet: Sheet) -> Iterator[list[Cell]]:
    """The cells cut where rows hold nothing, and around what is no table's but stands alone in its rows."""
    band: list[Cell] = []
    end = 0
    apart = False
    for cell, is_alone in zip(cells, _alone(cells), strict=True):
        was_apart, apart = apart, is_alone and _is_line(cell, sheet)
        if band and (cell.row - end > WIDE_GAP[sheet.shape] or apart or was_apart):
            yield band
            band = []
        band.append(cell)
        end = max(end, cell.row + cell.row_span)
    if band:
        yield band


def _alone(cells: Sequence[Cell]) -> list[bool]:
    """Whether each cell has its rows to itself."""
    befores: list[int] = []
    reach = 0
    for cell in cells:
        befores.append(reach)
        reach = max(reach, cell.row + cell.row_span)
    nexts = [*(other.row for _, other in pairwise(cells)), float("inf")]
    return [
        before <= cell.row and follows >= cell.row + cell.row_span
        for cell, before, follows in zip(cells, befores, nexts, strict=True)
    ]


def _is_line(cell: Cell, sheet: Sheet) -> bool:
    """Whether a cell that stands alone is running text: long, of several lines, a sentence or a page's number.

    Where a sheet draws borders, what has none is no table's either.
    """
    text = cell.text
    written = len(text) > PASSAGE or "\n" in text or text.endswith(SENTENCE_ENDS) or not any(map(str.isalpha, text))
    return written or (bool(sheet.bordered) and _at(cell) not in sheet.bordered)


def _at(cell: Cell) -> Position:
    """The position in the sheet that a cell's place tells."""
    _, row, column = cell.place.locator.split("/")
    return int(row[1:]) - 1, int(column[1:]) - 1
