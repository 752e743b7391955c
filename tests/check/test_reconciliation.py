"""Figures of the prose against the tables: a sentence, the figures of table 三 or 四, and what is said of it."""

import pytest

from pipeline.check import check
from pipeline.locate import place
from pipeline.tidy import tidy
from tests.drawn import TITLE, report, rules_of, without

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"
REQUESTS = {
    ("new_received", "natural_person"): 30, ("new_received", "business"): 5, ("new_received", "total"): 35,
    ("carried_in", "natural_person"): 2, ("carried_in", "total"): 2,
    ("granted", "natural_person"): 20, ("granted", "business"): 4, ("granted", "total"): 24,
    ("partially_granted", "natural_person"): 3, ("partially_granted", "total"): 3,
    ("denied_state_secret", "natural_person"): 1, ("denied_state_secret", "total"): 1,
    ("denied_enforcement_files", "natural_person"): 2, ("denied_enforcement_files", "total"): 2,
    ("unavailable_not_held", "natural_person"): 3, ("unavailable_not_held", "total"): 3,
    ("unavailable_unclear", "natural_person"): 1, ("unavailable_unclear", "total"): 1,
    ("total_handled", "natural_person"): 30, ("total_handled", "business"): 4, ("total_handled", "total"): 34,
    ("carried_out", "natural_person"): 2, ("carried_out", "business"): 1, ("carried_out", "total"): 3,
}  # fmt: skip
REVIEWS = {
    ("reconsideration", "upheld"): 3, ("reconsideration", "pending"): 1, ("reconsideration", "total"): 4,
    ("litigation_direct", "upheld"): 2, ("litigation_direct", "total"): 2,
    ("litigation_after_reconsideration", "other"): 1, ("litigation_after_reconsideration", "total"): 1,
}  # fmt: skip
TABLES = {THREE: REQUESTS, FOUR: REVIEWS, TWO: {("normative_documents", "in_force"): 8, ("licensing", "decisions"): 97}}


def judged(text, title=TITLE, gone=()):
    placement = place(without(report(figures=TABLES, told={"overview": text}, title=title), *gone))
    return placement, check(placement, tidy(placement))


def said(text, **given):
    """How each figure of the sentence stands to the tables."""
    placement, verdict = judged(text, **given)
    return [verdict.reconciled[figure.figure_id].reconciliation for figure in placement.figures]


SAID = {
    "收到申请35件。": ["agrees"],
    "受理申请37件。": ["agrees_with_carried_in"],
    "收到申请34件。": ["agrees_with_handled"],
    "收到申请258件。": ["contradicts"],
    "收到申请30余件。": ["agrees"],
    "收到申请近40件。": ["agrees"],
    "收到申请20余件。": ["contradicts"],
    "收到申请37件，其中本年新收35件，上年结转2件。": ["agrees_with_carried_in", "agrees", "agrees"],
    "收到申请35件，其中自然人30件、企业5件。": ["agrees", "agrees", "agrees"],
    "收到申请35件，其中网络申请30件、当面申请5件。": ["agrees", None, None],
    "办结申请34件，结转下年度3件。": ["agrees", "agrees"],
    "予以公开申请24件，不予公开3件，无法提供4件。": ["agrees", "agrees", "agrees"],
    "因不掌握等原因无法提供申请3件。": ["agrees_in_part"],
    "予以公开和部分公开申请27件。": ["agrees"],
    "予以公开和部分公开申请28件。": ["contradicts"],
    "区政府办代表区政府受理申请17件。": ["office_alone"],
    "区政府办代表区政府受理申请117件。": ["contradicts"],
    "区政府办收到申请17件。": ["office_alone"],
    "2022年收到申请17件。": [None],
    "行政复议4件，维持3件，未审结1件。": ["agrees", "agrees", "agrees"],
    "行政诉讼3件。": ["agrees"],
    "行政诉讼2件。": ["agrees_in_part"],
    "行政复议、行政诉讼7件。": ["agrees"],
    "没有行政诉讼。": ["contradicts"],
    "现行有效规范性文件8件，发布规范性文件99件。": ["agrees", "not_assessable"],
    "公开信息9条，其中甲类5条、乙类4条。": ["sum_of_breakdown", None, None],
    "公开信息9条，其中甲类5条、乙类3条。": [None, None, None],
    "培训3次。": [None],
}


@pytest.mark.parametrize("text", SAID)
def test_a_figure_stands_to_the_tables(text):
    assert said(text) == SAID[text]


def test_without_the_table_nothing_can_be_said():
    assert said("收到申请35件。", gone=(6,)) == ["not_assessable"]


def test_in_an_offices_own_report_the_office_is_all():
    assert said("市政府办公室收到申请17件。", title=TITLE.replace("教育局", "政府办公室")) == ["contradicts"]


def test_the_cells_are_named():
    placement, verdict = judged("予以公开和部分公开申请27件，自然人申请30件，不予公开3件，培训3次。")
    assert [verdict.reconciled[figure.figure_id].table_cell for figure in placement.figures] == [
        "applications/granted/total + applications/partially_granted/total",
        "applications/new_received/natural_person", "applications/denied/total", None,
    ]  # fmt: skip


# Findings


def test_a_contradiction_casts_no_doubt_on_a_cell():
    _, verdict = judged("收到申请258件。")
    (found,) = [f for f in verdict.findings if f.rule == "prose_contradicts"]
    assert (found.table, found.item, found.column, found.severity) == (THREE, None, None, "warning")
    assert (found.found, found.expected) == ("收到申请258件", "35")
    assert all(verdict.sound[THREE].values()) and verdict.grade == "A"


@pytest.mark.parametrize(("text", "told"), [
    ("信息9条，其中甲类5条、乙类6条。", True),
    ("信息9条，其中甲类5条、乙类3条。", False),
    ("信息9条，其中甲类5条、其他3条。", True),
    ("信息9余条，其中甲类5条、乙类6条。", False),
    ("信息9条，其中甲类5条。", False),
    ("申请35件，其中自然人30件、企业5件；网络申请30件、信函申请5件。", False),
])  # fmt: skip
def test_parts_that_do_not_add_up(text, told):
    _, verdict = judged("收到" + text if text.startswith("申请") else "公开" + text)
    assert ("breakdown_differs" in rules_of(verdict.findings)) == told


def test_no_prose_no_finding():
    assert judged("本年度工作如常。")[1].findings == ()
