"""Which columns name a row of another table: `FOREIGN_KEYS`, by table.

Only what holds in every release is here, since a release that breaks one is refused: a null names nothing, and where
some column of a key is null the key isn't held against anything. `findings.source_path` names a report or a refused
document and `changes.report_id` a report of either of two releases, so neither is a foreign key.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of a table hold what `target_columns` of `table` hold, in this order; those are its key."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...]


def _report(column: str = "report_id") -> ForeignKey:
    return ForeignKey((column,), "reports", ("report_id",))


_PUBLISHER = ForeignKey(("publisher_id",), "publishers", ("publisher_id",))

FOREIGN_KEYS: Mapping[str, tuple[ForeignKey, ...]] = {
    "reports": (_PUBLISHER,),
    "proactive_disclosure": (_report(),),
    "applications": (_report(),),
    "applications_wide": (_report(),),
    "reviews_litigation": (_report(),),
    "statistics_2014": (_report(),),
    "sections": (_report(),),
    "narrative_figures": (
        _report(),
        ForeignKey(("report_id", "section"), "sections", ("report_id", "section")),
        ForeignKey(("report_id", "part_of"), "narrative_figures", ("report_id", "figure_id")),
    ),
    "grids": (_report(),),
    "findings": (_report(),),
    "rule_results": (_report(),),
    "continuity": (_PUBLISHER, _report(), _report("previous_report_id")),
    "applications_harmonised": (_PUBLISHER, _report()),
    "revisions": (_PUBLISHER, _report("earlier_report_id"), _report("later_report_id")),
}
