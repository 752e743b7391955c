"""What a publisher's page shows, packed: `records(figures)` gives one `Record` a publisher.

A table of a report is packed column by column, in the order of the edition's cells:

    s   one letter a cell: r reported, b blank, m marked, u unreadable, x missing
    v   values, null where there is none
    p   printed text, only where it differs from the value
    l   locators, their common beginning first
    i, c   inferred and corrected values, only where there are any
    u   the numbers of the cells that are not sound
    local   of a list, the code and label of each row that the publisher added, which stand behind those of the form
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from os.path import commonprefix
from typing import Any

from pipeline.release.portal.figures import OWNER, Figures
from schemas.load import CELLS, Table, layout_column, local_lines, table
from schemas.load import sections as form_sections

LETTERS = {"reported": "r", "blank": "b", "marked": "m", "unreadable": "u", "missing": "x"}
REPORT = (
    "report_id title year grade grade_reason_zh grade_reason_en source_path source_sha256 url media_type is_current "
    "publisher_printed published_on scope layout_statistics"
).split()
FINDING = "rule severity responsibility table item column found expected suggestion message_zh message_en".split()
SECTION = "section heading text".split()
FIGURE = "section subject value unit start end table_cell reconciliation".split()
GRID = "page page_width page_height turn column_edges row_edges merged".split()
PUBLISHERS_AT_ONCE = 1_000
"""Publishers whose rows are in memory together."""

AMONG = "report_id between ? and ? and report_id in (select unnest(?))"
"""SQL: of some reports, told as the first, the last and all; the range lets the reader skip most of a file."""


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
    # In the order of their reports, so that those read together lie together in the files.
    query = f"select {OWNER} id from reports r group by id order by min(report_id)"
    ids = [row["id"] for row in figures.rows(query)]
    for start in range(0, len(ids), PUBLISHERS_AT_ONCE):
        yield from _some(figures, ids[start : start + PUBLISHERS_AT_ONCE])


def _some(figures: Figures, ids: list[str]) -> Iterator[Record]:
    reports, known, chains = (_by(figures.rows(query, ids), column) for query, column in _OF_PUBLISHERS)
    shown = reports_shown(figures, [row for id in ids for row in reports[id]])
    for id in ids:
        about = known.get(id, [{}])[0] | _named(reports[id][0])
        yield Record(id, about, list(islice(shown, len(reports[id]))), chains.get(id, []))


def _named(report: Mapping[str, Any]) -> dict[str, Any]:
    columns = "publisher division_code province prefecture county level scope".split()
    names = (report[column] for column in ("publisher", "publisher_printed", "title", "report_id"))
    return {"name": next(filter(None, names))} | {column: report[column] for column in columns}


def _by(rows: Sequence[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def reports_shown(figures: Figures, reports: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The reports' rows, each with its tables, findings and prose; all are read together."""
    ids = [report["report_id"] for report in reports]
    among = (min(ids), max(ids), ids)
    tables = {
        (name, edition): {row["report_id"]: row for row in figures.rows(_pack(table(name, edition)), *among)}
        for name in CELLS
        for edition in {report[layout_column(name)] for report in reports} - {None}
    }
    rest = {
        name: _by(figures.rows(f"select * from {name} where {AMONG}", *among), "report_id")
        for name in ("findings", "sections", "narrative_figures", "grids")
    }
    for report in reports:
        own = {name: rows.get(report["report_id"], []) for name, rows in rest.items()}
        yield {column: report[column] for column in REPORT} | {
            "tables": {
                name: _told(edition, tables[name, edition][report["report_id"]])
                for name in CELLS
                if (edition := report[layout_column(name)])
            },
            "grids": {g["locator"]: [plain(g[c]) for c in GRID] for g in own["grids"]},
            "findings": [{c: f[c] for c in FINDING if f[c] is not None} for f in own["findings"]],
            "sections": [{c: s[c] for c in SECTION} for s in sorted(own["sections"], key=_order)],
            "figures": [{c: f[c] for c in FIGURE} for f in own["narrative_figures"]],
        }


def _order(section: Mapping[str, Any]) -> int:
    """The sections stand as the notice has them."""
    return list(form_sections()).index(section["section"])


def _pack(shape: Table) -> str:
    """SQL: a table of some reports, one row a report; columnar, since a nation's cells are too many for Python.

    A unit is told where the form leaves it open, or says another one.
    """
    own = [*shape.cells, *((code, "") for code in local_lines(shape))]
    places = ", ".join(f"('{r}', '{c}', {n}, {_unit(shape, r)})" for n, (r, c) in enumerate(own))
    letters = " ".join(f"when '{status}' then '{letter}'" for status, letter in LETTERS.items())
    at = " and ".join(f't."{key}"::varchar = places.{place}' for key, place in zip(shape.key, "rc", strict=False))
    unit = "nullif(unit::varchar, form)" if shape.value == "decimal" else "null"
    label = "local_label" if shape.is_list else "null"
    return f"""
        with places(r, c, n, form) as (values {places})
        select report_id,
               string_agg(case status::varchar {letters} end, '' order by n) s,
               list(value order by n) v,
               list(locator order by n) l,
               list({{n: n, x: printed}} order by n) filter (where printed <> ''
                   and printed is distinct from regexp_replace(value::varchar, '\\.0$', '')) p,
               list({{n: n, x: value_inferred}} order by n) filter (where value_inferred is not null) i,
               list({{n: n, x: value_corrected}} order by n) filter (where value_corrected is not null) c,
               list(n order by n) filter (where not sound) u,
               list(n order by n) filter (where method::varchar = 'ocr') ocr,
               list({{n: n, x: {unit}}} order by n) filter (where {unit} is not null) units,
               list({{n: r, x: {label}}} order by n) filter (where {label} is not null) local
        from "{shape.name}" t join places on {at}
        where {AMONG} and report_id in (
            select report_id from reports where {layout_column(shape.name)} = {shape.edition})
        group by report_id
    """


def _unit(shape: Table, row: str) -> str:
    """SQL: the unit that a list prescribes for a row."""
    unit = shape.rows[row].unit if shape.is_list and row in shape.rows else None
    return f"'{unit}'" if unit else "null"


def _told(edition: int, packed: Mapping[str, Any]) -> dict[str, Any]:
    """A packed table as the scripts read it."""
    locators = [locator or "" for locator in packed["l"]]
    start = commonprefix(locators)  # noqa: RUF071 - the same characters are meant, not the same folders
    local = [[pair["n"], pair["x"]] for pair in packed["local"] or ()]
    return {
        "edition": edition,
        "s": packed["s"],
        "v": [plain(value) for value in packed["v"]],
        "l": [start, *(locator.removeprefix(start) for locator in locators)],
        "u": packed["u"] or [],
        "ocr": packed["ocr"] or [],
    } | {name: {pair["n"]: plain(pair["x"]) for pair in packed[name] or ()} for name in ("p", "i", "c", "units")} | (
        {"local": local} if local else {}
    )


def plain(value: Any) -> Any:
    """A number without `.0`; null for NaN; anything else as it is."""
    if not isinstance(value, float):
        return value
    return None if value != value else int(value) if value == int(value) else value


def as_json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)


