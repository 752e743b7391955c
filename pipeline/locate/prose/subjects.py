"""What a phrase counts: `subject(signs, unit_kind)` → the first telling of schemas/prose.yaml that fits.

        {receive, request} + 件    →  requests_received
        {website, views}   + 人次  →  website_visits
        {training}         + 人次  →  training_people
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from pipeline.locate.prose.tokens import Token
from schemas.load import Telling, prose


@lru_cache(maxsize=4096)
def subject(signs: frozenset[str], unit_kind: str) -> str | None:
    """The subject of a number with these signs, or None where no telling fits."""
    return next((t.subject for t in prose().tellings if unit_kind in _units(t) and _fits(t, signs)), None)


def absent(signs: frozenset[str]) -> Iterator[Telling]:
    """What there was none of where these signs are denied, each subject once."""
    yield from (telling for telling in prose().absences if _fits(telling, signs))


def _units(telling: Telling) -> tuple[str, ...]:
    return telling.units or tuple(prose().units)


def _fits(telling: Telling, signs: frozenset[str]) -> bool:
    there = all(not any_of(name).isdisjoint(signs) for name in telling.signs)
    return there and all(any_of(name).isdisjoint(signs) for name in telling.without)


@cache
def any_of(name: str) -> frozenset[str]:
    """The signs of a group, or the one sign of that name."""
    return frozenset(prose().groups.get(name, (name,)))


def first_of(signs: Sequence[Token], names: Sequence[str]) -> list[Token]:
    """The words that belong to the first of the groups that any belongs to."""
    return next((found for name in names if (found := [t for t in signs if t.word in any_of(name)])), [])
