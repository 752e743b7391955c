"""Reports that repeat last year's numbers or words."""

import pytest

from pipeline.check.across.repeated_figures import repeated_figures
from pipeline.check.across.repeated_text import LONG_ENOUGH, repeated_text
from tests.check.across.drawing import cells, frames, reports, sections, sentences, told

TWO_YEARS = reports("""
    report
    甲-2023
    甲-2024
""")
PLACES = [
    ("licensing", "decisions"), ("penalties", "decisions"), ("coercive_measures", "decisions"), ("fees", "amount"),
    ("normative_documents", "in_force"),
]  # fmt: skip


def table_two(last: str, this: str):
    """Table 二 of two years; the numbers stand in the order of PLACES."""
    rows = [
        f"{report} {item} {measure} {number}"
        for report, drawn in (("甲-2023", last), ("甲-2024", this))
        for (item, measure), number in zip(PLACES, drawn.split(), strict=True)
    ]
    drawing = "\n".join(["report item column value", *rows])
    return frames(reports=TWO_YEARS, proactive_disclosure=cells("proactive_disclosure", drawing))


@pytest.mark.parametrize(("last", "this", "outcome"), [
    ("550 4119 195 7.5 8", "9487 2776 84 7.5 8", "pass"),
    ("550 4119 195 7.5 8", "550 4119 195 7.5 9", "pass"),
    ("550 4119 195 7.5 8", "550 4119 195 7.5 8", "fail"),
    ("550 4119 195 0 8", "550 4119 195 ␣ 8", "fail"),
    ("0 0 0 0 8", "0 0 0 0 8", "not_assessable: few_numbers"),
    ("5 5 5 5 8", "5 5 5 5 8", "not_assessable: few_numbers"),
    ("550 4119 195 7.5 8", "550 4119 195 ? 8", "not_assessable: cells_unread"),
])  # fmt: skip
def test_a_table_of_numbers(last: str, this: str, outcome: str):
    assert told(repeated_figures(table_two(last, this)))["甲-2024 proactive_disclosure"] == outcome


def test_the_first_year_and_a_table_that_is_not_there_repeat_nothing():
    found = told(repeated_figures(table_two("1 2 3 4 5", "1 2 3 4 5")))
    assert found["甲-2023 proactive_disclosure"] == "not_assessable: no_previous_report"
    assert found["甲-2024 applications"] == "not_assessable: cells_unread"


def test_a_repeated_table_is_told():
    given = table_two("550 4119 195 7.5 8", "550 4119 195 7.5 8")
    (sentence,) = sentences(repeated_figures(given), given)
    assert "甲-2023" in sentence and "4 of them no stocks" in sentence


LONG = "我局认真贯彻落实条例，扎实推进各项工作。" * 10


def prose(last: str, this: str):
    return frames(reports=TWO_YEARS, sections=sections(甲_2023__overview=last, 甲_2024__overview=this))


@pytest.mark.parametrize(("last", "this", "outcome"), [
    (f"2023年，{LONG}受理8件。", f"2024年，{LONG}受理5件。", "fail"),
    (f"2023年，{LONG}受理8件。", f"2024年，{LONG}受理5件，结转1件。", "pass"),
    ("无其他需要报告的事项。", "无其他需要报告的事项。", "not_assessable: short_text"),
    ("2023", LONG, "not_assessable: no_text"),
])  # fmt: skip
def test_a_section_of_words(last: str, this: str, outcome: str):
    assert told(repeated_text(prose(last, this)))["甲-2024 overview"] == outcome


def test_repeated_words_are_told():
    given = prose(f"2023年，{LONG}", f"2024年，{LONG}")
    (sentence,) = sentences(repeated_text(given), given)
    assert "甲-2023" in sentence and len(LONG) > LONG_ENOUGH
