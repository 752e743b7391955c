"""Published by the legal date of Article 49."""

import pytest

from pipeline.check.across.lateness import lateness
from tests.check.across.drawing import frames, reports, sentences, told


def published(kind: str, level: str, day: str, year: str = "2023"):
    return frames(reports=reports(f"""
        report    kind    level    day
        甲-{year}  {kind}  {level}  {day}
    """))  # fmt: skip


@pytest.mark.parametrize(("drawn", "outcome"), [
    (("department", "county", "2024-01-31"), "pass"),
    (("department", "county", "2023-12-28"), "pass"),
    (("department", "county", "2024-02-01"), "fail"),
    (("office", "province", "2024-02-01"), "fail"),
    (("government", "county", "2024-03-31"), "pass"),
    (("government", "prefecture", "2024-04-01"), "fail"),
    (("government", "county", "-"), "not_assessable: no_date"),
    (("government", "township", "2024-04-01"), "not_assessable: no_legal_date"),
    (("zone", "county", "2024-04-01"), "not_assessable: no_legal_date"),
    (("-", "-", "2024-04-01"), "not_assessable: no_legal_date"),
    (("government", "county", "2019-04-01", "2018"), "not_assessable: no_legal_date"),
])  # fmt: skip
def test_the_day_against_the_law(drawn: tuple[str, ...], outcome: str):
    assert list(told(lateness(published(*drawn))).values()) == [outcome]


def test_a_late_report_is_told():
    given = published("department", "county", "2024-02-06")
    assert sentences(lateness(given), given) == [
        "The report was published on 2024-02-06; the legal date was 2024-01-31."
    ]
