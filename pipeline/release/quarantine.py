"""What is made of readings before they are kept: `Names`, `numbered`, `quarantine`, in the worker that read them.

A document whose rows break a published schema is put in quarantine: its figures are withheld and a finding says why.
Nothing that one document does stops the rest.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.release.faults import bounded, faults
from pipeline.report import Reading, refuse
from schemas.load import CELLS, layout_column, rules
from schemas.tables import TABLES, columns_of, conform

Rows = dict[str, list[dict[str, Any]]]

log = logging.getLogger(__name__)

VIOLATION = "schema_violation"
WITHHELD_GRADE = "D"


class Names:
    """Gives ids that are unique over all readings given and stay the same while the documents do.

    The first document of an id keeps it; a further one gets the start of its SHA-256 behind it.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, wanted: str, sha256: str) -> str:
        name, copies = wanted, 1
        while name in self._taken:  # the same bytes may lie there more than twice
            name = f"{wanted}-{sha256[:8]}" + (f"-{copies}" if copies > 1 else "")
            copies += 1
        self._taken.add(name)
        return name

    def given(self, reading: Reading) -> Reading:
        """The reading with its report id in all its tables, and its findings numbered."""
        wanted = wanted_id(reading)
        own = None if wanted is None else self.unique(wanted, reading.receipt.sha256)
        tables = {name: tuple(_named(name, row, own) for row in rows) for name, rows in reading.tables.items()}
        findings = _numbered(tables.get("findings", ()), own or hashed(reading.receipt.path))
        return Reading(reading.receipt, tables | {"findings": findings})


def wanted_id(reading: Reading) -> str | None:
    """The report id of a reading; None where the document was refused."""
    reports = reading.tables.get("reports", ())
    return str(reports[0]["report_id"]) if reports else None


def _named(name: str, row: Mapping[str, Any], report_id: str | None) -> dict[str, Any]:
    known = {
        "report_id": report_id,
        "is_current": False,
    }  # which one is current only the whole batch can tell
    return dict(row) | {column: value for column, value in known.items() if column in columns_of(name)}


def hashed(path: str) -> str:
    """What stands for the report's id in the ids of a refused document's findings."""
    return hashlib.sha256(path.encode()).hexdigest()[:16]


def _numbered(findings: Iterable[dict[str, Any]], whose: str) -> tuple[dict[str, Any], ...]:
    """The findings in an order of their own, numbered within their rule."""
    seen: dict[str, int] = {}
    numbered = []
    for finding in sorted(findings, key=_order):
        rule = str(finding.get("rule"))
        seen[rule] = seen.get(rule, 0) + 1
        numbered.append(finding | {"finding_id": f"{whose}-{rule}-{seen[rule]}"})
    return tuple(numbered)


def _order(finding: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        str(finding.get(c) or "") for c in ("rule", "table", "item", "column", "found", "message_en")
    )


def quarantine(readings: list[Reading]) -> list[Reading]:
    """The readings, those withheld whose rows break a schema: tried together, and halved where they fail."""
    broken = _faults(_merged(readings))
    if not broken:
        return readings
    if len(readings) == 1:
        return [_withheld(readings[0], broken)]
    half = len(readings) // 2
    return quarantine(readings[:half]) + quarantine(readings[half:])


def _merged(readings: Iterable[Reading]) -> Rows:
    rows: Rows = {name: [] for name in TABLES}
    for reading in readings:
        for name, found in reading.tables.items():
            rows[name].extend(found)
    return rows


def _faults(rows: Mapping[str, Iterable[dict[str, Any]]]) -> str:
    return next(
        (broken for name, found in rows.items() if found and (broken := _table_faults(name, found))), ""
    )


def _table_faults(name: str, rows: Iterable[dict[str, Any]]) -> str:
    try:
        return faults(name, conform(name, rows))
    except ValueError as error:
        return bounded(str(error))


def _withheld(reading: Reading, broken: str) -> Reading:
    """The reading without its figures; refused where not even what it says of the report can be published."""
    log.warning("%s: quarantined, %s", reading.receipt.path, broken)
    reports = [_without_figures(row, broken) for row in reading.tables.get("reports", ())]
    if not reports or _table_faults("reports", reports):
        return Names().given(refuse(reading.receipt, "reader_failed", broken))
    kept = {
        n: rows
        for n, rows in reading.tables.items()
        if n in ("sections", "findings") and not _faults({n: rows})
    }
    findings = (*kept.get("findings", ()), _violation(reports[0], broken))
    return Reading(reading.receipt, kept | {"reports": tuple(reports), "findings": findings})


def _without_figures(report: dict[str, Any], broken: str) -> dict[str, Any]:
    """The report's row as of a document that shows no table."""
    rule = rules()[VIOLATION]
    why = {
        "grade": WITHHELD_GRADE,
        "grade_reason_zh": rule.message_zh.format(found=broken),
        "grade_reason_en": rule.message_en.format(found=broken),
    }
    return report | why | {layout_column(name): None for name in CELLS}


def _violation(report: Mapping[str, Any], broken: str) -> dict[str, Any]:
    rule = rules()[VIOLATION]
    said = {
        "finding_id": f"{report['report_id']}-{VIOLATION}-1",
        "report_id": report["report_id"],
        "source_path": report["source_path"],
        "rule": VIOLATION,
        "severity": rule.severity,
        "responsibility": rule.responsibility,
        "found": broken,
        "message_zh": rule.message_zh.format(found=broken),
        "message_en": rule.message_en.format(found=broken),
    }
    return dict.fromkeys(columns_of("findings")) | said
