"""The figures of a sentence: each drawn as `subject of value unit`, `~` for about, `^n` for a part of the n-th."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.locate.placement import Section
from pipeline.locate.prose import figures
from schemas.load import prose

SENTENCES = {
    # both word orders, and what stands around
    "共收到政府信息公开申请5件。": "requests_received 5件",
    "共收到5宗政府信息依申请公开，均依法予以办理。": "requests_received 5宗",
    "2024年有1件涉及政府信息公开工作的行政复议。": "reconsiderations 1件",
    "下属单位现有“甲”“乙”2个微信公众号。": "accounts 2个",
    # numbers in every way of writing
    "主动公开政府信息1,136条。": "items_disclosed 1136条",
    "主动公开政府信息１１３６条。": "items_disclosed 1136条",
    "主动公开政府信息一千一百三十六条。": "items_disclosed 1136条",
    "主动公开政府信息1.2万余条。": "items_disclosed 12000条~",
    "主动公开政府信息近3000条。": "items_disclosed 3000条~",
    "主动公开政府信息11\n36条。": "items_disclosed 1136条",
    "主动公开政府信\n息1136\n条。": "items_disclosed 1136条",
    "收到申请两件，办理培训十二次。": "requests_received 2件 | training_sessions 12次",
    "收取信息处理费3940元。": "fee_charged 3940元",
    "收取信息处理费0.394万元。": "fee_charged 0.394万元",
    # requests, what became of them, and who asked
    "收到申请34件，加上年结转2件，办结35件，1件转入下一年度。":
        "requests_received 34件 | requests_carried_in 2件 | requests_handled 35件 | requests_carried_out 1件",
    "答复申请805件（含上年度结转申请18件，另有72件顺延到下年度答复）。":
        "requests_handled 805件 | requests_carried_in 18件 | requests_carried_out 72件",
    "不予公开（属于三类内部事务信息）2件，无法提供（本机关不掌握）25件。": "requests_denied 2件 | requests_unavailable 25件",
    "予以公开及部分公开258件，不予公开35件。": "requests_granted_or_partially 258件 | requests_denied 35件",
    "收到申请26件，其中自然人20件、企业6件。":
        "requests_received 26件 | requests_received [自然人] 20件^1 | requests_received [企业] 6件^1",
    "自然人和法人分别提出申请8件、2件。": "requests_received [自然人] 8件 | requests_received [法人] 2件",
    "收到申请7件，较上年减少3件。": "requests_received 7件 | change -3件",
    "收到申请10件，较上年度的8件增加了2件。": "requests_received 10件 | change 2件",
    "发布稿件1036篇，较去年同期的980篇有所增长。": "items_disclosed 1036篇",
    # a breakdown: the list of a total, with numbers before it, in brackets, over several lines
    "公开信息43条，其中：1. 机构类信息4条；2. 部门文件类信息39条。":
        "items_disclosed 43条 | items_disclosed [机构类信息] 4条^1 | items_disclosed [部门文件类信息] 39条^1",
    "公开信息43条，其中：\n1.机构类4条；\n2.文件类39条。":
        "items_disclosed 43条 | items_disclosed [机构类] 4条^1 | items_disclosed [文件类] 39条^1",
    "公开信息43条。其中：机构类4条，占9.3%；文件类39条。":
        "items_disclosed 43条 | items_disclosed [机构类] 4条^1 | items_disclosed [文件类] 39条^1",
    "答复申请9件，其中公开4件。": "requests_handled 9件 | requests_granted 4件^1",
    "公开规章13件，行政规范性文件60件，人事任免文件141件。":
        "documents [规章] 13件 | documents [行政规范性文件] 60件 | items_disclosed [人事任免文件] 141件",
    # reviews
    "行政复议3件，其中维持2件、尚未审结1件；行政诉讼1件。":
        "reconsiderations 3件 | reconsiderations [维持] 2件^1 | reconsiderations [尚未审结] 1件^1 | litigation 1件",
    "被申请行政复议、提起行政诉讼3件。": "reviews_all 3件",
    # accounts: the name before, until another comes
    "公众号“甲”发布48则，浏览量72271人次；“乙”发布44条，阅读26395人次，粉丝数5437。":
        "account_posts [甲] 48则 | account_views [甲] 72271人次 | account_posts [乙] 44条 | account_views [乙] 26395人次 | "
        "account_followers [乙] 5437",
    "“甲”网站访问量1.5亿人次。": "website_visits 150000000人次",
    "微信用户已突破550万，影响力居前。": "account_followers [微信] 5500000~",
    # the rest
    "召开新闻发布会8场，解读政策36篇，培训3次、260人次。":
        "press_conferences 8场 | interpretations 36篇 | training_sessions 3次 | training_people 260人次",
    "统一受理平台接入53个部门2261项事项。": "other [部门] 53个 | other [事项] 2261项",
    # there was none
    "未收到政府信息公开申请。": "requests_received 0件",
    "没有发生行政复议、行政诉讼。": "litigation 0件 | reconsiderations 0件",
    "申请数量为零，收费情况：无。": "requests_received 0件 | fee_charged 0元",
    "本单位2021年未收取信息处理费。": "fee_charged 0元",
    "涉及的行政诉讼数为0。": "litigation 0",
}  # fmt: skip

NOTHING = [
    "2023年1月1日至12月31日，按照国办公开办函〔2021〕30号编制。",
    "按照第二十条第（三）项，在收到申请之日起20个工作日内答复。",
    "同比增长12.5%，满意率达99.8％，占三成，提高2.3个百分点。",
    "电话：0512-12345678，邮编223100，地址大庆路18号。",
    "坚持两个维护，做到一件一档，落实“三审三校”和《条例》3条要求。",
    "第十四届人大三次会议第12号建议已办结。",
    "每季度开展1次检查，每月不少于2次。",
    "该行政复议件未被复议审查机关纠错，未经审核的信息不准发布。",
    "收到申请 1 1 件。",
    "收到申请007件。",
    "2021年7月1日起施行，共计3章20条。",
]
"""Nothing in these is a figure. What could be two numbers, or is written as none, isn't guessed."""


def drawn(text):
    section = Section("overview", None, text)
    found = figures({"overview": section})
    assert all(text[f.start : f.end] == f.text for f in found)
    return " | ".join(map(_drawn, found))


def _drawn(figure):
    of = f"[{figure.of}] " if figure.of else ""
    part = f"^{int(figure.part_of[1:])}" if figure.part_of else ""
    return f"{figure.subject} {of}{_plain(figure.value)}{figure.unit or ''}{'~' if figure.approximate else ''}{part}"


def _plain(value):
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_tells(text):
    assert drawn(text) == SENTENCES[text]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_tells_nothing(text):
    assert drawn(text) == ""


def test_a_clause_is_quoted_as_it_stands_in_the_section():
    (figure,) = figures({"overview": Section("overview", None, "前言。共收到政府信\n息公开申请 ５ 件，均已答复。")})
    assert figure.text == "共收到政府信\n息公开申请 ５ 件" and (figure.start, figure.end) == (3, 19)


def test_figures_are_numbered_through_the_report():
    sections = {code: Section(code, None, "收到申请5件，办结4件。") for code in ("overview", "applications")}
    assert [(f.figure_id, f.section) for f in figures(sections)] == [
        ("f001", "overview"), ("f002", "overview"), ("f003", "applications"), ("f004", "applications"),
    ]  # fmt: skip


PIECES = [word for words in prose().signs.values() for word in words] + list("0123一二十百万亿余，。；：、（）()“”《》\n .,％%件人元第")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_and_every_clause_is_where_it_says(text):
    section = Section("overview", None, text)
    for figure in figures({"overview": section}):
        assert figure.start < figure.end and text[figure.start : figure.end] == figure.text
        assert figure.value == figure.value and (figure.part_of is None or figure.part_of < figure.figure_id)


@pytest.mark.parametrize("piece", ["1", "一", "1,", "“", "（", "1万", "未", "1\n", "其中"])
def test_a_hostile_paragraph_ends_quickly(piece):
    started = time.perf_counter()
    assert len(figures({"overview": Section("overview", None, piece * (1_000_000 // len(piece)))})) == 0
    assert time.perf_counter() - started < 60, "more than linear"


def test_many_figures_take_no_more_time_each():
    def seconds(count):
        started = time.process_time()
        assert len(figures({"overview": Section("overview", None, "其中信息1条、" * count)})) == count
        return time.process_time() - started

    seconds(100)
    assert seconds(8_000) < 8 * 4 * max(seconds(1_000), 0.01)


@pytest.mark.parametrize(("text", "told"), [
    ("全年未收到1件政府信息公开申请。", [("requests_received", 0)]),
    ("无一起因政府信息公开引起的行政复议。", [("reconsiderations", 0)]),
    ("收到政府信息公开申请1件。", [("requests_received", 1)]),
    ("未经复议直接起诉的行政诉讼1件。", [("litigation", 1)]),
])  # fmt: skip
def test_not_even_one_is_none(text, told):
    found = figures({"overview": Section("overview", None, text)})
    assert [(figure.subject, figure.value) for figure in found] == told


@pytest.mark.parametrize(("text", "subject"), [
    ("2022年收到政府信息公开申请12件。", "other_period"),
    ("第一季度收到政府信息公开申请12件。", "other_period"),
    ("争取公开政府信息12条。", "other_period"),
    ("2023年收到政府信息公开申请12件。", "requests_received"),
    ("按《2022年政务公开要点》公开政府信息12条。", "items_disclosed"),
])  # fmt: skip
def test_a_count_of_another_time_is_not_this_years(text, subject):
    (figure,) = figures({"overview": Section("overview", None, text)}, 2023)
    assert (figure.subject, figure.value) == (subject, 12)
