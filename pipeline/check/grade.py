"""How far a report can be trusted: each cell's `sound`, and the report's `grade` with its reason.

A  all tables are there and whole, all identities hold        B  whole, with the publisher's own errors
C  parts unread, or a table not there or empty                     D  less than half of the cells read
"""

from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.check.finding import Finding, title_zh
from pipeline.check.required import required
from pipeline.identities import Key
from pipeline.locate.placement import Placement
from pipeline.tidy.cells import Cell
from schemas.load import CELLS, Table, identities, messages

READ = ("reported", "blank", "marked")
FORM_RULES = ("outdated_layout", "premature_layout", "wrong_heading", "missing_section", "empty_section")
"""Findings on the form of a report, which cast no doubt on its figures."""
OWN_RULES = ("correction_unmet",)
"""Errors in what this project holds of a report, which say nothing of how good it is."""


def sound(
    name: str, cells: Mapping[Key, Cell], findings: Sequence[Finding], doubted: frozenset[Key]
) -> dict[Key, bool]:
    """Whether a cell is reported or inferred, is none of those that broken identities leave `doubted`, and no
    other finding is about it, its row or its column; a reviewer who corrects it doubts it, too."""
    told = _of_form_and_sums()
    against = [
        f
        for f in findings
        if f.table == name and f.severity != "info" and f.rule not in told and (f.item, f.column) != (None, None)
    ]
    return {
        key: (cell.value is not None or cell.inferred is not None)
        and cell.corrected is None
        and key not in doubted
        and not any(_names(f, key) for f in against)
        for key, cell in cells.items()
    }


@cache
def _of_form_and_sums() -> frozenset[str]:
    """The rules on the form, and those of identities, whose doubts are told cell by cell."""
    return frozenset((*FORM_RULES, *(identity.code for identity in identities())))


def _names(finding: Finding, key: Key) -> bool:
    """Whether a finding is about the cell, its row or its column."""
    return finding.item in (None, key[0]) and finding.column in (None, key[1])


def grade(
    placement: Placement, cells: Mapping[str, Mapping[Key, Cell]], findings: Sequence[Finding]
) -> tuple[str, str, str]:
    """The grade's code and its reason in Chinese and English."""
    every = [cell for table in cells.values() for cell in table.values()]
    read = sum(cell.status in READ for cell in every)
    absent = [table for name, table in required(placement).items() if name not in placement.tables]
    empty = [placement.tables[name].table for name, table in cells.items() if is_empty(table)]
    code = _code(read, len(every), bool(absent or empty), any(map(_is_fault, findings)))
    zh, en = (_reason(language, read, len(every), absent, empty) for language in ("zh", "en"))
    return code, zh, en


def _is_fault(finding: Finding) -> bool:
    """An error, or the publisher's fault in a cell, such as a blank that can't be 0; the form's faults don't count."""
    if finding.rule in OWN_RULES:
        return False
    broken = any(finding.rule == identity.code for identity in identities())
    return finding.severity == "error" or (
        finding.severity == "warning" and (finding.item is not None or broken) and finding.table in CELLS
    )


def is_empty(cells: Mapping[Key, Cell]) -> bool:
    """Whether a table was seen, and no number in any of its cells."""
    return all(cell.value is None for cell in cells.values()) and any(cell.status in READ for cell in cells.values())


def _reason(language: str, read: int, count: int, absent: Sequence[Table], empty: Sequence[Table]) -> str:
    def title(table: Table) -> str:
        return title_zh(table) if language == "zh" else table.en

    told = {name: sentences[language] for name, sentences in messages().items()}
    parts = [told["cells_read"].format(read=read, all=count)]
    parts += [told["table_absent"].format(table=title(table)) for table in absent]
    parts += [told["table_empty"].format(table=title(table)) for table in empty]
    return "".join(parts)


def _code(read: int, count: int, lacks: bool, errors: bool) -> str:
    if read * 2 < count or not count:
        return "D"
    if lacks or read < count:
        return "C"
    return "B" if errors else "A"
