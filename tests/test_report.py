"""One document's bytes to its rows: whole forms as small web pages, refusals, and what hostile pages can't do."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fetch.receipts import Receipt
from pipeline.read.document import Grid
from pipeline.report import read_report, refuse, source_path
from schemas.load import codelist
from tests.drawn import TITLE, any_figures, lawful, lawful_routes, report

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"
FIGURES = {TWO: any_figures(TWO), THREE: lawful(seed=1), FOUR: lawful_routes(3)}
RECEIPT = Receipt("documents/county/2023.html", "ab" * 32, 1, "text/html", "https://example.org/2023.html", None)


def page(read, title=TITLE):
    """The drawn document as a web page."""
    body = "".join(_table(block) if isinstance(block, Grid) else f"<p>{escape(block.text)}</p>" for block in read.blocks)
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def _table(drawn):
    rows = [
        "".join(
            f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}">{escape(cell.text)}</td>'
            for column, cell in enumerate(line)
            if (cell.row, cell.column) == (number, column)
        )
        for number, line in enumerate(drawn.rows)
    ]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def rows_of(data):
    return read_report(RECEIPT, data).tables


WHOLE = rows_of(page(report(figures=FIGURES)))


@pytest.mark.parametrize(("name", "keys", "count"), [
    (TWO, ("item", "measure"), 10), (THREE, ("item", "applicant"), 175), (FOUR, ("route", "outcome"), 15),
])  # fmt: skip
def test_each_table_has_a_row_a_cell(name, keys, count):
    found = {tuple(row[key] for key in keys): row["value"] for row in WHOLE[name]}
    assert len(found) == len(WHOLE[name]) == count and found == FIGURES[name]


def test_a_row_tells_what_was_printed_and_where():
    row = next(r for r in WHOLE[THREE] if (r["item"], r["applicant"]) == ("new_received", "natural_person"))
    assert row == {
        "report_id": "沭阳县教育局-2023", "item": "new_received", "applicant": "natural_person", "year": 2023,
        "value": FIGURES[THREE]["new_received", "natural_person"], "status": "reported",
        "printed": str(FIGURES[THREE]["new_received", "natural_person"]), "locator": row["locator"],
        "method": "text", "value_inferred": None, "value_corrected": None, "sound": True,
    }  # fmt: skip
    assert row["locator"].startswith("t2/")


def test_amounts_are_floats_with_a_unit_and_counts_are_whole():
    assert all(isinstance(row["value"], float) and row["unit"] for row in WHOLE[TWO])
    assert all(type(row["value"]) is int and "unit" not in row for name in (THREE, FOUR) for row in WHOLE[name])


def test_the_report_has_one_row():
    (row,) = WHOLE["reports"]
    expected = {
        "report_id": "沭阳县教育局-2023", "title": TITLE, "publisher": "沭阳县教育局", "year": 2023, "grade": "A",
        "source_path": "county/2023.html", "source_sha256": "ab" * 32, "url": "https://example.org/2023.html",
        "layout_proactive_disclosure": 2021, "layout_applications": 2021, "layout_reviews_litigation": 2021,
    }  # fmt: skip
    assert {key: row[key] for key in expected} == expected


def test_six_sections_always():
    assert [row["present"] for row in WHOLE["sections"]] == [True] * 6
    first, *others = rows_of(page(report(figures=FIGURES)).replace("一、总体情况".encode(), b""))["sections"]
    assert (first["present"], first["heading"]) == (False, None) and len(others) == 5


def test_figures_of_the_prose_have_their_clause_and_cell():
    told = {"overview": "工作如常。收到申请258件。", "other_matters": "未收取信息处理费。"}
    found = rows_of(page(report(figures=FIGURES, told=told)))
    texts = {row["section"]: row["text"] for row in found["sections"]}
    first, last = found["narrative_figures"]
    assert first == {
        "report_id": "沭阳县教育局-2023", "figure_id": "f001", "section": "overview", "subject": "requests_received",
        "of": None, "value": 258.0, "unit": "件", "approximate": False, "text": "收到申请258件", "start": 5, "end": 13,
        "table_cell": "applications/new_received/total", "reconciliation": "contradicts", "part_of": None,
    }  # fmt: skip
    assert all(texts[row["section"]][row["start"] : row["end"]] == row["text"] for row in (first, last))
    assert (last["subject"], last["value"], last["unit"], last["table_cell"]) == ("fee_charged", 0.0, "元", None)
    assert {row["rule"] for row in found["findings"]} == {"prose_contradicts"}


def test_a_lawful_report_has_results_and_no_findings():
    assert WHOLE["findings"] == () and len(WHOLE["rule_results"]) == 42 + 3


def test_findings_bear_the_documents_path():
    found = rows_of(page(report(figures={THREE: {("granted", "total"): 1}})))["findings"]
    assert found and {row["source_path"] for row in found} == {"county/2023.html"}


def test_a_table_that_is_not_there_has_no_rows_and_a_null_layout():
    data = page(report(figures=FIGURES))
    data = data[: data.rindex(b"<table>")] + "<p>五、存在的主要问题及改进情况</p><p>无。</p>".encode()
    found = rows_of(data)
    assert FOUR not in found and found["reports"][0]["layout_reviews_litigation"] is None
    assert ("missing_table", FOUR) in {(row["rule"], row["table"]) for row in found["findings"]}


def test_without_publisher_or_year_the_bytes_name_the_report():
    found = rows_of(page(report(title="政府信息公开工作年度报告"), "无题"))
    assert found["reports"][0]["report_id"] == RECEIPT.sha256[:16]


def test_the_same_bytes_give_equal_rows():
    data = page(report(figures={THREE: {("granted", "total"): "1 1"}}))
    assert read_report(RECEIPT, data) == read_report(RECEIPT, data)


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "empty_file"),
    (b"\x00\x01\x02\x03" * 40, "unsupported_type"),
    (b"<html><title>404 Not Found</title><body>nginx</body></html>", "error_page"),
    ("<html><body><p>关于报送2023年年度报告的通知</p></body></html>".encode(), "not_a_report"),
    ("关于报送2023年年度报告的通知\n请按时报送。".encode(), "not_a_report"),
])  # fmt: skip
def test_a_refused_document_has_one_row_that_says_why(data, reason):
    found = rows_of(data)
    assert list(found) == ["documents_refused"]
    (row,) = found["documents_refused"]
    assert (row["reason"], row["source_path"], row["source_sha256"]) == (reason, "county/2023.html", "ab" * 32)
    assert row["message_zh"] and row["message_en"] and "{" not in row["message_zh"] + row["message_en"]


@pytest.mark.parametrize("reason", sorted(codelist("refusals")))
def test_a_refusal_quotes_what_was_seen(reason):
    (row,) = refuse(RECEIPT, reason, "{detail} <b>").tables["documents_refused"]
    assert all(("{detail} <b>" in row[m]) == ("{detail}" in codelist("refusals")[reason].more[m])
               for m in ("message_zh", "message_en"))  # fmt: skip


def test_paths_are_told_below_documents():
    assert source_path(RECEIPT) == "county/2023.html"
    assert source_path(Receipt("elsewhere/a.pdf", "", 0, None, None, None)) == "elsewhere/a.pdf"


# Hostile pages


def test_markup_in_a_title_stays_text():
    title = "&lt;script&gt;alert(1)&lt;/script&gt;沭阳县教育局2023年政府信息公开工作年度报告"
    data = page(report(figures=FIGURES), title).replace(f"<p>{TITLE}</p>".encode(), f"<p>{title}</p>".encode())
    (row,) = rows_of(data)["reports"]
    assert row["title"].startswith("<script>alert(1)</script>") and row["year"] == 2023


def test_a_script_is_no_text():
    data = page(report(figures=FIGURES)).replace(b"<body>", "<body><script>规章 7 7 7</script>".encode())
    assert rows_of(data)[TWO] == WHOLE[TWO]


@pytest.mark.parametrize("cell", ["1" * 5000, "９" * 16, "=1+1", "1e309", "NaN", "-0", "{0}", "%s", "\x00", "<b>5"])
def test_an_odd_cell_is_published_as_read_or_not_at_all(cell):
    found = rows_of(page(report(figures={THREE: {("granted", "total"): cell}})))[THREE]
    (row,) = [r for r in found if (r["item"], r["applicant"]) == ("granted", "total")]
    assert row["value"] is None or row["value"] == 0


@settings(max_examples=25)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows(data):
    found = rows_of(data)
    assert ("documents_refused" in found) != ("reports" in found)


@settings(max_examples=15)
@given(st.data())
def test_a_page_with_a_hole_gives_rows(data):
    whole = page(report(figures=FIGURES))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    found = rows_of(whole[:start] + whole[end:])
    assert ("documents_refused" in found) != ("reports" in found)
