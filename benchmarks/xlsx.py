"""What a workbook costs: `python -m benchmarks.xlsx [--reports N]`, beside openpyxl writing the same cells.

Reports are made up: every cell of the three tables of 2021 with a number. CPU seconds per 1,000 reports, workbook
closed; openpyxl in its write-only mode, without formats, header or comments.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl

from pipeline.release.build import Build
from pipeline.release.files import write_parquet
from pipeline.release.xlsx.rows import FRONT, Reports
from pipeline.release.xlsx.workbook import parts, write_workbook
from schemas.load import LATEST_EDITION, TABLES, table
from schemas.tables import TABLES as ALL
from schemas.tables import columns_of, conform

YEAR = 2023


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1000)
    reports = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as work:
        build = _build(Path(work), reports)
        (part,) = parts(build.folder)
        own = _seconds(lambda: write_workbook(build.folder, part, Path(work) / "own.xlsx"))
        other = _seconds(lambda: _openpyxl(build.folder, Path(work) / "other.xlsx"))
        size = (Path(work) / "own.xlsx").stat().st_size / reports
    thousand = 1000 / reports
    print(f"{own * thousand:.2f} s per 1,000 reports, openpyxl {other * thousand:.2f} s, ratio {own / other:.2f}; "
          f"{size:.0f} bytes a report")  # fmt: skip


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _build(folder: Path, reports: int) -> Build:
    """A release in the making with that many reports."""
    made = Build(folder / "releases" / ".building", "2026.11.1", date(2026, 11, 24), folder, None)
    made.folder.mkdir(parents=True)
    names = [f"r{number:06}" for number in range(reports)]
    rows = {"reports": map(_report, names)} | {name: _cells(name, names) for name in TABLES}
    for name in ALL:
        write_parquet(name, conform(name, rows.get(name, ())), made.folder / f"{name}.parquet")
    return made


def _report(name: str) -> dict[str, object]:
    known = {"report_id": name, "publisher": name, "year": YEAR, "source_path": f"{name}.pdf", "is_current": True}
    editions = {f"layout_{table}": LATEST_EDITION for table in TABLES}
    return dict.fromkeys(columns_of("reports")) | known | editions | {"source_sha256": "0" * 64}


def _cells(name: str, reports: list[str]) -> Iterator[dict[str, object]]:
    shape, empty = table(name, LATEST_EDITION), dict.fromkeys(columns_of(name))
    for report in reports:
        known = {"report_id": report, "year": YEAR, "status": "reported", "sound": True}
        for number, codes in enumerate(shape.cells):
            yield empty | known | {"value": number, "printed": str(number)} | dict(zip(shape.key, codes, strict=True))


def _openpyxl(folder: Path, path: Path) -> None:
    """The same cells, read from the same files by the same code."""
    book = openpyxl.Workbook(write_only=True)
    sheets = {name: book.create_sheet(name) for name in TABLES}
    with_cells = Reports(folder, YEAR)
    for report, cells, _ in with_cells.between(0, 10**9):
        for name, sheet in sheets.items():
            sheet.append([report[column] for column in FRONT] + [cell.value for cell in cells[name]])
    book.save(path)


if __name__ == "__main__":
    main()
