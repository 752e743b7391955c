"""What is masked in prose, what stays, and what does not apply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.receipts import Receipt
from pipeline.report import read_report, refuse
from pipeline.tidy.privacy import mask, masked
from tests.drawn import cut

MASKED = """
    | 手机13812345678。            | 手机***********。            |
    | 联系人：张三 138 1234 5678   | 联系人：张三 *** **** ****   |
    | 138-1234-5678                | ***-****-****                |
    | 1381-234-5678                | ****-***-****                |
    | 138-12345678                 | ***-********                 |
    | １３８１２３４５６７８       | ***********                  |
    | １３８－１２３４－５６７８   | ***－****－****              |
    | +8613812345678               | +*************               |
    | +86 13812345678              | +86 ***********              |
    | 0512-66668888/13812345678    | 0512-66668888/***********    |
    | 拨打13812345678处理          | 拨打***********处理          |
    | 手机号码13812345678个人      | 手机号码***********个人      |
    | 邮箱zhang.san@qq.com         | 邮箱*********@qq.com         |
    | xxgk＠163．com               | ****＠163．com               |
    | 13812345678@139.com          | ***********@139.com          |
    | a@gov.cn.example.com         | *@gov.cn.example.com         |
    | a@b@c.com                    | *@*@c.com                    |
    | zhang@16…                    | *****@16…                    |
"""
KEPT = """
    | 电话0512-66668888            | a landline of an office           |
    | 12345热线、400-123-4567      | numbers for everybody             |
    | xxgk@js.gov.cn               | an authority's own mailbox        |
    | office@nju.edu.cn            | a public university's             |
    | 发布13800000000件            | a count                           |
    | 点击量13812345678余次        | a count, about                    |
    | 人民币13812345678            | an amount                         |
    | ¥13812345678                 | an amount                         |
    | 20231381234567812            | inside a longer run               |
    | 8613812345678                | inside a longer run               |
    | 13812345678.5                | a decimal                         |
    | 0.13812345678                | a decimal                         |
    | art/13812345678.html         | a file's name                     |
    | 12812345678                  | begins with no mobile's digits    |
    | 138 12345678                 | two numbers side by side          |
    | 微博@江苏发布                | no mailbox                        |
"""


@pytest.mark.parametrize(("text", "expected"), cut(MASKED))
def test_what_is_personal_is_masked(text: str, expected: str):
    assert mask(text) == expected


@pytest.mark.parametrize(("text", "why"), cut(KEPT))
def test_what_is_not_personal_stays(text: str, why: str):
    assert mask(text) == text


@given(st.text("13８０9 -+.．@＠abc件元电话次、。*86\n", max_size=60) | st.text(max_size=60))
def test_masking_keeps_the_length_and_is_done_once(text: str):
    once = mask(text)
    assert len(once) == len(text) and mask(once) == once


def test_a_long_text_takes_no_long_time():
    assert mask("a" * 10**6) == "a" * 10**6


# The rows of a document

TEXT = "受理咨询，手机：13812345678，全年发布信息13900000000条。"
FIGURE = {"section": "overview", "subject": "items_disclosed", "of": None, "part_of": None}


def figure(number: str, value: float, text: str, **more: object) -> dict:
    start = TEXT.index(text)
    return FIGURE | {"figure_id": number, "value": value, "text": text, "start": start, "end": start + len(text)} | more


def tables(*figures: dict, **more: tuple[dict, ...]) -> dict:
    sections = ({"section": "overview", "heading": "一、总体情况", "text": TEXT},)
    return {"sections": sections, "narrative_figures": figures, "findings": ()} | more


def test_offsets_still_fit_and_the_clause_is_masked_as_its_section_is():
    """Taken alone, `13812345678，全年` says nothing of a mobile number's label."""
    made = masked(tables(figure("1", 13900000000.0, "全年发布信息13900000000条")))
    (section,), (kept,) = made["sections"], made["narrative_figures"]
    assert section["text"] == TEXT.replace("13812345678", "*" * 11)
    assert section["text"][kept["start"] : kept["end"]] == kept["text"] == "全年发布信息13900000000条"


def test_a_number_to_call_is_no_figure():
    called = figure("1", 13812345678.0, "手机：13812345678")
    made = masked(tables(called, figure("2", 5.0, "受理咨询", part_of="1")))
    (kept,) = made["narrative_figures"]
    assert (kept["figure_id"], kept["part_of"]) == ("2", None)


def test_findings_that_quote_prose_are_masked_by_what_the_prose_said():
    """Behind a quotation mark's end the finding has lost the label, and stands before a unit."""
    quoted = {"found": "13812345678条", "expected": None, "message_zh": "文字称“13812345678条”", "message_en": "x"}
    (told,) = masked(tables(findings=(quoted,)))["findings"]
    assert "13812345678" not in told["found"] + told["message_zh"] and len(told["found"]) == 12


def test_a_cell_and_what_findings_say_of_it_are_never_touched():
    cell = {"status": "reported", "printed": "13,812,345,678", "value": 13812345678.0}
    said = {"found": "13812345678", "expected": "13812345678", "message_zh": "印有 13812345678", "message_en": ""}
    given_tables = {"proactive_disclosure": (cell,), "findings": (said,)}
    assert masked(given_tables) == given_tables


def test_every_reading_is_masked():
    receipt = Receipt("documents/r.txt", "0" * 64, 1, None, None, None)
    (refused,) = refuse(receipt, "reader_failed", "联系 13812345678").tables["documents_refused"]
    assert "13812345678" not in refused["message_zh"] + refused["message_en"] and "*" * 11 in refused["message_zh"]
    text = "沭阳县教育局2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息12条。联系手机13812345678，li@qq.com。\n"
    told = read_report(receipt, text.encode()).tables
    assert told["sections"] and "13812345678" not in str(told) and "li@qq.com" not in str(told)
