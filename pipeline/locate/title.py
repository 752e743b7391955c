"""Title, publisher and year of a report, from the first lines of its text: `headline(document, texts)`.

A title names the kind of report; it may be broken over lines, and a web page's may drag the site's name
behind it. The year is the first in the title; digits glued together ("202511") are none.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.locate.rows import Field
from pipeline.read.document import Document
from schemas.load import writing

FIRST_LINES = 25
"""A title stands within so many lines; a metadata table may come before it."""
MOST_LINES = 3
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Headline:
    """The title without blanks, and what it says; None where it doesn't."""

    title: str | None = None
    publisher: str | None = None
    year: int | None = None


def headline(document: Document, texts: Sequence[Field]) -> Headline:
    """The fullest title among the document's first lines and the format's own title."""
    found = [parsed for text in _candidates(document, texts) if (parsed := _parse(text))]
    return max(found, key=_fullness, default=Headline())


def _fullness(head: Headline) -> tuple[int, bool]:
    """What a title tells, and whether it stands alone, without the words of a form before it."""
    told = (head.year is not None) + (head.publisher is not None)
    return told, ":" not in (head.title or "")


def _candidates(document: Document, texts: Sequence[Field]) -> Iterator[str]:
    lines = ["".join(unicodedata.normalize("NFKC", f.text).split()) for f in texts[:FIRST_LINES]]
    for width in range(1, MOST_LINES + 1):
        for at in range(len(lines) - width + 1):
            if len(text := "".join(lines[at : at + width])) <= LONGEST:
                yield text
    if document.title:
        yield "".join(unicodedata.normalize("NFKC", document.title).split())


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, writing().title_words), key=len, reverse=True)))


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().title_year)


def _parse(text: str) -> Headline | None:
    words = _words().search(text)
    if words is None:
        return None
    title = text[: words.end()]
    year = _year().search(title) or _year().search(text)
    return Headline(title, _publisher(title[: words.start() - words.end()]), int(year[1]) if year else None)


def _publisher(before: str) -> str | None:
    """What is left of the title before its words, without the year and the little words around it."""
    name = _year().sub("", before)
    changed = True
    while changed:
        changed = False
        for word in writing().title_openings:
            if name.startswith(word):
                name, changed = name.removeprefix(word), True
        for word in writing().title_closings:
            if name.endswith(word):
                name, changed = name.removesuffix(word), True
    name = name.strip("-_|:<>\u3000 \u300a\u300b\u201c\u201d\"'")
    return name or None
