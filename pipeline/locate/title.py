"""Title, publisher and year of a report, from the first lines of its text: `headline(document, texts)`.

A title names the kind of report; it may be broken over lines, and a web page's may drag the site's name
behind it. The year is the one that the title itself prints: no date near it is taken for one, and of two
years in it neither is.
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
    return max(found, key=lambda head: (head.year is not None) + (head.publisher is not None), default=Headline())


def titled(line: str) -> Headline | None:
    """What a line says as a title; None where it is none."""
    return _parse(_bare(line)) if len(line) <= LONGEST else None


def _candidates(document: Document, texts: Sequence[Field]) -> Iterator[str]:
    lines = [_bare(f.text) for f in texts[:FIRST_LINES]]
    for width in range(1, MOST_LINES + 1):
        for at in range(len(lines) - width + 1):
            above = lines[at : at + width - 1]
            if len(text := "".join(lines[at : at + width])) <= LONGEST and not any(map(_is_no_title, above)):
                yield text
    if document.title:
        yield _bare(document.title)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_no_title(line: str) -> bool:
    """Whether a line is a form's or a sentence's, and so no beginning of the title below it."""
    return bool(_SENTENCE.search(line)) or ":" in line or bool(_date().search(line))


_SENTENCE = re.compile("[\u3002;,!?\u3014\u300a]")
"""Marks that no title of a report holds; a notice's number and a document's name among them."""

_YEAR_BEHIND = 8
"""Characters behind the title's words in which its year may stand, as in (2023年度)."""


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, writing().title_words), key=len, reverse=True)))


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().title_year)


@cache
def _date() -> re.Pattern[str]:
    return re.compile(writing().date)


def _parse(text: str) -> Headline | None:
    """What a line says; None where it has no title's words, or they stand in a sentence."""
    words = _words().search(text)
    if words is None:
        return None
    before = _date().split(text[: words.start()].rpartition(":")[2])[-1].lstrip(_QUOTES)
    if _SENTENCE.search(before):
        return None
    behind = text[words.end() : words.end() + _YEAR_BEHIND]
    years = {match[1] for match in _year().finditer(before)}
    years = years or {match[1] for match in _year().finditer(behind) if not match.start() or behind[0] in "(["}
    return Headline(before + words[0], _publisher(before), int(years.pop()) if len(years) == 1 else None)


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
    return name.strip(_EDGES) or None


_QUOTES = "\u300a\u201c\"'"
_EDGES = "-_|:<>\u3000 \u300a\u300b\u201c\u201d\"'\u2014\u2013~()[]"
