"""The six sections: documents drawn as lines, the headings that are found in them and what stands below."""

import pytest

from pipeline.locate import place
from pipeline.locate.sections import heading_above
from schemas.load import sections
from tests.drawn import cut, document, form, grid, report

SIX = [line.zh for line in sections().values()]
CODES = list(sections())


def found(*blocks):
    """Section → the first words below its heading; only those with a heading."""
    placed = place(document(*blocks))
    return {code: s.text.split("\n")[0] for code, s in placed.sections.items() if s.heading}


def each(texts=None):
    """The six headings, each with a line below."""
    return "\n".join(f"{heading}\n{(texts or {}).get(i, f'正文之{i}。')}" for i, heading in enumerate(SIX, 1))


def test_six_headings():
    assert found(each()) == {code: f"正文之{i}。" for i, code in enumerate(CODES, 1)}


WORDINGS = """
    | 一、总体情况                                           | overview              |
    | 一. 总体情况                                           | overview              |
    | 一．概述                                               | overview              |
    | 一、工作基本情况                                       | overview              |
    | 总体情况                                               | overview              |
    | 第一部分 总体情况                                      | overview              |
    | 二、主动公开政府信息情况                               | proactive_disclosure  |
    | 二、行政机关主动公开政府信息情况                       | proactive_disclosure  |
    | 三、收到和处理政府信息公开申请情况                     | applications          |
    | 三、收到和处理政府信息公开申请的情况                   | applications          |
    | 三、受理政府信息申请情况                               | –                     |
    | 四、政府信息公开行政复议、行政诉讼情况                 | reviews_litigation    |
    | 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况 | reviews_litigation    |
    | 五、存在的主要问题及改进情况                           | problems_improvements |
    | 五、存在的主要问题及改进措施                           | problems_improvements |
    | 五、存在问题及改进措施                                 | problems_improvements |
    | 六、其他需要报告的事项                                 | other_matters         |
    | 七、其他需要报告的事项                                 | other_matters         |
    | 丨六、其他需要报告的事项                               | other_matters         |
    | （一）主动公开                                         | –                     |
    | （一）总体情况                                         | –                     |
    | 1.总体情况                                             | –                     |
    | 下一步打算                                             | –                     |
    | 总体情况如下：全年公开信息若干条，较上年有所增加，收到申请若干件，均已按期答复完毕。 | – |
"""


@pytest.mark.parametrize(("heading", "code"), cut(WORDINGS))
def test_a_heading_reads(heading, code):
    assert list(found(f"{heading}\n正文。")) == ([] if code == "–" else [code])


def test_dirt_before_a_heading_is_no_letter_of_it():
    assert list(found("|六、其他需要报告的事项\n正文。")) == ["other_matters"]


def test_a_table_of_contents_is_not_the_sections():
    assert found("\n".join(SIX), each()) == {code: f"正文之{i}。" for i, code in enumerate(CODES, 1)}


def test_a_sentence_that_names_all_six_is_none():
    preamble = "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六部分组成。"
    assert found(preamble, each()) == {code: f"正文之{i}。" for i, code in enumerate(CODES, 1)}


def test_two_numbering_series():
    parts = "一、加强组织领导\n措施。\n二、主动公开情况\n本年有所增加。\n三、平台建设\n措施。"
    assert found(SIX[0], parts, each({1: "正文。"}).split("\n", 2)[2])["applications"] == "正文之3。"


def test_a_part_of_the_overview_is_no_section():
    overview = "概况。\n（一）主动公开\n若干条。\n（二）依申请公开\n若干件。"
    placed = place(document(each({1: overview})))
    assert [h.section for h in placed.headings] == CODES
    assert placed.sections["overview"].text == overview


def test_a_missing_heading_leaves_its_section_absent():
    text = "\n".join(line for line in each().split("\n") if line != SIX[2])
    assert set(found(text)) == set(CODES) - {"applications"}


def test_headings_with_nothing_below():
    assert found("\n".join(SIX)) == dict.fromkeys(CODES, "")


def test_the_text_of_a_table_is_not_the_sections_text():
    placed = place(document(SIX[2], "本年情况如下。", grid(form("applications")), "以上。", SIX[3], "无。"))
    section = placed.sections["applications"]
    assert (section.text, section.holds_table) == ("本年情况如下。\n以上。", True)
    assert placed.sections["reviews_litigation"].holds_table is False


@pytest.mark.parametrize("shape", ["cells", "fields", "sequence"])
def test_each_table_stands_below_its_heading(shape):
    placed = place(report(2021, shape=shape))
    above = {name: heading_above(placed.headings, table.first).section for name, table in placed.tables.items()}
    assert above == {name: name for name in placed.tables} and len(above) == 3


def test_a_table_under_another_heading():
    placed = place(document(SIX[1], grid(form("applications"))))
    assert heading_above(placed.headings, placed.tables["applications"].first).section == "proactive_disclosure"


def test_before_the_first_heading_there_is_none():
    assert heading_above(place(document(each())).headings, 0) is None


# Numbers at the end of a line


@pytest.mark.parametrize("text", [
    "全年共收到申请，其中办结 2\n件，其余在办。", "涉及的行政诉讼数为，\n0 件。", "情况如下，共收到\n5\n件，均已办结。",
])  # fmt: skip
def test_a_number_at_the_end_of_a_line_is_prose(text):
    placed = place(document(SIX[0], text, SIX[1], "正文。"))
    assert placed.sections["overview"].text == text


def test_bare_numbers_below_labels_are_none():
    placed = place(document(SIX[0], "甲类\n5\n乙类\n6", SIX[1], "正文。"))
    assert placed.sections["overview"].text == "甲类\n乙类"


# The number of a heading


@pytest.mark.parametrize(("heading", "number"), [
    ("三、总体情况", 3), ("第三部分 总体情况", 3), ("3.总体情况", None), ("总体情况", None), ("|六、总体情况", 6), ("十一、总体情况", 11),
])  # fmt: skip
def test_the_number_of_a_heading(heading, number):
    placed = place(document(heading, "正文。"))
    assert [h.number for h in placed.headings] == ([number] if placed.headings else [])


def test_a_heading_above_its_own_short_form_is_the_heading():
    placed = place(document(SIX[3], "行政复议行政诉讼", "本年没有。", SIX[4], "无。"))
    assert placed.sections["reviews_litigation"].heading.text == SIX[3]
