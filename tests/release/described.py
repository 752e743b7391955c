"""A small release that has something of everything: `release(folder)` publishes it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.release.files import write_parquet
from pipeline.release.publish import publish
from schemas.tables import TABLES, conform
from tests.release.small import cell, finding, report, result, row

NOVEMBER = "1795312800"  # 2026-11-22 10:00 in China
ZONE = {"publisher_id": "320000-某省", "year": 2023}


def rows(value: int) -> dict[str, list[dict]]:
    """Two years of one publisher, with nulls, empty keys, quotes, a formula and several lines in texts."""
    known = {"publisher_id": "320000-某省", "layout_applications": 2021, "title": '=1+1, "引号"\n第二行'}
    figure = {"report_id": "r", "section": "overview", "subject": "documents", "value": 1.5, "approximate": False}
    measured = {"report_id": "r", "item": "fees", "measure": "amount", "year": 2023, "unit": "万元", "sound": False}
    carried = {"applicant": "total", "previous_report_id": "q", "report_id": "r", "outcome": "pass"}
    counted = dict.fromkeys(("expected", "publishers", "published", "parsed", "sound"), 1)
    versions = {"earlier_report_id": "q", "later_report_id": "r", "kind": "correction"}
    statuses = {"earlier_status": "blank", "later_status": "reported", "later_value": 2.0}
    return {
        "reports": [report(report_id=i, year=y, **known) for i, y in (("q", 2022), ("r", 2023))],
        "proactive_disclosure": [row("proactive_disclosure", status="reported", value=0.5, printed="0.5", **measured)],
        "applications": [
            cell(value=value), cell(applicant="total", item="carried_in", value=None, status="blank", printed="", sound=False),
        ],
        "sections": [row("sections", report_id="r", section="overview", present=True, text="一、\n=2+2")],
        "narrative_figures": [
            row("narrative_figures", figure_id=i, part_of=p, text="收到1.5件", start=0, end=5, **figure)
            for i, p in (("f1", None), ("f2", "f1"))
        ],
        "findings": [finding(finding_id="r-1"), finding(finding_id="n-1", report_id=None)],
        "rule_results": [result("pass"), result("pass", column=""), result("fail", item="granted", column="")],
        "documents_refused": [
            row("documents_refused", source_path="n.txt", source_sha256="", reason="empty_file", message_zh="空", message_en="no")
        ],
        "publishers": [row("publishers", publisher_id="320000-某省", name="某省", division_code="320000")],
        "continuity": [row("continuity", carried_in=1, **carried, **ZONE)],
        "revisions": [
            row("revisions", item="granted", column="total", **versions, **statuses, **ZONE) | {"table": "applications"}
        ],
        "coverage": [row("coverage", division_code=code, year=2023, **counted) for code in ("", "320000")],
    }  # fmt: skip


def tables(folder: Path, value: int = 3) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    given = rows(value)
    for name in TABLES:
        write_parquet(name, conform(name, given.get(name, ())), folder / f"{name}.parquet")
    return folder


@contextmanager
def in_november() -> Iterator[None]:
    """The clock of the builds; a fixture that outlives a test can't use monkeypatch."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = NOVEMBER
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def release(folder: Path, value: int = 3) -> Path:
    """Publish in `folder / "published"`; the folder of the release."""
    with in_november():
        return publish(folder / "published", tables(folder / f"tables-{value}", value)).folder
