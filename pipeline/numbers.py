"""From text to a number: `read_number(text)` for a cell, `read_quantity(text)` for a number in a sentence.

A cell holds a number, a blank, a mark, or nothing that can be read. A sentence says 1,136 or 3.2万余 or 三百二十.
This is the only place where source text becomes a number. There is no third way and no repair: text that
could be two numbers, a cut number or a footnote's sign is `Unreadable`, and a later room says so.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from schemas.load import codelist, prose

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


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a sentence; `approximate` where it says more or less than it, as 余 does."""

    value: Decimal
    approximate: bool = False


@lru_cache(maxsize=16_384)
def read_quantity(text: str) -> Quantity | None:
    """What a number in a sentence says, or None where it could be two numbers or none.

    Examples: "1,136" → 1136 · "3.2万" → 32000 · "20余" → 20, approximate · "三百二十" → 320 · "十二" → 12 ·
    "007", "三四", "二百五", "1,13" → None.
    """
    rough = any(word in text for word in prose().about_within)
    for word in prose().about_within:
        text = text.replace(word, "")
    plain = unicodedata.normalize("NFKC", text)
    value = _digits(plain) if plain[:1].isdigit() else _numeral(plain)
    return None if value is None else Quantity(value, rough)


@cache
def _parts() -> re.Pattern[str]:
    steps = "".join((*prose().powers, *prose().myriads))
    return re.compile(rf"(?P<whole>0|[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d*)(?P<fraction>\.\d+)?(?P<steps>[{steps}]*)")


def _digits(text: str) -> Decimal | None:
    """Arabic digits with the steps behind them, as in 1亿2000万: each part smaller than a step of the one before."""
    total, at, least = Decimal(0), 0, Decimal("Infinity")
    for match in _parts().finditer(text):
        step = Decimal(1)
        for sign in match["steps"]:
            step *= (dict(prose().powers) | dict(prose().myriads))[sign]
        value = Decimal(match["whole"].replace(",", "") + (match["fraction"] or "")) * step
        if match.start() != at or value >= least or len(match["whole"]) > MAX_DIGITS:
            return None
        total, at, least = total + value, match.end(), step
    return total if at == len(text) and at else None


def _numeral(text: str) -> Decimal | None:
    """A number in Chinese numerals; None where a digit has no step of its own (三四, 二百五) or none leads."""
    total, whole = 0, prose()
    for step, part in _by_myriads(text):
        value = _below_myriad(part, after=bool(total))
        if value is None or (not value and text not in whole.numerals):
            return None
        total += value * step
    return Decimal(total)


def _by_myriads(text: str) -> list[tuple[int, str]]:
    """The number cut behind 亿 and 万, each part with its step."""
    found, rest = [], text
    for sign, step in sorted(prose().myriads.items(), key=lambda entry: -entry[1]):
        before, cut, after = rest.partition(sign)
        if cut:
            found.append((step, before))
            rest = after
    return [*found, (1, rest)] if rest or not found else found


def _below_myriad(text: str, after: bool) -> int | None:
    """A number below ten thousand; behind a larger part a lone digit needs its zero."""
    numerals, powers = prose().numerals, prose().powers
    total, digit, last, gap = 0, None, 10_000, False
    for sign in text:
        if sign in powers:
            leads = 1 if digit is None and not total and powers[sign] == 10 else digit
            if leads is None or powers[sign] >= last:
                return None
            total, digit, last, gap = total + leads * powers[sign], None, powers[sign], False
        elif sign not in numerals or digit is not None:
            return None
        elif numerals[sign] == 0 and len(text) > 1:
            gap = True
        else:
            digit = numerals[sign]
    if digit is None:
        return total or None
    return None if (last > 10 and (total or after) and not gap) else total + digit
