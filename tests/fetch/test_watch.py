"""A report that changes at its address, then vanishes: what was there stays, and the releases tell what happened."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import publish_command
from pipeline.fetch.crawl import Counts, fetch
from pipeline.fetch.ledger import Entry, entries
from pipeline.release.index import read_index
from tests.fetch import site as of
from tests.fetch.five_hundred import limits
from tests.fetch.site import Site
from tests.release.test_changes import rows_of

HOST = "127.0.0.2"
SAMPLE = Path(__file__).parents[2] / "raw" / "documents" / "上海" / "2024年上海市科委政府信息公开工作年度报告.html"
PATH = "/2024.html"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site((HOST,)) as opened:
        yield opened


@pytest.fixture
def raw(tmp_path: Path, site: Site) -> Path:
    (tmp_path / "raw").mkdir()
    line = f"上海市科学技术委员会,2024,{site.url(HOST, PATH)},department,report"
    (tmp_path / "raw" / "sources.csv").write_text(f"publisher,year,url,kind,address_kind\n{line}\n", "utf-8")
    return tmp_path / "raw"


def night(raw: Path) -> Counts:
    return fetch(raw, (HOST,), limits=limits(recheck_hours=0, attempts=1))


def last(raw: Path) -> Entry:
    return [entry for entry in entries(raw) if entry.address_kind == "report"][-1]


def published(raw: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the release that is made of what lies there."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setenv("GONGKAI_WORKERS", "1")
    assert publish_command.run(raw, raw.parent / "published", None) == 0
    return raw.parent / "published" / "releases" / read_index(raw.parent / "published")["latest"]


def revised(page: bytes) -> bytes:
    """The page with another number in table 二: fees of 0 become fees of 7."""
    text = page.decode()
    start = text.index("行政事业性收费")
    head, tail = text[:start], text[start:]
    assert "0" in tail
    return (head + tail.replace(">0<", ">7<", 1)).encode()


@pytest.mark.slow
def test_a_revision_is_told_with_its_cells_and_the_old_bytes_stay(raw: Path, site: Site, monkeypatch, capfd):
    first = SAMPLE.read_bytes()
    site.put(HOST, PATH, of.page(first, etag='"1"'))
    assert night(raw).ended == {"new": 1}
    before = last(raw)
    earlier = rows_of(published(raw, monkeypatch), "reports")
    assert [(row["url"], row["publisher"]) for row in earlier] == [(before.url, "上海市科学技术委员会")]

    site.put(HOST, PATH, of.page(revised(first), etag='"2"'))
    counts = night(raw)
    after = last(raw)
    assert counts.ended == {"changed": 1} and [entry.url for entry in counts.told] == [before.url]
    assert (after.outcome, after.supersedes) == ("changed", before.sha256)
    assert (raw / before.path).read_bytes() == first
    assert after.path > before.path  # by which the later one is current

    release = published(raw, monkeypatch)
    reports = {row["source_sha256"]: row for row in rows_of(release, "reports")}
    assert reports.keys() == {before.sha256, after.sha256}
    assert reports[after.sha256]["is_current"] and not reports[before.sha256]["is_current"]
    cells = rows_of(release, "revisions")
    assert [(row["earlier_report_id"], row["later_report_id"]) for row in cells] == [
        (reports[before.sha256]["report_id"], reports[after.sha256]["report_id"])
    ]
    assert [(row["earlier_value"], row["later_value"], row["kind"]) for row in cells] == [(0, 7, "correction")]
    changes = [row for row in rows_of(release, "changes") if row["table"] in ("revisions", "proactive_disclosure")]
    assert {(row["letter"], row["why"]) for row in changes} == {("A", "publisher_revised")}
    assert any(json.loads(row["new"]).get("later_value") == 7 for row in changes)

    site.put(HOST, PATH, of.status(404))
    assert night(raw).ended == {"vanished": 1}
    told = [row for row in rows_of(published(raw, monkeypatch), "findings") if row["rule"] == "vanished"]
    assert [(row["report_id"], row["found"]) for row in told] == [(reports[after.sha256]["report_id"], last(raw).time[:10])]


def test_what_vanished_is_an_event_once_and_its_bytes_stay(raw: Path, site: Site):
    site.put(HOST, PATH, of.page(b"<html>there</html>", etag='"1"'))
    night(raw)
    site.put(HOST, PATH, of.status(404))
    counts = night(raw)
    gone = last(raw)
    assert counts.ended == {"vanished": 1} and counts.told == [gone]
    assert (gone.outcome, gone.reason, gone.status) == ("vanished", "not_found", "404")
    kept = list((raw / "documents" / "fetched").rglob("*.html"))
    assert [path.read_bytes() for path in kept] == [b"<html>there</html>"]
    assert night(raw).ended == {"failed": 1}


def test_what_comes_back_as_it_was_is_unchanged(raw: Path, site: Site):
    answer = of.page(b"<html>there</html>")
    for now in (answer, of.status(410), answer):
        site.put(HOST, PATH, now)
        night(raw)
    assert last(raw).outcome == "unchanged"
    assert len(list((raw / "documents" / "fetched").rglob("*.html"))) == 1


def test_what_was_never_there_has_not_vanished(raw: Path, site: Site):
    site.put(HOST, PATH, of.status(404))
    assert night(raw).ended == {"failed": 1}


def test_what_fails_for_a_night_has_not_vanished(raw: Path, site: Site):
    site.put(HOST, PATH, of.page(b"<html>there</html>"))
    night(raw)
    site.put(HOST, PATH, of.status(503))
    assert night(raw).ended == {"failed": 1}


def test_a_report_is_watched_though_no_list_leads_to_it_any_more(raw: Path, site: Site):
    line = f"甲局,2024,{site.url(HOST, '/list')},list"
    (raw / "sources.csv").write_text(f"publisher,year,url,address_kind\n{line}\n", "utf-8")
    entry = '<li><a href="/2024.html">甲局2024年政府信息公开工作年度报告</a></li>'
    site.put(HOST, "/list", of.page(f"<html>{entry}</html>".encode()))
    site.put(HOST, PATH, of.page(b"<html>there</html>"))
    assert night(raw).ended == {"new": 2}
    site.put(HOST, "/list", of.page(b"<html>nothing</html>"))
    site.put(HOST, PATH, of.status(404))
    assert night(raw).ended == {"changed": 1, "vanished": 1}
