"""A reviewed correction on its way: beside the printed value in the tables, told as a finding, or not applied."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.report import read_one, read_report
from schemas import load
from schemas.load import Correction, SchemaError, Sentence
from schemas.tables import TABLES, conform
from tests.drawn import report, without
from tests.test_report import RECEIPT, page

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"
OURS = Correction(
    RECEIPT.sha256, "reviews_litigation/reconsideration/total", Decimal(0), Decimal(11),
    Sentence("应为四项之和", "it is the sum of the four"), "张三", "2026-11-24",
)  # fmt: skip
PRINTED = {FOUR: {("reconsideration", "upheld"): 10, ("reconsideration", "corrected"): 1}}


def tables(read, *corrections):
    return read_report(RECEIPT, page(read), {RECEIPT.sha256: corrections}).tables


def cell(found, one):
    (row,) = [row for row in found[one.table] if tuple(list(row.values())[1:3]) == one.key]
    return row


def told(found, rule):
    return [f for f in found["findings"] if f["rule"] == rule]


def test_the_corrected_value_stands_beside_the_printed_one():
    row = cell(tables(report(figures=PRINTED), OURS), OURS)
    assert (row["value"], row["printed"], row["value_corrected"], row["sound"]) == (0, "0", 11, False)


def test_reason_and_reviewer_are_told():
    (found,) = told(tables(report(figures=PRINTED), OURS), "corrected")
    assert (found["severity"], found["table"], found["item"], found["column"]) == ("info", FOUR, "reconsideration", "total")
    assert (found["found"], found["expected"]) == ("0", "11")
    assert "应为四项之和" in found["message_zh"] and "张三" in found["message_zh"]
    assert "it is the sum of the four" in found["message_en"] and "2026-11-24" in found["message_en"]


def test_a_reason_may_end_with_a_full_stop():
    one = replace(OURS, reason=Sentence("印错。", "a misprint."))
    (found,) = told(tables(report(figures=PRINTED), one), "corrected")
    assert "。。" not in found["message_zh"] and ".." not in found["message_en"]


@pytest.mark.parametrize("figures", [{}, PRINTED])
@pytest.mark.parametrize("correction", [OURS, replace(OURS, expect=Decimal(5))])
def test_the_grade_speaks_of_the_report_alone(figures, correction):
    plain, found = tables(report(figures=figures)), tables(report(figures=figures), correction)
    assert found["reports"] == plain["reports"]


def test_nothing_else_of_the_report_changes():
    plain, found = tables(report(figures=PRINTED)), tables(report(figures=PRINTED), OURS)
    assert [f for f in found["findings"] if f["rule"] != "corrected"] == list(plain["findings"])
    assert [r | {"value_corrected": None} for r in found[FOUR]] == list(plain[FOUR])
    assert all(found[name] == plain[name] for name in (TWO, THREE, "rule_results", "reports"))


def test_a_correction_alone_casts_doubt_on_the_printed_value():
    one = replace(OURS, cell="proactive_disclosure/rules/issued", value=Decimal(3))
    plain, found = tables(report()), tables(report(), one)
    assert cell(plain, one)["sound"] and not cell(found, one)["sound"]
    assert sum(row["sound"] for row in found[TWO]) == len(found[TWO]) - 1


@pytest.mark.parametrize(("printed", "expect"), [("", ""), ("1 1", "1 1"), ("/", "/"), ("1,234", Decimal(1234)), ("1,234", "1,234")])
def test_what_was_read_is_named_as_text_or_number(printed, expect):
    one = replace(OURS, expect=expect)
    found = tables(report(figures={FOUR: {one.key: printed}}), one)
    assert cell(found, one)["value_corrected"] == 11 and not told(found, "correction_unmet")


@pytest.mark.parametrize(("printed", "expect"), [("11", Decimal(0)), ("", Decimal(0)), ("0", ""), ("00", "0"), ("1", "1 1")])
def test_a_correction_whose_source_was_mended_is_an_error_and_not_applied(printed, expect):
    one = replace(OURS, expect=expect)
    found = tables(report(figures={FOUR: {one.key: printed}}), one)
    (unmet,) = told(found, "correction_unmet")
    assert cell(found, one)["value_corrected"] is None and not told(found, "corrected")
    assert (unmet["severity"], unmet["item"], unmet["expected"]) == ("error", "reconsideration", str(expect) or None)


@pytest.mark.parametrize(("read", "cell"), [
    (lambda: without(report(), 8), "reviews_litigation/reconsideration/total"),
    (lambda: report(2021), "applications/other_handling/total"),
])  # fmt: skip
def test_a_correction_of_a_cell_that_is_not_read_is_an_error(read, cell):
    found = tables(read(), replace(OURS, cell=cell))
    assert len(told(found, "correction_unmet")) == 1


def test_an_amount_is_corrected_in_its_own_unit():
    one = replace(OURS, cell="proactive_disclosure/fees/amount", expect="3940", value=Decimal("0.394"))
    row = cell(tables(report(figures={TWO: {("fees", "amount"): 3940}}), one), one)
    assert (row["value"], row["unit"], row["value_corrected"]) == (3940, "万元", 0.394)


def test_corrections_of_another_document_do_nothing():
    data = page(report(figures=PRINTED))
    assert read_report(RECEIPT, data, {"cd" * 32: (OURS,)}) == read_report(RECEIPT, data, {})


@pytest.mark.parametrize("correction", [OURS, replace(OURS, expect=Decimal(5))])
def test_the_rows_fit_the_published_tables(correction):
    found = tables(report(figures=PRINTED), correction)
    rows = [row | {"finding_id": str(number)} for number, row in enumerate(found["findings"])]
    for name, given in {"findings": rows, FOUR: found[FOUR]}.items():
        TABLES[name].validate(conform(name, given))


def test_a_faulty_file_of_corrections_is_no_documents_fault(own_schemas, tmp_path):
    (own_schemas / "corrections.yaml").write_text("- sha256: 1\n", "utf-8")
    load.corrections.cache_clear()
    with pytest.raises(SchemaError, match=r"corrections\.yaml:1"):
        read_one(tmp_path, RECEIPT)
