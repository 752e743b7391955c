"""Which of many strings is the text: `article(strings)`, for formats that wrap a page in something else.

        "title": "某局年报"          short: no text
        "content": "<p>…<table>…"    the text: it has a table
        "summary": "本局2023年…"      without a table where another has one

The strings with a table are the text if they say the same; without any table, the longest. Where two of them say
different things nothing tells which one is the report, and nothing is chosen.
"""

import html
import re
from collections.abc import Iterable

from pipeline.read.document import Refusal

LEAST = 200
"""Characters; a shorter string without a table is no report."""

NEARLY = 0.5
"""A string that has this part of the longest one's characters is its rival."""

_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;(?:table|p|div)[\s&>]", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")


def article(strings: Iterable[str]) -> str | None:
    """The text, its markup unescaped; None where there is none. Raises `Refusal("several_texts")` where two differ."""
    plain = map(_plain_markup, strings)
    found = [string for string in plain if len(string) >= LEAST or _TABLE.search(string)]
    tables = [string for string in found if _TABLE.search(string)]
    longest = max(map(len, found), default=0)
    rivals = tables or [string for string in found if len(string) >= NEARLY * longest]
    different = {words(string) for string in rivals}
    if len(different) > 1:
        raise Refusal("several_texts", str(len(different)))
    return max(rivals, key=len) if rivals else None


def has_table(string: str) -> bool:
    """Whether a string holds the markup of a table, escaped or not."""
    return bool(_TABLE.search(_plain_markup(string)))


def _plain_markup(string: str) -> str:
    return html.unescape(string) if _ESCAPED.search(string) and "<" not in string else string


def words(string: str) -> str:
    """What is left of a string without its markup and blanks: two forms of one text have the same."""
    return "".join(html.unescape(_MARKUP.sub(" ", string)).split())
