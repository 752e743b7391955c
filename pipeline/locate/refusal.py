"""Is it a report at all? `refusal(placement)` → the `Refusal` to raise, or None.

A report has a table of the form, or its title together with one of its sections, or three of its sections. What
has these and yet is none says so where its title stands: the form of a quarter, a notice with the form attached,
another report with sections of the same names. What has none of them is told apart by its title, or by what a short
page says. A report that only mentions a budget, a login or a notice is never refused: the reader would lose it.

        某局2023年部门决算                            finance_report
        一、总体情况 … 五、其他需要报告的事项           … only where no line above names disclosure and a report
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile

from pipeline.locate.front import bare, front
from pipeline.locate.placement import Placement
from pipeline.locate.sections import is_heading
from pipeline.locate.title import Headline, list_words, parse, parse_list, title_words
from pipeline.numbers import Number, read_number
from pipeline.read.document import Refusal, Text
from schemas.load import writing

SHORT = 1_500
"""An error page says little: a longer text that speaks of a missing page is no error page."""
LEAST_SECTIONS = 3
LEAST_LISTED = 3
"""A page with so many titles of reports, of several years or publishers, lists them."""
LONGEST_TITLE = 60
WEB = ("text/html", "application/xhtml+xml")


def refusal(placement: Placement) -> Refusal | None:
    """Why the document is no annual report, if it is none."""
    lines = [field for line in front(placement.document) for field in line.fields if len(field) <= LONGEST_TITLE]
    titled = parse(placement.title) if placement.title else None
    if (own := _of_its_title(placement, lines)) is not None:
        return own
    if placement.tables:
        return None if titled and titled.year else _notice(lines) or _part_of_year(lines)
    if len(placement.headings) >= LEAST_SECTIONS:
        return None if titled else _another(placement)
    if (notice := _notice(lines)) is not None:
        return notice
    if titled and placement.headings:
        return None
    return _page(placement) or _too_little(placement, lines)


# What has the form's tables or sections


def _of_its_title(placement: Placement, lines: Sequence[str]) -> Refusal | None:
    """The very title tells: it is of a part of the year, or goes on as one that asks for reports, with a form that
    holds no figure."""
    if placement.title is None:
        return None
    if _part().search(placement.title):
        return Refusal("part_of_year", placement.title)
    own = [line for line in (*lines, *_broken(lines)) if _is_title(line, placement)]
    partly = next((line for line in own if _part().search(_bracket_behind(line, placement.title))), None)
    if partly is not None:
        return Refusal("part_of_year", partly)
    call = next((line for line in own if line.endswith(writing().calls)), None)
    return Refusal("notice", call) if call is not None and not _has_figures(placement) else None


def _bracket_behind(line: str, title: str) -> str:
    """What stands in brackets right behind the title, such as (2015年1-6月)."""
    return _BRACKET.match(line.partition(title)[2])[0]


_BRACKET = re.compile(r"(?:[(\[][^)\]]*)?")


def _has_figures(placement: Placement) -> bool:
    cells = (cell for placed in placement.tables.values() for cell in placed.cells.values())
    return any(cell.text is not None and isinstance(read_number(cell.text), Number) for cell in cells)


def _is_title(line: str, placement: Placement) -> bool:
    return placement.title in (told.title for told in (parse(line), parse_list(line)) if told)


def _broken(lines: Sequence[str]) -> Iterator[str]:
    """Two lines as one where the first opens as a notice does and the second ends as its title would."""
    for line, below in pairwise(lines):
        if line.startswith(writing().title_openings) and below.endswith(writing().calls):
            yield line + below


def _another(placement: Placement) -> Refusal | None:
    """A document with sections of a report's names, whose own title is of another kind."""
    opening = takewhile(lambda line: not (line.alone and is_heading(line.alone)), front(placement.document))
    alone = [line.alone for line in opening if line.alone]
    above = [line for line in alone if len(line) <= LONGEST_TITLE and not _is_sentence(line)]
    if any(_speaks_of_a_report(line) for line in above):
        return None
    return _by_title([line for line in above if _year().search(line)])


def _speaks_of_a_report(line: str) -> bool:
    """Whether a line may be a report's title in other words, and no verdict of others on a body's disclosure."""
    if any(word in line for word in writing().verdict_words):
        return False
    named = [word for word in writing().disclosure[:1] if word in line]
    return bool(named) and any(word in line for word in writing().report_words)


def _part_of_year(lines: Sequence[str]) -> Refusal | None:
    """A heading that names disclosure and a part of the year; what a title of a year says elsewhere counts more."""
    named = (line for line in lines if any(word in line for word in writing().disclosure))
    found = next((line for line in named if _part().search(line) and not _is_sentence(line)), None)
    return Refusal("part_of_year", found) if found else None


def _notice(lines: Sequence[str]) -> Refusal | None:
    """A heading that is about reports and ends as notices do."""
    named = (line for line in lines if title_words().search(line) or list_words().search(line))
    about = (line for line in named if not _is_sentence(line))
    found = next((line for line in about if line.endswith(writing().notices)), None)
    return Refusal("notice", found) if found else None


# What has neither


def _page(placement: Placement) -> Refusal | None:
    """A short page that says that something went wrong, asks for a login, or was put in the way."""
    text = "\n".join(b.text for b in placement.document.blocks if isinstance(b, Text))
    if len(text) >= SHORT:
        return None
    whole = (placement.document.title or "") + "\n" + text
    error = next((word for word in writing().error_page_words if word in whole), None)
    if error is not None:
        return Refusal("error_page", error)
    if placement.title is not None:
        return None
    found = next(((code, match) for code, words in _pages() if (match := words.search(whole))), None)
    if found is not None:
        return Refusal(found[0], found[1][0])
    is_web = placement.document.media_type in WEB and not placement.document.grids()
    # A web page without a word of its own is drawn by a script.
    return Refusal("blocked_page", f"{len(text)} characters") if is_web and not bare(text) else None


def _too_little(placement: Placement, lines: Sequence[str]) -> Refusal:
    """Neither table nor title with a section: a list of reports, a part of the year's, or something else."""
    heads: list[Headline] = [head for line in lines if (head := parse(line)) and head.year]
    titles = {(head.publisher, head.year) for head in heads}
    if len(titles) >= LEAST_LISTED:
        return Refusal("list_page", str(len(titles)))
    own = [bare(placement.document.title)] if placement.document.title else []
    told = [line for line in (*own, *lines) if not _is_sentence(line)]
    return _part_of_year(lines) or (None if heads else _by_title(told)) or _without_text(placement, titles)


def _without_text(placement: Placement, titles: Collection[tuple[str | None, int | None]]) -> Refusal:
    """A page that holds the title of one report, and the report elsewhere: attached, a picture, in a frame."""
    return Refusal("title_only", placement.title) if placement.title and len(titles) == 1 else Refusal("not_a_report")


def _by_title(lines: Sequence[str]) -> Refusal | None:
    """Another document's title among the lines."""
    for line in lines:
        for code, ending in _titles():
            if ending.search(line):
                return Refusal(code, line)
    return None


@cache
def _titles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(ending)) for code, ending in writing().titles.items())


@cache
def _pages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(words)) for code, words in writing().pages.items())


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().title_year)


@cache
def _part() -> re.Pattern[str]:
    return re.compile(writing().part_of_year)


def _is_sentence(line: str) -> bool:
    return line.endswith(("\u3002", ";", ",", ":"))
