"""The portal's files, without a browser: what reads without scripts, what is escaped, what is built anew and when."""

import csv
import json
import re
import shutil
import sqlite3
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.release.errata import Erratum, add
from pipeline.release.index import read_index
from pipeline.release.portal import build
from pipeline.release.portal.figures import Figures, outcome_groups, outcome_title
from pipeline.release.portal.layouts import lists_told
from pipeline.release.portal.records import records
from pipeline.release.portal.shards import Index, initials, place
from pipeline.release.portal.site import safe_in_script
from schemas.dataset import dataset
from schemas.load import STATISTICS, layouts, portal_words, questions, rules
from tests.portal.conftest import TITLE
from tests.release import making, small

READ_WITHOUT_SCRIPTS = ["index.html", "data.html", "ranking.html", "divisions/index.html", "divisions/320813.html",
                        "findings/index.html", "findings/route.html"]  # fmt: skip


class Checker(HTMLParser):
    """The tags of a page, and those left open."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.seen.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def pages(published: Path) -> list[Path]:
    return sorted((published / "portal").rglob("*.html"))


def parsed(file: Path) -> Checker:
    checker = Checker()
    checker.feed(file.read_text("utf-8"))
    return checker


def test_every_page_has_a_policy_a_language_a_title_and_one_heading(published: Path):
    for file in pages(published):
        page = parsed(file)
        policies = [a["content"] for t, a in page.seen if a.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1 and policies[0].startswith("default-src 'none'; script-src 'self'"), file
        assert "unsafe-inline" not in policies[0] and "http" not in policies[0]
        assert ("html", {"lang": "zh-CN"}) in page.seen
        assert sum(tag == "h1" for tag, _ in page.seen) == (file.name != "publisher.html"), file


def test_no_page_has_a_script_or_style_of_its_own_or_of_another_host(published: Path):
    for file in pages(published):
        for tag, given in parsed(file).seen:
            assert not any(name.startswith("on") for name in given), (file, tag)
            assert "style" not in given, (file, tag)
            if tag in ("script", "link", "img"):
                assert not (given.get("src") or given.get("href")).startswith(("http", "//")), (file, tag)
            if tag == "script":
                assert "src" in given, file


def test_every_link_within_the_site_leads_somewhere(published: Path):
    for file in pages(published):
        for tag, given in parsed(file).seen:
            address = given.get("href") or given.get("src")
            if not address or address.startswith("#"):
                continue
            target = (file.parent / unquote(re.split("[#?]", address)[0])).resolve()
            assert target.exists(), (file, tag, address)


def test_what_means_harm_is_text_wherever_it_is_shown(published: Path):
    shown = 0
    for file in pages(published):
        text = file.read_text("utf-8")
        assert "<script>window" not in text and "<img" not in text, file
        shown += "&lt;script&gt;window" in text
    shards = [f.read_text("utf-8") for f in (published / "portal" / "data").rglob("*.js")]
    assert not any("<script" in shard or "<img" in shard for shard in shards)
    assert any(r"\u003cscript>window" in shard for shard in shards)
    assert shown


def test_pages_read_without_scripts(published: Path):
    for name in READ_WITHOUT_SCRIPTS:
        text = "".join(parsed(published / "portal" / name).text)
        assert len(text) > 400, name
    assert "淮安市洪泽区人民政府" in (published / "portal" / "divisions" / "320813.html").read_text("utf-8")


def test_a_shard_tells_the_cells_as_the_release_has_them(published: Path):
    release = published / "releases" / read_index(published)["latest"]
    reports = pq.read_table(release / "reports.parquet").to_pylist()
    cells = pq.read_table(release / "applications.parquet").to_pylist()
    compared = 0
    for report in reports:
        record = shard(published, report["publisher_id"] or f"report:{report['report_id']}")
        packed = next(r for r in record["reports"] if r["report_id"] == report["report_id"])["tables"].get("applications")
        if packed is None:
            assert report["layout_applications"] is None
            continue
        order = layouts()[packed["edition"]].tables["applications"].cells
        own = {(c["item"], c["applicant"]): c for c in cells if c["report_id"] == report["report_id"]}
        for n, key in enumerate(order):
            cell = own[key]
            assert packed["v"][n] == cell["value"]
            assert packed["p"].get(str(n), "" if cell["value"] is None else str(cell["value"])) == (cell["printed"] or "")
            assert packed["l"][0] + packed["l"][n + 1] == (cell["locator"] or "")
            assert (n in packed["u"]) == (not cell["sound"])
            assert packed["i"].get(str(n)) == cell["value_inferred"]
            compared += 1
    assert compared > 900


def shard(published: Path, publisher: str) -> dict:
    text = (published / "portal" / "data" / "publishers" / f"{place(publisher)}.js").read_text("utf-8")
    return json.loads(re.fullmatch(r'gongkai\.receive\("record",(.*)\);\n', text, re.DOTALL)[1])


def test_a_report_of_no_known_publisher_has_a_page_of_its_own(published: Path):
    release = published / "releases" / read_index(published)["latest"]
    reports = pq.read_table(release / "reports.parquet").to_pylist()
    nameless = next(report for report in reports if report["source_path"] == "nameless.docx")
    assert nameless["publisher_id"] is None
    record = shard(published, f"report:{nameless['report_id']}")
    assert [report["report_id"] for report in record["reports"]] == [nameless["report_id"]]


def test_a_report_without_publisher_and_title_is_called_by_its_number(tmp_path: Path):
    made = making.build(tmp_path, reports=[small.report(report_id="sha-12")])
    (record,) = records(Figures(made.folder))
    index = Index()
    index.add(record)
    assert index.told()["entries"][0][0] == "sha-12"


def test_a_title_is_told_as_it_is(published: Path):
    release = published / "releases" / read_index(published)["latest"]
    harmful = next(r for r in pq.read_table(release / "reports.parquet").to_pylist() if r["source_path"] == "harm.docx")
    assert shard(published, harmful["publisher_id"])["reports"][0]["title"] == TITLE.replace(" ", "")


def test_nothing_new_leaves_the_site_as_it_is_and_a_retraction_builds_it_anew(published: Path, tmp_path: Path):
    mine = tmp_path / "p"
    shutil.copytree(published, mine)
    before = (mine / "portal" / "index.html").stat().st_mtime_ns
    assert build(mine) == mine / "portal"
    assert (mine / "portal" / "index.html").stat().st_mtime_ns == before
    version = read_index(mine)["latest"]
    add(mine, Erratum([version], "applications", "错<b>", "wrong<b>"))
    build(mine)
    assert "wrong&lt;b&gt;" in (mine / "portal" / "data.html").read_text("utf-8")
    assert not [p.name for p in mine.iterdir() if p.name.startswith(".portal")]


def test_there_is_no_site_without_a_release(tmp_path: Path):
    assert build(tmp_path) is None


def test_the_same_release_gives_the_same_site(published: Path, tmp_path: Path):
    shutil.copytree(published, tmp_path / "p", ignore=shutil.ignore_patterns("portal"))
    build(tmp_path / "p")
    files = [p.relative_to(published / "portal") for p in (published / "portal").rglob("*") if p.is_file()]
    differing = [f for f in files if (published / "portal" / f).read_bytes() != (tmp_path / "p" / "portal" / f).read_bytes()]
    assert differing == []


@pytest.mark.parametrize("name", list(questions()))
def test_the_ready_questions_run(published: Path, name: str):
    """In SQLite, as in the browser; each finds something in the sample, or needs what the sample lacks."""
    database = sqlite3.connect(":memory:")
    release = published / "releases" / read_index(published)["latest"]
    for table in ("reports", "applications", "reviews_litigation", "findings"):
        frame = pq.read_table(release / f"{table}.parquet").to_pandas()
        frame.astype(object).where(frame.notna(), None).to_sql(table, database, index=False)
    assert database.execute(questions()[name].sql).fetchall()


def test_every_word_is_there_in_both_languages():
    for name, sentence in portal_words().items():
        assert sentence.zh.strip() and sentence.en.strip(), name
        assert set(re.findall(r"{(\w+)}", sentence.zh)) == set(re.findall(r"{(\w+)}", sentence.en)), name


def test_every_word_is_used(published: Path):
    here = Path(build.__code__.co_filename).parent
    said = "".join(f.read_text("utf-8") for f in here.rglob("*") if f.suffix in (".html", ".py", ".js") and "node_modules" not in f.parts)
    built = {f"nav.{name}" for name in ("front", "compare", "divisions", "findings", "query", "data")}
    built |= {f"front.{name}" for name in ("expected", "published", "parsed", "good")} | {"compare.left", "compare.right"}
    built |= {f"{part}{name}" for part in ("findings.by_", "word.") for name in ("year", "province")}
    unused = [n for n in portal_words() if n not in built and n not in said and f"words.{n.removeprefix('js.')}" not in said]
    assert [n for n in unused if n not in ("js.page", "js.table", "js.row", "js.column", "js.line", "js.field")] == []


def test_outcomes_are_the_forms_groups():
    assert list(outcome_groups()) == ["granted", "partially_granted", "denied", "unavailable", "not_processed", "other_handling"]
    assert set(outcome_groups()["other_handling"]) == {"other_not_corrected", "other_fee_unpaid", "other_remaining", "other_handling"}
    assert (outcome_title("denied").zh, outcome_title("partially_granted").zh) == ("（三）不予公开", "（二）部分公开")


def test_shares_are_taken_within_reports(published: Path):
    release = published / "releases" / read_index(published)["latest"]
    for row in Figures(release).outcomes():
        told = [row[code] for code in outcome_groups() if row[code] is not None]
        assert sum(told) == pytest.approx(1.0) if row["reports"] else told == []


def test_a_year_whose_shares_nobody_can_tell_has_dashes_and_no_zeros(published: Path):
    """The only report of 2019 leaves blank what it must have counted; that of 2021 tells everything."""
    lines = re.findall(r"<tr><th scope=\"row\">(\d{4})</th>(.*?)</tr>", (published / "portal" / "index.html").read_text("utf-8"))
    shares = {year: re.findall(r"<td>(.*?)</td>", cells)[3:] for year, cells in lines if cells.count("<td>") == 9}
    assert set(shares["2019"]) == {"–"}
    assert all(cell.endswith("%") for cell in shares["2021"])


@pytest.mark.parametrize(("name", "typed"), [("淮安市洪泽区人民政府", "hashzqrmzf"), ("", "")])
def test_initials_are_those_of_the_syllables(name: str, typed: str):
    assert initials(name) == typed


def test_rows_of_the_list_stand_as_deep_as_their_numbers_say():
    told = {row[0]: row[-1] for row in lists_told()[STATISTICS][2014]["rows"]}
    wanted = {"disclosed": 1, "disclosed_normative_documents": 2, "normative_documents_issued": 2, "disclosed_gazette": 2,
              "denied_for_privacy": 3, "reconsiderations": 0, "reconsiderations_other": 1, "fees_charged": 0}  # fmt: skip
    assert {code: told[code] for code in wanted} == wanted


def test_json_in_a_script_can_close_nothing():
    assert safe_in_script('"</script><!--\u2028"') == '"\\u003c/script>\\u003c!--\\u2028"'


def test_every_rule_with_findings_has_a_page_with_its_example(published: Path):
    for file in (published / "portal" / "findings").glob("*.html"):
        if file.stem in rules():
            text = file.read_text("utf-8")
            assert rules()[file.stem].title_zh in text
            assert "示例" in text, file


def test_the_snippets_of_the_data_page_run(published: Path, monkeypatch: pytest.MonkeyPatch):
    page = (published / "portal" / "data.html").read_text("utf-8")
    python, _, sql, citation = (unescape(code) for code in re.findall(r"<pre class=\"copy\"><code>(.*?)</code>", page, re.DOTALL))
    monkeypatch.chdir(published)
    told: dict = {}
    exec(python, told)
    rows = duckdb.sql(sql).fetchall()
    assert len(rows) == len(told["requests"]) > 5
    assert sorted(row[3] for row in rows) == sorted(told["requests"]["number"])
    assert all(sentence in citation for sentence in (dataset().citation(*told_by(published)).zh, "CC BY 4.0"))


def told_by(published: Path) -> tuple[str, str]:
    """Version and date of the latest release."""
    index = read_index(published)
    return index["latest"], index["releases"][-1]["published"]


def test_the_data_page_leads_to_code_book_and_croissant(published: Path):
    links = [given.get("href", "") for _, given in parsed(published / "portal" / "data.html").seen]
    for name in ("codebook.html", "croissant.json", "CITATION.cff"):
        assert any(link.endswith(name) for link in links), name


def test_findings_are_counted_by_rule_year_and_province(published: Path):
    release = published / "releases" / read_index(published)["latest"]
    findings = pq.read_table(release / "findings.parquet").to_pandas().merge(pq.read_table(release / "reports.parquet").to_pandas())
    text = "".join(parsed(published / "portal" / "findings" / "index.html").text)
    for province, some in findings.groupby("province", observed=True):
        counted = [str((some["severity"] == severity).sum()) for severity in ("error", "warning", "info")]
        assert re.search(rf"{province}\s*" + r"\s*".join(counted) + r"\b", text), (province, counted)


def test_no_spreadsheet_runs_a_file_of_findings(tmp_path: Path):
    told = pa.table({"name": ["=1+1", "a,b", None, "-3"], "year": [1, 2, 3, 4]})
    Figures.of({"told": told}).copy("select * from told order by year", tmp_path / "f.csv")
    assert list(csv.reader((tmp_path / "f.csv").read_text("utf-8").splitlines()))[1:] == [
        ["'=1+1", "1"], ["a,b", "2"], ["", "3"], ["-3", "4"]]  # fmt: skip
