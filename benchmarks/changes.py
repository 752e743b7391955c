"""How long changes, gates and proofs take on a release of many cells: `python -m benchmarks.changes CELLS`."""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.release import gates
from pipeline.release.build import Build
from pipeline.release.changes import changes
from pipeline.release.files import sums
from pipeline.release.stamp import stamp
from pipeline.release.verify import proofs
from schemas.load import table
from tests.release import small
from tests.release.frames import built

SHAPE = table("applications", 2021)


def rows(reports: int, changed: int) -> dict[str, list[dict]]:
    """Reports of two years with all cells of table 三; every `changed`th has one other value."""
    ids = [f"r{n:06}" for n in range(reports)]
    told = [
        small.report(report_id=i, source_path=f"{i}.txt", source_sha256=f"{n:064}", year=2022 + n % 2, publisher=i)
        for n, i in enumerate(ids)
    ]
    cells = [
        small.cell(report_id=r["report_id"], item=item, applicant=applicant, year=r["year"],
                   value=int(n % changed == 0 and place == 0), printed="0")
        for n, r in enumerate(told) for place, (item, applicant) in enumerate(SHAPE.cells)
    ]  # fmt: skip
    counted = ("expected", "publishers", "published", "parsed", "sound")
    years = {y: sum(r["year"] == y for r in told) for y in (2022, 2023)}
    coverage = [
        small.row("coverage", division_code="", year=y, **dict.fromkeys(counted, n)) for y, n in years.items()
    ]  # fmt: skip
    return {"reports": told, "applications": cells, "coverage": coverage}


def timed(what: str, work: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s of CPU, peak {peak:.0f} MB")


def main(cells: int) -> None:
    reports = cells // len(SHAPE.cells) + 1
    with tempfile.TemporaryDirectory() as work:
        base = built(Path(work) / "2026.10.1", rows(reports, 10**9))
        after = Path(work) / "2026.11.1"
        built(after, rows(reports, 10), None)
        print(pq.read_metadata(after / "applications.parquet").num_rows, "cells")
        _measured(base, after)


def _measured(base: Path, after: Path) -> None:
    build = Build(after, "2026.11.1", date(2026, 11, 22), after, base)
    stamp(build)
    timed("changes", lambda: changes(build))
    (after / "SHA256SUMS").unlink()
    (after / "SHA256SUMS").write_text(sums(after), "utf-8")
    with gates.shipped(after, base, None) as given:
        for name, gate in (gates.OWN | gates.AGAINST).items():
            timed(f"gate {name}", lambda gate=gate: list(gate(given)))
    timed("verify", lambda: list(proofs(after)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
