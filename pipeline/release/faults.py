"""`faults(name, frame)`: what in a table breaks its published schema, in a bounded line; empty if nothing."""

import pandas as pd
from pandera.errors import SchemaErrors

from schemas.tables import PUBLISHED

MOST = 3
"""Faults named; the first ones say enough, and a whole broken table must not fill a log."""

LONGEST = 300
"""Characters of the line."""


def faults(name: str, frame: pd.DataFrame) -> str:
    try:
        PUBLISHED[name].validate(frame, lazy=True)
    except SchemaErrors as error:
        return bounded(f"{name}: {_summary(error.failure_cases)}")
    return ""


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
