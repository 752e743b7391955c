"""PDF: `render(report, seed)`, A4 pages with ruled tables; a table breaks where its page ends.

The font is STSong-Light, which readers have or replace: it is named in the file and not embedded.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.form import Line, Report, Sheet, Slot, laid_out

FONT = "STSong-Light"
SIZE, LEADING, PAD = 9, 12, 3
MARGIN = 60
WIDTH = A4[0] - 2 * MARGIN
TOP, BOTTOM = A4[1] - MARGIN, MARGIN
COLUMNS = {
    "proactive_disclosure": (3, 2, 2, 2),
    "applications": (2, 2.4, 5.6, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7),
}
"""Relative widths; a table with another number of columns has them equal."""


def render(report: Report, seed: int, face: str = FONT) -> bytes:
    """The pages; nothing in them is left to the seed. `face` is a font that reportlab knows, to draw with."""
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    pages = _Pages(canvas, report.manners, face)
    pages.skip(LEADING * report.start)
    for block in report.blocks:
        pages.line(block) if isinstance(block, Line) else pages.sheet(block)
    pages.end()
    return packed.getvalue()


@lru_cache(maxsize=65_536)
def _wide(text: str) -> float:
    return pdfmetrics.stringWidth(text, FONT, SIZE)


def _wrapped(text: str, width: float) -> list[str]:
    """The text in lines no wider than `width`, broken between any two characters but inside no number."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for character in part:
            if line and _wide(line + character) > width and not (character.isascii() and line[-1].isascii()):
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

    def __init__(self, canvas: Canvas, manners: frozenset[str], face: str) -> None:
        self._canvas, self._manners, self._face = canvas, manners, face
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        self._y = TOP
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))  # anew: another may have set the name to vertical writing
        self._canvas.setFont(self._face, SIZE)
        self._canvas.setLineWidth(0.5)

    def turn(self) -> None:
        self.end_page()
        self._open()

    def end_page(self) -> None:
        if "page_numbers" in self._manners:
            self._canvas.drawCentredString(A4[0] / 2, BOTTOM - 30, f"- {self._number} -")
        self._canvas.showPage()

    def end(self) -> None:
        self.end_page()
        self._canvas.save()

    def skip(self, points: float) -> None:
        self._y -= points

    def line(self, line: Line) -> None:
        for text in _wrapped(line.text, WIDTH):
            if self._y - LEADING < BOTTOM:
                self.turn()
            self._y -= LEADING
            left = MARGIN + (WIDTH - _wide(text)) / 2 if line.part == "title" else MARGIN
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
            self._write(text, (left + right - _wide(text)) / 2, y - number * LEADING)

    def _rules(self, left: float, right: float, top: float, bottom: float) -> None:
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
            x += _wide(piece)


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
