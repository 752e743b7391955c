"""What the name of a public body says: `body(name)` → a `Body`, or None where it is no body's name.

        淮安市洪泽区   东双沟镇    人社局
        └─────┬────┘  └──┬──┘  └─┬──┘
        divisions      place    own: 人力资源和社会保障局, a department, human_resources
                    (town, zone)

A name is read from the front: divisions as far as they are known, then a town or zone, then the body's own words.
Short names become full ones. What the own words don't say stays open: nothing is guessed here, and which of
several divisions is meant is not decided here either.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.divisions import Division, Found, lookup, lookup_short
from schemas.bodies import Department, departments, national, words

CACHED = 4096
UNLISTED = 2
"""A division that is in no list has a longer name than this: 岭县 is what a torn line left of one."""

FULL = 5
"""The worth of a name that is known from its division to its own words."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its name. `place` is its town or zone as named, `place_kind` tells which, `own` the full own name.

    `stem` is its entry in `schemas/publishers/`; `known` says that its own words are listed there, not only
    their ending. `prefix` belongs to the name and stands before the divisions (国家税务总局 + 沭阳县税务局).
    """

    divisions: tuple[Division, ...] = ()
    place: str = ""
    place_kind: str | None = None
    own: str = ""
    kind: str = "government"
    field: str | None = None
    stem: str | None = None
    known: bool = True
    central: bool = False
    prefix: str = ""


@lru_cache(CACHED)
def body(name: str) -> Body | None:
    """What a name without blanks and year says; None where its words are no body's."""
    plain = _without(name, words().state)
    if plain in _central():
        return _central()[plain]
    if (system := next((s for s in words().systems if plain.startswith(s)), None)) and (
        branch := _placed(lookup(plain.removeprefix(system)))
    ):
        return replace(branch, prefix=system)
    exact = _placed(lookup(plain))
    if exact is not None and (exact.divisions or exact.place_kind in ("township", "relative")):
        return exact
    short = _placed(lookup_short(plain))
    if short is not None and short.known and short.divisions:
        return short
    return exact and replace(exact, central=_is_central(plain, exact))


def _without(name: str, prefixes: Iterable[str]) -> str:
    return next((name.removeprefix(p) for p in prefixes if name.startswith(p)), name)


def _placed(found: Found) -> Body | None:
    """A body of the divisions found, by the words behind them."""
    for made in _readings(found.rest, bool(found.divisions)):
        return replace(made, divisions=found.divisions)
    return None


def _readings(rest: str, has_divisions: bool) -> Iterator[Body]:
    """What the words behind the divisions can mean, the surest first."""
    if not rest and has_divisions:
        yield Body(own=words().government_name)
    if rest in _own_words():
        yield _own_words()[rest]
    if has_divisions and (stripped := _without(rest, words().government)) in _departments():
        yield _departments()[stripped]
    placed = (_of_town, _of_zone) if has_divisions else (_of_relative, _of_town, _of_zone, _of_unlisted)
    yield from filter(None, (reading(rest) for reading in (*placed, _by_ending)))


def _of_relative(rest: str) -> Body | None:
    """A name that says only its rank: 市教育局."""
    rank = next((word for word in words().ranks if rest.startswith(word)), "")
    made = _own_words().get(rest.removeprefix(rank)) if rank else None
    return made and replace(made, place=rank, place_kind="relative")


def _of_unlisted(rest: str) -> Body | None:
    """A body of a division that is in no list, by its last word and the known words behind it."""
    for match in _ranked().finditer(rest if rest.isalpha() else ""):
        own = rest[match.end() :] or words().government_name
        if match.end() > UNLISTED and (made := _own_words().get(own)):
            return replace(made, place=rest[: match.end()], place_kind="unlisted")
    return None


def _of_town(rest: str) -> Body | None:
    """A town or sub-district, its office, or a department that is known by name."""
    if (match := _towns().match(rest)) is None:
        return None
    place, own = match[1], rest[match.end() :]
    made = (_subdistrict_words() if place.endswith(words().subdistricts) else _town_words()).get(own)
    made = made or _departments().get(own)
    return made and replace(made, place=place, place_kind="township")


def _of_zone(rest: str) -> Body | None:
    """A functional zone, its office, or a department of it."""
    if (match := _zones().match(rest)) is None:
        return None
    place, own = match[1], rest[match.end() :]
    made = _zone_words().get(own) or _departments().get(_without(own, words().zone_government)) or _by_ending(own)
    return made and replace(made, place=place, place_kind="zone")


def _by_ending(own: str) -> Body | None:
    """A body that only its last word tells: a bureau is a department, a company an enterprise."""
    for ending, kind in _endings().items():
        if own.endswith(ending) and len(own) > len(ending):
            return Body(own=own, kind=kind, field=_field_of_branch(own), known=False)
    return None


def _field_of_branch(own: str) -> str | None:
    """The field of the department that a name begins with: 公安局 in 公安局交通警察大队."""
    begun = (_departments().get(own[:length]) for length in range(len(own) - 1, 2, -1))
    return next((department.field for department in begun if department), None)


def _is_central(name: str, found: Body) -> bool:
    """Whether it is a company that calls itself after the country."""
    return found.kind == "enterprise" and name.startswith(words().central_enterprises)


@cache
def _endings() -> Mapping[str, str]:
    """Last words and the kinds they tell, the longest first."""
    found = {ending: kind for kind, listed in words().endings.items() for ending in listed}
    return {ending: found[ending] for ending in sorted(found, key=len, reverse=True)}


@cache
def _towns() -> re.Pattern[str]:
    return _place(words().townships + words().subdistricts, 1, 9)


@cache
def _zones() -> re.Pattern[str]:
    return _place(words().zones, 1, 16)


def _place(kinds: Sequence[str], least: int, most: int) -> re.Pattern[str]:
    """A name of some characters that ends in one of these words."""
    return re.compile(rf"([\u3400-\u9fff\u00b7]{{{least},{most}}}?(?:{'|'.join(kinds)}))")


@cache
def _ranked() -> re.Pattern[str]:
    return re.compile("|".join(words().ranks))


@cache
def _own_words() -> Mapping[str, Body]:
    """All words that alone make up a body's name behind its divisions."""
    said = words()
    return (
        dict(_departments())
        | dict.fromkeys(said.government, Body(own=said.government_name))
        | dict.fromkeys(said.office, Body(own=said.office_name, kind="office"))
        | dict.fromkeys(said.head_office, Body(own=said.head_office_name, kind="office"))
    )


@cache
def _town_words() -> Mapping[str, Body]:
    said = words()
    return (
        dict.fromkeys(("", *said.government), Body(own=said.government_name))
        | dict.fromkeys(said.office, Body(own=said.office_name, kind="office"))
        | dict.fromkeys(said.township_office, Body(own=said.township_office_name, kind="office"))
    )


@cache
def _subdistrict_words() -> Mapping[str, Body]:
    said = words()
    seat = said.subdistrict_government_name
    offices = [*said.office, *said.township_office, *(seat + office for office in said.township_office)]
    return dict.fromkeys(offices, Body(own=said.township_office_name, kind="office")) | dict.fromkeys(
        ("", *said.subdistrict_government), Body(own=seat)
    )


@cache
def _zone_words() -> Mapping[str, Body]:
    said = words()
    return dict.fromkeys(said.zone_office, Body(own=said.zone_office_name, kind="office")) | dict.fromkeys(
        ("", *said.zone_government), Body(own=said.zone_government_name, kind="zone")
    )


@cache
def _departments() -> Mapping[str, Body]:
    """Every full and short name of a department or organization; a full name is never another's short one."""
    found: dict[str, Body] = {}
    for listed in (_full, _short):
        for department in departments().values():
            for name, full in listed(department):
                made = Body(own=full, kind=department.kind, field=department.field, stem=department.stem)
                found.setdefault(name, made)
    return found


def _full(department: Department) -> Iterator[tuple[str, str]]:
    yield from _spelt(department, department.stem)


def _short(department: Department) -> Iterator[tuple[str, str]]:
    yield from department.whole.items()
    for alias in department.aliases:
        yield from _spelt(department, alias)


def _spelt(department: Department, stem: str) -> Iterator[tuple[str, str]]:
    endings = words().department_endings
    if department.endings is not None:
        endings = {ending: endings.get(ending, ending) for ending in department.endings}
    for ending, full in endings.items():
        yield stem + ending, department.stem + full


@cache
def _central() -> Mapping[str, Body]:
    """The central government's bodies by full and short name."""
    return {
        name: Body(own=listed.name, kind=listed.kind, field=listed.field, stem=listed.name, central=True)
        for listed in national().values()
        for name in (listed.name, *listed.aliases)
    }


def aliases(found: Body) -> tuple[str, ...]:
    """The short own names that stand for the same body."""
    names = (name for name, made in _own_words().items() if made.own == found.own and made.stem == found.stem)
    return tuple(sorted(name for name in names if name != found.own))


def shape(name: str) -> int:
    """How much a text looks like a whole name of a body: 0, not at all, to `FULL`."""
    found = body(name)
    if found is None:
        return 0
    if found.central or found.divisions:
        return FULL if found.known else FULL - 1
    if not found.known:
        return 1
    return 3 if len(found.place) > UNLISTED else 2
