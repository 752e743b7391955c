"""What a publisher's page shows, packed: `records(release)` gives one `Record` a publisher, in the order of their ids.

A table of a report is packed column by column, in the order of the edition's cells:

    s   one letter a cell: r reported, b blank, m marked, u unreadable, x missing
    v   values, null where there is none
    p   printed text, only where it differs from the value
    l   locators, their common beginning first
    i, c   inferred and corrected values, only where there are any
    u   the numbers of the cells that are not sound
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from pipeline.release.portal.figures import OWNER, Figures
from schemas.load import TABLES, Table, table
from schemas.load import sections as form_sections

LETTERS = {"reported": "r", "blank": "b", "marked": "m", "unreadable": "u", "missing": "x"}
REPORT = (
    "report_id title year grade grade_reason_zh grade_reason_en source_path source_sha256 url media_type is_current "
    "publisher_printed published_on scope"
).split()
FINDING = "rule severity responsibility table item column found expected suggestion message_zh message_en".split()
SECTION = "section heading text".split()
FIGURE = "section subject value unit start end table_cell reconciliation".split()
PUBLISHERS_AT_ONCE = 500
"""Publishers whose rows are in memory together."""


_OF_PUBLISHERS = (
    (
        f"select {OWNER} id, r.* from reports r where {OWNER} in (select unnest(?)) "
        "order by id, year desc, is_current desc, report_id",
        "id",
    ),
    ("select * from publishers where publisher_id in (select unnest(?))", "publisher_id"),
    ("select * from continuity where publisher_id in (select unnest(?)) order by year, applicant", "publisher_id"),
)
"""What is read of some publishers, and the column that says whose a row is."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that is shown of one publisher; `reports` are those of all years, the latest first."""

    id: str
    about: Mapping[str, Any]
    reports: Sequence[Mapping[str, Any]]
    continuity: Sequence[Mapping[str, Any]]


def records(figures: Figures) -> Iterator[Record]:
    ids = [row["id"] for row in figures.rows(f"select distinct {OWNER} id from reports r order by id")]
    for start in range(0, len(ids), PUBLISHERS_AT_ONCE):
        yield from _some(figures, ids[start : start + PUBLISHERS_AT_ONCE])


def _some(figures: Figures, ids: list[str]) -> Iterator[Record]:
    reports, known, chains = (_by(figures.rows(query, ids), column) for query, column in _OF_PUBLISHERS)
    details = _Details(figures, [row["report_id"] for rows in reports.values() for row in rows])
    for id in ids:
        about = known.get(id, [{}])[0] | _named(reports[id][0])
        yield Record(id, about, [details.packed(row) for row in reports[id]], chains.get(id, []))


def _named(report: Mapping[str, Any]) -> dict[str, Any]:
    columns = "publisher division_code province prefecture county level scope".split()
    return {"name": report["publisher"] or report["publisher_printed"] or report["title"]} | {
        column: report[column] for column in columns
    }


def _by(rows: Sequence[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


class _Details:
    """Cells, findings and figures of some reports, each read once."""

    def __init__(self, figures: Figures, report_ids: list[str]) -> None:
        self._cells = {name: _by(self._read(figures, name, report_ids), "report_id") for name in TABLES}
        self._findings = _by(self._read(figures, "findings", report_ids), "report_id")
        self._sections = _by(self._read(figures, "sections", report_ids), "report_id")
        self._figures = _by(self._read(figures, "narrative_figures", report_ids), "report_id")

    @staticmethod
    def _read(figures: Figures, name: str, report_ids: list[str]) -> list[dict[str, Any]]:
        return figures.rows(f"select * from {name} where report_id in (select unnest(?))", report_ids)

    def packed(self, report: Mapping[str, Any]) -> dict[str, Any]:
        id = report["report_id"]
        cells = {name: rows.get(id, []) for name, rows in self._cells.items()}
        return packed(report, cells, *(rows.get(id, []) for rows in (self._findings, self._sections, self._figures)))


Rows = Sequence[Mapping[str, Any]]


def packed(
    report: Mapping[str, Any], cells: Mapping[str, Rows], findings: Rows, sections: Rows, figures: Rows
) -> dict[str, Any]:
    """A report's row with its tables, findings and prose; the rows are those of the published tables."""
    editions = {name: report[f"layout_{name}"] for name in TABLES if report[f"layout_{name}"]}
    return {column: report[column] for column in REPORT} | {
        "tables": {name: pack(table(name, edition), cells[name]) for name, edition in editions.items()},
        "findings": [{c: finding[c] for c in FINDING if finding[c] is not None} for finding in findings],
        "sections": [{c: section[c] for c in SECTION} for section in sorted(sections, key=_order)],
        "figures": [{c: figure[c] for c in FIGURE} for figure in figures],
    }


def _order(section: Mapping[str, Any]) -> int:
    """The sections stand as the notice has them."""
    return list(form_sections()).index(section["section"])


def pack(shape: Table, cells: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One table of one report; `cells` are its rows in any order, each cell of the edition once."""
    known = {(cell[shape.key[0]], cell[shape.key[1]]): cell for cell in cells}
    ordered = [known[key] for key in shape.cells]
    locators = [cell["locator"] or "" for cell in ordered]
    start = commonprefix(locators)  # noqa: RUF071 - the same characters are meant, not the same folders
    return {
        "edition": shape.edition,
        "s": "".join(LETTERS[cell["status"]] for cell in ordered),
        "v": [plain(cell["value"]) for cell in ordered],
        "p": {n: cell["printed"] for n, cell in enumerate(ordered) if _is_printed_otherwise(cell)},
        "l": [start, *(locator.removeprefix(start) for locator in locators)],
        "i": _given(ordered, "value_inferred"),
        "c": _given(ordered, "value_corrected"),
        "u": [n for n, cell in enumerate(ordered) if not cell["sound"]],
        "units": {n: cell["unit"] for n, cell in enumerate(ordered) if cell.get("unit")},
        "ocr": [n for n, cell in enumerate(ordered) if cell["method"] == "ocr"],
    }


def _given(cells: Sequence[Mapping[str, Any]], column: str) -> dict[int, float | int | None]:
    return {n: plain(cell[column]) for n, cell in enumerate(cells) if cell[column] is not None}


def _is_printed_otherwise(cell: Mapping[str, Any]) -> bool:
    return bool(cell["printed"]) and cell["printed"] != _as_text(cell["value"])


def plain(value: float | int | None) -> float | int | None:
    """A number without `.0`; null for null and NaN."""
    if value is None or value != value:
        return None
    return int(value) if value == int(value) else value


def _as_text(value: float | int | None) -> str:
    return "" if plain(value) is None else f"{plain(value):.15g}"


def as_json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)


