"""What one year carries out, the next carries in; and the table `continuity`."""

import pytest

from pipeline.check.across.carry_over import carry_over, continuity
from pipeline.release.faults import faults
from schemas.tables import from_arrow, plain_of
from tests.check.across.drawing import cells, frames, reports, sections, sentences, told

TWO_YEARS = reports("""
    report
    甲-2023
    甲-2024
""")


def joined(out: str, taken_in: str, prose: str = "无。"):
    """Two years of a publisher, one number of each."""
    return frames(
        reports=TWO_YEARS, sections=sections(甲_2024__overview=prose),
        applications=cells("applications", f"""
            report   item         column  value
            甲-2023  carried_out  total   {out}
            甲-2024  carried_in   total   {taken_in}
        """),
    )  # fmt: skip


@pytest.mark.parametrize(("out", "taken_in", "outcome"), [
    ("3", "3", "pass"),
    ("0", "␣0", "pass"),
    ("3", "5", "fail"),
    ("3", "␣0", "fail"),
    ("3", "5→3", "pass"),
    ("3", "3→5", "fail"),
    ("3", "␣", "not_assessable: no_sound_value"),
    ("3", "3!", "not_assessable: no_sound_value"),
    ("?", "3", "not_assessable: no_sound_value"),
])  # fmt: skip
def test_one_number_in_two_reports(out: str, taken_in: str, outcome: str):
    assert told(carry_over(joined(out, taken_in)))["甲-2024 carried_in total"] == outcome


@pytest.mark.parametrize(("prose", "outcome"), [
    ("上年度结转数与上年报告不一致，系统计口径调整所致。", "explained"),
    ("今年机构改革，职能划转。", "explained"),
    ("上年结转5件，结转下年度继续办理2件。", "fail"),
    ("由于工作需要，加强了培训。", "fail"),
])  # fmt: skip
def test_a_sentence_explains_only_if_it_gives_a_reason(prose: str, outcome: str):
    assert told(carry_over(joined("3", "5", prose)))["甲-2024 carried_in total"] == outcome


def test_the_first_year_and_an_unknown_publisher_or_year_have_nothing_to_join():
    drawn = reports("""
        report   publisher_id
        甲-2023  甲
        乙-2023  -
        乙-2024  -
        丙       丙
    """)
    found = told(carry_over(frames(reports=drawn)))
    assert found["甲-2023 carried_in total"] == "not_assessable: no_previous_report"
    assert found["乙-2024 carried_in total"] == "not_assessable: publisher_unknown"
    assert found["丙 carried_in total"] == "not_assessable: year_unknown"


def test_only_current_reports_are_joined():
    drawn = reports("""
        report     is_current
        甲-2023    no
        甲-2023b  yes
        甲-2024    yes
    """)
    (others,) = {*carry_over(frames(reports=drawn)).query("report_id == '甲-2024'")["other"]}
    assert others == "甲-2023b"


def test_a_break_is_told():
    (sentence,) = sentences(carry_over(joined("3", "5")), joined("3", "5"))
    assert "last year's report (甲-2023) carried 3 over, this one takes in 5" in sentence


def test_the_table_has_each_pair_of_years_with_what_explains_a_break():
    given = joined("3", "5", "总体良好。上年结转数有误，现予更正。其他如常。")
    table = from_arrow("continuity", plain_of("continuity", continuity(given.reports, given.applications, given.sections)))
    assert faults("continuity", table) == ""
    assert len(table) == 7 and set(table["report_id"]) == {"甲-2024"} and set(table["previous_report_id"]) == {"甲-2023"}
    total = table[table["applicant"] == "total"].iloc[0]
    assert (total["carried_out_previous"], total["carried_in"], total["outcome"]) == (3, 5, "explained")
    assert total["explanation"] == "上年结转数有误，现予更正"
    assert set(table.loc[table["applicant"] != "total", "outcome"]) == {"not_assessable"}
