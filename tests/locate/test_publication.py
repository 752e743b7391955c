"""The day of publication that a document's head prints, and what is none."""

import pytest

from pipeline.locate.publication import published_on
from tests.drawn import document, grid


@pytest.mark.parametrize(("line", "day"), [
    ("发布日期：2024-01-25 10:30 来源：办公室", "2024-01-25"),
    ("发布日期： 2024年1月25日", "2024-01-25"),
    ("[公开日期]2024-01-25", None),
    ("公开日期:2024/1/5", "2024-01-05"),
    ("发布时间：2024.01.25 浏览次数：12", "2024-01-25"),
    ("发布日期：2023-12-28", "2023-12-28"),
    ("发布日期：2021-05-06", None),
    ("发布日期：2023-07-31", None),
    ("发布日期：2027-01-01", None),
    ("发布日期：2024-02-30", None),
    ("发布日期：", None),
    ("成文日期：2024-01-25", None),
    ("2024年1月25日", None),
])  # fmt: skip
def test_a_line_of_the_head(line: str, day: str | None):
    assert published_on(document(f"某局2023年政府信息公开工作年度报告\n{line}"), 2023) == day


def test_a_label_and_its_value_in_two_cells():
    table = grid("""
        | 发布机构 | 某局 | 公开日期 | 2024-01-17 |
    """)
    assert published_on(document(table, "某局2023年政府信息公开工作年度报告"), 2023) == "2024-01-17"


def test_the_surest_label_goes_first_and_two_days_tell_nothing():
    assert published_on(document("发文日期：2024-01-20\n发布日期：2024-01-25"), 2023) == "2024-01-25"
    assert published_on(document("发布日期：2024-01-20\n发布日期：2024-01-25"), 2023) is None


def test_without_a_year_no_day_can_be_trusted():
    assert published_on(document("发布日期：2024-01-25"), None) is None
