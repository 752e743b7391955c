"""Where in a document the form stands: `place(document)` → `Placement`, national cell ↔ source cell.

The only room that compares text with a layout. Tables are found by their rows' and columns' labels, not by
the heading above them; the edition is chosen for each table by fit; rows are bound by label and order,
columns by header and position. Where nothing is clearly best, the cells are in doubt and a note says why.
The prose between the tables becomes sections and the figures that they tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.fetch.receipts import Receipt
from pipeline.locate import grids, lists, others, routes
from pipeline.locate.head import head
from pipeline.locate.placement import PlacedTable, Placement
from pipeline.locate.prose import figures
from pipeline.locate.rows import Field, Row, rows
from pipeline.locate.sections import headings, lines, prose, sections
from pipeline.locate.title import Headline, headline, list_headline
from pipeline.read.document import Document
from schemas.load import CELLS, STATISTICS, in_force, shapes


def place(document: Document, receipt: Receipt | None = None) -> Placement:
    """Bind everything in the document that has a meaning in the layout; the receipt helps to tell the publisher."""
    source = rows(document)
    fitting = {name: _fitting(source, name) for name in CELLS}
    told = head(_headline(document, fitting), document, receipt)
    tables = _settled({name: found for name, found in fitting.items() if found}, told.year)
    texts = [text for text in lines(source) if not _is_listed(text, tables)]
    found = headings(texts)
    own = {name: others.told(placed, texts, found, told) for name, placed in tables.items()}
    said = sections(prose(source), found, own)
    return Placement(document, told, said, found, own, figures(said, told.year))


def _headline(document: Document, fitting: Mapping[str, tuple[PlacedTable, ...]]) -> Headline:
    """The report's title, or that of a list which stands alone."""
    said = headline(document)
    return list_headline(document) if said.title is None and fitting[STATISTICS] else said


def _fitting(source: Sequence[Row], name: str) -> tuple[PlacedTable, ...]:
    shape = next(iter(shapes(name).values()))
    room = lists if shape.is_list else routes if shape.rows_stand == "beside" else grids
    return room.place(source, name)


def _is_listed(text: Field, tables: Mapping[str, PlacedTable]) -> bool:
    """Whether a line stands in a list, whose heads are worded as sections are."""
    return any(placed.table.is_list and placed.first <= text.order <= placed.last for placed in tables.values())


def _settled(fitting: Mapping[str, tuple[PlacedTable, ...]], year: int | None) -> dict[str, PlacedTable]:
    """One edition for each table; where several fit, that of the other tables, else the year's, else the newest."""
    decided = {found[0].table.edition for found in fitting.values() if len(found) == 1}
    wishes = [*(decided if len(decided) == 1 else ()), *([in_force(year)] if year else ())]
    return {name: _of_year(_settle(found, wishes), year) for name, found in fitting.items()}


def _left_over(placed: PlacedTable) -> int:
    """The rows of numbers that an edition has no place for."""
    return sum(note.rule == "unplaced_number" for note in placed.notes)


def _of_year(placed: PlacedTable, year: int | None) -> PlacedTable:
    """Without the notes that a header names the report's own year, or any where that isn't known."""
    notes = (note for note in placed.notes if note.rule != "other_year" or year not in (None, int(note.found)))
    return replace(placed, notes=tuple(notes))


def _settle(found: tuple[PlacedTable, ...], wishes: Sequence[int]) -> PlacedTable:
    by_edition = {placed.table.edition: placed for placed in found}
    fewest = min(map(_left_over, found))
    best = [placed.table.edition for placed in found if _left_over(placed) == fewest]
    chosen = by_edition[next((edition for edition in wishes if edition in best), best[0])]
    return replace(chosen, rivals=tuple(edition for edition in by_edition if edition != chosen.table.edition))
