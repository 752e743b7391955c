"""The code book: the same in CSV, on the page and in the workbook; all of it in both languages."""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from pipeline.release.build import Build
from pipeline.release.codebook import CODEBOOK, codebook, write_codebook
from pipeline.release.codebook_page import codebook_page, page
from pipeline.release.codebook_workbook import codebook_workbook
from schemas import codes
from schemas.codes import code_lists, code_rows
from schemas.tables import PUBLISHED, columns_of, description, key, title

BOTH = (("title_zh", "title_en"), ("description_zh", "description_en"))


def build(folder: Path) -> Build:
    folder.mkdir(parents=True, exist_ok=True)
    return Build(folder, "2026.11.1", date(2026, 11, 22), folder, None)


def row_of(**wanted: str) -> dict[str, str]:
    (found,) = [row for row in codebook() if all(row[word] == text for word, text in wanted.items())]
    return found


def untold(rows: list[dict[str, str]]) -> list[str]:
    """What lacks a language: a title is told in both, and so is a description wherever it is told in one."""
    titles = [r for r in rows if not (r["title_zh"] and r["title_en"])]
    descriptions = [r for r in rows if bool(r["description_zh"]) != bool(r["description_en"])]
    columns = [r for r in rows if r["column"] and not r["description_zh"]]
    return [f"{r['table']}.{r['column']}" if r["column"] else f"{r['codelist']}.{r['code']}" for r in titles + descriptions + columns]


def test_every_column_and_code_is_told_in_both_languages():
    assert untold(list(codebook())) == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_table_is_told_in_both_languages(name: str):
    assert all((*title(name), *description(name)))


@pytest.mark.parametrize("word", ["title_zh", "title_en", "description_zh", "description_en"])
def test_a_language_that_is_missing_is_noticed(word: str):
    rows = list(codebook())
    column = next(row for row in rows if row["column"])
    code = next(row for row in rows if row["code"] and row["description_zh"])
    assert len(untold([column | {word: ""}, code | {word: ""}])) >= 2


def test_every_column_and_every_code_stands_in_the_csv(tmp_path: Path):
    write_codebook(tmp_path / "codebook.csv")
    with (tmp_path / "codebook.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(CODEBOOK) and rows == list(codebook())
    assert [(r["table"], r["column"]) for r in rows if r["table"]] == [(t, c) for t in PUBLISHED for c in columns_of(t)]
    told = {(r["codelist"], r["code"]) for r in rows if r["code"]}
    used = {(c.codelist, code) for t in PUBLISHED for c in columns_of(t).values() for code in c.codes if code}
    assert {(name, code) for name, code in told if not name.endswith(".groups")} == used


def test_a_column_says_its_key_its_reference_and_whether_it_may_be_empty():
    own = row_of(table="continuity", column="previous_report_id")
    assert (own["key"], own["nullable"], own["foreign_key"], own["position"]) == ("no", "no", "reports.report_id", "4")
    assert row_of(table="applications", column="item")["key"] == "yes"
    assert row_of(table="reports", column="url")["nullable"] == "yes"
    assert row_of(table="coverage", column="level")["foreign_key"] == ""


def test_a_code_of_the_form_says_its_place_its_group_its_editions_and_its_identities():
    granted = row_of(codelist="applications.item", code="granted")
    assert (granted["parent"], granted["editions"], granted["position"]) == ("results", "2019 2021", "3")
    assert granted["identities"].count("results (") == 2 and "other_handling = total_handled" in granted["identities"]
    assert row_of(codelist="applications.item", code="carried_in")["identities"] == (
        "balance: new_received + carried_in = total_handled + carried_out"
    )
    assert row_of(codelist="applications.applicant", code="total")["identities"].startswith("applicants: natural_person +")
    assert row_of(codelist="statuses", code="blank")["identities"] == ""
    assert row_of(codelist="applications.groups", code="denied")["parent"] == "results"


def test_lines_of_an_older_edition_stand_where_that_edition_has_them():
    order = [row.code for row in code_rows("applications.item")]
    assert order.index("other_remaining") < order.index("other_handling") < order.index("total_handled")
    rows = [row.code for row in code_rows("proactive_disclosure.item")]
    assert rows.index("licensing") < rows.index("other_services") < rows.index("penalties")


def test_every_parent_is_a_group_of_its_table():
    for name in code_lists():
        for row in code_rows(name):
            groups = f"{name.partition('.')[0]}.groups"
            assert not row.parent or row.parent in {group.code for group in code_rows(groups)}


def test_the_page_has_an_anchor_for_everything_and_every_link_leads_to_one(tmp_path: Path):
    root = html.fromstring(page(build(tmp_path)))
    anchors = root.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    assert set(PUBLISHED) | {f"{t}.{c}" for t in PUBLISHED for c in columns_of(t)} <= set(anchors)
    assert {f"list-{name}.{row.code}" for name in code_lists() for row in code_rows(name)} <= set(anchors)
    assert {link.removeprefix("#") for link in root.xpath("//a/@href")} <= set(anchors)


def test_the_page_asks_nothing_of_the_network(tmp_path: Path):
    text = page(build(tmp_path))
    root = html.fromstring(text)
    assert root.xpath("//script | //link | //img | //iframe | //@src") == []
    assert "url(" not in text and "@import" not in text
    assert all(link.startswith("#") for link in root.xpath("//@href"))
    assert "prefers-color-scheme: dark" in text and "@media print" in text


def test_text_is_escaped_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    hostile = codes.CodeRow("statuses", "<b>", 1, "<script>", "&", "", "", "", (), {})
    monkeypatch.setattr("pipeline.release.codebook_page.code_rows", lambda name: (hostile,))
    text = page(build(tmp_path))
    assert "<script>" not in text and "&lt;script&gt;" in text and 'id="list-statuses.&lt;b&gt;"' in text


def test_the_workbook_holds_the_same_as_text(tmp_path: Path):
    codebook_workbook(build(tmp_path))
    book = openpyxl.load_workbook(tmp_path / "codebook.xlsx")
    tables, columns, told = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    rows = list(codebook())
    assert len(tables) - 1 == len(PUBLISHED)
    assert [r[:2] for r in columns[1:]] == [(r["table"], r["column"]) for r in rows if r["column"]]
    assert [r[:2] for r in told[1:]] == [(r["codelist"], r["code"]) for r in rows if r["code"]]
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    assert book.properties.created.date() == date(2026, 11, 22)
    assert tables[1][3] == " ".join(key("reports"))


def test_the_same_release_is_the_same_bytes(tmp_path: Path):
    for side in "ab":
        codebook_workbook(build(tmp_path / side))
        codebook_page(build(tmp_path / side))
    for name in ("codebook.xlsx", "codebook.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
