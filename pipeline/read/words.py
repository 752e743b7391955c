"""Characters without a wide gap between them: `words_of(glyphs)`, where no rulings say what is a cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import sub
from typing import NamedTuple

from pipeline.read.document import OBJECT
from pipeline.read.glyphs import START, Glyph, rows

WORD_GAP = 0.4
"""Of a character's size: what parts two words in neighbouring cells."""

VALUE = re.compile(rf"[-+]?\d[\d,]*(?:\.\d+)?[^\d.\u3001\uff0e]{{0,2}}|[-/\u2014\u2013\uff0d{OBJECT}]+")
"""A number with up to two characters behind it, or a mark; "3.…" is how labels are numbered."""

MOST_BEHIND = 2
"""Characters behind a number that a value may have."""

VALUE_SIGNS = frozenset(f",-/\u2014\u2013\uff0d{OBJECT}")
"""What a value may end in, before those characters, if not in a digit."""


class Word(NamedTuple):
    """Characters without a wide gap; the height they stand on, their ends, middle and size."""

    text: str
    base: float
    left: float
    right: float
    middle: float
    size: float

    @property
    def is_value(self) -> bool:
        return VALUE.fullmatch(self.text) is not None


def line_of(word: Word) -> int:
    """Words of one line have the same."""
    return round(word.base)


def may_end_in_value(row: Sequence[Glyph]) -> bool:
    """Whether the last word of a line can be a value, as of few lines of prose: one of its last characters says so.

    Where the characters don't stand on one height, the row may be several lines.
    """
    if round(row[0].base) != round(row[-1].base):
        return True
    last = [glyph for glyph in sorted(row, key=START) if not glyph.text.isspace()][-MOST_BEHIND - 1 :]
    return any(glyph.is_doubtful or glyph.text.isdecimal() or glyph.text in VALUE_SIGNS for glyph in last)


def words_of(glyphs: Iterable[Glyph]) -> Iterator[Word]:
    """The words line by line from top to bottom, each from left to right."""
    for row in rows(glyphs):
        drawn = sorted((g for g in row if not g.text.isspace()), key=START)
        word: list[Glyph] = []
        for glyph in drawn:
            gap = glyph.start - word[-1].end if word else 0.0
            if gap > 0 and gap > WORD_GAP * max(glyph.size, word[-1].size):
                yield _word(word)
                word = []
            word.append(glyph)
        if word:
            yield _word(word)


def _word(glyphs: Sequence[Glyph]) -> Word:
    texts, inks, bases, starts, ends, doubtful = zip(*glyphs, strict=True)
    lefts, tops, rights, bottoms = zip(*inks, strict=True)
    if any(doubtful):
        texts = (OBJECT if glyph.is_doubtful else glyph.text for glyph in glyphs)
    size = max(*map(sub, rights, lefts), *map(sub, bottoms, tops))
    return Word("".join(texts), bases[0], starts[0], max(ends), (min(tops) + max(bottoms)) / 2, size)
