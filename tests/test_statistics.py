"""Reports with the list of 2014, from bytes to rows: how well they are read, and what is found in them."""

from collections import Counter
from decimal import Decimal
from itertools import islice

import pytest

from benchmarks.statistics import judge, reports
from pipeline.fetch.receipts import Receipt
from pipeline.release.faults import faults
from pipeline.report import Reading, read_report
from schemas.load import Correction, Sentence, table
from schemas.tables import conform
from tests.corpus.statistics import FORMS, NAME, OF_SHEET, OF_TRUTH, make, random_truth
from tests.drawn import statistics

SHA256 = "0" * 64
SHAPE = table(NAME, 2014)


def published(data: bytes, **known) -> Reading:
    return read_report(Receipt("documents/a.html", SHA256, len(data), None, None, None), data, **known)


def page(year: int = 2015, rows: list[list[str]] | None = None, more: str = "") -> bytes:
    """A report of the year with the list, or with rows in its place, and `more` below it."""
    lines = "".join("<tr>" + "".join(f"<td>{field}</td>" for field in row) + "</tr>" for row in rows or statistics())
    title = f"沭阳县教育局{year}年政府信息公开工作年度报告"
    return f"<h1>{title}</h1><p>一、概述</p><p>工作如常。</p><table>{lines}</table>{more}".encode()


def told(reading: Reading, *rules: str) -> set[tuple[str, str | None]]:
    return {(f["rule"], f["table"]) for f in reading.tables["findings"] if not rules or f["rule"] in rules}


# How well


@pytest.mark.parametrize("form", FORMS)
def test_random_reports_are_read_without_a_silent_fault(form):
    own = (made for made in reports(4) if made.form == form)
    tally: Counter[str] = Counter()
    lines = []
    for judged in map(judge, islice(own, 4)):
        tally += judged.tally
        lines += judged.lines
    assert not tally["silent"] and not tally["wrong"] and not tally["invented"], lines
    assert tally["unread"] <= 1, lines  # a local row on a page of its own, without a unit


@pytest.mark.parametrize("name", [*OF_TRUTH, *OF_SHEET])
def test_each_variation_alone_is_read_whole(name):
    sided = ("side_by_side",) if name == "left_header_alone" else ()
    assert set(judge(make(7, "html", (*sided, name))).tally) <= {"right", "invented"}
    assert not judge(make(7, "html", (*sided, name))).tally["invented"]


def test_a_random_list_is_lawful_and_the_same_again():
    assert random_truth(3) == random_truth(3) != random_truth(4)
    made = make(3, "html")
    assert made.data == make(3, "html").data
    assert {row["outcome"] for row in published(made.data).tables["rule_results"]} == {"pass"}
    assert not {found for found in told(published(made.data)) if found[1]}


# What is published


def test_the_rows_fit_the_published_table_and_name_their_edition():
    reading = published(make(5, "html", ("local_rows", "blank_for_zero")).data)
    assert faults(NAME, conform(NAME, reading.tables[NAME])) == ""
    report = reading.tables["reports"][0]
    editions = [report[f"layout_{name}"] for name in ("proactive_disclosure", "applications", "reviews_litigation")]
    assert (*editions, report["layout_statistics"]) == (None, None, None, 2014)
    labels = {row["indicator"]: row["local_label"] for row in reading.tables[NAME]}
    assert labels["local_item_01"] and labels["requests"] is None


def test_a_blank_stays_null_since_no_sum_of_the_list_is_confirmed():
    rows = statistics({"requests": 3, "requests_online": 3})
    rows[next(n for n, row in enumerate(rows) if row[0].startswith("2.传真"))][2] = ""
    found = {row["indicator"]: row for row in published(page(rows=rows)).tables[NAME]}
    blank = found["requests_by_fax"]
    assert (blank["status"], blank["value"], blank["value_inferred"], blank["sound"]) == ("blank", None, None, False)


def test_a_broken_sum_casts_doubt_on_its_rows_and_suggests_nothing():
    reading = published(page(rows=statistics({"handled": 5, "handled_on_time": 4})))
    unsound = {row["indicator"] for row in reading.tables[NAME] if not row["sound"]}
    assert unsound == {"handled", "handled_on_time", "handled_after_extension"}
    assert [(f["rule"], f["severity"], f["suggestion"]) for f in reading.tables["findings"]] == [
        ("handled_by_time", "warning", None)
    ]
    assert reading.tables["reports"][0]["grade"] == "B"


def test_a_correction_names_a_row_of_the_list_without_a_column():
    one = Correction(SHA256, f"{NAME}/requests", Decimal(0), Decimal(7), Sentence("核对。", "Compared."), "某", "2026-11-24")
    found = {row["indicator"]: row for row in published(page(), known={SHA256: (one,)}).tables[NAME]}
    assert found["requests"]["value_corrected"] == 7.0 and not found["requests"]["sound"]


# A list that stands alone


def alone(*above: str, title: str = "") -> tuple:
    """What is said of a page that holds the list and these lines above it: title, publisher, year, and every rule."""
    lines = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in statistics())
    text = f"<title>{title}</title>{''.join(f'<p>{line}</p>' for line in above)}<table>{lines}</table>"
    reading = published(text.encode())
    report = reading.tables["reports"][0]
    return report["title"], report["publisher"], report["year"], {rule for rule, _ in told(reading)}


@pytest.mark.parametrize(("above", "title"), [
    (["沭阳县教育局2015年政府信息公开情况统计表"], "沭阳县教育局2015年政府信息公开情况统计表"),
    (["政府信息公开情况统计表", "（2015年度）", "填报单位（盖章）：沭阳县教育局　填报日期：2016年1月12日"], "政府信息公开情况统计表"),
    (["附件2", "2015年度政府信息公开情况统计表", "单位名称：沭阳县教育局"], "2015年度政府信息公开情况统计表"),
    (["当前位置：首页", "沭阳县教育局政府信息公开工作情况统计表（2015年度）"], "沭阳县教育局政府信息公开工作情况统计表"),
])  # fmt: skip
def test_a_list_alone_is_called_by_its_own_title(above, title):
    assert alone(*above) == (title, "沭阳县教育局", 2015, set())


def test_a_list_without_any_title_is_of_nobody_and_no_year():
    assert alone() == (None, None, None, {"year_unknown", "publisher_unknown"})


def test_a_reports_title_comes_before_that_of_its_list():
    reading = published(page(2015, more="").replace(b"<table>", "<p>某局2014年政府信息公开情况统计表</p><table>".encode()))
    assert reading.tables["reports"][0]["title"] == "沭阳县教育局2015年政府信息公开工作年度报告"


# Findings on the form


def test_a_report_of_2015_with_the_list_lacks_nothing():
    assert told(published(page())) == set()
    assert published(page()).tables["reports"][0]["grade"] == "A"


def test_a_report_of_2015_without_the_list_lacks_the_list_alone():
    reading = published("沭阳县教育局2015年政府信息公开工作年度报告\n一、总体情况\n若干。".encode())
    assert told(reading, "missing_table", "missing_section") == {("missing_table", NAME)}


def test_before_2014_no_list_was_prescribed():
    reading = published("沭阳县教育局2011年政府信息公开工作年度报告\n一、总体情况\n若干。".encode())
    assert told(reading, "missing_table", "missing_section") == set()


@pytest.mark.parametrize(("year", "rule"), [(2019, "outdated_layout"), (2023, "outdated_layout"), (2012, "premature_layout")])
def test_the_list_of_another_time_is_told(year, rule):
    reading = published(page(year))
    assert told(reading) == {(rule, NAME)}
    assert ("outdated_layout", NAME, "") in {(r["rule"], r["item"], r["column"]) for r in reading.tables["rule_results"]}


def test_a_caption_of_another_year_denies_the_list():
    lines = page(more="").decode().replace("<table>", "<p>2014年政府信息公开情况统计表</p><table>")
    assert not any(row["sound"] for row in published(lines.encode()).tables[NAME])


def test_the_heads_of_a_list_in_running_text_are_no_sections():
    text = "\n".join(" ".join(row) for row in statistics())
    reading = published(f"沭阳县教育局2015年政府信息公开工作年度报告\n一、概述\n若干。\n附件\n{text}".encode())
    assert len(reading.tables[NAME]) == len(SHAPE.rows)
    assert [s["section"] for s in reading.tables["sections"] if s["present"]] == ["overview"]


def test_a_telephone_number_in_a_local_label_is_masked():
    rows = [*statistics(), ["投诉电话13812345678受理数", "件", "3"]]
    found = {row["indicator"]: row for row in published(page(rows=rows)).tables[NAME]}
    assert found["local_item_01"]["local_label"] == "投诉电话***********受理数" and found["local_item_01"]["value"] == 3.0
