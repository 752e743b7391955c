"""`sound(build)`: the strict subset of a release in `sound/`, in the same schemas, for whoever wants no doubt at all.

    reports                  the current ones
    publishers               those of a current report
    the three cell tables    sound cells of current reports
    continuity               what passed, between current reports

A cell with a reviewed correction isn't there: its `value` is known to be wrong, and whoever adds up the `value` of
`sound/` must never add up such a number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.release.build import Build
from pipeline.release.files import write_csv
from pipeline.release.parquet import row_groups, write_groups
from schemas.load import CELLS

FOLDER = "sound"


@dataclass(frozen=True, slots=True)
class Kept:
    """The current reports and their publishers."""

    report_ids: pa.Array
    publisher_ids: pa.Array


def sound(build: Build) -> None:
    """`sound/<table>.parquet` and `sound/csv/<table>.csv`."""
    (build.folder / FOLDER / "csv").mkdir(parents=True)
    kept = _kept(build.folder / "reports.parquet")
    for name, keeps in _KEEPS.items():
        path = build.folder / FOLDER / f"{name}.parquet"
        _write(name, build.folder / f"{name}.parquet", path, lambda rows, keeps=keeps: keeps(rows, kept))
        write_csv(path, build.folder / FOLDER / "csv" / f"{name}.csv")


def _write(name: str, source: Path, path: Path, keeps: Callable[[pa.Table], pa.ChunkedArray]) -> None:
    groups = (rows.filter(keeps(rows)) for rows in row_groups(source))
    write_groups(path, name, pq.read_schema(source), groups)


def _kept(parquet: Path) -> Kept:
    reports = pq.read_table(parquet, columns=["report_id", "publisher_id", "is_current"])
    current = reports.filter(reports["is_current"])
    return Kept(pc.unique(current["report_id"]), pc.unique(current["publisher_id"].drop_null()))


def _current(rows: pa.Table, _: Kept) -> pa.ChunkedArray:
    return rows["is_current"]


def _with_a_report(rows: pa.Table, kept: Kept) -> pa.ChunkedArray:
    return pc.is_in(rows["publisher_id"], kept.publisher_ids)


def _sound(rows: pa.Table, kept: Kept) -> pa.ChunkedArray:
    return pc.and_(rows["sound"], pc.is_in(rows["report_id"], kept.report_ids))


def _passed(rows: pa.Table, kept: Kept) -> pa.ChunkedArray:
    both = (pc.is_in(rows[column], kept.report_ids) for column in ("report_id", "previous_report_id"))
    return pc.and_(pc.equal(rows["outcome"].cast(pa.string()), "pass"), pc.and_(*both))


_KEEPS: Mapping[str, Callable[[pa.Table, Kept], pa.ChunkedArray]] = {
    "reports": _current,
    "publishers": _with_a_report,
    **dict.fromkeys(CELLS, _sound),
    "continuity": _passed,
}
