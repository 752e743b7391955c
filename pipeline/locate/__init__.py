"""Where in a document the form stands: `place(document)` → `Placement`, national cell ↔ source cell.

The only room that compares text with a layout. Tables are found by their rows' and columns' labels, not by
the heading above them; the edition is chosen for each table by fit; rows are bound by label and order,
columns by header and position. Where nothing is clearly best, the cells are in doubt and a note says why.
The prose between the tables becomes sections and the figures that they tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.locate import grids, routes
from pipeline.locate.placement import PlacedTable, Placement
from pipeline.locate.prose import figures
from pipeline.locate.rows import Row, rows
from pipeline.locate.sections import headings, lines, prose, sections
from pipeline.locate.title import headline
from pipeline.read.document import Document
from schemas.load import LATEST_EDITION, in_force, layouts


def place(document: Document) -> Placement:
    """Bind everything in the document that has a meaning in the layout."""
    source = rows(document)
    texts = lines(source)
    head = headline(document, texts)
    fitting = {name: _fitting(source, name) for name in layouts()[LATEST_EDITION].tables}
    tables = _settled({name: found for name, found in fitting.items() if found}, head.year)
    found = headings(texts)
    told = sections(prose(source), found, tables)
    return Placement(document, head.title, head.publisher, head.year, told, found, tables, figures(told))


def _fitting(source: Sequence[Row], name: str) -> tuple[PlacedTable, ...]:
    beside = layouts()[LATEST_EDITION].tables[name].rows_stand == "beside"
    return (routes if beside else grids).place(source, name)


def _settled(fitting: Mapping[str, tuple[PlacedTable, ...]], year: int | None) -> dict[str, PlacedTable]:
    """One edition for each table; where several fit, that of the other tables, else the year's, else the newest."""
    decided = {found[0].table.edition for found in fitting.values() if len(found) == 1}
    wishes = [*(decided if len(decided) == 1 else ()), *([in_force(year)] if year else ())]
    return {name: _settle(found, wishes) for name, found in fitting.items()}


def _settle(found: tuple[PlacedTable, ...], wishes: Sequence[int]) -> PlacedTable:
    by_edition = {placed.table.edition: placed for placed in found}
    chosen = next((by_edition[edition] for edition in wishes if edition in by_edition), found[0])
    return replace(chosen, rivals=tuple(edition for edition in by_edition if edition != chosen.table.edition))
