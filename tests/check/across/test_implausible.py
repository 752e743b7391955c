"""Values that are unlikely: 规章 of a county, fees that are no tens, numbers a hundred times last year's."""

import pandas as pd
import pytest

from pipeline.check.across.fees import fees
from pipeline.check.across.jumps import jumps
from pipeline.check.across.rule_makers import rule_makers
from tests.check.across.drawing import cells, frames, reports, sections, sentences, told


def rules_of(level: str, number: str):
    return frames(
        reports=reports(f"""
            report   level
            甲-2023  {level}
        """),
        proactive_disclosure=cells("proactive_disclosure", f"""
            report   item   column  value
            甲-2023  rules  issued  {number}
        """),
    )  # fmt: skip


@pytest.mark.parametrize(("level", "number", "outcome"), [
    ("county", "0", "pass"),
    ("prefecture", "2", "pass"),
    ("county", "2", "fail"),
    ("township", "1", "fail"),
    ("-", "2", "not_assessable: level_unknown"),
    ("county", "?", "not_assessable: no_sound_value"),
])  # fmt: skip
def test_who_makes_rules(level: str, number: str, outcome: str):
    assert told(rule_makers(rules_of(level, number))) == {"甲-2023 rules issued": outcome}


def test_rules_of_a_county_are_told():
    given = rules_of("county", "2")
    (sentence,) = sentences(rule_makers(given), given)
    assert "2 is printed" in sentence


def with_fees(*figures: tuple[float, str, bool]):
    """A report whose prose tells these fees: number, unit, whether it says about."""
    rows = [{"report_id": "甲-2023", "subject": "fee_charged", "value": v, "unit": u, "approximate": a} for v, u, a in figures]
    names = ["report_id", "subject", "value", "unit", "approximate"]
    return frames(reports=reports("report\n甲-2023"), narrative_figures=pd.DataFrame(rows, columns=names))


@pytest.mark.parametrize(("figures", "outcome"), [
    ([(120, "元", False)], "pass"),
    ([(0, "元", False)], "pass"),
    ([(0.012, "万元", False)], "pass"),
    ([(125, "元", False)], "fail"),
    ([(120, "元", False), (5.5, "圆", False)], "fail"),
    ([(125, "元", True)], "not_assessable: fee_not_told"),
    ([(125, "件", False)], "not_assessable: fee_not_told"),
    ([], "not_assessable: fee_not_told"),
])  # fmt: skip
def test_fees_are_tens(figures: list[tuple[float, str, bool]], outcome: str):
    assert told(fees(with_fees(*figures))) == {"甲-2023 other_matters": outcome}


def test_without_figures_from_prose_no_fee_is_told():
    given = frames(reports=reports("report\n甲-2023"), sections=sections(甲_2023__other_matters="收费125元。"))
    assert told(fees(given)) == {"甲-2023 other_matters": "not_assessable: fee_not_told"}


def test_an_odd_fee_is_told():
    given = with_fees((125, "元", False))
    (sentence,) = sentences(fees(given), given)
    assert "fee of 125 CNY" in sentence


def penalties(last: str, this: str):
    return frames(
        reports=reports("report\n甲-2023\n甲-2024"),
        proactive_disclosure=cells("proactive_disclosure", f"""
            report   item       column     value
            甲-2023  penalties  decisions  {last}
            甲-2024  penalties  decisions  {this}
        """),
    )  # fmt: skip


@pytest.mark.parametrize(("last", "this", "outcome"), [
    ("41", "900", "pass"),
    ("41", "4119", "fail"),
    ("4119", "41", "fail"),
    ("0", "500", "not_assessable: too_small"),
    ("4", "400", "not_assessable: too_small"),
    ("?", "500", "not_assessable: no_sound_value"),
])  # fmt: skip
def test_a_hundredfold_change(last: str, this: str, outcome: str):
    assert told(jumps(penalties(last, this)))["甲-2024 penalties decisions"] == outcome


def test_a_jump_is_told():
    given = penalties("41", "4119")
    (sentence,) = sentences(jumps(given), given)
    assert "4119 after 41 the year before" in sentence
