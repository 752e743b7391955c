"""What is a report and what is not, drawn as lines."""

import pytest

from pipeline.locate import place
from pipeline.locate.refusal import refusal
from tests.drawn import cut, document, form, grid, report


def refused(*blocks, title=None):
    found = refusal(place(document(*blocks, title=title)))
    return found and found.reason


TITLE = "某某县2023年政府信息公开工作年度报告"


def test_a_whole_report_is_one():
    assert refusal(place(report(2021))) is None


@pytest.mark.parametrize("text", [
    f"{TITLE}\n一、总体情况\n全年公开若干条。",
    "一、总体情况\n若干。\n二、主动公开政府信息情况\n若干。\n六、其他需要报告的事项\n无。",
])  # fmt: skip
def test_prose_alone_can_be_a_report(text):
    assert refused(text) is None


def test_a_table_alone_is_a_report():
    assert refused(grid(form("applications"))) is None


@pytest.mark.parametrize("text", [
    "404 Not Found", "您访问的页面不存在\n返回首页", "502 Bad Gateway", "页面走丢了，五秒后返回首页",
])  # fmt: skip
def test_an_error_page_saved_as_one(text):
    assert refused(text) == "error_page"


def test_an_error_pages_own_title_tells():
    assert refused("返回首页", title="404 Not Found") == "error_page"


def test_a_long_text_that_speaks_of_missing_pages_is_no_error_page():
    assert refused("页面不存在的链接已全部清理。" + "全年共清理若干条。" * 200) == "not_a_report"


def test_a_report_that_speaks_of_missing_pages_is_a_report():
    assert refused("本年整改页面不存在的问题。", grid(form("applications"))) is None


@pytest.mark.parametrize("text", [
    "一、总体情况\n若干。\n二、主动公开政府信息情况\n若干。",
    "某某县2023年国民经济和社会发展统计公报\n一、综合\n若干。",
    "政府信息公开年报\n某某县2023年政府信息公开工作年度报告\n某某县2022年政府信息公开工作年度报告",
    "无关",
])  # fmt: skip
def test_what_is_no_annual_report(text):
    assert refused(text) == "not_a_report"


NOT_THE_YEAR = """
    | 某某县2023年上半年政府信息公开工作情况⏎上半年公开若干条。        | part_of_year |
    | 某某县政府信息公开工作季度统计⏎公开信息数 12                     | part_of_year |
    | 2023年第三季度政府信息公开情况统计表                             | part_of_year |
    | 某某局2023年9月份政务公开工作总结                                | part_of_year |
    | 某某局2024年1月政府信息公开统计                                  | part_of_year |
    | 关于做好2023年政府信息公开工作年度报告编制和发布工作的通知⏎各科室：⏎请按时报送。 | notice |
    | 关于征集2023年政府信息公开年度报告的函                           | notice |
    | 某某县2023年政府信息公开工作年度报告⏎某某县2022年政府信息公开工作年度报告⏎某某县2021年政府信息公开工作年度报告 | list_page |
    | 甲县教育局2023年政府信息公开年度报告⏎乙镇2023年政府信息公开年度报告⏎丙街道2023年政府信息公开年度报告 | list_page |
"""


@pytest.mark.parametrize(("text", "reason"), cut(NOT_THE_YEAR))
def test_what_is_about_reports_or_of_a_part_of_the_year(text, reason):
    assert refused(text.replace("⏎", "\n")) == reason


@pytest.mark.parametrize(("title", "reason"), [
    ("某某县2023年第一季度政府信息公开情况统计表", "part_of_year"),
    ("某某县2023年上半年政府信息公开情况", "part_of_year"),
    ("关于报送政府信息公开工作年度报告的通知", "notice"),
])  # fmt: skip
def test_the_form_under_another_heading_is_no_report(title, reason):
    assert refused(title, grid(form("applications"))) == reason


@pytest.mark.parametrize("line", [
    "上半年共公开政府信息若干条。", "本年度报告由上半年和下半年两部分数据汇总而成，政府信息公开工作稳步推进。",
    "根据关于做好2023年政府信息公开工作年度报告编制工作的通知", "印发政府信息公开季度统计制度。",
])  # fmt: skip
def test_a_report_that_speaks_of_a_half_year_or_a_notice_is_one(line):
    assert refused(f"{TITLE}\n一、总体情况\n{line}", grid(form("applications"))) is None
