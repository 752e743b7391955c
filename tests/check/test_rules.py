"""Every rule that a finding can cite: a report that breaks it, and one nearby that doesn't."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import pipeline.check
from pipeline.check import check
from pipeline.check.finding import LONGEST_FOUND, finding
from pipeline.fetch.receipts import Receipt
from pipeline.fetch.sources import Source
from pipeline.locate import place
from pipeline.read.document import Place, Remark, Text
from pipeline.tidy import tidy
from schemas.load import codelist, rules, sections, table
from tests.drawn import (
    TITLE,
    any_figures,
    document,
    form,
    grid,
    lawful,
    lawful_routes,
    report,
    rules_of,
    without,
)

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"
FIGURES = {TWO: any_figures(TWO), THREE: lawful(seed=1), FOUR: lawful_routes(3)}


def judged(read):
    """The verdict on a document, or on one with what the list of sources says of it."""
    placement = place(*read) if isinstance(read, tuple) else place(read)
    return check(placement, tidy(placement))


@cache
def breaking(rule):
    """The verdict on the report that breaks a rule."""
    return judged(RAISED[rule][0]())


def with_figures(name, figures, edition=2021, title=TITLE):
    """A whole report with some figures of one table, and zeros elsewhere."""
    return report(edition, figures={name: figures}, title=title)


def listed(source, title=TITLE):
    """A whole report that the list of sources names."""
    return report(title=title), Receipt("documents/a.html", "0" * 64, 1, None, None, None, source)


ONE_BLANK = {
    ("new_received", "natural_person"): 4, ("new_received", "total"): 4, ("granted", "natural_person"): 4,
    ("granted", "total"): "", ("total_handled", "natural_person"): 4, ("total_handled", "total"): 4,
}  # fmt: skip
"""A lawful table but for a blank, which can only be 4."""


def with_lines(name, change, shape="cells"):
    """A whole lawful report, with one of its tables drawn otherwise."""
    lines = form(name, 2021, FIGURES[name])
    change(lines)
    return report(figures=FIGURES, drawn={name: lines}, shape=shape)


def at(code):
    return 3 + list(table(THREE, 2021).rows).index(code)


def put(line, column, text):
    def change(lines):
        lines[line][column] = text

    return change


def lose(line):
    return lambda lines: lines.pop(line)


def twice(lines):
    lines.insert(6, [*lines[5][:3], *"9999999"])


def alike(lines):
    lines.insert(6, list(lines[5]))


def swap(lines):
    lines[9], lines[10] = lines[10], lines[9]


def misprint_alone(lines):
    lines[at("denied_process_information")][2] = "6.属于四类过程性性信息"
    del lines[at("denied_enforcement_files")]


def headless(lines):
    del lines[:3]


def added(lines):
    lines.insert(4, ["其他主动公开文件", "77", "78", "79"])


def added_blank(lines):
    lines.insert(4, ["其他主动公开文件", "", "", ""])


def short(lines):
    del lines[at("granted")][5:8]


def unit(text):
    return with_figures(TWO, {("fees", "amount"): text})


def routes(*fields):
    """The route of reconsideration alone, with a blank cell more than the form has columns."""
    lines = [["行政复议", *["<"] * 4], [line.zh for line in table(FOUR, 2021).columns.values()], list(fields)]
    lines = [[*line, ""] for line in lines] if "" in fields else lines
    return document("四、政府信息公开行政复议、行政诉讼情况", grid(lines, "fields"))


def linked(line):
    """A report below another line of the page."""
    whole = report(figures=FIGURES, title="沭阳县教育局2023年政府信息公开工作年度报告")
    return replace(whole, blocks=(*document(line).blocks, *whole.blocks))


def interrupted(line):
    """A report with a line between the heading of table two and the table."""
    whole = report(figures=FIGURES)
    return replace(whole, blocks=(*whole.blocks[:4], *document(line).blocks, *whole.blocks[4:]))


def labelled(label):
    """The row of fees under another label, and its header without a unit."""

    def change(lines):
        lines[-1][0], lines[-2][1] = label, "本年收费金额"

    return change


def layered(page):
    """A report with the text of one page hidden behind a picture; its tables were drawn on a page named t1."""
    return replace(report(figures=FIGURES), remarks=(Remark("text_layer", Place(page)),))


def remarked(rule):
    return replace(report(figures=FIGURES), remarks=(Remark(rule, Place("p3"), "一处"),))


def cut_off():
    """A table three that ends before the rows by which the editions differ, and nothing else."""
    return document("三、收到和处理政府信息公开申请情况", grid(form(THREE)[: at("other_not_corrected")]))


def again(figures):
    other = grid(form(THREE, 2021, figures))
    whole = report(figures=FIGURES)
    return replace(whole, blocks=(*whole.blocks, *document("\n".join(f"说明之{i}。" for i in range(12))).blocks, other))


LONG = "一年来，本机关坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务和结果公开。"
RECEIVED = FIGURES[THREE]["new_received", "total"]


def telling(overview, other="无。"):
    """The lawful report with these texts in its first and last section."""
    return report(figures=FIGURES, told={"overview": overview, "other_matters": other})


def seventh(block):
    """The block, but for the sixth heading, which is numbered as the seventh."""
    return replace(block, text=block.text.replace("六、", "七、")) if isinstance(block, Text) else block


CLEAN = lambda: report(figures=FIGURES)  # noqa: E731
OLD_TITLE = TITLE.replace("2023", "2020")

RAISED = {
    "balance": (
        lambda: with_figures(THREE, {("new_received", "natural_person"): 1, ("new_received", "total"): 1}), CLEAN),
    "results": (
        lambda: with_figures(THREE, {("granted", "natural_person"): 1, ("granted", "total"): 1}), CLEAN),
    "applicants": (lambda: with_figures(THREE, {("granted", "total"): 1}), CLEAN),
    "route": (
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): 10}),
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): 1, ("reconsideration", "total"): 1})),
    "error_located": (
        lambda: with_figures(THREE, {("granted", "total"): 1}),
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): 10})),
    "error_not_located": (
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): 10}),
        lambda: with_figures(THREE, {("granted", "total"): 1})),
    "identities_conflict": (
        lambda: with_figures(THREE, ONE_BLANK | {("denied_state_secret", "total"): 1}),
        lambda: with_figures(THREE, ONE_BLANK)),
    "blank_not_zero": (
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): "", ("reconsideration", "total"): 2}),
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): ""})),
    "empty_table": (
        lambda: with_figures(FOUR, dict.fromkeys(FIGURES[FOUR], "")),
        lambda: with_figures(FOUR, {("reconsideration", "upheld"): ""})),
    "missing_table": (lambda: without(CLEAN(), 8), CLEAN),
    "missing_section": (lambda: without(CLEAN(), 9), CLEAN),
    "empty_section": (lambda: without(CLEAN(), 10), CLEAN),
    "misnumbered_section": (
        lambda: replace(CLEAN(), blocks=tuple(map(seventh, CLEAN().blocks))), lambda: without(CLEAN(), 9)),
    "copied_section": (lambda: telling(LONG, LONG), lambda: telling(LONG, LONG[10:])),
    "prose_contradicts": (
        lambda: telling("收到政府信息公开申请258件。"), lambda: telling(f"收到政府信息公开申请{RECEIVED}件。")),
    "prose_office_alone": (
        lambda: telling("区政府办代表区政府受理申请2件。"), lambda: telling(f"区政府办代表区政府受理申请{RECEIVED}件。")),
    "breakdown_differs": (
        lambda: telling("公开信息9条，其中甲类5条、乙类6条。"), lambda: telling("公开信息9条，其中甲类5条、乙类2条。")),
    "wrong_heading": (lambda: without(CLEAN(), 5), CLEAN),
    "table_elsewhere": (
        lambda: replace(CLEAN(), blocks=(*without(CLEAN(), 6).blocks, CLEAN().blocks[6])), lambda: without(CLEAN(), 5)),
    "no_heading": (lambda: document(grid(form(THREE)), "六、其他需要报告的事项", "无。"), CLEAN),
    "outdated_layout": (lambda: report(2019), lambda: report(2019, title=OLD_TITLE)),
    "premature_layout": (lambda: report(2021, title=OLD_TITLE), lambda: report(2021)),
    "mixed_layouts": (lambda: report(drawn={THREE: form(THREE, 2019)}), lambda: report(2019)),
    "edition_undecided": (cut_off, lambda: document(grid(form(THREE)))),
    "missing_cells": (lambda: with_lines(THREE, lose(9)), CLEAN),
    "unreadable_cell": (
        lambda: with_figures(THREE, {("granted", "total"): "1 1"}),
        lambda: with_figures(THREE, {("granted", "total"): "/"})),
    "doubtful_columns": (lambda: with_lines(THREE, short, "fields"), lambda: report(figures=FIGURES, shape="fields")),
    "conflicting_rows": (lambda: with_lines(THREE, twice), lambda: with_lines(THREE, alike)),
    "table_twice": (lambda: again(lawful(seed=2)), lambda: again(FIGURES[THREE])),
    "unplaced_number": (lambda: with_lines(TWO, added), lambda: with_lines(TWO, added_blank)),
    "bound_by_order": (lambda: with_lines(THREE, put(9, 2, "")), CLEAN),
    "columns_by_position": (lambda: with_lines(THREE, headless), CLEAN),
    "row_order": (lambda: with_lines(THREE, swap), CLEAN),
    "label_differs": (
        lambda: with_lines(THREE, put(at("denied_process_information"), 2, "6.属于四类过程性性信息")),
        lambda: with_lines(THREE, put(at("denied_process_information"), 2, "６、属于 四类过程性信息"))),
    "label_uncertain": (
        lambda: with_lines(THREE, misprint_alone),
        lambda: with_lines(THREE, put(at("denied_process_information"), 2, "6.属于四类过程性性信息"))),
    "fraction": (
        lambda: with_figures(THREE, {("granted", "total"): "1.5"}), lambda: unit("1.5")),
    "negative": (
        lambda: with_figures(TWO, {("rules", "issued"): "-1"}),
        lambda: with_figures(TWO, {("licensing", "items_change"): "-1"}, 2019)),
    "note_in_cell": (lambda: with_figures(TWO, {("rules", "issued"): "2（修订1）"}), CLEAN),
    "note_turns_value": (
        lambda: with_figures(TWO, {("rules", "issued"): "3（减少）"}),
        lambda: with_figures(TWO, {("rules", "issued"): "3（修订1）"})),
    "unit_differs": (lambda: unit("3940元"), lambda: unit("0.394万元")),
    "no_column_header": (
        lambda: document(grid([["行政许可", "7"], ["行政处罚", "6"], ["行政强制", "0"], ["规章", "1", "2", "3"]])),
        lambda: document(grid([["信息内容", "本年处理决定数量"], ["行政许可", "7"], ["行政处罚", "6"], ["行政强制", "0"]]))),
    "columns_by_identity": (lambda: routes("", "2", "", "", "2"), lambda: routes("2", "0", "0", "0", "2")),
    "other_report": (
        lambda: interrupted("某某市教育局2022年政府信息公开工作年度报告"),
        lambda: interrupted("本年度的情况见下表。")),
    "unit_undecided": (
        lambda: with_lines(TWO, labelled("行政事业性收费（元、万元）")),
        lambda: with_lines(TWO, labelled("行政事业性收费（万元）"))),
    "other_year": (
        lambda: with_lines(TWO, put(1, 1, "2022年制发件数")), lambda: with_lines(TWO, put(1, 1, "本年（2023）制发件数"))),
    "text_layer": (lambda: layered("t1"), lambda: layered("p9")),
    "titles_differ": (
        lambda: linked("沭阳县教育局2022年政府信息公开工作年度报告"), lambda: linked("沭阳县教育局简介")),
    "year_unknown": (lambda: report(title="沭阳县教育局政府信息公开工作年度报告"), CLEAN),
    "publisher_unknown": (lambda: report(title="2023年政府信息公开工作年度报告"), CLEAN),
    "publisher_unresolved": (
        lambda: report(title="鼓楼区人民政府2023年政府信息公开工作年度报告"),
        lambda: report(title="徐州市鼓楼区人民政府2023年政府信息公开工作年度报告")),
    "year_elsewhere": (
        lambda: listed(Source("沭阳县教育局", 2023), "沭阳县教育局政府信息公开工作年度报告"),
        lambda: listed(Source("沭阳县教育局", 2023))),
    "source_list_differs": (lambda: listed(Source("沭阳县民政局")), lambda: listed(Source("沭阳县教育局", 2023))),
    "page_without_text": (lambda: remarked("page_without_text"), CLEAN),
    "undecodable_bytes": (lambda: remarked("undecodable_bytes"), CLEAN),
    "limit_reached": (lambda: remarked("limit_reached"), CLEAN),
}  # fmt: skip

ELSEWHERE = {"schema_violation": "release/gather.py"} | {rule: f"check/across/{module}.py" for rule, module in {
    "carry_over": "carry_over", "stock": "stock", "repeats_figures": "repeated_figures", "repeats_text": "repeated_text",
    "versions_differ": "versions", "parts_exceed_whole": "parts", "rules_below_prefecture": "rule_makers",
    "fee_not_multiple": "fees", "jump": "jumps", "published_late": "lateness",
}.items()}  # fmt: skip
"""Rules that another room, or one that sees all reports, raises, with where; tests/check/across has their examples."""


def test_no_rule_is_forgotten():
    assert set(rules()) == set(RAISED) | set(ELSEWHERE)


def test_what_is_raised_elsewhere_is_raised_there():
    package = Path(pipeline.check.__file__).parents[1]
    for rule, module in ELSEWHERE.items():
        assert f'"{rule}"' in (package / module).read_text()


@pytest.mark.parametrize("rule", RAISED)
def test_a_report_that_breaks_the_rule_gets_its_finding(rule):
    assert rule in rules_of(breaking(rule).findings)


@pytest.mark.parametrize("rule", RAISED)
def test_a_report_nearby_does_not(rule):
    assert rule not in rules_of(judged(RAISED[rule][1]()).findings)


@pytest.mark.parametrize("rule", RAISED)
def test_its_sentences_are_filled_in_both_languages(rule):
    for found in breaking(rule).findings:
        for sentence in (found.message_zh, found.message_en):
            assert sentence and not set("{}") & set(sentence) and "None" not in sentence
        assert found.message_zh.endswith("。") and found.message_en.endswith(".")
        assert found.message_en != found.message_zh


@pytest.mark.parametrize("rule", RAISED)
def test_a_finding_speaks_the_code_lists(rule):
    for found in breaking(rule).findings:
        assert found.severity in codelist("severities") and found.responsibility in codelist("responsibilities")
        if found.table == "sections":
            assert found.item in sections() and found.column is None
        elif found.table is not None:
            shape = [table(found.table, edition) for edition in (2021, 2019)]
            assert found.item is None or any(found.item in t.rows for t in shape)
            assert found.column is None or any(found.column in t.columns for t in shape)


@pytest.mark.parametrize("shape", ["cells", "fields"])
@pytest.mark.parametrize(("edition", "title"), [(2021, TITLE), (2019, OLD_TITLE)])
def test_a_lawful_report_gets_none(edition, title, shape):
    figures = {TWO: any_figures(TWO, edition), THREE: lawful(edition), FOUR: lawful_routes()}
    assert judged(report(edition, figures=figures, title=title, shape=shape)).findings == ()


# A finding is as narrow as what is known


def only(read, rule):
    return [f for f in judged(read).findings if f.rule == rule]


def test_a_cell_that_is_not_shown():
    def shorten(lines):
        lines[at("granted")][3:] = ["", "", "", "", ""]

    found = only(with_lines(THREE, shorten, "fields"), "missing_cells")
    assert [(f.item, f.column) for f in found] == [("granted", "other_organization"), ("granted", "total")]


def test_a_row_that_is_not_shown_is_one_finding():
    (found,) = only(with_lines(THREE, lose(at("not_processed_repeat"))), "missing_cells")
    assert (found.table, found.item, found.column) == (THREE, "not_processed_repeat", None)


def test_a_table_that_is_not_shown_is_one_finding():
    (found,) = only(report(drawn={FOUR: form(FOUR)[:3]}, shape="fields"), "missing_cells")
    assert (found.table, found.item, found.column) == (FOUR, None, None)


def test_an_identity_names_the_row_or_column_along_which_it_runs():
    (found,) = only(RAISED["applicants"][0](), "applicants")
    assert (found.table, found.item, found.column) == (THREE, "granted", None)
    assert found.found == "0 + 0 + 0 + 0 + 0 + 0 ≠ 1" and "（一）予以公开" in found.message_zh
    found = only(RAISED["balance"][0](), "balance")
    assert [(f.item, f.column) for f in found] == [(None, "natural_person"), (None, "total")]


def test_what_a_blank_should_be():
    (found,) = only(RAISED["blank_not_zero"][0](), "blank_not_zero")
    assert (found.item, found.column) == ("reconsideration", "upheld")
    assert (found.expected, found.suggestion) == ("2", "2")


def test_what_a_blank_should_be_at_least():
    figures = {("reconsideration", "upheld"): "3", ("reconsideration", "other"): "", ("reconsideration", "total"): ""}
    found = only(with_figures(FOUR, figures), "blank_not_zero")
    assert [(f.column, f.expected, f.suggestion) for f in found] == [("total", "≥ 3", None)]


def test_a_remark_tells_where():
    (found,) = only(RAISED["limit_reached"][0](), "limit_reached")
    assert found.found == "p3 一处" and "p3 一处" in found.message_zh


def test_long_prints_are_quoted_shortly():
    found = finding("unreadable_cell", table=table(THREE, 2021), item="granted", column="total", found="甲 " * 500)
    assert len(found.found) == LONGEST_FOUND and found.found.endswith("…")


def test_braces_in_print_are_print():
    found = finding("unreadable_cell", table=table(THREE, 2021), item="granted", column="total", found="{0} {x}")
    assert "{0} {x}" in found.message_zh


def test_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        finding("no_such_rule")


# Whose fault


def test_a_broken_identity_of_a_table_read_whole_is_the_publishers():
    (found,) = only(RAISED["applicants"][0](), "applicants")
    assert found.responsibility == "publisher"


def test_a_broken_identity_of_a_table_read_in_part_is_undecided():
    figures = {("granted", "total"): 1, ("denied_state_secret", "total"): "1 1"}
    (found,) = only(with_figures(THREE, figures), "applicants")
    assert found.responsibility == "undecided"


# Results


def test_every_identity_has_a_result_at_every_place_and_every_layout_one_a_table():
    found = judged(CLEAN()).results
    assert len(found) == 7 + 7 + 25 + 3 + 3 and {r.outcome for r in found} == {"pass"}
    assert len({(r.rule, r.item, r.column) for r in found}) == len(found)


@pytest.mark.parametrize(("read", "outcomes"), [
    (CLEAN, "pass pass pass"),
    (RAISED["mixed_layouts"][0], "pass fail pass"),
    (lambda: report(2019, title=OLD_TITLE), "pass pass pass"),
    (lambda: without(CLEAN(), 8), "pass pass not_assessable"),
    (RAISED["edition_undecided"][0], "not_assessable not_assessable not_assessable"),
    (RAISED["year_unknown"][0], "not_assessable not_assessable not_assessable"),
])  # fmt: skip
def test_the_layout_of_each_table_has_a_result(read, outcomes):
    found = [r for r in judged(read()).results if r.rule == "outdated_layout"]
    assert [r.item for r in found] == [TWO, THREE, FOUR]
    assert " ".join(r.outcome for r in found) == outcomes


def test_an_edition_that_cannot_be_told_is_not_assessable():
    cut = replace(cut_off(), blocks=(*document(TITLE).blocks, *cut_off().blocks))
    found = {r.item: r.why_en for r in judged(cut).results if r.rule == "outdated_layout"}
    assert found[THREE] == "not assessable: what is visible does not tell the edition"


def test_outcomes_and_why():
    figures = {
        ("reconsideration", "upheld"): 1, ("litigation_direct", "upheld"): "", ("litigation_direct", "total"): "",
    }  # fmt: skip
    found = {r.item: r for r in judged(with_figures(FOUR, figures)).results if r.rule == "route"}
    assert [r.outcome for r in found.values()] == ["fail", "not_assessable", "pass"]
    assert found["reconsideration"].why_en == "fail: 1 + 0 + 0 + 0 ≠ 0"
    assert found["litigation_direct"].why_en == "not assessable: ␣ + 0 + 0 + 0 ? ␣"
    assert found["reconsideration"].why_zh == "不通过：1 + 0 + 0 + 0 ≠ 0"
    assert all(r.outcome in codelist("outcomes") for r in found.values())


def test_a_sum_with_an_unreadable_cell_is_not_assessable():
    figures = {("reconsideration", "upheld"): "1 1"}
    found = {r.item: r.outcome for r in judged(with_figures(FOUR, figures)).results if r.rule == "route"}
    assert found["reconsideration"] == "not_assessable"


def test_a_long_sum_is_given_as_its_total():
    (found,) = [r for r in judged(CLEAN()).results if (r.rule, r.column) == ("results", "business")]
    handled = FIGURES[THREE]["total_handled", "business"]
    assert found.why_en == f"pass: Σ(21) {handled} = {handled}"
