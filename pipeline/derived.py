"""Tables that no single document can tell, made of accepted tables: `DERIVED`, by name.

        reports ──→ publishers          a function from frames to rows, registered here, and a model in
        (accepted)                      schemas/tables/; everything else follows from these two

To add one: write the function in the room that it belongs to (what tidies in `tidy`, what judges in `check`), taking
the frames of its sources by their names and giving rows; give its model to `schemas.tables.TABLES`; add a line below
that says where each column comes from. Its asset, its blocking schema check, its dependencies and column lineage,
its files and its place in the code book are made from that line. A source may itself be derived, if it stands above.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.tidy.publishers import publishers
from schemas.tables import conform

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Derived:
    """How a table is made; `columns` names the columns (`table.column`) that each of its own is made of."""

    make: Callable[..., Rows]
    columns: Mapping[str, tuple[str, ...]]

    @property
    def sources(self) -> tuple[str, ...]:
        """The tables that it is made of, each once."""
        return tuple({column.split(".")[0]: None for made_of in self.columns.values() for column in made_of})


DERIVED: Mapping[str, Derived] = {
    "publishers": Derived(publishers, {
        "publisher_id": ("reports.publisher_id",),
        "name": ("reports.publisher",),
        "division_code": ("reports.division_code",),
        "province": ("reports.province",),
        "prefecture": ("reports.prefecture",),
        "county": ("reports.county",),
        "level": ("reports.level",),
        "kind": ("reports.publisher_kind",),
        "field": ("reports.field",),
        "also_known_as": ("reports.publisher_printed", "reports.publisher"),
        "predecessors": ("reports.publisher_id", "reports.division_code"),
        "successors": ("reports.publisher_id", "reports.division_code"),
    }),
}  # fmt: skip


def derive(name: str, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table of that name from the frames of its sources; ValueError where its rows don't fit its columns."""
    derived = DERIVED[name]
    return conform(name, derived.make(**{source: frames[source] for source in derived.sources}))
