"""Files that are read as WordprocessingML although they are none: `document(parts, kind)` and what they share.

The binary form, RTF and the single-file XML forms of Word say what DOCX says in other words. Once they are turned into
its elements, one reader decides for all of them what shows, what is struck and which cells are merged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from pipeline.read import docx
from pipeline.read.document import Cell, Document, Grid
from pipeline.read.docx_xml import child, name, number

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NEAR = 40
"""Twentieths of a point; borders of rows that stand no further apart are one border, drawn by hand."""


def word(kind: str) -> str:
    """`p` → the name of `w:p`."""
    return f"{{{WORD}}}{kind}"


def element(kind: str, value: str | int | None = None) -> etree._Element:
    """`w:kind`, with `w:val` where there is a value."""
    return etree.Element(word(kind), {} if value is None else {word("val"): str(value)})


def document(parts: Mapping[str, etree._Element], kind: str) -> Document:
    """The parts as `docx.document` reads them, of media type `kind`; the file itself has no XPath.

    Raises Refusal: damaged, too_large or no_text_layer.
    """
    read = docx.document(parts)
    blocks = tuple(_pathless(block) if isinstance(block, Grid) else block for block in read.blocks)
    return replace(read, media_type=kind, blocks=blocks)


def _pathless(grid: Grid) -> Grid:
    bare: dict[int, Cell] = {
        id(cell): cell._replace(place=cell.place._replace(path=None)) for cell in grid.cells()
    }
    return replace(grid, rows=tuple(tuple(cell and bare[id(cell)] for cell in row) for row in grid.rows))


def joined(borders: list[int]) -> list[int]:
    """For each of the sorted positions the number of the border that it belongs to: 0, 10, 500 → 0, 0, 1."""
    begun: list[int] = []
    numbers: list[int] = []
    for position in borders:
        if not begun or position - begun[-1] > NEAR:
            begun.append(position)
        numbers.append(len(begun) - 1)
    return numbers


def straightened(table: etree._Element) -> None:
    """Make one column of those that differ by a hand's tremble, unless a cell is no wider than that."""
    widths = [number(column, 0, "w") for grid in table if name(grid) == "tblGrid" for column in grid]
    borders = [sum(widths[:at]) for at in range(len(widths) + 1)]
    numbers = joined(borders)
    if numbers == list(range(len(borders))):
        return
    spans = [span for row in table if name(row) == "tr" for span in _spans(row)]
    if all(_is_kept(holder, numbers[start:end + 1], end - start) for holder, start, end in spans):
        for holder, start, end in spans:
            _set_span(holder, numbers[end] - numbers[start])


def _is_kept(holder: etree._Element, numbers: list[int], span: int) -> bool:
    """Whether the columns are there, and a cell still takes one where its borders are joined to others."""
    return len(numbers) > span and (name(holder) != "tc" or numbers[-1] > numbers[0])


def _set_span(holder: etree._Element, span: int) -> None:
    if name(holder) == "gridBefore":
        holder.set(word("val"), str(span))
        return
    properties = child(holder, "tcPr")
    if properties is None:
        properties = element("tcPr")
        holder.insert(0, properties)
    for old in [found for found in properties if name(found) == "gridSpan"]:
        properties.remove(old)
    properties.append(element("gridSpan", span))


def _spans(row: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """The elements that say how many columns a row skips or its cells take, with the first border and the last."""
    before = child(row, "trPr", "gridBefore")
    column = number(before, 0)
    if before is not None:
        yield before, 0, column
    for cell in (cell for cell in row if name(cell) == "tc"):
        properties = child(cell, "tcPr")
        span = max(1, number(child(properties, "gridSpan"), 1))
        yield cell, column, column + span
        column += span
