"""One document's bytes → its rows in the published tables: read, locate, tidy, check in a row.

`read_one` is what workers run, `read_report` what `gongkai check` calls: a pure function of the bytes, which
never raises for what a document holds. A document that is no report is refused with a reason. Of a container `read_one`
gives the documents in it, each to be read by another call.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.check import Verdict
from pipeline.check.arithmetic import Result
from pipeline.check.finding import Finding
from pipeline.contents import Opened, beside, bytes_of, linked_files, opened
from pipeline.fetch.receipts import Receipt
from pipeline.judged import judged
from pipeline.locate.placement import Placement
from pipeline.read import read
from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_BYTES
from pipeline.tidy.cells import Cell
from pipeline.tidy.grids import grids
from pipeline.tidy.privacy import masked
from schemas.load import CELLS, Corrections, codelist, corrections, layout_column, local_lines

Row = dict[str, Any]

log = logging.getLogger(__name__)

LONGEST_DETAIL = 300
"""Characters of an error's text that a refusal quotes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document gives: rows by published table."""

    receipt: Receipt
    tables: Mapping[str, tuple[Row, ...]]


POINTING = frozenset(["not_a_report", "title_only", "notice", "list_page", "blocked_page"])
"""Reasons for which a page is refused that may lead to reports instead of being one."""


def read_one(raw: Path, receipt: Receipt) -> Reading | Opened:
    """The rows of a document below `raw`, or the documents in a container.

    A refusal where it can't be opened, is too large or the reader fails.
    """
    corrections()  # before anything is read: a faulty file of corrections is no document's fault
    if receipt.size > MAX_BYTES:
        return refuse(receipt, "too_large", f"{receipt.size} > {MAX_BYTES} bytes")
    try:
        data = bytes_of(raw, receipt)
        return opened(receipt, data) or pointing(read_report(receipt, data), data, beside(raw, receipt))
    except Refusal as refused:
        return refuse(receipt, refused.reason, refused.detail)
    except OSError as error:
        return refuse(receipt, "unopenable", error.strerror or str(error))
    except Exception as error:
        # A document that meets a defect of the reader is refused, and the defect told: the others go on.
        log.exception("%s: the reader failed; the document is refused", receipt.path)
        return refuse(receipt, "reader_failed", f"{type(error).__name__}: {error}")


def pointing(reading: Reading, data: bytes, is_there: Callable[[str], bool]) -> Reading:
    """The reading; of a page that is no report and links to files that are there, the refusal names these."""
    refused = reading.tables.get("documents_refused", ())
    if not refused or refused[0]["reason"] not in POINTING:
        return reading
    listed = linked_files(data, is_there)
    return refuse(reading.receipt, "see_attachment", listed) if listed else reading


def read_report(receipt: Receipt, data: bytes, known: Corrections | None = None) -> Reading:
    """The rows of a document, or its refusal; with the corrections of `schemas/` where no others are given."""
    own = (corrections() if known is None else known).get(receipt.sha256, ())
    try:
        found = judged(data, read(data), receipt, own)
    except Refusal as refused:
        return refuse(receipt, refused.reason, refused.detail)
    return _reading(receipt, _tables(receipt, found.placement, found.cells, found.verdict))


def _reading(receipt: Receipt, tables: Mapping[str, tuple[Row, ...]]) -> Reading:
    """Every reading leaves by this door, so nobody's telephone number is published with the prose."""
    return Reading(receipt, masked(tables))


def refuse(receipt: Receipt, reason: str, detail: str = "") -> Reading:
    """A document that gives no report: one row that says why, and what to do next."""
    listed, detail = codelist("refusals")[reason], detail[:LONGEST_DETAIL]
    row = {
        "source_path": source_path(receipt),
        "source_sha256": receipt.sha256,
        "reason": reason,
        "message_zh": listed.more["message_zh"].format(detail=detail),
        "message_en": listed.more["message_en"].format(detail=detail),
    }
    return _reading(receipt, {"documents_refused": (row,)})


def source_path(receipt: Receipt) -> str:
    """The document's path below `documents/`."""
    path = PurePosixPath(receipt.path)
    return str(path.relative_to("documents")) if path.parts[:1] == ("documents",) else str(path)


def _tables(
    receipt: Receipt, placement: Placement, cells: Mapping[str, Mapping], verdict: Verdict
) -> dict[str, tuple[Row, ...]]:
    report_id = _report_id(receipt, placement)
    own = {"report_id": report_id}
    tables = {
        name: tuple(_cells(placement, name, read, verdict, own)) for name, read in cells.items()
    }
    return tables | {
        "reports": (_report(receipt, placement, verdict, own),),
        "sections": tuple(_sections(placement, own)),
        "narrative_figures": tuple(_figures(placement, verdict, own)),
        "grids": tuple(own | grid for grid in grids(placement)),
        "findings": tuple(own | {"source_path": source_path(receipt)} | _columns(f) for f in verdict.findings),
        "rule_results": tuple(own | _columns(result) for result in verdict.results),
    }


def _columns(told: Finding | Result) -> Row:
    """The fields of something told, each a column of its table."""
    return {name: getattr(told, name) for name in told.__slots__}


def _report_id(receipt: Receipt, placement: Placement) -> str:
    """Publisher and year where both are known, else the beginning of the sha256."""
    if placement.publisher and placement.year:
        return f"{placement.publisher}-{placement.year}"
    return receipt.sha256[:16]


def _report(receipt: Receipt, placement: Placement, verdict: Verdict, own: Row) -> Row:
    editions = {
        layout_column(name): placement.tables[name].table.edition if name in placement.tables else None
        for name in CELLS
    }
    publisher = placement.head.publisher
    return own | editions | {
        "source_sha256": receipt.sha256,
        "source_path": source_path(receipt),
        "url": receipt.url,
        "media_type": placement.document.media_type,
        "title": placement.title,
        "publisher_id": publisher.id,
        "publisher": publisher.name,
        "publisher_printed": publisher.printed,
        "publisher_resolution": publisher.resolution,
        "publisher_kind": publisher.kind,
        "field": publisher.field,
        "division_code": publisher.division_code,
        "province": publisher.province,
        "prefecture": publisher.prefecture,
        "county": publisher.county,
        "level": publisher.level,
        "scope": publisher.scope,
        "year": placement.year,
        "published_on": placement.head.published_on,
        "grade": verdict.grade,
        "grade_reason_zh": verdict.reason_zh,
        "grade_reason_en": verdict.reason_en,
        "is_current": True,
    }


def _cells(placement: Placement, name: str, read: Mapping, verdict: Verdict, own: Row) -> Iterator[Row]:
    """A table's rows; a list's key names a row alone, and a row that the locality added has its label beside it."""
    table = placement.tables[name].table
    local = local_lines(table)
    sound, decimal = verdict.sound[name], table.value == "decimal"
    for key, cell in read.items():
        row = {**own, **dict(zip(table.key, key, strict=False)), "year": placement.year}
        if table.is_list:
            row["local_label"] = table.rows[key[0]].zh if key[0] in local else None
        yield {**row, **_cell(cell, decimal), "sound": sound[key]}


def _cell(cell: Cell, decimal: bool) -> Row:
    """A cell's columns; a table of amounts has floats and units, one of counts has whole numbers."""
    number = float if decimal else int
    unit = {"unit": cell.unit} if decimal else {}
    return {
        **unit,
        "value": None if cell.value is None else number(cell.value),
        "status": cell.status,
        "printed": cell.printed,
        "locator": cell.locator,
        "method": cell.method,
        "value_inferred": None if cell.inferred is None else number(cell.inferred),
        "value_corrected": None if cell.corrected is None else number(cell.corrected),
    }


def _sections(placement: Placement, own: Row) -> Iterator[Row]:
    for code, section in placement.sections.items():
        yield own | {
            "section": code,
            "heading": section.heading.text if section.heading else None,
            "text": section.text,
            "present": section.heading is not None,
        }


def _figures(placement: Placement, verdict: Verdict, own: Row) -> Iterator[Row]:
    for figure in placement.figures:
        reconciled = verdict.reconciled[figure.figure_id]
        yield own | {
            "figure_id": figure.figure_id,
            "section": figure.section,
            "subject": figure.subject,
            "of": figure.of,
            "value": float(figure.value),
            "unit": figure.unit,
            "approximate": figure.approximate,
            "text": figure.text,
            "start": figure.start,
            "end": figure.end,
            "table_cell": reconciled.table_cell,
            "reconciliation": reconciled.reconciliation,
            "part_of": figure.part_of,
        }
