"""From documents to rows that can be published: `batches(raw, receipts)`.

A document is read on its own, named among the others and, where its rows break a published schema, put in
quarantine: its figures are withheld and a finding says why. Nothing that one document does stops the rest.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice, tee
from pathlib import Path
from typing import Any

from pipeline.contents import Opened, outermost, under_own_path
from pipeline.fetch.receipts import Receipt, with_source
from pipeline.fetch.sources import Sources, sources
from pipeline.read.limits import MAX_DOCUMENTS
from pipeline.release.faults import bounded, faults
from pipeline.report import Reading, read_one, refuse
from pipeline.workers import Lost, each
from schemas.load import CELLS, layout_column, rules
from schemas.tables import TABLES, columns_of, conform

Rows = dict[str, list[dict[str, Any]]]

log = logging.getLogger(__name__)

DOCUMENTS_A_BATCH = 200
"""Documents whose rows are held in memory and checked together."""

VIOLATION = "schema_violation"
WITHHELD_GRADE = "D"


@dataclass(frozen=True)
class Batch:
    """The rows of some documents, in published columns, and how many documents they come from."""

    documents: int
    rows: Rows


def batches(raw: Path, receipts: Iterable[Receipt], size: int = DOCUMENTS_A_BATCH) -> Iterator[Batch]:
    """All documents in their order, `size` at a time."""
    names, left = Names(), read_all(raw, receipts)
    while some := [names.given(reading) for reading in islice(left, size)]:
        yield Batch(len(some), _merged(quarantine(some)))


def read_all(raw: Path, receipts: Iterable[Receipt]) -> Iterator[Reading]:
    """Every document, read in worker processes; one that costs its worker too much, or its life, is refused.

    What containers hold is read after all that lies beside them, and what those hold in turn after that, so that each
    document is work of its own and the order is always the same.
    """
    inside, waiting = Inside(raw), receipts
    while waiting:
        given, taken = tee(waiting)
        containers: list[Opened] = []
        for receipt, found in zip(given, each(partial(read_one, raw), taken), strict=True):
            inside.know(receipt)
            if isinstance(found, Opened):
                containers.append(found)
            else:
                yield refuse(receipt, found.reason, found.detail) if isinstance(found, Lost) else found
        waiting = []
        for container in containers:
            if inside.takes(container):
                waiting += map(inside.own, container.documents)
            else:
                yield _overfull(container)


def _overfull(container: Opened) -> Reading:
    return refuse(container.receipt, "too_large", f"more than {MAX_DOCUMENTS:,} documents in one file")


class Inside:
    """The documents in containers: each under a path of its own, and no more of one file than the limit."""

    def __init__(self, raw: Path) -> None:
        self._raw = raw
        self._paths: set[str] = set()
        self._counts: Counter[str] = Counter()

    def know(self, receipt: Receipt) -> None:
        """Take note of a path that is given."""
        self._paths.add(receipt.path)

    def takes(self, container: Opened) -> bool:
        """Count a container's documents; whether the file that it lies in still holds no more than the limit."""
        file = outermost(container.receipt).path
        self._counts[file] += len(container.documents)
        return self._counts[file] <= MAX_DOCUMENTS

    def own(self, receipt: Receipt) -> Receipt:
        """The receipt under a path that no other has, with what the list of sources says of it.

        What the list says of the container is its address; whose reports it holds only they can tell.
        """
        receipt = with_source(replace(receipt, path=under_own_path(receipt.path, self._paths)), self._listed)
        self.know(receipt)
        return receipt if receipt.url else replace(receipt, url=receipt.within.url)

    @cached_property
    def _listed(self) -> Sources:
        """Read where there is a container: a line of the list may name a document in it."""
        return sources(self._raw)


class Names:
    """Gives ids that are unique over the batch and stay the same while the documents do.

    The first document of an id keeps it; a further one gets the start of its SHA-256 behind it.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def given(self, reading: Reading) -> Reading:
        """The reading with its final report id in all its tables, and its findings numbered."""
        reports = reading.tables.get("reports", ())
        own = self._unique(str(reports[0]["report_id"]), reading.receipt.sha256) if reports else None
        tables = {
            name: tuple(_named(name, row, own) for row in rows) for name, rows in reading.tables.items()
        }
        findings = _numbered(tables.get("findings", ()), own or _hash(reading.receipt.path))
        return Reading(reading.receipt, tables | {"findings": findings})

    def _unique(self, wanted: str, sha256: str) -> str:
        name, copies = wanted, 1
        while name in self._taken:  # the same bytes may lie there more than twice
            name = f"{wanted}-{sha256[:8]}" + (f"-{copies}" if copies > 1 else "")
            copies += 1
        self._taken.add(name)
        return name


def _named(name: str, row: Mapping[str, Any], report_id: str | None) -> dict[str, Any]:
    known = {
        "report_id": report_id,
        "is_current": False,
    }  # which one is current only the whole batch can tell
    return dict(row) | {column: value for column, value in known.items() if column in columns_of(name)}


def _hash(path: str) -> str:
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
