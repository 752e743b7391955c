"""Two documents of one publisher and year: the same, a correction or a contradiction; the table `revisions`."""

import pytest

from pipeline.check.across.versions import FEW, revisions, versions
from pipeline.release.faults import faults
from schemas.load import CELLS, STATISTICS, table
from schemas.tables import from_arrow, plain_of
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


def lists(first: str, second: str, **names: tuple[str, str]):
    """Two documents of 2016 with the list of 2014; `names` are what they call rows of their own."""
    drawn = zip(("甲-2016", "甲-2016b"), (first, second), strict=True)
    rows = [f"{r} {item} - {number}" for r, told in drawn for item, number in zip(LISTED, told.split(), strict=False)]
    counts = cells(STATISTICS, "\n".join(["report item column value", *rows]))
    for item, labels in names.items():
        counts.loc[counts["indicator"] == item, "local_label"] = labels
    layouts = "report is_current layout\n甲-2016 no 2014\n甲-2016b yes 2014"
    return frames(reports=reports(layouts), statistics_2014=counts)


LISTED = ("disclosed", "requests", "local_item_01")


def differing(given):
    return from_arrow("revisions", plain_of("revisions", revisions(given.reports, **{name: getattr(given, name) for name in CELLS})))


@pytest.mark.parametrize(("drawn", "names", "outcome", "rows"), [
    (("8 2", "8 2"), {}, "pass", []),
    (("8 2", "9 2"), {}, "explained", [("disclosed", "", 8, 9)]),
    (("8 2 4", "8 2 5"), {"local_item_01": ("点击数", "点击数")}, "explained", [("local_item_01", "", 4, 5)]),
    (("8 2 4", "8 2 5"), {"local_item_01": ("点击数", "粉丝数")}, "pass", []),
    (("8 2", "? ?"), {}, "not_assessable: nothing_common", []),
])  # fmt: skip
def test_lists_of_2014_are_held_against_each_other_too(drawn, names, outcome, rows):
    given = lists(*drawn, **names)
    assert told(versions(given)) == {"甲-2016b": outcome}
    found = differing(given)
    assert faults("revisions", found) == ""
    assert [*found[["item", "column", "earlier_value", "later_value"]].itertuples(index=False, name=None)] == rows


def test_the_table_lists_the_cells_that_differ():
    found = differing(twice("8 2 0", "9 2 ␣0"))
    assert faults("revisions", found) == ""
    (row,) = found.to_dict("records")
    assert row == {
        "publisher_id": "甲", "year": 2023, "earlier_report_id": "甲-2023", "later_report_id": "甲-2023b",
        "table": "applications", "item": "new_received", "column": "total", "earlier_status": "reported",
        "earlier_value": 8, "later_status": "reported", "later_value": 9, "kind": "correction",
    }  # fmt: skip
