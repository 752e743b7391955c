"""In which unit of money a row's amounts are: `money_units(texts)`.

The header that names the column says it; where it doesn't, the other texts of the header, the row's label and the
line above the table may.

        单位：元                                  ← only where nothing nearer says it
        信息内容            本年收费金额
                            （单位：元）          ← the header's second line
        行政事业性收费（元）  12000
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.locate.rows import Row
from schemas.load import Line, codelist, writing

LONGEST = 30
"""Characters; a longer text that speaks of money is a sentence."""


NO_COUNT = "no"
"""What the list of units says of those in which money is told."""


def is_money(line: Line) -> bool:
    """Whether a column's numbers are sums of money, by the layout's unit."""
    return line.unit is not None and codelist("units")[line.unit].more["counts"] == NO_COUNT


def money_units(texts: Iterable[str]) -> frozenset[str]:
    """The units of money that short texts name, by their codes."""
    short = ("".join(text.split()) for text in texts)
    return frozenset(_words()[word] for text in short if len(text) <= LONGEST for word in _pattern().findall(text))


def stated(rows: Sequence[Row]) -> list[str]:
    """The lines above or below a table that say its unit: short ones with the word for it."""
    return [f.text for row in rows for f in row.texts if writing().unit_word in f.text]


@cache
def _words() -> dict[str, str]:
    money = [u for u in codelist("units").values() if u.more["counts"] == NO_COUNT and " " not in u.code]
    return {word: unit.code for unit in money for word in (unit.code, *unit.more["aliases"].split())}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _words()), key=len, reverse=True)))
