"""A table of one edition laid over the document: `draft(rows, table)` says which rows bear its labels, and how
well it fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.locate.align import align
from pipeline.locate.anchors import Anchor, anchor
from pipeline.locate.headers import column_index, names_columns
from pipeline.locate.labels import LabelIndex, plain, style
from pipeline.locate.rows import Row
from schemas.load import Table, table

FULL, DEFICIENT, BARE = 1.0, 0.5, 0.25
"""What a label is worth with all its values, with some of them, and with none."""
PASSED_VALUES, PASSED_TEXT = 0.05, 0.01
"""The price of passing over a row with numbers, and over one without."""
STRANGERS = 3
"""So many texts that are no label of a row make a line of texts a header; torn labels of two groups do not."""
HEADER_ROWS = 12
"""A header has fewer lines than this, even with one label a line cut in pieces by a page."""


@cache
def row_index(name: str, edition: int) -> LabelIndex:
    """The labels of a table's rows and, as rivals that must not be taken for one, of its groups."""
    shape = table(name, edition)
    return LabelIndex({**shape.groups, **shape.rows})


@dataclass(frozen=True, slots=True)
class Draft:
    """A table of one edition laid over the document: which rows bear its labels, and how well it fits."""

    table: Table
    anchors: Mapping[int, Anchor]
    pairs: Mapping[int, str]
    fit: float

    @property
    def first(self) -> int:
        """The first row of the document that bears one of its labels; the pairs stand in their order."""
        return next(iter(self.pairs))

    @property
    def last(self) -> int:
        return next(reversed(self.pairs))


def draft(rows: Sequence[Row], shape: Table) -> Draft:
    """The best alignment of the document's rows with those of one edition, and the column labels it finds."""
    index = row_index(shape.name, shape.edition)
    columns = column_index(shape.name, shape.edition, tuple(shape.columns))
    codes = list(shape.rows)
    groups = frozenset(shape.groups)
    found = {i: anchor(row, index, groups) for i, row in enumerate(rows) if not names_columns(row, columns)}
    anchors = {i: a for i, a in found.items() if a is not None and _says_row(rows[i], a, columns, index)}
    offers = [
        {codes.index(anchors[i].code): _worth(anchors[i], rows[i], shape)} if i in anchors else {}
        for i in range(len(rows))
    ]
    fit, pairs = align(offers, [PASSED_VALUES if row.numbers else PASSED_TEXT for row in rows])
    named = {i: codes[j] for i, j in pairs.items()}
    return Draft(shape, anchors, named, fit + _header_fit(rows, named, columns) if named else 0.0)


def _says_row(row: Row, found: Anchor, columns: LabelIndex, index: LabelIndex) -> bool:
    """Whether a label says its row: not in a line of other texts without a number, which is some header; and in a
    flow, where a header's last label stands before values too, `总计` says it only with its number."""
    if row.form == "flow":
        return bool(style(found.text)) or not columns.all(found.text)
    return bool(row.numbers) or sum(not index.all(f.text) for f in row.texts) < STRANGERS


def _worth(found: Anchor, row: Row, shape: Table) -> float:
    wanted = len(shape.columns_of(found.code))
    values = [f for f in found.values if f.kind != "text" and not f.inherited]
    if not values:
        return BARE * found.likeness
    enough = len(values) >= (1 if row.form == "cells" else wanted) or all(f.kind == "blank" for f in values)
    return (FULL if enough else DEFICIENT) * found.likeness


def _header_fit(rows: Sequence[Row], pairs: Mapping[int, str], columns: LabelIndex) -> float:
    """Half a point for each column label of the edition that stands in or just above the table."""
    near = rows[max(0, min(pairs) - HEADER_ROWS) : max(pairs) + 1]
    texts = {plain(f.text): f.text for row in near for f in row.texts if len(f.text) < 30}
    return 0.5 * len({match.code for text in texts.values() for match in columns.all(text) if match.exact})
