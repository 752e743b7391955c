"""The lines that a document opens with, as title, metadata and site print them: `front(document)`.

        名称   | 某某局2023年…        ← two fields of a row: a label and its value
        发布机构 | 某某局
        某某局                       ← lines that stand alone, and may go on in the next
        2023年政府信息公开…

Unlike a report's rows, all of them are here, numbers too: a year torn off the title is half of it. Only the numbers
of pages are left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pipeline.read.document import Document, Grid
from schemas.load import writing

FIRST_LINES = 25
"""A title stands within so many lines; a metadata table may come before it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's fields without blanks; a line of running text is one field."""

    fields: tuple[str, ...]

    @property
    def alone(self) -> str | None:
        return self.fields[0] if len(self.fields) == 1 else None


def front(document: Document, most: int = FIRST_LINES) -> tuple[Line, ...]:
    """The first lines that are not blank."""
    return tuple(islice(_lines(document), most))


def bare(text: str) -> str:
    """Text without blanks, full-width signs and digits as plain ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                yield from _row(tuple({id(cell): cell.text for cell in row if cell is not None}.values()))
        else:
            yield from _texts(block.text)


def _row(texts: tuple[str, ...]) -> Iterator[Line]:
    """A row of several fields, or the lines of its only one."""
    filled = [text for text in texts if text.strip()]
    if len(filled) == 1:
        yield from _texts(filled[0])
    elif filled:
        yield Line(tuple(map(bare, filled)))


def _texts(text: str) -> Iterator[Line]:
    yield from (Line((bare(line),)) for line in text.split("\n") if line.strip() and not is_page_number(line))


def is_page_number(line: str) -> bool:
    """Whether a line is a page's number and nothing else; it may stand in the middle of anything."""
    return bool(_page_number().fullmatch(line.strip()))


@cache
def _page_number() -> re.Pattern[str]:
    return re.compile(writing().page_number)
