"""What is a report and what is not, drawn as lines."""

import pytest

from pipeline.locate import place
from pipeline.locate.refusal import refusal
from pipeline.read import read
from schemas.load import codelist, table, writing
from tests.drawn import cut, document, form, grid, report, statistics


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


OTHERS = """
    | 某某县教育局2023年部门决算公开⏎一、部门概况⏎若干。              | finance_report       |
    | 某某局2024年部门预算⏎一、主要职责⏎若干。                        | finance_report       |
    | 某某县人民政府2023年财政预算执行情况和2024年财政预算草案的报告  | finance_report       |
    | 某某县2023年法治政府建设年度报告⏎一、主要做法⏎若干。            | rule_of_law_report   |
    | 某某局关于2023年度法治政府建设情况的报告                        | rule_of_law_report   |
    | 某某局2023年度行政执法统计年报                                  | rule_of_law_report   |
    | 某某县2024年政务公开工作要点⏎一、深化决策公开                   | work_plan            |
    | 某某局2024年政务公开工作要点任务分解表                          | work_plan            |
    | 某某县教育局2023年政务公开工作总结⏎一年来，我局认真开展工作。   | work_summary         |
    | 某某局2023年度工作总结和2024年工作计划⏎一、主要工作             | work_summary         |
    | 某某局2023年工作总结⏎一、主要工作                               | work_summary         |
    | 对县十六届人大二次会议第12号建议的答复⏎某某代表：               | answer               |
    | 某某局2023年人大代表建议和政协提案办理情况⏎全年承办若干件。     | answer               |
    | 信访事项处理意见的答复⏎某某：                                   | answer               |
    | 政府信息公开申请告知书⏎某某：                                   | answer               |
    | 某某县教育局政府信息公开指南⏎一、公开范围                       | guide                |
    | 某某局政府信息公开目录（2023年版）⏎一、机构职能                 | guide                |
    | 某某县2023年国民经济和社会发展统计公报⏎一、综合                 | statistics_bulletin  |
    | 统一身份认证平台⏎用户登录⏎忘记密码                              | login_page           |
    | 请输入账号⏎短信验证码⏎登录                                      | login_page           |
    | 请开启JavaScript并刷新该页.                                     | blocked_page         |
    | 很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。 | blocked_page       |
    | Just a moment...⏎Checking your browser before accessing         | blocked_page         |
    | 安全验证⏎请拖动滑块完成拼图                                     | blocked_page         |
"""


@pytest.mark.parametrize(("text", "reason"), cut(OTHERS))
def test_what_is_another_document(text, reason):
    assert refused(text.replace("⏎", "\n")) == reason


SECTIONS = "一、总体情况\n若干。\n五、存在的主要问题及改进情况\n若干。\n六、其他需要报告的事项\n无。"


@pytest.mark.parametrize(("title", "reason"), [
    ("某某县2023年法治政府建设年度报告", "rule_of_law_report"),
    ("某某局2023年政务公开工作总结", "work_summary"),
    ("某某局2023年政府信息公开工作总结", None),  # a report in other words
    ("某某局2023年度部门决算", "finance_report"),
    ("2023年政务公开第三方评估报告", "evaluation"),
    ("某某县2023年度政府信息公开工作考核结果", "evaluation"),
    ("某某局2023年工作总结", "work_summary"),
])  # fmt: skip
def test_another_document_may_have_sections_of_the_same_names(title, reason):
    assert refused(f"{title}\n{SECTIONS}") == reason


@pytest.mark.parametrize("above", [
    "某某局2024年部门预算\n某某局政府信息公开2023年度报告", "某某局政府信息公开指南\n政府信息公开目录", "用户登录\n政务公开",
    "2024年政务公开工作要点\n某某局政府信息公开工作2023年报告", "2023年工作总结\n某某局\n2023年政府信息公开\n年度报告",
])  # fmt: skip
def test_a_menu_above_the_sections_refuses_nothing(above):
    assert refused(f"{above}\n{SECTIONS}") is None


@pytest.mark.parametrize("line", [
    "某某局2024年部门预算", "法治政府建设年度报告", "2024年政务公开工作要点", "建议提案办理情况", "政府信息公开指南", "用户登录",
    "安全验证", "工作总结", "404 Not Found",
])  # fmt: skip
def test_a_report_by_title_and_section_may_mention_anything(line):
    assert refused(f"{line}\n{TITLE}\n一、总体情况\n{line}\n若干。") is None
    assert refused(line, TITLE, grid(form("applications"))) is None
    assert refused(line, grid(form("applications"))) is None


@pytest.mark.parametrize("title", [
    "某某县2023年上半年政府信息公开工作报告", "某某局2023年第一季度政府信息公开工作报告",
    "某某局2023年半年度政府信息公开工作情况报告",
])  # fmt: skip
def test_a_title_of_a_part_of_the_year_tells_more_than_its_tables(title):
    assert refused(title, grid(form("applications"))) == refused(f"{title}\n{SECTIONS}") == "part_of_year"


@pytest.mark.parametrize("title", [
    "关于做好2023年政府信息公开工作年度报告编制和发布工作的通知",
    "关于做好2023年政府信息公开工作年度报告\n编制和发布工作的通知",
])  # fmt: skip
def test_a_notice_with_the_empty_form_is_none_whatever_year_it_names(title):
    empty = grid(form("applications", 2021, dict.fromkeys(table("applications", 2021).cells, "")))
    assert refused(title, empty) == refused(f"{title}\n{SECTIONS}") == "notice"


@pytest.mark.parametrize(("title", "reason"), [("（模板）", "notice"), ("（格式）", "notice"), ("（公开版）", None)])
def test_an_empty_form_to_be_filled_in_is_no_report(title, reason):
    named = f"{TITLE}{title}"
    empty = grid(form("applications", 2021, dict.fromkeys(table("applications", 2021).cells, "")))
    assert refused(named, empty) == reason
    assert refused(named, grid(form("applications"))) is None


@pytest.mark.parametrize("text", [TITLE, f"首页\n{TITLE}\n发布时间：2024-01-20\n请下载附件。"])
def test_a_title_without_the_report_says_that_it_is_elsewhere(text):
    assert refused(text) == "title_only"
    assert refused(f"{text}\n一、总体情况\n若干。") is None


@pytest.mark.parametrize("title", [
    "关于公布2023年政府信息公开工作年度报告的公告", "关于2023年政府信息公开工作年度报告的通知",
])  # fmt: skip
def test_a_report_that_is_published_by_a_notice_is_one(title):
    assert refused(title, grid(form("applications"))) is None


def test_a_page_that_a_script_draws_shows_nothing():
    page = place(read("<html><head><title>某某县</title></head><body><div id=app></div></body></html>".encode()))
    assert refusal(page).reason == "blocked_page"


def test_the_list_of_a_quarter_is_of_a_part_of_the_year():
    assert refused("某某局2016年第三季度政府信息公开情况统计表", grid(statistics())) == "part_of_year"
    assert refused("某某局2016年政府信息公开工作年度报告", grid(statistics())) is None


@pytest.mark.parametrize("title", [
    "某某局2023年政府信息公开工作报告（1-6月）", "某某局政府信息公开工作报告（2023年1月至6月）", "某某局2023年1—9月政府信息公开工作报告",
    "某某局政府信息公开情况统计表（2023年上半年）",
])  # fmt: skip
def test_the_months_that_a_title_names_are_a_part_of_the_year(title):
    assert refused(title, grid(form("applications"))) == refused(title, grid(statistics())) == "part_of_year"


@pytest.mark.parametrize("title", ["某某局2023年政府信息公开工作报告（1-12月）", "某某局2023年政府信息公开工作报告（1月1日至12月31日）"])
def test_the_months_of_a_whole_year_are_none(title):
    assert refused(title, grid(form("applications"))) is None


def test_a_notice_with_the_empty_list_is_a_notice():
    asked = "关于报送2016年政府信息公开情况统计表的通知"
    assert refused(asked, grid([[label, unit, ""] for label, unit, _ in statistics()])) == "notice"
    assert refused("某某局2016年政府信息公开情况统计表", grid(statistics())) is None


@pytest.mark.parametrize("line", [
    "上半年共公开政府信息若干条。", "本年度报告由上半年和下半年两部分数据汇总而成，政府信息公开工作稳步推进。",
    "根据关于做好2023年政府信息公开工作年度报告编制工作的通知", "印发政府信息公开季度统计制度。",
])  # fmt: skip
def test_a_report_that_speaks_of_a_half_year_or_a_notice_is_one(line):
    assert refused(f"{TITLE}\n一、总体情况\n{line}", grid(form("applications"))) is None


def test_each_kind_of_page_and_document_is_a_reason_to_refuse():
    assert {*writing().pages, *writing().titles} <= set(codelist("refusals"))
