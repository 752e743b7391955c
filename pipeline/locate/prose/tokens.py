"""What a sentence is made of: `tokens(text)` → words that tell something, numbers, names and the signs between.

        “海珠就业” 共 发布 政策 信息 48则 ， 浏览量 达 72271人次 ；
        name         disclose  info  number  break  views    number  break

Every word is listed in schemas/prose.yaml. One pattern reads the text once, from left to right, and never goes
back over a run of digits, so that no text takes more than linear time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Literal

from pipeline.locate.prose.plain import HARD
from pipeline.numbers import read_quantity
from schemas.load import prose

Kind = Literal["number", "sign", "name", "break", "pause", "end", "paragraph"]

LONGEST_NAME = 40
BEFORE = 10
"""So many characters before a number can say that it is no count (平均每篇阅读量1200次)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the plain text; `word` is the sign that it gives or the text itself.

    A number has its `value`, its unit as printed and that unit's kind; `numeral` says that it is in Chinese.
    """

    kind: Kind
    start: int
    end: int
    word: str
    value: Decimal | None = None
    unit: str | None = None
    unit_kind: str = "none"
    approximate: bool = False
    numeral: bool = False

    @property
    def tells(self) -> bool:
        """Whether it is a name or a word that means something."""
        return self.kind == "name" or (self.kind == "sign" and self.word != "nothing")


def tokens(text: str) -> list[Token]:
    """The tokens of a plain text in order; what lies between them tells nothing."""
    return [token for match in _pattern().finditer(text) for token in _token(text, match)]


def _token(text: str, match: re.Match[str]) -> Iterator[Token]:
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind == "quoted":
        if text[start] in prose().named:
            yield Token("name", start, end, text[start + 1 : end - 1])
    elif kind == "number":
        if (number := _number(text, match)) is not None:
            yield number
    elif kind in ("sign", "saying"):
        yield Token("sign", start, end, _words()[match[0]])
    else:
        yield Token(kind, start, end, match[0])


def _number(text: str, match: re.Match[str]) -> Token | None:
    """A number with its unit, unless it is a year, a share, an ordinal, a term, a rate or the end of a range."""
    before, start, end = text[max(0, match.start() - BEFORE) : match.start()], match.start(), match.end()
    printed, unit = match["printed"], match["unit"]
    numeral = not printed[0].isdigit()
    read = read_quantity(printed)
    if read is None or match["share"] or _barred(before):
        return None
    if numeral and (unit is None or before.endswith(prose().numeral_not_after)):
        return None
    after = text[end : end + 6]
    if after.startswith(_excluded(unit, numeral)) or (unit is None and after[:1] not in _edges()):
        return None
    value, kind = read.value, unit_kind(unit)
    if kind == "money":
        value, unit = _amount(printed, value, unit)
    elif value % 1:
        return None
    rough = read.approximate or before.endswith(prose().about_before) or after.startswith(prose().about_after)
    return Token("number", start, end, printed, value, unit, kind, rough, numeral)


@cache
def _excluded(unit: str | None, numeral: bool) -> tuple[str, ...]:
    """What can't follow a figure: 5个工作日 is a term, 一件一档 a saying."""
    return (*prose().not_before.get(unit or "", ()), *(prose().numerals if numeral else ()))


def _amount(printed: str, value: Decimal, unit: str | None) -> tuple[Decimal, str | None]:
    """A sum of money in the unit as printed: 3.2万元 is 3.2 of 万元, as the tables have it."""
    for step, times in prose().myriads.items():
        if printed.rstrip("".join(prose().about_within)).endswith(step):
            return value / times, f"{step}{unit}"
    return value, unit


def _barred(before: str) -> bool:
    """Whether what stands before a number makes it no count: 第, 至少, 每季度开展, the other end of a range."""
    clause = next((at for at in range(len(before), 0, -1) if before[at - 1] in _edges()), 0)
    rated = any(before.find(rate, clause) >= 0 for rate in prose().rates)
    return rated or before.endswith(prose().not_after) or _ranged(before)


def _ranged(before: str) -> bool:
    return len(before) > 1 and before[-1] in prose().ranges and (before[-2].isdigit() or before[-2] in _kinds())


def unit_kind(unit: str | None) -> str:
    """The kind of a unit as printed, `none` for none; a step before it doesn't count (万元)."""
    return _kinds().get((unit or "").lstrip("".join(prose().myriads)), "none")


@cache
def _kinds() -> dict[str, str]:
    return {unit: kind for kind, units in prose().units.items() for unit in units}


@cache
def _edges() -> frozenset[str]:
    """What may follow a number that has no unit; by anything else it is a year or part of a name."""
    return frozenset(("", HARD, *prose().ends, *prose().breaks))


@cache
def _words() -> dict[str, str]:
    return {word: sign for sign, words in prose().signs.items() for word in words}


def _begins_with_number(word: str) -> bool:
    """Whether a word would be taken for a number otherwise: 四类过程性信息."""
    return word[0].isdigit() or word[0] in prose().numerals


def _any(words: Iterable[str]) -> str:
    """Any of the words, the longest first; grouped by their first sign, which makes the search quick."""
    ordered = sorted(set(words), key=lambda word: (word[0], -len(word), word))
    grouped = ((first, [re.escape(word[1:]) for word in same]) for first, same in groupby(ordered, lambda w: w[0]))
    return "|".join(re.escape(first) + (f"(?:{'|'.join(rest)})" if any(rest) else "") for first, rest in grouped)


@cache
def _pattern() -> re.Pattern[str]:
    """Quantifiers are possessive: what a run of digits has taken is never tried again."""
    known = prose()
    steps = "".join((*known.powers, *known.myriads))
    about = "".join(known.about_within)
    arabic = rf"(?:\d++(?:[,，]\d{{3}}(?!\d))*+(?:\.\d++)?+[{about}]?+[{steps}]*+)++"
    numeral = rf"(?<![{''.join(known.numerals)}{steps}])[{''.join(known.numerals)}{steps}]++"
    number = rf"(?<![\d.\-/A-Za-z])(?<!\d[, ])(?P<printed>(?:{arabic}|{numeral})[{about}]?+)"
    quoted = "|".join(
        rf"{re.escape(left)}[^{re.escape(left + right)}{HARD}]{{1,{LONGEST_NAME}}}+{re.escape(right)}"
        for left, right in known.quotes.items()
    )
    early = _any(filter(_begins_with_number, _words()))
    return re.compile(
        rf"(?P<quoted>{quoted})|(?P<saying>{early})"
        rf"|(?P<number>{number}(?:(?P<share>{_any(known.shares)})|(?P<unit>{_any(_kinds())}))?+)"
        rf"|(?P<sign>{_any(_words())})|(?P<break>{_any(known.breaks)})|(?P<pause>{_any(known.pauses)})"
        rf"|(?P<end>{_any(known.ends)})|(?P<paragraph>{HARD})"
    )
