"""What is a report and what is not, drawn as lines."""

import pytest

from pipeline.locate import place
from pipeline.locate.refusal import refusal
from tests.drawn import document, form, grid, report


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
    "关于做好2023年政府信息公开工作年度报告编制和发布工作的通知\n各科室：\n请按时报送。",
    "某某县2023年上半年政府信息公开工作情况\n上半年公开若干条。",
    "某某县政府信息公开工作季度统计\n公开信息数 12",
    "一、总体情况\n若干。\n二、主动公开政府信息情况\n若干。",
    "某某县2023年国民经济和社会发展统计公报\n一、综合\n若干。",
    "政府信息公开年报\n某某县2023年政府信息公开工作年度报告\n某某县2022年政府信息公开工作年度报告",
    "无关",
])  # fmt: skip
def test_what_is_no_annual_report(text):
    assert refused(text) == "not_a_report"
