"""The manual is what the examples say today, tells every rule, and a drawn piece is what it seems."""

import pytest

from pipeline.read.document import Grid
from schemas.load import rules
from tests import rulebook
from tests.drawn import TITLE, form, grid, report
from tests.spec.case import Case, rows


def test_the_page_is_what_the_examples_say():
    assert rulebook.FILE.read_text("utf-8") == rulebook.page(), "docs/rules.md is stale: make rules"


def test_the_page_tells_every_rule_once_and_in_both_languages():
    lines = rulebook.page().splitlines()
    for code, rule in rules().items():
        assert lines.count(f"### {code}") == 1
        assert f"**{rule.title_zh}** · **{rule.title_en}**" in lines


# What a drawing stands for


def texts(case):
    return [block if isinstance(block, Grid) else block.text for block in case.read().blocks]


def test_a_gap_alone_is_the_plain_report():
    assert Case("…").read() == report()


def test_a_gap_ends_at_the_line_below_it():
    found = texts(Case("…\n二、主动公开政府信息情况\n【表二】\n六、其他需要报告的事项"))
    assert found[:4] == [TITLE, "一、总体情况", "本年度工作如常。", "二、主动公开政府信息情况"]
    assert found[-1] == "六、其他需要报告的事项" and len(found) == 6


def test_the_first_line_is_the_title():
    assert texts(Case("另一标题\n…")) == ["另一标题", *texts(Case("…"))[1:]]


def test_rows_are_put_into_the_form():
    (drawn,) = [block for block in rows("applications", """
        | …                  | | | | | | | |
        | 2.重复申请         | 1 | 2 | 3 | 4 | 5 | 6 | 21 |
        | …                  | | | | | | | |
    """).read().grids() if len(block.rows) == 28]  # fmt: skip
    assert drawn == grid(form("applications", 2021, dict(zip(
        [("not_processed_repeat", c) for c in ("natural_person", "business", "research_institution",
         "public_interest_organization", "legal_service_organization", "other_organization", "total")],
        (1, 2, 3, 4, 5, 6, 21), strict=True))))  # fmt: skip


def test_a_row_that_the_form_lacks_stands_in_the_groups_of_the_row_above():
    drawing = "| … |\n| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n| 新的一行 | 1 | 1 | 1 | 1 | 1 | 1 | 6 |\n| 3.要求提供公开出版物 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n| … |"
    (row,) = [row for g in rows("applications", drawing).read().grids() for row in g.rows if "新的一行" in [c.text for c in row]]
    assert [cell.text for cell in row[:3]] == ["三、本年度办理结果", "（五）不予处理", "新的一行"]


def test_routes_are_drawn_as_rows():
    read = rows("reviews_litigation", "| 行政复议 | 1 | 2 | 3 | 4 | 10 |\n| … | | | | | |").read()
    assert [cell.text for cell in read.grids()[-1].rows[-1]] == [*"1234", "10", *"0" * 10]


def test_a_line_that_nothing_ends_is_an_error():
    with pytest.raises(ValueError, match="is not in list"):
        Case("…\n没有这一行").read()
