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
    known = [_known(code, rows) for code, rows in resolved.groupby("publisher_id", sort=True)]
    heirs = _heirs(known)
    for one in known:
        yield {
            "publisher_id": one.id,
            "name": one.name,
            **one.columns,
            "also_known_as": SEPARATOR.join(sorted(_other_names(one))) or None,
            "predecessors": SEPARATOR.join(sorted(p for p, later in heirs.items() if one.id in later)) or None,
            "successors": SEPARATOR.join(sorted(heirs[one.id])) or None,
        }


def _known(code: str, rows: pd.DataFrame) -> Known:
    last = {name: None if pd.isna(value) else value for name, value in rows.iloc[-1].items()}
    columns = {name: last[name] for name in TAKEN} | {"kind": last["publisher_kind"]}
    printed = frozenset(rows["publisher_printed"].dropna())
    return Known(code, last["publisher"], columns, printed, body(last["publisher"]) or Body())


def _other_names(one: Known) -> set[str]:
    """The names that were printed, the one without the city, and those with short words for the department."""
    before = one.name.removesuffix(one.body.own)
    divisions = {d.name + one.body.place for d in one.body.divisions}
    names = {before + alias for alias in aliases(one.body)} | {division + one.body.own for division in divisions}
    own = national()[one.name].aliases if one.name in national() else names
    return {*own, *one.printed} - {one.name}


def _heirs(known: Sequence[Known]) -> dict[str, set[str]]:
    """For each publisher, those of the run that followed it: by a reform, or under a later name of its division."""
    by_place: dict[tuple[str, str], list[Known]] = {}
    for one in known:
        by_place.setdefault(one.place, []).append(one)
    return {one.id: {other.id for other in by_place[one.place] if _follows(other, one)} for one in known}


def _follows(later: Known, earlier: Known) -> bool:
    listed = departments().get(earlier.body.stem or "") or national().get(earlier.body.stem or "")
    same = (later.body.stem, later.body.own) == (earlier.body.stem, earlier.body.own)
    return (listed is not None and later.body.stem in listed.into) or (same and later.since > earlier.since)
