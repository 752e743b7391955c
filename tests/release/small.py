"""Small readings to publish: a document's bytes say what the reading is, `publisher year [fault]`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import report as reports
from pipeline.fetch.receipts import Receipt, receipts
from pipeline.release import gather
from pipeline.release.gather import Reader
from pipeline.release.kept import Kept
from pipeline.release.places import known
from pipeline.release.staging import open_staging, remove_staging
from pipeline.report import Reading, refuse
from schemas.tables import TABLES, columns_of

FAULTS: Mapping[str, dict[str, Any]] = {
    "unknown-code": {"item": "something_else"},
    "blank-with-value": {"status": "blank"},
    "text-for-number": {"value": "three"},
    "half-a-request": {"value": 1.5},
}

TWICE = "cell-twice"


def plant(patched: pytest.MonkeyPatch, reader: Callable[[Receipt, bytes], Reading]) -> None:
    """Let `reader` read every document, in this process; what another read before isn't found again."""
    patched.setattr(reports, "read_report", reader)
    patched.setattr(gather, "packed", _packed_here)
    patched.setattr("pipeline.assets.folders.code_of", lambda module: f"{id(reader):x}")


def _packed_here(work: Callable, pack: Callable, items: Sequence, most: int) -> Iterator:
    for start in range(0, len(items), most):
        yield pack([(item, work(item)) for item in items[start : start + most]])


def rows(raw: Path, work: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table that the documents of a folder give, sorted by key; what was read is kept below `work`."""
    kept, staged = Kept(str(work / "kept"), "code"), open_staging(work, "run")
    try:
        reader = Reader(raw, kept, known(kept, work / "copies"), lambda number: None)
        staged.write_readings(kept, list(gather.gathered(raw, list(receipts(raw)), reader)))
        return {name: [row for group in staged.groups(name) for row in group.to_pylist()] for name in TABLES}
    finally:
        remove_staging(work, "run")


def row(table: str, /, **given: Any) -> dict[str, Any]:
    """A row with every column of the table, null where nothing is given."""
    return dict.fromkeys(columns_of(table)) | given


def report(**given: Any) -> dict[str, Any]:
    known = {
        "report_id": "r",
        "source_sha256": "0" * 64,
        "source_path": "r.txt",
        "is_current": True,
        "grade": "A",
    }
    return row("reports", **known | given)


def cell(**given: Any) -> dict[str, Any]:
    known = {"report_id": "r", "item": "granted", "applicant": "total", "year": 2023, "sound": True}
    return row("applications", **known | {"value": 3, "status": "reported", "printed": "3"} | given)


def finding(**given: Any) -> dict[str, Any]:
    known = {"report_id": "r", "source_path": "r.txt", "rule": "missing_section", "severity": "warning"}
    return row(
        "findings", **known | {"responsibility": "publisher", "message_zh": "缺", "message_en": "no"} | given
    )


def result(outcome: str, **given: Any) -> dict[str, Any]:
    known = {"rule": "balance", "report_id": "r", "item": "", "column": "total", "outcome": outcome}
    return row("rule_results", **known | given)


def read(receipt: Receipt, data: bytes) -> Reading:
    """A reader of the bytes `publisher year [fault]`; `crash` makes it raise, `nothing` is refused."""
    publisher, year, fault = [*data.decode().split(), "", ""][:3]
    if publisher == "nothing":
        return refuse(receipt, "not_a_report")
    if fault == "crash":
        raise RecursionError("too deep")
    own = {"report_id": f"{publisher}-{year}"}
    path = {"source_path": receipt.path.removeprefix("documents/")}
    broken = {"layout_applications": "old"} if fault == "broken-report" else {"layout_applications": 2021}
    tables = {
        "reports": (
            report(
                publisher=publisher, year=int(year), source_sha256=receipt.sha256, **own, **path, **broken
            ),
        ),
        "applications": (cell(**own | FAULTS.get(fault, {})),) * (2 if fault == TWICE else 1),
        "findings": (finding(**own, **path),),
        "rule_results": (result("pass", **own),),
    }
    return Reading(receipt, tables)


def raw(folder: Path, documents: Mapping[str, str]) -> Path:
    """A folder `raw` with these documents, path below documents/ → text."""
    for path, text in documents.items():
        file = folder / "raw" / "documents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder / "raw"
