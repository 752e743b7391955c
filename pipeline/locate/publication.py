"""When a document was published, by what its head prints: `published_on(document, year)`, a day as `2024-01-25`.

        发布日期：2024-01-25 10:30      →  2024-01-25
        公开日期 | 2024年1月25日         →  2024-01-25
        发布日期：2021-05-06             →  nothing for the report of 2023: no report comes so early

The labels stand in schemas/writing.yaml, the surest first; a label with two different days tells nothing. When a file
was got says nothing of when it was published.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from pipeline.locate.front import front
from pipeline.read.document import Document
from schemas.load import writing

LINES = 40
"""A metadata table and the line below a title stand within so many lines."""

FIRST_MONTH = 8
"""Reports come from the last months of the year that they are about."""

YEARS_AFTER = 3


def published_on(document: Document, year: int | None) -> str | None:
    """The day, where the document's first lines tell one that can be right; None where they don't."""
    lines = ["".join(line.fields) for line in front(document, LINES)]
    for label in writing().publication_labels:
        days = {day for line in lines for day in _behind(label, line) if year is not None and _is_likely(day, year)}
        if days:
            return days.pop().isoformat() if len(days) == 1 else None
    return None


def _behind(label: str, line: str) -> Iterator[date]:
    """The days that stand right behind a label."""
    for found in _labelled(label).finditer(line):
        numbers = [int(number) for number in found.groups() if number]
        try:
            yield date(*numbers)
        except ValueError:  # 2024-02-30 is no day
            continue


@cache
def _labelled(label: str) -> re.Pattern[str]:
    return re.compile(re.escape(label) + writing().publication_date)


def _is_likely(day: date, year: int) -> bool:
    """Whether the report of a year can have come on that day."""
    return date(year, FIRST_MONTH, 1) <= day < date(year + YEARS_AFTER + 1, 1, 1)
