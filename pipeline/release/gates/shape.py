"""Gates on the tables of a release by themselves: what their models say must hold of what lies on the disk."""

import copy
from collections.abc import Iterator
from functools import cache

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from pipeline.release.database import joined, named
from pipeline.release.gates.shipped import Fault, Shipped, fault
from schemas.tables import PUBLISHED, arrow_schema, foreign_keys, framed, key


def schema(shipped: Shipped) -> Iterator[Fault]:
    """Every table is there as Parquet, with the columns, order, types and nullability that its model says."""
    for name in PUBLISHED:
        yield from _shape(shipped, name)


def _shape(shipped: Shipped, name: str) -> Iterator[Fault]:
    path = shipped.folder / f"{name}.parquet"
    if not path.is_file():
        yield Fault(name, "the file is missing")
        return
    try:
        found = pq.read_schema(path)
    except (arrow.ArrowException, OSError) as error:
        yield Fault(name, "the file can't be read as Parquet", 1, (str(error),))
        return
    wrong = list(_unlike(found, arrow_schema(name)))
    if wrong:
        yield Fault(name, "columns are not as published", len(wrong), tuple(wrong[:3]))


def _unlike(found: arrow.Schema, wanted: arrow.Schema) -> Iterator[str]:
    """Columns that are missing, unknown, of another type or nullability, or in another place."""
    yield from (f"{name} is missing" for name in wanted.names if name not in found.names)
    yield from (f"{name} is unknown" for name in found.names if name not in wanted.names)
    for field in wanted:
        if field.name in found.names and not found.field(field.name).equals(field):
            yield f"{field.name} is {_kind(found.field(field.name))}, not {_kind(field)}"
    if sorted(found.names) == sorted(wanted.names) and found.names != wanted.names:
        yield f"the order is {', '.join(found.names)}"


def _kind(field: arrow.Field) -> str:
    return f"{field.type}{'' if field.nullable else ' not null'}"


def whole(shipped: Shipped) -> list[str]:
    """The tables whose files have their schema: only these can be looked into."""
    return [name for name in PUBLISHED if not any(_shape(shipped, name))]


def values(shipped: Shipped) -> Iterator[Fault]:
    """No value is outside its range, code list or pattern, none is null that may not be, and the columns agree."""
    for name in whole(shipped):
        with pq.ParquetFile(shipped.folder / f"{name}.parquet") as file:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                yield from _broken(name, framed(name, rows)) if len(rows) else ()


def _broken(name: str, frame: pd.DataFrame) -> Iterator[Fault]:
    try:
        _model(name).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        of_column = cases["schema_context"] == "Column"
        whose = cases["column"].astype(str).where(of_column, "a row")
        for (_, column, check), found in cases.groupby([~of_column, whose, cases["check"].astype(str)]):
            yield _case(name, frame, column, check.split("(")[0], found)


def _case(name: str, frame: pd.DataFrame, column: str, check: str, found: pd.DataFrame) -> Fault:
    """The rows in which a check fails, by their keys."""
    places = [int(i) for i in found["index"].dropna().unique()]
    keys = frame.loc[places[:3], list(key(name))].astype(str).values.tolist()
    values = [[*k, str(case)] for k, case in zip(keys, found["failure_case"].tolist(), strict=False)]
    return fault(name, f"{column} breaks {check}", values, len(places) or len(found))


@cache
def _model(name: str) -> pa.DataFrameSchema:
    """The model without its unique key, which a part of a table can't tell and `keys` does."""
    made = copy.deepcopy(PUBLISHED[name].to_schema())
    made.unique = None
    return made


def keys(shipped: Shipped) -> Iterator[Fault]:
    """No two rows of a table have the same key."""
    for name in whole(shipped):
        twice = f"SELECT {named(*key(name))} FROM {shipped.rows(name)} GROUP BY ALL HAVING count(*) > 1"
        yield from shipped.faults(name, "keys that are there more than once", twice)


def order(shipped: Shipped) -> Iterator[Fault]:
    """The rows of a table are sorted by its key."""
    for name in whole(shipped):
        row = f"row({named(*key(name))})"
        pairs = f"SELECT {row} AS this, lag({row}) OVER () AS before FROM {shipped.rows(name)}"
        told = ", ".join(f"this[{place + 1}]" for place in range(len(key(name))))
        yield from shipped.faults(
            name, "rows that stand after a greater key", f"SELECT {told} FROM ({pairs}) WHERE this < before"
        )


def references(shipped: Shipped) -> Iterator[Fault]:
    """What a row names in another table is there."""
    there = whole(shipped)
    for name in there:
        for foreign in (foreign for foreign in foreign_keys(name) if foreign.table in there):
            known = joined((f'f."{c}" IS NOT NULL' for c in foreign.columns), "AND")
            pairs = zip(foreign.columns, foreign.target_columns, strict=True)
            same = joined((f'f."{own}" = t."{target}"' for own, target in pairs), "AND")
            orphans = f"""SELECT DISTINCT {named(*foreign.columns)} FROM {shipped.rows(name)} f
                ANTI JOIN {shipped.rows(foreign.table)} t ON {same} WHERE {known}"""
            yield from shipped.faults(name, f"{', '.join(foreign.columns)} not in {foreign.table}", orphans)


def coverage(shipped: Shipped) -> Iterator[Fault]:
    """`coverage` counts every report of a known year once, and no part is greater than what it is part of."""
    if not {"coverage", "reports"} <= {*whole(shipped)}:
        return
    asked = f"""SELECT r.n, c.n FROM (SELECT count(*) AS n FROM {shipped.rows("reports")} WHERE year IS NOT NULL) r,
        (SELECT coalesce(sum(published), 0)::BIGINT AS n FROM {shipped.rows("coverage")}) c WHERE r.n <> c.n"""
    yield from shipped.faults("coverage", "reports of a known year, and how many it counts", asked)
    wrong = "publishers > expected OR publishers > published OR parsed > published OR sound > parsed"
    asked = f"SELECT {named(*key('coverage'))} FROM {shipped.rows('coverage')} WHERE {wrong}"
    yield from shipped.faults("coverage", "a part is greater than the whole", asked)
