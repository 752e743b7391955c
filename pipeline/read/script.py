"""A page whose text stands only in a script: `written_by_script(scripts)`, the markup that the script would show.

    <script>var content = "<p>…<\\/p>" + '<table>…';</script>              strings, put together where + joins them
    <script id="__NEXT_DATA__" type="application/json">{…}</script>       strings of the JSON
    <script>window.__INITIAL_STATE__ = {"data": {"content": "<table>…     the same; JavaScript reads its strings alike

Only strings with a table and some text count: a calendar's template has none. A string in backquotes with ${ } in it
is not whole without running the script, and nothing is run here.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.read.article import article, has_table, words
from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_STRINGS

LEAST_WRITTEN = 100
"""Characters without markup and blanks; the form's smallest table has more."""

_NEXT = re.compile(r"[\"'`]|//|/\*")
_LITERALS = {
    '"': re.compile(r'"((?:[^"\\\n]++|\\(?:\r\n|.))*+)("?)', re.DOTALL),
    "'": re.compile(r"'((?:[^'\\\n]++|\\(?:\r\n|.))*+)('?)", re.DOTALL),
    "`": re.compile(r"`((?:[^`\\]++|\\.)*+)(`?)", re.DOTALL),
}
_PLUS = re.compile(r"[ \t\r\n]*\+?[ \t\r\n]*$")
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "\n", "v": "\n", "0": "", "\n": "", "\r\n": ""}


def written_by_script(scripts: Iterable[str]) -> str | None:
    """The one text with a table that scripts hold, if any. Raises `Refusal("several_texts")` where two differ."""
    found = (string for script in scripts for string in strings(script))
    return article(string for string in found if has_table(string) and len(words(string)) >= LEAST_WRITTEN)


def strings(script: str) -> Iterator[str]:
    """The string literals of a script, unescaped; those joined by + are one."""
    open_ended: str | None = None
    end = 0
    for count, (start, behind, literal) in enumerate(_literals(script)):
        if count >= MAX_STRINGS:
            raise Refusal("too_large", f"more than {MAX_STRINGS:,} strings in a script")
        between = script[end:start]
        joined = open_ended is not None and "+" in between[:64] and len(between) <= 64 and _PLUS.match(between)
        if open_ended is not None and not joined:
            yield open_ended
        open_ended = (open_ended if joined else "") + literal
        end = behind
    if open_ended is not None:
        yield open_ended


def _literals(script: str) -> Iterator[tuple[int, int, str]]:
    """Where each literal starts and ends, and what it says; comments are passed over."""
    at = 0
    while (sign := _NEXT.search(script, at)) is not None:
        start = sign.start()
        if sign[0] in ("//", "/*"):
            end = script.find("\n" if sign[0] == "//" else "*/", sign.end())
            if end < 0:
                return
            at = end + 1
            continue
        literal = _LITERALS[sign[0]].match(script, start)
        # a quote without an end: what it goes over, to the end of the line or of the script, says nothing
        if literal[2] and not (sign[0] == "`" and "${" in literal[1]):
            yield start, literal.end(), unescaped(literal[1])
        at = literal.end()


def unescaped(literal: str) -> str:
    """What a string literal says: \\u4e2d, \\x41, \\n, \\/ and a line that goes on."""
    text = _ESCAPE.sub(_character, literal)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _SIMPLE.get(match[4], match[4])
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
