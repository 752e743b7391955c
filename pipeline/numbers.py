"""From the text of a cell to a number, a blank, a mark, or nothing that can be read: `read_number(text)`.

This is the only place where source text becomes a number. There is no third way and no repair: text that
could be two numbers, a cut number or a footnote's sign is `Unreadable`, and a later room says so.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from schemas.load import codelist

MAX_DIGITS = 15
"""More digits than any count of the form needs, and as many as a float64 keeps exactly."""

MAX_LENGTH = 200
"""No cell that holds one number, with a unit and a note, is longer."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_TURNED = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
"""Signs that turn the direction of writing: the digits are seen in another order than they stand."""

_MINUS = {ord(c): "-" for c in "\u2212\u2010\u2011\u2012\ufe63"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed; `unit` and `note` are what else the cell held, if anything."""

    value: Decimal
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """The cell is there and holds nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A slash, a dash or a word for none; `code` is an entry of the code list `marks`."""

    code: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Anything else."""


Read = Number | Blank | Mark | Unreadable


@lru_cache(maxsize=65_536)
def read_number(text: str) -> Read:
    """What a cell's text says.

    Examples: "1,234" → 1234 · "５件" → 5 with unit 件 · "+2" → 2 · "22（其中修订16件）" → 22 with a note ·
    "/" → a mark · "1 1", "007", "5①", "约5" → unreadable.
    """
    if len(text) > MAX_LENGTH or _has_odd_digits(text) or not _TURNED.isdisjoint(text):
        return Unreadable()
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_MINUS).strip()
    if not plain:
        return Blank()
    mark = _marks().get(re.sub(r"\s", "", plain))
    if mark is not None:
        return Mark(mark)
    match = _pattern().fullmatch(plain)
    if match is None or len(match["whole"]) > MAX_DIGITS:
        return Unreadable()
    sign = "-" if match["sign"] == "-" else ""
    value = Decimal(sign + match["whole"].replace(",", "") + (match["fraction"] or ""))
    unit, note = _units().get(match["unit"] or ""), match["note"]
    if unit is None and note is not None and note[1:-1] in _units():
        unit, note = note[1:-1], None
    return Number(value, unit, note)


def is_value(text: str) -> bool:
    """Whether the text is a number or a mark: something that stands in a value cell."""
    return isinstance(read_number(text), Number | Mark)


def _has_odd_digits(text: str) -> bool:
    """Superscripts, circled and other digits that normalisation would melt into a number beside them."""
    return any(
        c > "\x7f" and not "\uff10" <= c <= "\uff19" and any(map(str.isdigit, unicodedata.normalize("NFKC", c)))
        for c in text
    )


@cache
def _marks() -> dict[str, str]:
    """Each spelling of a mark, as normalisation leaves it, with the mark's code."""
    return {
        unicodedata.normalize("NFKC", spelling).translate(_MINUS): mark.code
        for mark in codelist("marks").values()
        for spelling in mark.more["spellings"].split()
    }


@cache
def _units() -> dict[str, str]:
    """Each word for a unit, with the unit as it is published: as printed."""
    words = [w for unit in codelist("units").values() for w in (unit.code, *unit.more["aliases"].split())]
    return {word: word for word in words if " " not in word}


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, _units()), key=len, reverse=True))
    return re.compile(
        r"(?P<sign>[+-]?)\s?(?P<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?P<fraction>\.\d+)?"
        rf"\s*(?P<unit>{units})?\s*(?P<note>\([^()]*\))?"
    )
