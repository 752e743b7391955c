"""The publishers of a run, one row a body however many reports it has: `publishers(reports)`.

        320813-淮安市洪泽区人民政府   2023   洪泽区人民政府        →   one row, also known as 洪泽区人民政府
        320813-淮安市洪泽区人民政府   2024   淮安市洪泽区人民政府

What became of a body in a reform, and what its division was called before, links it with those of the run that
are its heirs; a body that has no report in the run is not named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.divisions import coded
from pipeline.locate.bodies import Body, aliases, body
from schemas.bodies import departments, national

SEPARATOR = " | "
TAKEN = ("division_code", "province", "prefecture", "county", "level", "field")


@dataclass(frozen=True, slots=True)
class Known:
    """A publisher as its reports have it, the last one's columns, and every name that was printed."""

    id: str
    name: str
    columns: Mapping[str, Any]
    printed: frozenset[str]
    body: Body

    @property
    def place(self) -> tuple[str, str]:
        """What stays while code and name of the division change, and the town or zone."""
        found = coded(self.columns["division_code"]) if self.columns["division_code"] else ()
        return (found[0].lasting if found else "", self.body.place)

    @property
    def since(self) -> int:
        """The first year in which its division had the name and code that it has here."""
        return max((d.first for d in self.body.divisions if d.code == self.columns["division_code"]), default=0)


def publishers(reports: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of the table, from all reports whose publisher was resolved."""
    resolved = reports[reports["publisher_id"].notna()].sort_values(["publisher_id", "year", "report_id"])
    known = list(_known(resolved))
    heirs = _heirs(known)
    forebears = _turned(heirs)
    for one in known:
        yield {
            "publisher_id": one.id,
            "name": one.name,
            **one.columns,
            "also_known_as": SEPARATOR.join(sorted(_other_names(one))) or None,
            "predecessors": SEPARATOR.join(sorted(forebears.get(one.id, ()))) or None,
            "successors": SEPARATOR.join(sorted(heirs[one.id])) or None,
        }


def _known(resolved: pd.DataFrame) -> Iterator[Known]:
    """Each publisher once, of reports sorted by publisher and year."""
    printed: dict[str, set[str]] = {}
    named = resolved[["publisher_id", "publisher_printed"]].dropna().drop_duplicates()
    for code, name in named.itertuples(index=False):
        printed.setdefault(code, set()).add(name)
    wanted = ["publisher_id", "publisher", "publisher_kind", *TAKEN]
    last = resolved.drop_duplicates("publisher_id", keep="last")[wanted]
    for row in last.astype(object).where(last.notna(), None).to_dict("records"):
        columns = {name: row[name] for name in TAKEN} | {"kind": row["publisher_kind"]}
        names = frozenset(printed.get(row["publisher_id"], ()))
        yield Known(row["publisher_id"], row["publisher"], columns, names, body(row["publisher"]) or Body())


def _other_names(one: Known) -> set[str]:
    """The names that were printed, the one without the city, and those with short words for the department."""
    before = one.name.removesuffix(one.body.own)
    divisions = {d.name + one.body.place for d in one.body.divisions}
    names = {before + alias for alias in aliases(one.body)} | {division + one.body.own for division in divisions}
    own = national()[one.name].aliases if one.name in national() else names
    return {*own, *one.printed} - {one.name}


def _heirs(known: Sequence[Known]) -> dict[str, set[str]]:
    """For each publisher, those of the run that followed it: by a reform, or under a later name of its division."""
    there: dict[tuple[object, ...], list[Known]] = {}
    for one in known:
        there.setdefault((one.place, one.body.stem), []).append(one)
    return {one.id: set(_following(one, there)) for one in known}


def _following(earlier: Known, there: Mapping[tuple[object, ...], Sequence[Known]]) -> Iterator[str]:
    """Those in the same place whose stem is one that the earlier body went into, or its own."""
    stem = earlier.body.stem
    listed = departments().get(stem or "") or national().get(stem or "")
    for into in listed.into if listed else ():
        yield from (later.id for later in there.get((earlier.place, into), ()))
    for later in there[earlier.place, stem]:
        if later.body.own == earlier.body.own and later.since > earlier.since:
            yield later.id


def _turned(heirs: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """For each publisher, those whom it followed."""
    forebears: dict[str, set[str]] = {}
    for earlier, followers in heirs.items():
        for later in followers:
            forebears.setdefault(later, set()).add(earlier)
    return forebears
