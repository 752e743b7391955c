"""Tables that no single document can tell, made of accepted tables: `DERIVED`, by name.

        reports ──→ publishers          a function from frames to rows, registered here, and a model in
        (accepted)                      schemas/tables/; everything else follows from these two

        readings ─┐
        reports  ─┴→ rule_results       `gathered`: the rows made here stand beside those of single documents

To add one: write the function in the room that it belongs to (what tidies in `tidy`, what judges in `check`), taking
the frames of its sources by their names and giving rows or, where a nation's would be many, a frame; give its model to
`schemas.tables.TABLES`; add a line below that says where each column comes from. Its asset, its blocking schema check,
its dependencies and column lineage, its files and its place in the code book are made from that line. A source may
itself be derived, if it stands above; `documents` is the list of sources, a row a line of raw/sources.csv.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.check.across import findings, rule_results, trials_of
from pipeline.check.across.carry_over import continuity
from pipeline.check.across.frames import LOOKED_AT, NUMBERS
from pipeline.check.across.versions import revisions
from pipeline.tidy.coverage import coverage
from pipeline.tidy.crosswalk import layout_crosswalk
from pipeline.tidy.harmonised import applications_harmonised
from pipeline.tidy.publishers import publishers
from schemas.load import CELLS, layout_column
from schemas.tables import ROWS_A_GROUP, coded, columns_of, key, plain, plain_of

Rows = Iterable[Mapping[str, Any]]

A_ROW_A_REPORT = ("reports", "publishers")
"""Tables that are handed over with all their columns; of those with hundreds of rows a report only what is used."""


@dataclass(frozen=True, slots=True)
class Derived:
    """How a table is made; `columns` names the columns (`table.column`) that each of its own is made of.

    `beneath` makes a frame of the sources that several tables follow from: it is made once a run, and `make` is given
    it and nothing else.
    """

    make: Callable[..., Rows | pd.DataFrame]
    columns: Mapping[str, tuple[str, ...]]
    gathered: bool = False
    beneath: Callable[..., pd.DataFrame] | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The tables that it is made of, each once."""
        return tuple({column.split(".")[0]: None for made_of in self.columns.values() for column in made_of})

    def looked_at(self, source: str) -> frozenset[str]:
        """The columns of a source that it is handed beside the key; none named are all."""
        if source in A_ROW_A_REPORT:
            return frozenset()
        every = (column.split(".") for made_of in self.columns.values() for column in made_of)
        return frozenset(column for table, column in every if table == source)


_JUDGED = tuple(f"{name}.{column}" for name, columns in LOOKED_AT.items() for column in columns)
"""What the rules across reports look at; which rule at what its module says."""

_PAIRED = ("reports.publisher_id", "reports.year", "reports.is_current")
_CARRIED = (*(f"applications.{column}" for column in NUMBERS), "applications.sound")
_NUMBERS = ("applications.value", "applications.value_inferred", "applications.value_corrected")
_SERIES = ("reports.publisher_id", "reports.year", "reports.layout_applications", "reports.scope")
_CELLS = tuple(f"{name}.{column}" for name in CELLS for column in ("value", "value_inferred"))
_ITEMS, _COLUMNS = (tuple(f"{n}.{c}" for n in CELLS for c in key(n)[place : place + 1]) for place in (1, 2))

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
    "continuity": Derived(continuity, {
        "publisher_id": ("reports.publisher_id",),
        "year": ("reports.year",),
        "applicant": ("applications.applicant",),
        "previous_report_id": _PAIRED,
        "report_id": _PAIRED,
        "carried_out_previous": _CARRIED,
        "carried_in": _CARRIED,
        "outcome": (*_CARRIED, "sections.text"),
        "explanation": ("sections.text",),
    }),
    "revisions": Derived(revisions, {
        "publisher_id": ("reports.publisher_id",),
        "year": ("reports.year",),
        "earlier_report_id": ("reports.source_path", "reports.published_on"),
        "later_report_id": ("reports.source_path", "reports.published_on"),
        "table": tuple(f"{name}.report_id" for name in CELLS),
        "item": _ITEMS,
        "column": _COLUMNS,
        "earlier_status": tuple(f"{name}.status" for name in CELLS),
        "earlier_value": _CELLS,
        "later_status": tuple(f"{name}.status" for name in CELLS),
        "later_value": _CELLS,
        "kind": (*_CELLS, *(f"reports.{layout_column(name)}" for name in CELLS)),
    }),
    "coverage": Derived(coverage, {
        "division_code": ("reports.division_code", "documents.division_code", "documents.publisher"),
        "year": ("reports.year", "documents.year"),
        "level": ("reports.division_code",),
        "expected": ("reports.publisher_id", "publishers.successors", "documents.publisher"),
        "publishers": ("reports.publisher_id",),
        "published": ("reports.report_id",),
        "parsed": tuple(f"reports.{layout_column(name)}" for name in CELLS),
        "sound": ("reports.grade",),
    }),
    "layout_crosswalk": Derived(layout_crosswalk, dict.fromkeys(columns_of("layout_crosswalk"), ())),
    "applications_harmonised": Derived(applications_harmonised, {
        "report_id": ("applications.report_id", "reports.report_id", "reports.is_current"),
        "publisher_id": ("reports.publisher_id",),
        "year": ("reports.year",),
        "item": ("applications.item",),
        "applicant": ("applications.applicant",),
        "value": _NUMBERS,
        "basis": _NUMBERS,
        "sound": ("applications.sound",),
        "edition": ("reports.layout_applications",),
        "series_break": _SERIES,
        "series_break_why": _SERIES,
    }),
    "rule_results": Derived(
        rule_results, dict.fromkeys(columns_of("rule_results"), _JUDGED), gathered=True, beneath=trials_of
    ),
    "findings": Derived(findings, dict.fromkeys(columns_of("findings"), _JUDGED), gathered=True, beneath=trials_of),
}  # fmt: skip


def _each_time(_: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    return make()


def derive(
    name: str,
    frame: Callable[[str], pd.DataFrame],
    once: Callable[[str, Callable[[], pd.DataFrame]], pd.DataFrame] = _each_time,
) -> pa.Table:
    """The table of that name from the frames of its sources, as `plain_schema` has it, in any order.

    `frame` gives the frame of a source; `once` what was made before under a name, else what it is told to make.
    ValueError where its rows don't fit its columns.
    """
    derived = DERIVED[name]

    def sources() -> Mapping[str, pd.DataFrame]:
        return {source: frame(source) for source in derived.sources}

    if derived.beneath is None:
        made = derived.make(**sources())
    else:
        made = derived.make(once(derived.beneath.__name__, lambda: derived.beneath(**sources())))
    return plain_of(name, made) if isinstance(made, pd.DataFrame) else plain(name, made)


def grouped(name: str, made: pa.Table) -> Iterator[pa.Table]:
    """The rows as `arrow_schema` has them, sorted by key, in groups; at least one, maybe empty."""
    order = [(column, "ascending") for column in key(name)]
    rows = coded(name, made.sort_by(order) if len(made) else made)
    for start in range(0, max(len(rows), 1), ROWS_A_GROUP):
        yield rows.slice(start, ROWS_A_GROUP).combine_chunks()
