"""Does a table belong to this report? `told(placed, texts, headings, head)` says where something above it denies that.

        某局2023年…年度报告
        二、主动公开政府信息情况      (its table is a picture)
        某局2022年…年度报告           another report follows: its tables are not this one's
        附：下属单位情况表            a caption: this table is an annex
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.locate.placement import Heading, Note, PlacedTable
from pipeline.locate.rows import Field
from pipeline.locate.title import Headline, titled
from schemas.load import writing

CAPTIONS = 2
"""Lines above a table that may be its caption."""
LONGEST = 40
"""Characters; a longer line is a sentence."""


def told(placed: PlacedTable, texts: Sequence[Field], headings: Sequence[Heading], head: Headline) -> PlacedTable:
    """The table, with a note on every row where a title or a caption above it names another year or body."""
    found = next(_denials(placed, texts, headings, head), None)
    notes = [Note("other_report", row, found=found) for row in placed.table.rows] if found else []
    return replace(placed, notes=(*placed.notes, *notes))


def _denials(
    placed: PlacedTable, texts: Sequence[Field], headings: Sequence[Heading], head: Headline
) -> Iterator[str]:
    start = min((h.order for h in headings), default=placed.first)
    above = [f.text.strip() for f in texts if start < f.order < placed.first]
    for text in above:
        other = titled(text)
        if other is not None and other.year not in (None, head.year):
            yield text
    known = {heading.text for heading in headings}
    yield from (t for t in above[-CAPTIONS:] if len(t) <= LONGEST and t not in known and _is_annex(t))


def _is_annex(text: str) -> bool:
    return any(text.startswith(word) for word in writing().annex_words)
