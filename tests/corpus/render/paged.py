"""Paged forms: `draw(report, canvas)` lays a report out on A4 pages with ruled tables; a table breaks where its page ends.

A canvas is what reportlab's is: points from the page's lower left corner. The other paged forms draw on one of
their own with the same few methods.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Protocol

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from tests.corpus.form import Line, Report, Sheet, Slot, laid_out

FONT = "STSong-Light"
SIZE, LEADING, PAD = 9, 12, 3
MARGIN = 60
WIDTH = A4[0] - 2 * MARGIN
TOP, BOTTOM = A4[1] - MARGIN, MARGIN
MARK = "内部资料请勿外传"
COLUMNS = {
    "proactive_disclosure": (3, 2, 2, 2),
    "applications": (2, 2.4, 5.6, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7),
}
"""Relative widths; a table with another number of columns has them equal."""



class _Shuffled:
    """A canvas that draws a page's pieces in an order of its own."""

    def __init__(self, canvas: "Canvas", random: Random) -> None:
        self._canvas, self._random, self._pieces = canvas, random, []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given, **named: self._pieces.append((name, given, named))

    def setFont(self, *given: str | float) -> None:
        self._canvas.setFont(*given)

    def setLineWidth(self, points: float) -> None:
        self._canvas.setLineWidth(points)

    def showPage(self) -> None:
        self._random.shuffle(self._pieces)
        for name, given, named in self._pieces:
            getattr(self._canvas, name)(*given, **named)
        self._pieces = []
        self._canvas.showPage()


class Canvas(Protocol):
    """What the pages are drawn on."""

    def setFont(self, font: str, size: float) -> None: ...
    def setLineWidth(self, points: float) -> None: ...
    def drawString(self, x: float, y: float, text: str) -> None: ...
    def drawCentredString(self, x: float, y: float, text: str) -> None: ...
    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None: ...
    def line(self, x1: float, y1: float, x2: float, y2: float) -> None: ...
    def aslant(self, x: float, y: float, text: str) -> None: ...
    def showPage(self) -> None: ...


def draw(report: Report, canvas: Canvas, random: Random) -> None:
    """All pages of the report; what is drawn on each comes in any order where that is the report's manner."""
    pages = _Pages(_Shuffled(canvas, random) if "shuffled_order" in report.manners else canvas, report.manners)
    pages.skip(LEADING * report.start)
    for block in report.blocks:
        pages.line(block) if isinstance(block, Line) else pages.sheet(block)
    pages.end_page()


@lru_cache(maxsize=65_536)
def wide(text: str) -> float:
    """How wide a text is, in points."""
    _register()
    return pdfmetrics.stringWidth(text, FONT, SIZE)


def _register() -> None:
    """Anew, as another may have set the name to vertical writing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def _wrapped(text: str, width: float) -> list[str]:
    """The text in lines no wider than `width`, broken between any two characters but inside no number."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for character in part:
            if line and wide(line + character) > width and not (character.isascii() and line[-1].isascii()):
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


@dataclass(frozen=True, slots=True)
class _Segment:
    """A slot, or the part of one that a page shows: its box in columns and points from the table's top."""

    lines: tuple[str, ...]
    left: float
    right: float
    top: float
    bottom: float


class _Pages:
    """A pen that goes down the page and turns it where it ends."""

    def __init__(self, canvas: Canvas, manners: frozenset[str]) -> None:
        self._canvas, self._manners = canvas, manners
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        self._y = TOP
        _register()
        self._canvas.setFont(FONT, SIZE)
        self._canvas.setLineWidth(0.5)

    def turn(self) -> None:
        self.end_page()
        self._open()

    def end_page(self) -> None:
        if "page_numbers" in self._manners:
            self._canvas.drawCentredString(A4[0] / 2, BOTTOM - 30, f"- {self._number} -")
        if "watermark" in self._manners:
            self._canvas.aslant(A4[0] / 3, A4[1] / 2, MARK)
        self._canvas.showPage()

    def skip(self, points: float) -> None:
        self._y -= points

    def line(self, line: Line) -> None:
        for text in _wrapped(line.text, WIDTH):
            if self._y - LEADING < BOTTOM:
                self.turn()
            self._y -= LEADING
            left = MARGIN + (WIDTH - wide(text)) / 2 if line.part == "title" else MARGIN
            self._canvas.drawString(left, self._y + PAD, text)
        self._y -= 4

    def sheet(self, sheet: Sheet) -> None:
        edges, heights = _edges(sheet), _heights(sheet, _edges(sheet))
        together = sheet.heads + 1 if "header_left_behind" not in self._manners else 1
        if sum(heights[:together]) > self._y - BOTTOM:
            self.turn()
        for first, end in self._parts(heights):
            if first:
                self.turn()
            part = _part(sheet, first, end)
            if first and sheet.heads and "header_on_each_page" in self._manners:
                self._draw(_part(sheet, 0, sheet.heads), edges, heights[: sheet.heads])
            self._draw(part, edges, heights[first:end])
        self._y -= 8

    def _parts(self, heights: list[float]) -> Iterator[tuple[int, int]]:
        """Rows of the table by page, from where the pen stands."""
        first, room = 0, self._y - BOTTOM
        for at, height in enumerate(heights):
            if height > room:
                yield first, at
                first = at
                room = TOP - BOTTOM - 5 * LEADING * ("header_on_each_page" in self._manners)
            room -= height
        yield first, len(heights)

    def _draw(self, part: list[tuple[Slot, int, int, int, int]], edges: list[float], heights: list[float]) -> None:
        tops = [sum(heights[:r]) for r in range(len(heights) + 1)]
        for slot, top, bottom, left, right in part:
            lines = _wrapped(slot.text, edges[right] - edges[left] - 2 * PAD) if slot.text else []
            self._box(_Segment(tuple(lines), edges[left], edges[right], tops[top], tops[bottom]))
        self._y -= tops[-1]

    def _box(self, box: _Segment) -> None:
        left, right, top, bottom = MARGIN + box.left, MARGIN + box.right, self._y - box.top, self._y - box.bottom
        self._rules(left, right, top, bottom)
        y = (top + bottom) / 2 + LEADING * len(box.lines) / 2 - SIZE
        for number, text in enumerate(box.lines):
            self._write(text, (left + right - wide(text)) / 2, y - number * LEADING)

    def _rules(self, left: float, right: float, top: float, bottom: float) -> None:
        if "no_rules" in self._manners:
            return
        if "rules_across" in self._manners:
            self._canvas.line(left, top, right, top)
            self._canvas.line(left, bottom, right, bottom)
            return
        if "thin_rectangles" not in self._manners:
            self._canvas.rect(left, bottom, right - left, top - bottom)
            return
        for x, y, wide, high in ((left, top, right - left, 0.5), (left, bottom, right - left, 0.5),
                                 (left, bottom, 0.5, top - bottom), (right, bottom, 0.5, top - bottom)):
            self._canvas.rect(x, y, wide, high, stroke=0, fill=1)

    def _write(self, text: str, x: float, y: float) -> None:
        pieces = list(text) if "numbers_in_two_runs" in self._manners and text.isdigit() else [text]
        for piece in pieces:
            self._canvas.drawString(x, y, piece)
            x += wide(piece)


def _edges(sheet: Sheet) -> list[float]:
    count = len(laid_out(sheet)[0])
    given = COLUMNS.get(sheet.table, ())[:count]
    shares = given if len(given) == count else (1,) * count
    return [WIDTH * sum(shares[:c]) / sum(shares) for c in range(count + 1)]


def _heights(sheet: Sheet, edges: list[float]) -> list[float]:
    """Each row as high as its fullest cell; the last row of a deep cell makes room for what is left of it."""
    heights = [LEADING + 2 * PAD] * len(sheet.rows)
    slots = {id(place[0]): (place, c) for row in laid_out(sheet) for c, place in reversed([*enumerate(row)]) if place}
    for (slot, top, _), left in sorted(slots.values(), key=lambda s: s[0][0].down):
        lines = _wrapped(slot.text, edges[left + slot.across] - edges[left] - 2 * PAD)
        missing = len(lines) * LEADING + 2 * PAD - sum(heights[top : top + slot.down])
        heights[top + slot.down - 1] += max(missing, 0)
    return heights


def _part(sheet: Sheet, first: int, end: int) -> list[tuple[Slot, int, int, int, int]]:
    """The slots of some rows with their top, bottom, left and right in these; one cut below goes on there."""
    found: dict[int, tuple[Slot, int, int, int, int]] = {}
    for row in laid_out(sheet)[first:end]:
        for place in row:
            if place is not None and id(place[0]) not in found:
                slot, top, left = place
                shown = (max(top, first), min(top + slot.down, end))
                found[id(slot)] = (_shown(slot, top, shown), shown[0] - first, shown[1] - first, left, left + slot.across)
    return list(found.values())


def _shown(slot: Slot, top: int, shown: tuple[int, int]) -> Slot:
    """Of a slot over a page break, the text's first half above and its second below."""
    if shown == (top, top + slot.down):
        return slot
    half = len(slot.text) // 2
    return replace(slot, text=slot.text[:half] if shown[0] == top else slot.text[half:])
