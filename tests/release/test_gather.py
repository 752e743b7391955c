"""From documents to rows: names stay unique, and no document stops another, whatever it does."""

from pathlib import Path

import pytest

from pipeline import report
from pipeline.fetch.receipts import Receipt
from pipeline.release import gather
from tests.release import small


@pytest.fixture(autouse=True)
def small_reader(monkeypatch: pytest.MonkeyPatch):
    small.plant(monkeypatch, small.read)


Rows = dict[str, list[dict]]


def gathered(folder: Path, documents: dict[str, str]) -> Rows:
    return small.rows(small.raw(folder, documents), folder / "work")


def ids(rows: Rows, table: str = "reports", column: str = "report_id") -> list[str]:
    return [row[column] for row in rows[table]]


@pytest.mark.parametrize("size", [1, 2, 200])
def test_the_first_document_of_an_id_keeps_it(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch):
    """a.txt and c.txt are the same bytes under two names, b.txt another version."""
    monkeypatch.setattr(gather, "A_BATCH", size)
    rows = gathered(tmp_path, {"a.txt": "甲 2023", "b.txt": "甲 2023 again", "c.txt": "甲 2023", "d.txt": "甲 2023"})
    named = {row["source_path"]: row["report_id"] for row in rows["reports"]}
    assert named["a.txt"] == "甲-2023"
    assert named["b.txt"].startswith("甲-2023-") and named["c.txt"].startswith("甲-2023-")
    assert named["d.txt"] == f"{named['c.txt']}-2"
    assert ids(rows, "applications") == ids(rows, "rule_results") == ids(rows) == sorted(ids(rows, "findings"))


def test_findings_are_numbered_within_document_and_rule(tmp_path: Path):
    rows = gathered(tmp_path, {"a.txt": "甲 2023", "b.txt": "乙 2023"})
    assert ids(rows, "findings", "finding_id") == ["乙-2023-missing_section-1", "甲-2023-missing_section-1"]


@pytest.mark.parametrize("fault", [*small.FAULTS, small.TWICE])
def test_a_report_that_breaks_a_schema_is_withheld_alone(tmp_path: Path, fault: str):
    rows = gathered(tmp_path, {"a.txt": "甲 2023", "b.txt": f"乙 2023 {fault}", "c.txt": "丙 2023"})
    assert ids(rows) == ["丙-2023", "乙-2023", "甲-2023"]
    assert ids(rows, "applications") == ["丙-2023", "甲-2023"]
    withheld = rows["reports"][1]
    assert withheld["grade"] == "D" and withheld["layout_applications"] is None
    violation = [f for f in rows["findings"] if f["rule"] == "schema_violation"]
    assert [f["report_id"] for f in violation] == ["乙-2023"]
    assert "applications" in violation[0]["found"] and violation[0]["found"] in violation[0]["message_zh"]
    assert len(ids(rows, "findings")) == 4  # its other finding is kept


def test_a_report_of_which_nothing_fits_is_refused(tmp_path: Path):
    rows = gathered(
        tmp_path, {"a.txt": "甲 2023", "b.txt": "乙 twenty", "c.txt": "丙 2023 crash", "d.txt": "nothing"}
    )
    assert ids(rows) == ["甲-2023"]
    refused = [(r["source_path"], r["reason"]) for r in rows["documents_refused"]]
    assert refused == [("b.txt", "reader_failed"), ("c.txt", "reader_failed"), ("d.txt", "not_a_report")]
    assert "too deep" in rows["documents_refused"][1]["message_en"]


def test_a_report_row_that_can_not_be_published_becomes_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def without_a_path(receipt: object, data: bytes) -> object:
        reading = small.read(receipt, data)
        row = reading.tables["reports"][0] | {"source_sha256": "none"}
        return type(reading)(reading.receipt, reading.tables | {"reports": (row,)})

    small.plant(monkeypatch, without_a_path)
    rows = gathered(tmp_path, {"a.txt": "甲 2023"})
    assert ids(rows) == [] and rows["applications"] == []
    assert rows["documents_refused"][0]["reason"] == "reader_failed"
    assert "source_sha256" in rows["documents_refused"][0]["message_en"]


def test_a_document_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = report.bytes_of

    def deny(raw: Path, receipt: Receipt) -> bytes:
        if receipt.path.endswith("b.txt"):
            raise PermissionError(13, "Permission denied")
        return real(raw, receipt)

    monkeypatch.setattr(report, "bytes_of", deny)
    rows = gathered(tmp_path, {"a.txt": "甲 2023", "b.txt": "乙 2023"})
    assert ids(rows) == ["甲-2023"]
    assert [(r["reason"], "Permission denied" in r["message_en"]) for r in rows["documents_refused"]] == [
        ("unopenable", True)
    ]


def test_a_document_beyond_the_limit_is_refused_without_being_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opened = []
    monkeypatch.setattr(report, "MAX_BYTES", 10)
    monkeypatch.setattr(
        report, "bytes_of", lambda raw, receipt: opened.append(receipt.path) or b"nothing"
    )
    rows = gathered(tmp_path, {"a.txt": "short", "b.txt": "longer than that"})
    assert opened == ["documents/a.txt"]
    assert [r["reason"] for r in rows["documents_refused"]] == ["not_a_report", "too_large"]
