"""Is each table of an edition that had not been replaced? The results, passed or not, of the rule `outdated_layout`.

        2023, edition 2021         pass
        2023, edition 2019         fail: the finding is that of pipeline/check/form.py
        year unknown, no table     not assessable
"""

from collections.abc import Iterator

from pipeline.check.arithmetic import Result
from pipeline.check.required import required
from pipeline.locate.placement import PlacedTable, Placement
from schemas.load import codelist, in_force, messages

RULE = "outdated_layout"


def editions(placement: Placement) -> Iterator[Result]:
    """One result for each table that a report should have; its code stands in the item's place."""
    for name in {**required(placement), **placement.tables}:
        placed = placement.tables.get(name)
        outcome, reason = _outcome(placement.year, placed)
        listed, said = codelist("outcomes")[outcome], messages()[f"because_{reason}"]
        edition = placed.table.edition if placed else ""
        zh = f"{listed.title_zh}：{said['zh'].format(edition=edition)}"
        yield Result(RULE, name, "", outcome, zh, f"{listed.title_en}: {said['en'].format(edition=edition)}")


def _outcome(year: int | None, placed: PlacedTable | None) -> tuple[str, str]:
    """The outcome, and the sentence of schemas/messages.yaml that tells why."""
    if placed is None:
        return "not_assessable", "no_table"
    if year is None:
        return "not_assessable", "year_unknown"
    if placed.rivals and placed.table.rows_stand == "below":
        return "not_assessable", "edition_undecided"
    return ("fail" if placed.table.edition < in_force(year) else "pass"), "in_force"
