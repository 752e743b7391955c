"""A Word table's cells: `drafts_of(table)` gives each with its row, column and spans, not yet read.

A row says how many columns its cells take (`gridSpan`) and skip (`gridBefore`); a cell merged downwards is
begun by one cell (`vMerge restart`) and continued by empty ones below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from pipeline.read.docx_xml import attribute, child, name, number, unwrapped


@dataclass(slots=True)
class Draft:
    """A cell on its way; it grows while later rows or cells continue it."""

    element: etree._Element
    path: str
    row: int
    column: int
    column_span: int
    row_span: int = 1


def drafts_of(table: etree._Element) -> list[Draft]:
    """The cells in reading order; tracked deletions are left out."""
    drafts: list[Draft] = []
    above: dict[int, Draft] = {}
    rows = (row for row in unwrapped(table) if name(row) == "tr" and child(row, "trPr", "del") is None)
    for r, row in enumerate(rows):
        merged: dict[int, Draft] = {}
        for draft in _across(row, r):
            merge = child(draft.element, "tcPr", "vMerge")
            begun = above.get(draft.column) if attribute(merge) != "restart" else None
            if merge is not None and begun is not None and begun.column_span == draft.column_span:
                begun.row_span += 1
                merged[draft.column] = begun
                continue
            drafts.append(draft)
            if merge is not None:
                merged[draft.column] = draft
        above = merged
    return drafts


def extent(drafts: Iterable[Draft]) -> tuple[int, int]:
    """The rows and columns of the table that the cells make."""
    ends = [(draft.row + draft.row_span, draft.column + draft.column_span) for draft in drafts]
    return max((row for row, _ in ends), default=0), max((column for _, column in ends), default=0)


def _across(row: etree._Element, r: int) -> list[Draft]:
    """The row's cells; in old files a cell may continue the one at its left (`hMerge`)."""
    drafts: list[Draft] = []
    column, index = number(child(row, "trPr", "gridBefore"), 0), 0
    above = row.getroottree().getpath(row)
    for cell in unwrapped(row):
        index += name(cell) == "tc"
        properties = child(cell, "tcPr")
        if name(cell) != "tc" or child(properties, "cellDel") is not None:
            continue
        span = max(1, number(child(properties, "gridSpan"), 1))
        merge = child(properties, "hMerge")
        if drafts and merge is not None and attribute(merge) != "restart":
            drafts[-1].column_span += span
        else:
            drafts.append(Draft(cell, f"({above}//w:tc)[{index}]", r, column, span))
        column += span
    return drafts
