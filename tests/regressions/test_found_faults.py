"""Each input once kept a reader busy for minutes to days, or made it fail; what must come of it now is told beside it.

No test looks at a clock: with the fault, it would not end.
"""

from decimal import Decimal

import pandas as pd
import pytest

from pipeline.check.across.explanations import LONGEST, explained
from pipeline.locate.sections import _is_under_way
from pipeline.locate.title import parse
from pipeline.read import html, media_type, picture, xlsx
from pipeline.read.document import OBJECT, Refusal
from pipeline.read.html_tokens import bearable
from pipeline.read.json_article import parsed, strings
from pipeline.read.limits import MAX_CELL_TEXT, MAX_SCANNED_PAGES, MAX_STRINGS
from pipeline.read.number_format import shown
from pipeline.read.script import strings as literals
from pipeline.tidy.privacy import mask
from tests.hostile.bombs import book, cells, tiff_pages


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\n" * 60_000 + "a", "text/plain"),
        (" " * 60_000 + "a", "text/plain"),
        ("a\n\u3000 | :--- |\n", "text/markdown"),
        ("a\n---\n\n|", "text/markdown"),
        ("a\n| a |\n", "text/plain"),
    ],
)
def test_blank_lines_are_passed_over_once(text, kind):
    assert media_type(text.encode()) == kind


def test_blanks_within_a_tag_are_no_attributes():
    page = "<p" + " " * 3_000_000 + ">a"
    assert bearable(page) == page


def test_attributes_are_counted_as_before():
    with pytest.raises(Refusal, match="attributes"):
        bearable("<p " + "/a=b \t c" * 3_000 + ">")


def test_a_quote_that_never_ends_is_looked_at_once():
    assert list(literals('"\\\n' + '\\"\\\n' * 300_000)) == []


def test_what_stands_behind_the_line_of_an_open_quote_is_read():
    assert list(literals("\"a\n'b' 'c\\\nd' `e")) == ["b", "cd"]


def test_a_style_of_many_displays():
    assert [text.text for text in html.read(f'<p style="{"display:" * 100_000}">甲</p>'.encode()).texts()] == ["甲"]


@pytest.mark.parametrize(
    ("text", "is_under_way"),
    [("，" * 1_000_000 + "。", False), ("，" * 1_000_000 + "件", True), ("收到申请，其中\n12", False), ("收到申请，12", True), ("总计", False)],
)
def test_a_sentence_under_way(text, is_under_way):
    assert _is_under_way(text) is is_under_way


def test_a_sentence_longer_than_any_explains_nothing():
    """This is asked in the main process, which has no limit of time."""
    reports = pd.Series(["a", "b"])
    texts = ["上年" * 500_000, "因统计口径调整，上年结转数与上年报告不一致"]
    sections = pd.DataFrame({"report_id": reports, "text": texts})
    assert list(explained(sections, reports, "carry_over")) == ["", texts[1]]
    sections["text"] = ["上年" + "一" * LONGEST + "更正", "上年" + "一" * (LONGEST - 4) + "更正"]
    assert [bool(said) for said in explained(sections, reports, "carry_over")] == [False, True]


def test_numbers_are_masked_without_copies_of_what_follows():
    text = "联系电话13812345678，" * 50_000
    assert "138" not in mask(text) and len(mask(text)) == len(text)


def test_a_figure_behind_which_its_unit_stands_is_no_number_to_call():
    assert mask("支出13812345678元") == "支出13812345678元"


def test_values_in_nested_json_share_what_is_around_them():
    source = '{"a":' * 500 + "{" + ",".join(f'"{n}":"b"' for n in range(MAX_STRINGS // 2)) + "}" + "}" * 500
    found = list(strings(parsed(source)))
    assert len(found) == MAX_STRINGS // 2
    assert len({id(one.around) for one in found}) == 1


def test_a_list_longer_than_the_limit_is_refused_before_it_is_taken_apart():
    with pytest.raises(Refusal, match="too_large"):
        list(strings([None] * (MAX_STRINGS + 1)))


def test_pages_of_a_tiff_are_counted_no_further_than_they_are_read():
    assert picture._count(tiff_pages(5_000)) == MAX_SCANNED_PAGES + 1
    assert picture._count(tiff_pages(3)) == 3


def test_a_text_that_every_cell_shows_counts_in_every_cell():
    shown = "甲" * 10_000
    with pytest.raises(Refusal, match="characters"):
        xlsx.read(book(cells(MAX_CELL_TEXT // 10_000 + 100, '<c t="s"><v>0</v></c>'), f"<si><t>{shown}</t></si>"))
    assert xlsx.read(book(cells(100, '<c t="s"><v>0</v></c>'), f"<si><t>{shown}</t></si>")).grids()


@pytest.mark.parametrize("number", ["²", "①", "9" * 5_000, "-1", "1"])
def test_what_is_no_number_of_a_text_shows_something_unknown(number):
    document = xlsx.read(book(cells(100, f'<c t="s"><v>{number}</v></c>'), "<si><t>a</t></si>"))
    assert document.grids()[0].rows[0][0].text == OBJECT


@pytest.mark.parametrize(
    ("code", "seen"),
    [("0" + "%" * 65, None), ("0." + "0" * 65, None), ("0%%", "1234500%%"), ("0.0000", "123.4500")],
)
def test_a_format_of_more_digits_than_a_number_has(code, seen):
    assert shown(Decimal("123.45"), code) == seen


def test_a_title_is_no_longer_than_titles_are():
    assert parse("某" * 3_000 + "政府信息公开工作年度报告") is None
    assert parse("某市档案局2023年政府信息公开工作年度报告").publisher == "某市档案局"
