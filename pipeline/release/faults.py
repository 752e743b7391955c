"""`faults(name, frame)`: what in a table breaks its published schema, in a bounded line; empty if nothing.

A table that comes in parts, sorted by key, is held against it part by part; `unsorted(name, before, part)` tells what
no part can tell by itself: whether a key stands in two of them.
"""

from functools import cache

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pandera.errors import SchemaErrors

from schemas.tables import PUBLISHED, key

MOST = 3
"""Faults named; the first ones say enough, and a whole broken table must not fill a log."""

LONGEST = 300
"""Characters of the line."""


def faults(name: str, frame: pd.DataFrame) -> str:
    try:
        _schema(name).validate(frame, lazy=True)
    except SchemaErrors as error:
        return bounded(f"{name}: {_summary(error.failure_cases)}")
    return ""


@cache
def _schema(name: str) -> pa.DataFrameSchema:
    return PUBLISHED[name].to_schema()


def unsorted(name: str, before: arrow.Table, part: arrow.Table) -> str:
    """What is wrong with the first key of a part behind the part before it, which must be greater than its last one."""
    if not len(before) or not len(part):
        return ""
    last, first = (_key(name, rows) for rows in (before.slice(len(before) - 1), part.slice(0, 1)))
    if first > last:
        return ""
    return bounded(f"{name}: the key {first} " + ("is there twice" if first == last else f"stands after {last}"))


def _key(name: str, row: arrow.Table) -> tuple[object, ...]:
    return tuple(row[column][0].as_py() for column in key(name))


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
