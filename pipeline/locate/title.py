"""Title, publisher and year of a report, from the first lines of its text: `headline(document)`.

        松河省民              A title names the kind of report. It may be broken anywhere, in a name or a year, and
        政局关于2             a web page's may drag the site's name before or behind it. Of all ways to join lines
        024年政府信息公开…      the one wins that prints a year and whose publisher has the shape of a body's name.

The year is the one that the title itself prints: no date near it is taken for one, and of two years in it
neither is.

Up to 2018 offices also published the list of figures alone; a document that has it and no report's title is called by
that of the list, `list_headline(document)`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from pipeline.locate.bodies import FULL, shape
from pipeline.locate.front import Line, bare, front
from pipeline.locate.sections import is_heading
from pipeline.read.document import Document
from schemas.load import writing

MOST_LINES = 4
LONGEST = 90
WORTH_OF_A_YEAR = 3
"""A year in the title is worth as much as the shape of a name that is a body's but in no list; see `shape`."""
NAMELESS = 1
"""What a title without any name is worth: more than one with a name that is no body's, such as a menu's."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The title without blanks, and what it says; None where it doesn't."""

    title: str | None = None
    publisher: str | None = None
    year: int | None = None
    rivals: tuple[str, ...] = ()


Parser = Callable[[str], Headline | None]


def headline(document: Document) -> Headline:
    """The fullest title among the document's first lines and the format's own title.

    Where titles as full are of other years or bodies (a side bar of links, say), the one that the format's own title
    agrees with, else the one that stands nearest above the text; the others are its rivals.
    """
    return _headline(document, parse)


def list_headline(document: Document) -> Headline:
    """The same of the titles that a list of figures has where it stands alone."""
    return _headline(document, parse_list)


def _headline(document: Document, parse: Parser) -> Headline:
    found = [parsed for text in _candidates(document) if (parsed := parse(text))]
    own = _titled(document.title or "", parse)
    best = max((*found, *filter(None, [own])), key=_worth, default=Headline())
    equal = [head for head in found if _worth(head) == _worth(best)]
    nearest = _nearest(document, found, parse)
    agreed = (head for head in equal if own and own.year is not None and _is_same(head, own))
    chosen = next(agreed, None) or (nearest if nearest in equal else None) or best
    others = [head for head in (*equal, *filter(None, [nearest])) if head.title and not _is_same(head, chosen)]
    return replace(chosen, rivals=tuple(dict.fromkeys(head.title for head in others)))


def _is_same(one: Headline, other: Headline) -> bool:
    """Whether two titles can be one report's: the same year, and names of which one may lack its divisions.

    A title that is a piece of the other's says nothing else.
    """
    if one.title and other.title and (one.title in other.title or other.title in one.title):
        return True
    named = one.publisher and other.publisher
    return one.year == other.year and (not named or can_be_same(one.publisher, other.publisher))


def can_be_same(name: str, other: str) -> bool:
    """Whether two names can be one body's: one may lack the divisions that it lies in."""
    return name.endswith(other) or other.endswith(name)


def _nearest(document: Document, titles: Sequence[Headline], parse: Parser) -> Headline | None:
    """The last title on a line of its own above the first section."""
    above = takewhile(lambda line: not (line.alone and is_heading(line.alone)), front(document))
    alone = [parsed for line in above if line.alone and (parsed := parse(line.alone)) in titles]
    return alone[-1] if alone else None


def titled(line: str) -> Headline | None:
    """What a line says as a title; None where it is none."""
    return _titled(line, parse)


def _titled(line: str, parse: Parser) -> Headline | None:
    return parse(bare(line)) if len(line) <= 2 * LONGEST else None


def _worth(head: Headline) -> int:
    return WORTH_OF_A_YEAR * (head.year is not None) + (shape(head.publisher) if head.publisher else NAMELESS)


def _candidates(document: Document) -> Iterator[str]:
    """Single lines and fields, then lines joined: of equals the first is taken."""
    lines = front(document)
    yield from (field for line in lines for field in line.fields if len(field) <= 2 * LONGEST)
    for width in range(2, MOST_LINES + 1):
        for at in range(len(lines) - width + 1):
            yield from _joined(lines[at : at + width])


def _joined(lines: Sequence[Line]) -> Iterator[str]:
    """The lines as one, where they can be: each stands alone, and those above are no form's or menu's."""
    texts = [line.alone for line in lines]
    if None in texts or sum(map(len, texts)) > LONGEST or texts[0] in writing().menus:
        return
    if not any(map(_is_no_title, texts[:-1])):
        yield "".join(texts)


def _is_no_title(line: str) -> bool:
    """Whether a line is a form's, a page's or a sentence's, and so no part of the title that goes on below it."""
    pages = any(word in line for word in writing().page_words)
    return pages or bool(_SENTENCE.search(line)) or ":" in line or bool(_date().search(line))


_SENTENCE = re.compile("[\u3002;,!?\u3014\u300a]")
"""Marks that no title of a report holds; a notice's number and a document's name among them."""

_YEAR_BEHIND = 8
"""Characters behind the title's words in which its year may stand, as in (2023年度)."""


@cache
def title_words() -> re.Pattern[str]:
    return _one_of(writing().title_words)


@cache
def list_words() -> re.Pattern[str]:
    """What the list of figures is called."""
    return _one_of(writing().list_titles)


def _one_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().title_year)


@cache
def _date() -> re.Pattern[str]:
    return re.compile(writing().date)


@cache
def _glued() -> re.Pattern[str]:
    """The digits of a date that lost its words, as in 202511日: no part of a name, and no year either."""
    return re.compile(writing().glued_date)


def parse(text: str) -> Headline | None:
    """What a line says; None where it has no title's words, or they stand in a sentence."""
    return _parsed(text, title_words().search(text))


def parse_list(text: str) -> Headline | None:
    """The same of a line that has the words of a list's title."""
    return _parsed(text, list_words().search(text))


def _parsed(text: str, words: re.Match[str] | None) -> Headline | None:
    if words is None:
        return None
    before = _date().split(text[: words.start()].rpartition(":")[2])[-1].lstrip(_QUOTES)
    if _SENTENCE.search(before) or len(before) > 2 * LONGEST:
        return None
    behind = text[words.end() : words.end() + _YEAR_BEHIND]
    years = {match[1] for match in _year().finditer(before)}
    years = years or {match[1] for match in _year().finditer(behind) if not match.start() or behind[0] in "(["}
    return Headline(before + words[0], _publisher(before), int(years.pop()) if len(years) == 1 else None)


def _publisher(before: str) -> str | None:
    """What is left of the title before its words, without the year and the little words around it."""
    name = _glued().sub("", _year().sub("", before))
    changed = True
    while changed:
        changed = False
        for word in writing().title_openings:
            if name.startswith(word):
                name, changed = name.removeprefix(word), True
        for word in writing().title_closings:
            if name.endswith(word):
                name, changed = name.removesuffix(word), True
    return _own(name.strip(_EDGES)) or None


def _own(name: str) -> str:
    """The name without what a site or menu set before it: where only its end is a body in full, that end."""
    ends = [name[at:] for at in range(1, len(name))] if shape(name) <= NAMELESS else []
    return next((end for end in ends if shape(end) == FULL), name)


_QUOTES = "\u300a\u201c\"'"
_EDGES = "-_|:<>\u3000 \u300a\u300b\u201c\u201d\"'\u2014\u2013~()[]"
