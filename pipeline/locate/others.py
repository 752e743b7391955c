"""Does a table belong to this report? `told(placed, texts, headings, head)` says where something above it denies that.

        某局2023年…年度报告
        二、主动公开政府信息情况      (its table is a picture)
        某局2022年…年度报告           another report follows: its tables are not this one's
        附：下属单位情况表            a caption: this table is an annex
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.locate.placement import Head, Heading, Note, PlacedTable
from pipeline.locate.rows import Field
from pipeline.locate.title import Headline, can_be_same, titled
from schemas.load import writing

CAPTIONS = 2
"""Lines above a table that may be its caption."""
LONGEST = 40
"""Characters; a longer line is a sentence."""


def told(placed: PlacedTable, texts: Sequence[Field], headings: Sequence[Heading], head: Head) -> PlacedTable:
    """The table, with a note on every row where a title or a caption above it names another year or body."""
    found = next(_denials(placed, texts, headings, head), None)
    notes = [Note("other_report", row, found=found) for row in placed.table.rows] if found else []
    return replace(placed, notes=(*placed.notes, *notes))


def _denials(
    placed: PlacedTable, texts: Sequence[Field], headings: Sequence[Heading], head: Head
) -> Iterator[str]:
    start = min((h.order for h in headings), default=placed.first)
    above = [f.text.strip() for f in texts if start < f.order < placed.first]
    for text in (*above, *map("".join, pairwise(above))):
        other = titled(text)
        if other is not None and _is_another(other, head):
            yield text
    known = {heading.text for heading in headings}
    captions = (text for text in above[-CAPTIONS:] if len(text) <= LONGEST and text not in known)
    annexed = not placed.table.is_list  # the list of figures always is an annex
    yield from (text for text in captions if (annexed and _is_annex(text)) or _names_another_year(text, head))


def _is_another(other: Headline, head: Head) -> bool:
    """Whether a title is of another year or body."""
    years = other.year is not None and head.year is not None and other.year != head.year
    known = [name for name in (head.publisher.name, head.publisher.printed) if name]
    if years or not (known and other.publisher):
        return years
    return not any(can_be_same(name, other.publisher) for name in known)


def _is_annex(text: str) -> bool:
    """Whether a line opens with a word for an annex, as no remark in brackets does."""
    return text.startswith(writing().annex_words) or (
        text.endswith(writing().caption_ends) and any(word in text for word in writing().annex_words)
    )


def _names_another_year(text: str, head: Head) -> bool:
    """Whether a caption, which ends as captions do and is no date, no document's number and no sentence, names years
    that are all others than the report's."""
    years = set(map(int, re.findall(writing().title_year, re.sub(writing().date, "", _NUMBER.sub("", text)))))
    return head.year is not None and bool(years) and head.year not in years and text.endswith(writing().caption_ends)


_NUMBER = re.compile("[\u3014\u3010\\[(\uff08].*?[\u3015\u3011\\])\uff09]")
