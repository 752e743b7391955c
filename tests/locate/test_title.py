"""From a title to publisher and year: drawn as a table, one title a line, lines of the document parted by ⏎."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.locate.title import headline
from tests.drawn import cut, document


def said(text, title=None):
    read = document(*text.split("⏎"), title=title)
    head = headline(read)
    return head.publisher or "–", str(head.year or "–")


TITLES = """
    | 某某市教育局2023年政府信息公开工作年度报告                       | 某某市教育局               | 2023 |
    | 某某市教育局2023年度政府信息公开工作年度报告                     | 某某市教育局               | 2023 |
    | 2023年某某市教育局政府信息公开工作年度报告                       | 某某市教育局               | 2023 |
    | 2023年度某某县人民政府办公室信息公开工作年报                     | 某某县人民政府办公室       | 2023 |
    | 关于某某县2022年政府信息公开年度报告                             | 某某县                     | 2022 |
    | 某某镇人民政府２０２１年政府信息公开工作年报                     | 某某镇人民政府             | 2021 |
    | 某某镇 2021 年 政府 信息 公开 年度 报告                          | 某某镇                     | 2021 |
    | 某某镇 2 0 2 1 年政府信息公开年度报告                            | 某某镇                     | 2021 |
    | 某某区发改局2019年政府信息公开工作报告                           | 某某区发改局               | 2019 |
    | 某某区行政审批局2024年政务公开工作年度报告                       | 某某区行政审批局           | 2024 |
    | 某某供销社政府信息公开工作年度报告（2023年度）                   | 某某供销社                 | 2023 |
    | 某某残联政府信息公开工作年度报告（2023）                         | 某某残联                   | 2023 |
    | 某某县⏎2023年政府信息公开工作年度报告                            | 某某县                     | 2023 |
    | 某某县2023年⏎政府信息公开工作年度报告                            | 某某县                     | 2023 |
    | 首页 > 政务公开 > 年报⏎某某县2023年政府信息公开年度报告          | 某某县                     | 2023 |
    | 公开日期：2024-01-20⏎某某县2023年政府信息公开年度报告            | 某某县                     | 2023 |
    | 某某县2023年政府信息公开年度报告⏎发布时间：2024-01-20            | 某某县                     | 2023 |
    | 某某县2023年政府信息公开年度报告-某某县政府网站                  | 某某县                     | 2023 |
    | 《某某县2023年政府信息公开年度报告》                             | 某某县                     | 2023 |
    | 某某县政府信息公开年度报告                                       | 某某县                     | –    |
    | 某某县202511日政府信息公开年度报告                               | 某某县                     | –    |
    | 某某县政府信息公开年度报告⏎发布时间：202511日                    | 某某县                     | –    |
    | 2023年政府信息公开工作年度报告                                   | –                          | 2023 |
    | 政府信息公开工作年度报告                                         | –                          | –    |
    | 关于做好2023年年终工作的通知                                     | –                          | –    |
    |                                                                  | –                          | –    |
"""

TORN = """
    | 20⏎21年云岭县⏎人民政府办公室政府信息公开工作年度报告               | 云岭县人民政府办公室       | 2021 |
    | 松河省民⏎政局关于2⏎024年政府信息公开工作年度报告                   | 松河省民政局               | 2024 |
    | 云岭县民政局2022年政府信息公开⏎工作年⏎度报告                       | 云岭县民政局               | 2022 |
    | 2022年青⏎— 1 —⏎石市水务局政府信息公开工作年度报告                  | 青石市水务局               | 2022 |
    | 白⏎水镇民政局2023年政府信息公开工作年度报告                        | 白水镇民政局               | 2023 |
    | 沭⏎阳县水利局2023年政府信息公开工作年度报告                        | 沭阳县水利局               | 2023 |
    | 政务公开⏎沭阳县水利局2023年政府信息公开工作年度报告                | 沭阳县水利局               | 2023 |
    | 首页⏎2023年政府信息公开工作年度报告                                | –                          | 2023 |
    | 沭阳县人民政府⏎沭阳县水利局2023年政府信息公开工作年度报告          | 沭阳县水利局               | 2023 |
    | 沭阳县人民政府门户网站⏎沭阳县水利局2023年政府信息公开工作年度报告  | 沭阳县水利局               | 2023 |
"""

WRONG = """
    | 某某县政府信息公开年度报告⏎发布时间：2024-01-20                            | 某某县 | –    |
    | 发布时间：2024-01-20⏎2023年政府信息公开工作年度报告                        | –      | 2023 |
    | 某某县政府信息公开年度报告⏎根据国办公开办函〔2021〕30号编制2022年政府信息公开年度报告 | 某某县 | – |
    | 国办公开办函〔2021〕30号⏎某某县政府信息公开年度报告                        | 某某县 | –    |
    | 成文日期：2024年1月9日 某某县2023年政府信息公开年度报告                    | 某某县 | 2023 |
    | 名称：某某县2023年政府信息公开年度报告                                     | 某某县 | 2023 |
    | 某某县2022—2023年政府信息公开年度报告                                      | 某某县 | –    |
"""


@pytest.mark.parametrize(("text", "publisher", "year"), cut(TITLES))
def test_a_title_says(text, publisher, year):
    assert said(text) == (publisher, year)


@pytest.mark.parametrize(("text", "publisher", "year"), cut(TORN))
def test_a_title_torn_anywhere_is_joined_and_nothing_else_is(text, publisher, year):
    assert said(text) == (publisher, year)


@pytest.mark.parametrize(("text", "publisher", "year"), cut(WRONG))
def test_what_stands_near_a_title_is_none_of_it(text, publisher, year):
    assert said(text) == (publisher, year)


def test_a_short_word_for_the_report():
    assert said("某某镇人民政府2023年政府信息公开年报") == ("某某镇人民政府", "2023")


def test_a_title_over_three_lines():
    assert said("某某县⏎2023年⏎政府信息公开工作年度报告") == ("某某县", "2023")


def test_the_formats_own_title_serves_where_the_text_has_none():
    assert said("一、总体情况", title="某某县2023年政府信息公开年度报告_某某县政府") == ("某某县", "2023")


def test_the_texts_own_title_comes_first():
    found = said("某某县2023年政府信息公开年度报告", title="某某市2022年政府信息公开年度报告")
    assert found == ("某某县", "2023")


def test_a_title_far_below_is_none():
    assert said("⏎".join([*["甲"] * 30, "某某县2023年政府信息公开年度报告"])) == ("–", "–")


@given(st.integers(2000, 2049), st.from_regex(r"\d{1,6}", fullmatch=True))
def test_glued_digits_are_no_year(year, digits):
    assert said(f"某某县{year}{digits}日政府信息公开年度报告")[1] == "–"
    assert said(f"某某县{digits}{year}年政府信息公开年度报告")[1] == "–"


@given(st.text(max_size=80))
def test_any_text_has_a_headline_or_none(text):
    read = document(text)
    head = headline(read)
    assert head.year is None or 2000 <= head.year <= 2049
