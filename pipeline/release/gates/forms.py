"""Proofs on the other forms of a release, which say the same as its tables: `wide`, `sound`, `chinese`, `workbooks`.

A form that can be written in one way alone is written once more from the Parquet, beside, and compared byte by byte:
that is stricter than cell by cell, and needs no reader of the form.
"""

import filecmp
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.release import chinese as in_chinese
from pipeline.release.database import parquet
from pipeline.release.gates.shape import whole
from pipeline.release.gates.shipped import SHOWN, Fault, Shipped
from pipeline.release.xlsx.workbook import FOLDER as WORKBOOKS
from pipeline.release.xlsx.workbook import parts, write_workbook
from schemas.load import CELLS
from schemas.tables import title

SOUND = "sound"


def wide(shipped: Shipped) -> Iterator[Fault]:
    """`applications_wide` holds every value of `applications`, no other, and counts the cells that aren't sound."""
    rows, long = shipped.rows("applications_wide"), shipped.rows("applications")
    spread = f"UNPIVOT (SELECT * EXCLUDE (year, cells_not_sound) FROM {rows}) ON COLUMNS(* EXCLUDE report_id)"
    cells = f"SELECT report_id, item || '__' || applicant, value FROM {long} WHERE value IS NOT NULL"
    counted = f"SELECT report_id, any_value(year), count(*) FILTER (NOT sound) FROM {long} GROUP BY report_id"
    reports = f"SELECT report_id, year, cells_not_sound FROM {rows}"
    for what, one, other in (("values", spread, cells), ("counts", reports, counted)):
        both = f"(({one}) EXCEPT ALL ({other})) UNION ALL (({other}) EXCEPT ALL ({one}))"
        yield from shipped.faults("applications_wide", f"{what} that are not those of applications", both)


def sound(shipped: Shipped) -> Iterator[Fault]:
    """`sound/` holds exactly the rows of the tables that are beyond doubt, as its README says."""
    current = f"SELECT report_id FROM {shipped.rows('reports')} WHERE is_current"
    mine = f"report_id IN ({current})"
    kept = {
        "reports": "is_current",
        "publishers": f"publisher_id IN (SELECT publisher_id FROM {shipped.rows('reports')} WHERE is_current)",
        **dict.fromkeys(CELLS, f"sound AND {mine}"),
        "continuity": f"outcome = 'pass' AND {mine} AND previous_report_id IN ({current})",
    }
    for name, where in kept.items():
        path = shipped.folder / SOUND / f"{name}.parquet"
        if not path.is_file():
            yield Fault(f"{SOUND}/{name}", "the file is missing")
            continue
        one, other = f"FROM {parquet(path)}", f"FROM {shipped.rows(name)} WHERE {where}"
        both = f"(({one}) EXCEPT ALL ({other})) UNION ALL (({other}) EXCEPT ALL ({one}))"
        yield from shipped.faults(f"{SOUND}/{name}", "rows that are not the sound ones", both)


def chinese(shipped: Shipped) -> Iterator[Fault]:
    """`csv-zh/` holds every table, byte by byte as it is written from the Parquet."""
    with tempfile.TemporaryDirectory() as beside:
        again = Path(beside, "again.csv")
        for name in whole(shipped):
            file = Path(in_chinese.FOLDER, f"{title(name)[0]}.csv")
            in_chinese.write_chinese(name, shipped.folder / f"{name}.parquet", again)
            yield from _same(shipped, file, again)


def workbooks(shipped: Shipped) -> Iterator[Fault]:
    """`xlsx/` holds a workbook a year, byte by byte as it is written from the Parquet."""
    folder, made = shipped.folder / WORKBOOKS, []
    with tempfile.TemporaryDirectory() as beside:
        again = Path(beside, "again.xlsx")
        for part in parts(shipped.folder):
            made.append(f"{part.name}.xlsx")
            write_workbook(shipped.folder, part, again)
            yield from _same(shipped, Path(WORKBOOKS, made[-1]), again)
    if more := sorted(file.name for file in folder.glob("*.xlsx") if file.name not in made):
        yield Fault(WORKBOOKS, "workbooks of no year of the release", len(more), tuple(more[:SHOWN]))


def _same(shipped: Shipped, file: Path, again: Path) -> Iterator[Fault]:
    if not (shipped.folder / file).is_file():
        yield Fault(file.as_posix(), "the file is missing")
    elif not filecmp.cmp(shipped.folder / file, again, shallow=False):
        yield Fault(file.as_posix(), "is not what is written from the Parquet (by this version of the program)")
