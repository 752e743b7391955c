"""Findings on the sections: headings and texts drawn as lines, and what is said of them."""

import pytest

from pipeline.check.sections import sections
from pipeline.locate import place
from schemas.load import sections as section_lines
from tests.drawn import document

SIX = [line.zh for line in section_lines().values()]
LONG = "一年来，本机关坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务和结果公开"


def said(headings, texts=None):
    """Each finding as rule and section."""
    lines = [f"{heading}\n{(texts or {}).get(i, f'正文之{i}。')}" for i, heading in enumerate(headings, 1)]
    return [(f.rule, f.item, f.expected) for f in sections(place(document("\n".join(lines))))]


def test_six_sections_in_order_get_none():
    assert said(SIX) == []


def test_a_number_that_is_used_twice():
    assert said([*SIX[:3], "三、政府信息公开行政复议、行政诉讼情况", *SIX[4:]]) == [
        ("misnumbered_section", "reviews_litigation", "4")
    ]


def test_a_gap():
    assert said([*SIX[:5], "七、其他需要报告的事项"]) == [("misnumbered_section", "other_matters", "6")]


def test_a_number_is_the_sections_place_even_where_one_is_missing():
    assert said([*SIX[:2], *SIX[3:]]) == [("missing_section", "applications", None)]


def test_headings_without_numbers_are_not_misnumbered():
    assert said([heading.partition("、")[2] for heading in SIX]) == []


@pytest.mark.parametrize(("first", "last", "copied"), [
    (f"{LONG}。", f"{LONG}。", True),
    (f"{LONG}。", f"另有说明。{LONG[:20]}\n{LONG[20:]}。", True),
    (f"{LONG}。", f"{LONG}和其他。", False),
    ("无。", "无。", False),
])  # fmt: skip
def test_the_same_sentence_in_two_sections(first, last, copied):
    found = said(SIX, {1: first, 6: last})
    assert found == ([("copied_section", "other_matters", None)] if copied else [])


def test_a_sentence_twice_in_one_section_is_not_copied():
    assert said(SIX, {1: f"{LONG}。{LONG}。"}) == []
