"""Which tables should a report have? `required(placement)` → {name: the table in its newest edition}.

        one of 二 三 四 is there            二 三 四
        only the statistics of 2014         the statistics
        no table, a report for 2016         the statistics: the form in force in that year has no other
        no table, a report for 2010         none: no form was in force yet
        no table, year unknown              二 三 四
"""

from collections.abc import Mapping

from pipeline.locate.placement import Placement
from schemas.load import LATEST_EDITION, STATISTICS, TABLES, Table, in_force, layouts


def required(placement: Placement) -> Mapping[str, Table]:
    """The tables of the form that the report follows, or that was in force in its year where it shows none."""
    year, newest = placement.year, layouts()[LATEST_EDITION].tables
    if not newest.keys().isdisjoint(placement.tables):
        return newest
    if STATISTICS in placement.tables:
        return layouts()[placement.tables[STATISTICS].table.edition].tables
    if year is None:
        return newest
    prescribed = layouts()[in_force(year)]
    if year < prescribed.notice.first_year:
        return {}
    return {name: newest.get(name, table) for name, table in prescribed.tables.items()}


def follows_sections(placement: Placement) -> bool:
    """Whether the report should have the six sections, which came with the tables 二, 三 and 四."""
    return bool(required(placement).keys() & set(TABLES))
