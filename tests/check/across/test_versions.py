"""Two documents of one publisher and year: the same, a correction or a contradiction; the table `revisions`."""

import pytest

from pipeline.check.across.versions import FEW, revisions, versions
from pipeline.release.faults import faults
from schemas.load import table
from schemas.tables import fitted
from tests.check.across.drawing import cells, frames, reports, sentences, told

ITEMS = list(table("applications", 2021).rows)[: FEW + 1]


def twice(first: str, second: str, layout: str = "2021"):
    """Two documents of 2023, with these numbers in the total column, from the first row on."""
    rows = [
        f"{report} {item} total {number}"
        for report, drawn in (("甲-2023", first), ("甲-2023b", second))
        for item, number in zip(ITEMS, drawn.split(), strict=False)
    ]
    return frames(
        reports=reports(f"""
            report    is_current  layout
            甲-2023    no          {layout}
            甲-2023b  yes         2021
        """),
        applications=cells("applications", "\n".join(["report item column value", *rows])),
    )  # fmt: skip


MANY, OTHERS = " ".join("1" * (FEW + 1)), " ".join("2" * (FEW + 1))


@pytest.mark.parametrize(("drawn", "outcome"), [
    (("8 2 0", "8 2 ␣0"), "pass"),
    (("8 2", "8 ?"), "pass"),
    (("8 2", "9 2"), "explained"),
    (("8 2", "9 2", "2019"), "fail"),
    ((MANY, OTHERS), "fail"),
    (("8 2", "? ?"), "not_assessable: nothing_common"),
])  # fmt: skip
def test_a_later_document_against_the_one_before(drawn: tuple[str, ...], outcome: str):
    assert told(versions(twice(*drawn))) == {"甲-2023b": outcome}


def test_a_contradiction_is_told():
    given = twice(MANY, OTHERS)
    (sentence,) = sentences(versions(given), given)
    assert sentence.startswith("The same publisher's year is also told by 甲-2023; 13 of the numbers")


def test_reports_of_other_years_or_of_nobody_known_are_no_versions():
    drawn = reports("""
        report     publisher_id
        甲-2023    甲
        甲-2024    甲
        乙-2023    -
        乙-2023b  -
    """)
    assert told(versions(frames(reports=drawn))) == {}


def test_the_table_lists_the_cells_that_differ():
    given = twice("8 2 0", "9 2 ␣0")
    made = revisions(
        given.reports, applications=given.applications, proactive_disclosure=given.proactive_disclosure,
        reviews_litigation=given.reviews_litigation,
    )  # fmt: skip
    found = fitted("revisions", made)
    assert faults("revisions", found) == ""
    (row,) = found.to_dict("records")
    assert row == {
        "publisher_id": "甲", "year": 2023, "earlier_report_id": "甲-2023", "later_report_id": "甲-2023b",
        "table": "applications", "item": "new_received", "column": "total", "earlier_status": "reported",
        "earlier_value": 8, "later_status": "reported", "later_value": 9, "kind": "correction",
    }  # fmt: skip
