"""Whose report of which year it is: `head(headline, document, receipt)` → a `Head`, the publisher resolved.

        洪泽区人民政府         ┐
        淮安市洪泽区人民政府     ┴→  320813-淮安市洪泽区人民政府: county, government, aggregate
        鼓楼区人民政府  ┬───────→  鼓楼区人民政府, no id: there are four
                      └ in 徐州/  →  320302-徐州市鼓楼区人民政府, by its path

The title's name counts. Where it leaves open which body it is, the list of sources, the text and the path are
asked in this order, and what they say is taken only if it leaves one answer. A name that stays open is published as
it is printed, without an id, and a note says so.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.divisions import RANKS, Division, ancestors, current
from pipeline.fetch.receipts import Receipt
from pipeline.fetch.sources import Source
from pipeline.locate.bodies import Body, body
from pipeline.locate.evidence import PATH, SOURCE_LIST, TEXT, Evidence
from pipeline.locate.placement import Head, Note, Publisher
from pipeline.locate.publication import published_on
from pipeline.locate.title import Headline
from pipeline.read.document import Document
from schemas.bodies import words
from schemas.load import writing

TITLE = "title"
NO_DIVISION = "000000"
"""Stands for the country in the ids of central bodies; no division has this code."""

BELOW = {"province": "prefecture", "prefecture": "county", "county": "township"}
"""A zone ranks below the division that its name puts it in."""


def head(said: Headline, document: Document, receipt: Receipt | None = None) -> Head:
    """Title, year and publisher of a document, with notes on what is in doubt."""
    told = Evidence(document, receipt, said.year)
    year, where = _year(said, told)
    publisher = _resolve(said, replace(told, year=year))
    notes = tuple(_notes(said, told, publisher, year, where))
    return Head(said.title, year, publisher, published_on(document, year), notes)


# The year


def _year(said: Headline, told: Evidence) -> tuple[int | None, str]:
    """The title's year, else that of the list, of the file's name if it is a title, or of the period in the text."""
    years = (
        (said.year, TITLE),
        (told.listed.year if told.listed else None, SOURCE_LIST),
        (told.file.year, PATH),
    )
    known = next((found for found in years if found[0]), None)
    return known or (_period(told), TEXT)


def _period(told: Evidence) -> int | None:
    """The year whose first and last day the text names as its period, where it names one."""
    years = {match[1] for match in _full_year().finditer(told.text)}
    return int(years.pop()) if len(years) == 1 else None


@cache
def _full_year() -> re.Pattern[str]:
    return re.compile(writing().period)


# The publisher


def listed_publisher(source: Source) -> Publisher:
    """Whose report a line of the list of sources wants, with nothing but the line to go by."""
    receipt = Receipt("", "", 0, None, source.url, None, source)
    said = Headline(publisher=source.publisher, year=source.year)
    return _resolve(said, Evidence(Document("", ()), receipt, source.year))


def _resolve(said: Headline, told: Evidence) -> Publisher:
    """The publisher, resolved as far as its name and the evidence go."""
    name, found, source = _named(said, told)
    printed = said.publisher or name
    if found is None:
        return _with_scope(Publisher(printed, printed, kind=told.listed.kind if told.listed else None), told)
    division, witness = _division(name, found, told)
    known = Publisher(printed, printed, level=_level(found, division), kind=found.kind, field=found.field)
    if division is not None:
        known = replace(known, division_code=division.code, **dict(zip(RANKS, division.path, strict=True)))
    if (found.central or division is not None) and not _is_masked(found):
        known = _official(known, found, division, witness if source == TITLE else source)
    return _with_scope(known, told)


def _is_masked(found: Body) -> bool:
    """Whether somebody took the name out, as in 某局: many bodies share what is left."""
    return any(sign in found.place + found.own for sign in words().placeholders)


def _named(said: Headline, told: Evidence) -> tuple[str | None, Body | None, str]:
    """The title's name if it is a body's, else the first one that another witness has."""
    if said.publisher and (found := body(said.publisher)):
        return said.publisher, found, TITLE
    others = ((name, body(name), source) for name, source in told.names())
    return next((other for other in others if other[1]), (said.publisher, None, TITLE))


def _division(name: str, found: Body, told: Evidence) -> tuple[Division | None, str]:
    """The one division that the body is of or lies in, and who decided; None where several or none are left."""
    if found.central or found.place_kind == "unlisted":
        return None, TITLE
    candidates = current(found.divisions, told.year)
    if len(candidates) == 1:
        return (None if _bare(name, found) and told.elsewhere(candidates[0]) else candidates[0]), TITLE
    beside = candidates[0].name if candidates else found.place or found.own
    for places, witness in told.places(beside):
        left = _narrowed(candidates, places) if candidates else _fitting(found, places, witness, told.year)
        if len(left) == 1:
            return left.pop(), witness
    return None, TITLE


def _bare(name: str, found: Body) -> bool:
    """Whether the name begins with a county and not with what that lies in: a zone elsewhere may be called so."""
    return any(d.rank == "county" and name.startswith(tuple(d.names)) for d in found.divisions)


def _narrowed(candidates: tuple[Division, ...], places: tuple[Division, ...]) -> set[Division]:
    """Those of the candidates that lie in one of the places."""
    return {c for c in candidates if any(c.within(place) for place in places)}


def _fitting(found: Body, places: tuple[Division, ...], witness: str, year: int | None) -> set[Division]:
    """The places that a name without a division can belong to: a town to a county, 市教育局 to a city."""
    if found.place_kind == "relative":
        return {d for place in places for d in ancestors(place, year) if d.name.endswith(found.place)}
    if found.place_kind == "township":
        return {place for place in places if place.rank == "county"}
    # a folder named after a province holds the reports of many bodies below it
    return {place for place in places if witness != PATH or place.rank != "province"}


def _level(found: Body, division: Division | None) -> str | None:
    if found.kind in ("public_institution", "enterprise"):
        return "institution"
    if found.central:
        return "national"
    if found.place_kind == "township":
        return "township"
    rank = division.rank if division else None
    return BELOW.get(rank) if found.place_kind == "zone" else rank


def _official(known: Publisher, found: Body, division: Division | None, resolution: str) -> Publisher:
    """The publisher under its official name, with its id."""
    place = found.place if found.place_kind in ("township", "zone") else ""
    name = "".join((found.prefix, _full_name(division) if division else "", place, found.own))
    code = division.code if division else NO_DIVISION
    return replace(known, name=name, id=f"{code}-{name}", resolution=resolution)


def _full_name(division: Division) -> str:
    """A district is named with its city, since many cities have one of the name; others by their own name."""
    province, prefecture, _ = division.path
    of_city = division.rank == "county" and division.name.endswith(words().district)
    return f"{(prefecture or province) if of_city else ''}{division.name}"


def _with_scope(known: Publisher, told: Evidence) -> Publisher:
    """With what the report counts. A government adds up its departments and lower governments, a town has none.

    Unknown where it can't be told: no body, a zone (some add up, some don't), or a list of another mind.
    """
    differs = told.listed is not None and told.listed.kind not in (None, known.kind)
    if known.kind in (None, "zone") or differs:
        return known
    adds_up = known.kind == "government" and known.level != "township"
    return replace(known, scope="aggregate" if adds_up else "own_office")


# What is odd


def _notes(said: Headline, told: Evidence, publisher: Publisher, year: int | None, where: str) -> Iterator[Note]:
    if publisher.id is None and publisher.printed is not None:
        yield Note("publisher_unresolved", found=publisher.printed)
    if year is not None and where != TITLE:
        yield Note("year_elsewhere", found=str(year), label=where)
    if said.rivals:
        yield Note("titles_differ", found=" · ".join(said.rivals), label=said.title or "")
    if told.listed is not None:
        yield from _differences(told, publisher, year)
        if told.listed.vanished:
            yield Note("vanished", found=told.listed.vanished)


def _differences(told: Evidence, publisher: Publisher, year: int | None) -> Iterator[Note]:
    """Where the list of sources says something else than the report."""
    listed = told.listed
    if listed.year not in (None, year):
        yield Note("source_list_differs", found=str(year), label=str(listed.year))
    if listed.kind not in (None, publisher.kind):
        yield Note("source_list_differs", found=str(publisher.kind), label=listed.kind)
    if listed.division_code not in (None, publisher.division_code) and publisher.division_code:
        yield Note("source_list_differs", found=publisher.division_code, label=listed.division_code)
    other = _resolve(Headline(publisher=listed.publisher), told)
    if publisher.id and other.id and other.id != publisher.id:
        yield Note("source_list_differs", found=publisher.name or "", label=listed.publisher)
