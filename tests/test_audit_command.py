"""`gongkai audit` from the draw to the rate, and what a release says of the last audit."""

import csv
import json
import re
from pathlib import Path

import pytest

from pipeline.audit_command import read_sheet
from pipeline.cli import main
from pipeline.release.audits import last
from pipeline.release.files import write_parquet
from pipeline.release.publish import publish
from schemas import load
from schemas.tables import conform
from tests.release import small
from tests.release.test_publish import accepted


@pytest.fixture
def published(tmp_path: Path) -> Path:
    accepted(tmp_path / "t", small.cell(locator="l1/f1"), small.cell(applicant="business", status="blank", value=None, printed="", sound=False))
    reports = [small.report(media_type="text/plain", source_path="a & b.txt")]
    write_parquet("reports", conform("reports", reports), tmp_path / "t" / "reports.parquet")
    publish(tmp_path / "published", tmp_path / "t", "2026.11.1")
    return tmp_path / "published"


def draw(published: Path, *more: str) -> int:
    out = published.parent / "out"
    return main(["audit", "--published", str(published), "--raw", str(published.parent), "--out", str(out), *more])


def test_a_sheet_is_drawn_filled_in_and_counted(published: Path, capsys: pytest.CaptureFixture[str]):
    assert draw(published, "--sample", "10") == 0
    sheet = published.parent / "out" / "audit.csv"
    rows = read_sheet(sheet)
    assert [(row["column"], row["seen"]) for row in rows] == [("business", ""), ("total", "")]
    assert main(["audit", "--report", str(sheet)]) == 1
    rows[0]["seen"], rows[1]["seen"] = "blank", "4"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    capsys.readouterr()
    assert main(["audit", "--report", str(sheet)]) == 0
    assert re.search(r"all +all +2 +1 +1 +0 +50\.0 %", capsys.readouterr().out)


def test_the_page_shows_no_value_and_escapes_what_it_shows(published: Path):
    draw(published)
    page = (published.parent / "out" / "audit.html").read_text("utf-8")
    assert "a &amp; b.txt" in page and "a & b" not in page and "default-src 'none'" in page
    assert "printed" not in page


def test_a_row_of_the_list_of_2014_is_drawn_without_a_column(tmp_path: Path):
    counted = small.row(
        "statistics_2014", report_id="r", indicator="requests", year=2016, value=3.0, unit="件", status="reported",
        printed="3", locator="l1/f1", sound=True,
    )  # fmt: skip
    accepted(tmp_path / "t", small.cell(locator="l2/f1"))
    for name, rows in {"reports": [small.report(media_type="text/plain")], "statistics_2014": [counted]}.items():
        write_parquet(name, conform(name, rows), tmp_path / "t" / f"{name}.parquet")
    publish(tmp_path / "published", tmp_path / "t", "2026.11.1")
    assert draw(tmp_path / "published") == 0
    rows = read_sheet(tmp_path / "out" / "audit.csv")
    assert [(row["table"], row["item"], row["column"]) for row in rows] == [
        ("applications", "granted", "total"), ("statistics_2014", "requests", ""),
    ]  # fmt: skip
    page = (tmp_path / "out" / "audit.html").read_text("utf-8")
    assert "statistics_2014/requests</h2>" in page and "（一）收到申请数" in page


@pytest.mark.parametrize("more", [["--version", "2026.1.1"], ["--sample", "0"]])
def test_nothing_to_draw_is_told(published: Path, capsys: pytest.CaptureFixture[str], more: list[str]):
    assert draw(published, *more) == 1
    assert capsys.readouterr().err.startswith("gongkai audit: ")


def test_a_file_that_is_no_sheet_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    assert main(["audit", "--report", str(tmp_path / "x.csv")]) == 1
    assert "lacks" in capsys.readouterr().err


def test_a_release_carries_the_last_audit(published: Path):
    told = json.loads((published / "releases" / "2026.11.1" / "audit.json").read_text("utf-8"))
    assert told == last(load.HERE / "audits")
    assert told["audit"]["by"] and told["audit"]["strata"][-1]["form"] == "all"


def test_where_there_was_no_audit_there_are_no_figures(tmp_path: Path):
    assert last(tmp_path)["audit"] is None and last(tmp_path)["en"]
