"""`faults(name, frame)`: what in rows of a table breaks its published schema, in a bounded line; empty if nothing.

`twice(name, before, group)` is about the rows' key: the frame may be a part of the table.
"""

import copy
from functools import cache

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.compute as pc
from pandera.errors import SchemaErrors

from schemas.tables import PUBLISHED, key

MOST = 3
"""Faults named; the first ones say enough, and a whole broken table must not fill a log."""

LONGEST = 300
"""Characters of the line."""


def faults(name: str, frame: pd.DataFrame) -> str:
    """Of single rows; whether a key is there twice is for `twice` to say."""
    try:
        of_rows(name).validate(frame, lazy=True)
    except SchemaErrors as error:
        return bounded(f"{name}: {_summary(error.failure_cases)}")
    return ""


@cache
def of_rows(name: str) -> pa.DataFrameSchema:
    """The model without its unique key, which a part of a table can't tell."""
    made = copy.deepcopy(PUBLISHED[name].to_schema())
    made.unique = None
    return made


def twice(name: str, before: arrow.Table | None, group: arrow.Table) -> str:
    """The first key that is there twice in a group of rows sorted by it, or that ends the group before, too."""
    keys = group.select(list(key(name)))
    if before is not None and len(before):
        keys = arrow.concat_tables([before.slice(len(before) - 1).select(list(key(name))), keys])
    if len(keys) < 2:
        return ""
    same = None
    for column in keys.columns:
        column = column.cast(arrow.string())
        equal = pc.fill_null(pc.equal(column.slice(1), column.slice(0, len(column) - 1)), False)
        same = equal if same is None else pc.and_(same, equal)
    place = pc.index(same, True).as_py()
    return "" if place < 0 else bounded(f"{name}: the key {keys.slice(place, 1).to_pylist()[0]} is there twice")


def bounded(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _summary(cases: pd.DataFrame) -> str:
    """The checks that failed: of a column with the column and a value, of a row in the check's own words."""
    in_a_column = cases["schema_context"] == "Column"
    told = [
        f"{case.column} {case.check} ({case.failure_case!r})" if of_column else str(case.check)
        for case, of_column in zip(cases.itertuples(), in_a_column, strict=True)
    ]
    distinct = list(dict.fromkeys(told))
    more = f" and {len(distinct) - MOST} more" if len(distinct) > MOST else ""
    return "; ".join(line.split("isin(")[0] for line in distinct[:MOST]) + more
