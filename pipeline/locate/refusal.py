"""Is it a report at all? `refusal(placement)` → the `Refusal` to raise, or None.

A report has a table of the form, or its title together with one of its sections, or three of its sections. What
has a table and yet is none says so where its title stands: the form of a quarter, a notice with the form attached.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.locate.front import front
from pipeline.locate.placement import Placement
from pipeline.locate.title import parse, title_words
from pipeline.read.document import Refusal, Text
from schemas.load import writing

SHORT = 1_500
"""An error page says little: a longer text that speaks of a missing page is no error page."""
LEAST_SECTIONS = 3
LEAST_LISTED = 3
"""A page with so many titles of reports, of several years or publishers, lists them."""
LONGEST_TITLE = 60


def refusal(placement: Placement) -> Refusal | None:
    """Why the document is no annual report, if it is none."""
    lines = [field for line in front(placement.document) for field in line.fields if len(field) <= LONGEST_TITLE]
    titled = parse(placement.title) if placement.title else None
    if placement.tables:
        return None if titled and titled.year else _notice(lines) or _part_of_year(lines)
    return _error_page(placement) or _too_little(placement, lines)


def _part_of_year(lines: Sequence[str]) -> Refusal | None:
    """A heading that names disclosure and a part of the year; what a title of a year says elsewhere counts more."""
    named = (line for line in lines if any(word in line for word in writing().disclosure))
    found = next((line for line in named if _part().search(line) and not _is_sentence(line)), None)
    return Refusal("part_of_year", found) if found else None


def _notice(lines: Sequence[str]) -> Refusal | None:
    """A heading that is about reports and ends as notices do."""
    about = (line for line in lines if title_words().search(line) and not _is_sentence(line))
    found = next((line for line in about if line.endswith(writing().notices)), None)
    return Refusal("notice", found) if found else None


def _error_page(placement: Placement) -> Refusal | None:
    text = "\n".join(b.text for b in placement.document.blocks if isinstance(b, Text))
    error = next((word for word in writing().error_page_words if word in (placement.document.title or "") + text), None)
    return Refusal("error_page", error) if error is not None and len(text) < SHORT else None


def _too_little(placement: Placement, lines: Sequence[str]) -> Refusal | None:
    """Neither table nor title with a section: a list of reports, a part of the year's, or something else."""
    if len(placement.headings) >= LEAST_SECTIONS:
        return None
    if (notice := _notice(lines)) is not None:
        return notice
    if placement.title is not None and placement.headings:
        return None
    titles = {(head.publisher, head.year) for line in lines if (head := parse(line)) and head.year}
    if len(titles) >= LEAST_LISTED:
        return Refusal("list_page", str(len(titles)))
    return _part_of_year(lines) or Refusal("not_a_report")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(writing().part_of_year)


def _is_sentence(line: str) -> bool:
    return line.endswith(("\u3002", ";", ",", ":"))
