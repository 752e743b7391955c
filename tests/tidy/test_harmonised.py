"""Table 三 in the rows that the editions share: sums of known parts, and where a series breaks."""

from itertools import chain

import pandas as pd
import pytest

from pipeline.derived import derive
from pipeline.release.faults import faults
from schemas.load import CELLS, crosswalk, shapes, summed, table
from schemas.tables import conform, from_arrow
from tests.release.small import cell, report

PARTS = ("other_not_corrected", "other_fee_unpaid", "other_remaining")


def cells(of: str, **numbers: int | dict | None) -> list[dict]:
    """One cell a row of the table, in the total column: a number, None for a blank, or what else a cell can hold."""
    made = []
    for item, number in numbers.items():
        plain = {"value": number, "status": "blank" if number is None else "reported"}
        given = number if isinstance(number, dict) else plain
        made.append(cell(report_id=of, item=item, **{"sound": given.get("value") is not None} | given))
    return made


def harmonised(reports: list[dict], *rows: list[dict]) -> pd.DataFrame:
    frames = {"reports": conform("reports", reports), "applications": conform("applications", [*chain(*rows)])}
    made = from_arrow("applications_harmonised", derive("applications_harmonised", frames.__getitem__))
    assert faults("applications_harmonised", made) == ""
    return made.astype(object).where(made.notna(), None).set_index(["report_id", "item"])


def of(year: int, edition: int = 2021, **given) -> dict:
    known = {"report_id": f"甲-{year}", "year": year, "layout_applications": edition, "publisher_id": "320000-甲"}
    return report(**known | {"scope": "own_office"} | given)


@pytest.mark.parametrize(("numbers", "value", "basis", "sound"), [
    ((1, 0, 2), 3, "summed", True),
    ((1, None, 2), None, None, False),  # a blank is no 0
    ((1, {"value": None, "value_inferred": 0, "status": "blank", "sound": True}, 2), 3, "summed", True),
    ((1, {"value": 9, "value_corrected": 0, "status": "reported", "sound": False}, 2), 3, "summed", False),
])  # fmt: skip
def test_other_handling_is_the_sum_of_its_three_rows_where_all_are_known(numbers, value, basis, sound):
    made = harmonised([of(2023)], cells("甲-2023", **dict(zip(PARTS, numbers, strict=True))))
    assert list(made.index) == [("甲-2023", "other_handling")]
    assert tuple(made.iloc[0][["value", "basis", "sound"]]) == (value, basis, sound)


def test_a_row_that_is_not_there_leaves_the_sum_open():
    made = harmonised([of(2023)], cells("甲-2023", other_not_corrected=1, other_remaining=2))
    assert made.loc[("甲-2023", "other_handling"), "value"] is None


def test_other_rows_stay_as_they_are_with_the_best_number():
    made = harmonised([of(2020, 2019)], cells(
        "甲-2020", other_handling=4, granted=None,
        new_received={"value": 7, "value_corrected": 8, "status": "reported", "sound": False},
    ))  # fmt: skip
    assert made["value"].to_dict() == {
        ("甲-2020", "granted"): None, ("甲-2020", "new_received"): 8, ("甲-2020", "other_handling"): 4,
    }  # fmt: skip
    assert made["basis"].to_dict() == {
        ("甲-2020", "granted"): None, ("甲-2020", "new_received"): "corrected", ("甲-2020", "other_handling"): "printed",
    }  # fmt: skip
    assert set(made["edition"]) == {2019}


@pytest.mark.parametrize(("reports", "broken"), [
    ([of(2020, 2019), of(2021)], {"other_handling": "layout"}),
    ([of(2021), of(2022)], {}),
    ([of(2020, 2019), of(2022)], {"granted": "gap", "other_handling": "gap"}),
    ([of(2021), of(2022, scope="aggregate")], {"granted": "scope", "other_handling": "scope"}),
    ([of(2022)], {}),
])  # fmt: skip
def test_a_series_breaks_where_two_reports_cannot_be_compared(reports, broken):
    others = {2019: {"other_handling": 1}, 2021: dict.fromkeys(PARTS, 1)}
    rows = [cells(r["report_id"], granted=1, **others[r["layout_applications"]]) for r in reports]
    last = harmonised(reports, *rows).loc[reports[-1]["report_id"]]
    assert {item: row["series_break_why"] for item, row in last.iterrows() if row["series_break"]} == broken


@pytest.mark.parametrize("other", [{"is_current": False}, {"year": None}, {"layout_applications": None}])
def test_only_current_reports_of_a_known_year_have_a_place(other):
    assert harmonised([of(2023) | other], cells("甲-2023", granted=1)).empty


# The crosswalk


def test_every_row_of_an_older_edition_has_its_place_in_each_later_one():
    told = {(one.from_edition, one.from_table, one.from_codes, one.to_edition) for one in crosswalk()}
    wanted = set()
    for name in CELLS:
        for edition, shape in shapes(name).items():
            by_row = name in ("applications", "statistics_2014")
            whole = list(shape.rows) if by_row else ["/".join(cell) for cell in shape.cells]
            wanted |= {(edition, name, code, later) for later in (2019, 2021) if later > edition for code in whole}
    assert told == wanted


@pytest.mark.parametrize("one", crosswalk(), ids=lambda one: f"{one.from_edition}-{one.to_edition}-{one.from_codes}")
def test_what_corresponds_is_there(one):
    assert (one.relation == "none") == (not one.later) and (one.relation == "sum") <= (len(one.later) > 1)
    shape = table(one.to_table, one.to_edition) if one.later else None
    for code in one.later:
        row, _, column = code.partition("/")
        assert row in shape.rows and (not column or (row, column) in shape.cells)


def test_no_figure_of_2014_is_said_to_be_the_same():
    assert {one.relation for one in crosswalk() if one.from_edition == 2014} == {"nearest", "none"}
    assert summed("applications") == {"other_handling": PARTS}
