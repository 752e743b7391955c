"""`wide(build)`: `applications` once more, one row a report and one column a cell of the form.

    report_id item    applicant value       report_id granted__total … cells_not_sound
    r         granted total         3   →   r                      3 …               0
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.release.build import Build
from pipeline.release.files import write_csv
from pipeline.release.parquet import release_schema, write_groups
from schemas.tables.applications_wide import cells

NAME = "applications_wide"
SOURCE = "applications"
CELLS_A_GROUP = 2**19
"""Cells that become one row group: some 3,000 reports."""
_READ = ["report_id", "item", "applicant", "year", "value", "sound"]


def wide(build: Build) -> None:
    """`applications_wide.parquet` and `csv/applications_wide.csv`."""
    path, schema = build.folder / f"{NAME}.parquet", release_schema(build, NAME)
    groups = (_spread(rows).cast(schema) for rows in whole_reports(build.folder / f"{SOURCE}.parquet"))
    write_groups(path, NAME, schema, groups)
    write_csv(path, build.folder / "csv" / f"{NAME}.csv")


def whole_reports(parquet: Path) -> Iterator[pa.Table]:
    """The rows of the file, which are sorted by report, in tables that never cut a report in two."""
    with pq.ParquetFile(parquet) as source:
        held = source.schema_arrow.empty_table().select(_READ)
        for batch in source.iter_batches(CELLS_A_GROUP, columns=_READ):
            rows = pa.concat_tables([held, pa.Table.from_batches([batch]).select(_READ)])
            last = pc.index(rows["report_id"], rows["report_id"][-1]).as_py()
            held = rows[last:]
            if last:
                yield rows[:last]
        if len(held):
            yield held


def _spread(rows: pa.Table) -> pa.Table:
    """Whole reports, cell by cell → one row each."""
    ids = rows["report_id"].combine_chunks().dictionary_encode()
    row, place = ids.indices.to_numpy(), _places(rows)
    has = rows["value"].is_valid().to_numpy()
    values = np.zeros((len(cells()), len(ids.dictionary)), np.int64)
    absent = np.ones(values.shape, bool)
    values[place[has], row[has]] = rows["value"].drop_null().to_numpy()
    absent[place[has], row[has]] = False
    first = np.unique(row, return_index=True)[1]
    doubted = np.bincount(row[~rows["sound"].to_numpy()], minlength=len(ids.dictionary))
    columns = [pa.array(numbers, mask=mask) for numbers, mask in zip(values, absent, strict=True)]
    arrays = [ids.dictionary, rows["year"].combine_chunks().take(first), *columns, pa.array(doubted)]
    return pa.table(arrays, ["report_id", "year", *cells(), "cells_not_sound"])


def _places(rows: pa.Table) -> np.ndarray:
    """Which column each cell goes to."""
    names = pc.binary_join_element_wise(rows["item"].cast(pa.string()), rows["applicant"].cast(pa.string()), "__")
    return pc.index_in(names, pa.array(list(cells()))).to_numpy()
