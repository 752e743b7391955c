"""JSON that a site's own program would show as a page: `read(data)` finds the text in it, at any depth.

    {"code": 200, "data": {"title": "某局2023年…报告", "content": "<p>…</p><table>…"}}
                                    │                            └ read as a page, or as text without markup
                                    └ the document's title: of the object that holds the text, or one around it
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.read import html, text
from pipeline.read.article import article
from pipeline.read.decode import decoded, plain
from pipeline.read.document import Document, Refusal
from pipeline.read.limits import MAX_STRINGS, MAX_TEXT_BYTES

MEDIA_TYPES = ("application/json",)

TITLE = "title"
"""The end of a key whose value is a title."""


class Pairs(list[tuple[str, object]]):
    """An object, as its pairs of key and value: a key that comes twice hides nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A string of the file, and the objects around it, outermost first."""

    string: str
    around: tuple[Pairs, ...]


def read(data: bytes) -> Document:
    """The text as a page or as plain text.

    Raises `Refusal`: `too_large`, `damaged`, `several_texts`, or `not_a_report` where no string can be one.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of JSON, at most {MAX_TEXT_BYTES:,}")
    source, remarks = decoded(data)
    found = list(strings(parsed(source)))
    chosen = article(one.string for one in found)
    if chosen is None:
        raise Refusal("not_a_report")
    read_as = html if "<" in chosen else text
    document = read_as.read_text(chosen)
    own = document.title or next((t for one in found if one.string == chosen and (t := _title(one))), None)
    return replace(document, media_type=MEDIA_TYPES[0], title=own, remarks=(*remarks, *document.remarks))


def parsed(source: str) -> object:
    """The value that JSON describes, numbers left out; raises `Refusal`: `damaged` or `too_large`."""
    try:
        return json.loads(source, object_pairs_hook=Pairs, parse_int=_left_out, parse_float=_left_out)
    except RecursionError as error:
        raise Refusal("too_large", "values nested beyond measure") from error
    except ValueError as error:
        raise Refusal("damaged", f"no JSON: {error}") from error


def _left_out(number: str) -> None:
    """A number is no text, and one of a million digits would take its time."""


def strings(value: object) -> Iterator[Found]:
    """Every string of a value, in the order of the file."""
    waiting: list[tuple[object, tuple[Pairs, ...]]] = [(value, ())]
    count = 0
    while waiting:
        one, around = waiting.pop()
        if isinstance(one, str):
            yield Found(one, around)
        elif isinstance(one, list):
            count += len(one)
            if count > MAX_STRINGS:
                raise Refusal("too_large", f"more than {MAX_STRINGS:,} values")
            inner = [value for _, value in one] if isinstance(one, Pairs) else one
            within = (*around, one) if isinstance(one, Pairs) else around
            waiting += [(value, within) for value in reversed(inner)]


def _title(found: Found) -> str | None:
    """The title beside a string, or beside what holds it; a key of just that name counts before others."""
    for pairs in reversed(found.around):
        titles = [(key, value) for key, value in pairs if key.lower().endswith(TITLE) and isinstance(value, str)]
        exact = [value for key, value in titles if key.lower() == TITLE] or [value for _, value in titles]
        if exact and plain(exact[0]):
            return plain(exact[0])
    return None
