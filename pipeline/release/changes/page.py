"""`page(database, build)`: the text of `CHANGES.md`, never longer than a screen or three however much has changed.

Names and values come from documents, so they are shown without line breaks, marks of Markdown and invisible signs.
"""

import json
import unicodedata
from collections.abc import Iterator

import duckdb

from pipeline.release.build import Build
from pipeline.release.changes.compare import CELLS as FIGURES
from pipeline.release.changes.compare import uncompared
from pipeline.release.database import columns, parquet
from pipeline.release.stamp import stamped
from schemas.tables import changes_page as words
from schemas.tables import entries

REPORTS_SHOWN = 20
"""Reports named of each reason."""

CELLS_SHOWN = 100
LONGEST = 60
"""Characters of a name or a value."""

SHOWN = ("value", "status", "printed", "value_inferred", "value_corrected")
NULL = "∅"
MARKS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#&"})


def page(database: duckdb.DuckDBPyConnection, build: Build) -> str:
    """Counts, the reports concerned, the first changed values, and what could not be compared."""
    if build.base is None:
        return words.PAGE.format(version=build.version, intro=words.FIRST, parts="")
    database.execute(f"CREATE VIEW changes AS FROM {parquet(build.folder / 'changes.parquet')}")
    _names(database, build)
    parts = (_counts(database), _reports(database), _cells(database), _shapes(database, build))
    return words.PAGE.format(version=build.version, intro=_intro(build), parts="".join(parts))


def _intro(build: Build) -> str:
    zh, en = words.CODE[stamped(build.base).code == stamped(build.folder).code]
    return words.AFTER.format(base=build.base.name, code_zh=zh, code_en=en)


def _names(database: duckdb.DuckDBPyConnection, build: Build) -> None:
    """The view `names`: what to call each report of either release."""
    sides = []
    for order, folder in enumerate((build.folder, build.base)):
        path = folder / "reports.parquet"
        known = columns(database, path)
        told = ", ".join(f'"{c}"' if c in known else f'NULL AS "{c}"' for c in ("publisher", "year", "source_path"))
        sides.append(f"SELECT report_id, {told}, {order} AS side FROM {parquet(path)}")
    database.execute(f"""CREATE VIEW names AS SELECT * EXCLUDE (side) FROM ({" UNION ALL ".join(sides)})
        QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY side) = 1""")


def _counts(database: duckdb.DuckDBPyConnection) -> str:
    asked = 'SELECT "table", letter, why, count(*) FROM changes GROUP BY ALL ORDER BY ALL'
    lines = [
        f"| `{table}` | {_code('letters', letter)} | {_code('change_reasons', why)} | {number:,} |"
        for table, letter, why, number in database.execute(asked).fetchall()
    ]
    return words.COUNTS.format(lines="\n".join(lines) or f"| {words.NOTHING} | | | 0 |")


def _code(codelist: str, code: str) -> str:
    entry = entries(codelist)[code]
    return f"{entry.title_zh} {entry.title_en}"


def _reports(database: duckdb.DuckDBPyConnection) -> str:
    lines = [line for why in entries("change_reasons") for line in _of_reason(database, why)]
    return words.REPORTS.format(lines="\n".join(lines) or words.NOTHING)


def _of_reason(database: duckdb.DuckDBPyConnection, why: str) -> Iterator[str]:
    asked = """SELECT report_id, publisher, year, source_path, count(*) OVER () FROM names
        WHERE report_id IN (SELECT report_id FROM changes WHERE why = $why) ORDER BY report_id LIMIT $most"""
    found = database.execute(asked, {"why": why, "most": REPORTS_SHOWN}).fetchall()
    if found:
        yield f"### {_code('change_reasons', why)}: {found[0][-1]:,}\n"
        yield from (f"- {_name(*name)}（{_shown(path)}）" for *name, path, _ in found)
        if found[0][-1] > len(found):
            yield words.MORE.format(number=f"{found[0][-1] - len(found):,}")
        yield ""


def _name(report_id: str, publisher: str | None, year: int | None) -> str:
    return _shown(f"{publisher} {year}" if publisher and year else report_id)


def _cells(database: duckdb.DuckDBPyConnection) -> str:
    asked = f"""SELECT report_id, publisher, year, "table", "row", field, old, "new", why, count(*) OVER ()
        FROM changes LEFT JOIN names USING (report_id)
        WHERE letter = 'M' AND "table" IN {FIGURES} AND field IN {SHOWN}
        ORDER BY "table", "row", field LIMIT {CELLS_SHOWN}"""
    found = database.execute(asked).fetchall()
    lines = "\n".join(_cell(*change[:-1]) for change in found) or f"| {words.NOTHING} | | | |"
    return words.CELLS.format(shown=len(found), all=found[0][-1] if found else 0, lines=lines)


def _cell(
    report_id: str, publisher: str, year: int, table: str, row: str, field: str, old: str, new: str, why: str
) -> str:
    place = "/".join([table, *map(str, json.loads(row)[1:])])
    shown = " → ".join(_shown(json.loads(side)) for side in (old, new))
    return f"| {_name(report_id, publisher, year)} | `{place}` {field} | {shown} | {_code('change_reasons', why)} |"


def _shapes(database: duckdb.DuckDBPyConnection, build: Build) -> str:
    lines = []
    for shape in uncompared(database, build.base, build.folder):
        lines.append(f"- `{shape.name}`" + ("" if shape.compared else f": {words.NOT_COMPARED}"))
        lines += [f"  - {words.CAME}: `{c}`" for c in shape.came] + [f"  - {words.WENT}: `{c}`" for c in shape.went]
    return words.SHAPES.format(lines="\n".join(lines)) if lines else ""


def _shown(value: object) -> str:
    """A name or value in a line of Markdown; a null as ∅, and what is long is cut."""
    if value is None:
        return NULL
    told = " ".join(str(value).split())
    told = "".join(sign for sign in told if unicodedata.category(sign)[0] != "C")
    return (told if len(told) <= LONGEST else told[: LONGEST - 1] + "…").translate(MARKS)
