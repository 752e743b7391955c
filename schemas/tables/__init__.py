"""The published tables by name: `TABLES`, which documents fill, `PUBLISHED`, all of a release, and what follows.

    key(name)             the key columns
    foreign_keys(name)    which columns name a row of which other table
    title(name)           Chinese and English title; `description(name)` one line more in each language
    columns_of(name)      what is known of each column: type, unit, code list, titles, descriptions
    arrow_schema(name)    the types in Parquet
    conform(name, rows)   dicts → a frame of these types, sorted by key; `from_arrow` the same from Arrow
    plain(name, rows)     dicts → Arrow of these types, but for codes, which are text; `plain_of` the same of a frame
    coded(name, table)    Arrow of `plain_schema` → Arrow with exactly the published schema; `framed` a frame of that
    to_arrow(name, frame) a frame → Arrow with exactly the published schema
    empty(name)           a frame without rows

A model is the one specification: dtypes, order, nullability, codes, keys, titles and units are all read
from it. A value of another type is an error and never turned into something that fits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.compute as pc

from schemas.tables.applications import Applications
from schemas.tables.applications_harmonised import ApplicationsHarmonised
from schemas.tables.applications_wide import ApplicationsWide
from schemas.tables.changes import Changes
from schemas.tables.codelists import Codelists
from schemas.tables.columns import entries
from schemas.tables.continuity import Continuity
from schemas.tables.coverage import Coverage
from schemas.tables.documents_refused import DocumentsRefused
from schemas.tables.findings import Findings
from schemas.tables.grids import Grids
from schemas.tables.keys import FOREIGN_KEYS, ForeignKey
from schemas.tables.layout_crosswalk import LayoutCrosswalk
from schemas.tables.narrative_figures import NarrativeFigures
from schemas.tables.proactive_disclosure import ProactiveDisclosure
from schemas.tables.publishers import Publishers
from schemas.tables.reports import Reports
from schemas.tables.reviews_litigation import ReviewsLitigation
from schemas.tables.revisions import Revisions
from schemas.tables.rule_results import RuleResults
from schemas.tables.sections import Sections
from schemas.tables.statistics_2014 import Statistics2014

SCHEMA_VERSION = 4
"""Changes when a column comes, goes or changes its meaning."""

ROWS_A_GROUP = 2**18
"""Rows of a row group: long texts of that many rows still fit in one Arrow array."""

TABLES: Mapping[str, type[pa.DataFrameModel]] = {
    "reports": Reports,
    "proactive_disclosure": ProactiveDisclosure,
    "applications": Applications,
    "reviews_litigation": ReviewsLitigation,
    "statistics_2014": Statistics2014,
    "sections": Sections,
    "narrative_figures": NarrativeFigures,
    "grids": Grids,
    "findings": Findings,
    "rule_results": RuleResults,
    "documents_refused": DocumentsRefused,
    "publishers": Publishers,
    "continuity": Continuity,
    "revisions": Revisions,
    "coverage": Coverage,
    "layout_crosswalk": LayoutCrosswalk,
    "applications_harmonised": ApplicationsHarmonised,
}

PUBLISHED: Mapping[str, type[pa.DataFrameModel]] = TABLES | {
    "applications_wide": ApplicationsWide,
    "changes": Changes,
    "codelists": Codelists,
}
"""With those that no document fills: another form of one, what differs from the release before, what codes mean."""

_ARROW = {
    "category": arrow.dictionary(arrow.int32(), arrow.string()),
    "Int16": arrow.int16(),
    "Int64": arrow.int64(),
    "float64": arrow.float64(),
    "Float64": arrow.float64(),
    "boolean": arrow.bool_(),
}
_LIMITS = {
    "greater_than_or_equal_to": "minimum",
    "less_than_or_equal_to": "maximum",
    "str_matches": "pattern",
    "isin": "enum",
}
"""Pandera's names of the checks that a descriptor can tell; the other ones only run."""

_PANDAS = {
    "Int16": pd.Int16Dtype(),
    "Int64": pd.Int64Dtype(),
    "float64": "float64",
    "Float64": pd.Float64Dtype(),
    "boolean": pd.BooleanDtype(),
    "text": pd.StringDtype(na_value=float("nan")),
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a table's model says of a column; `dtype` is `category`, `text` or pandas' name of the type."""

    name: str
    dtype: str
    nullable: bool
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    unit: str
    codelist: str
    codes: tuple[str, ...]
    limits: Mapping[str, Any]
    """What a value must fulfil, in the words of JSON Schema: `minimum`, `maximum`, `pattern`, `enum`."""


@cache
def columns_of(name: str) -> Mapping[str, Column]:
    """The columns of a table in published order; KeyError where there is no such table."""
    return {field.name: _column(field) for field in _schema(name).columns.values()}


@cache
def _schema(name: str) -> pa.DataFrameSchema:
    return PUBLISHED[name].to_schema()


def _column(field: pa.Column) -> Column:
    dtype = str(field.dtype)
    allowed = next((c.statistics["allowed_values"] for c in field.checks if c.name == "isin"), ())
    codes = tuple(sorted(allowed)) if dtype == "category" else ()
    known = dtype if dtype in _ARROW else "text"
    return Column(field.name, known, field.nullable, codes=codes, limits=_limits(field), **field.metadata)


def _limits(field: pa.Column) -> dict[str, Any]:
    told = [
        (_LIMITS[check.name], value)
        for check in field.checks
        if check.name in _LIMITS
        for value in check.statistics.values()
    ]
    return {word: sorted(value) if word == "enum" else value for word, value in told}


def key(name: str) -> tuple[str, ...]:
    return tuple(_schema(name).unique)


def foreign_keys(name: str) -> tuple[ForeignKey, ...]:
    """What a table's columns refer to, as `schemas/tables/keys.py` tells."""
    return FOREIGN_KEYS.get(name, ())


def title(name: str) -> tuple[str, str]:
    told = PUBLISHED[name].Config.metadata
    return told["title_zh"], told["title_en"]


def description(name: str) -> tuple[str, str]:
    """What a row of the table is, in Chinese and in English."""
    told = PUBLISHED[name].Config.metadata
    return told["description_zh"], told["description_en"]


@cache
def arrow_schema(name: str) -> arrow.Schema:
    """The types of `<name>.parquet`: codes as dictionaries, everything else plain; what the model says of
    table and columns as metadata."""
    words = ("title_zh", "title_en", "description_zh", "description_en")
    told = dict(zip(words, (*title(name), *description(name)), strict=True))
    fields = [_arrow_field(column) for column in columns_of(name).values()]
    return arrow.schema(fields, told | {"schema_version": str(SCHEMA_VERSION)})


def _arrow_field(column: Column) -> arrow.Field:
    words = ("title_zh", "title_en", "description_zh", "description_en", "unit", "codelist")
    told = {word: getattr(column, word) for word in words if getattr(column, word)}
    return arrow.field(column.name, _ARROW.get(column.dtype, arrow.string()), column.nullable, told)


@cache
def plain_schema(name: str) -> arrow.Schema:
    """The types before codes are known to be codes: strings in place of dictionaries, nulls anywhere."""
    types = {c.name: _ARROW.get(c.dtype, arrow.string()) for c in columns_of(name).values()}
    return arrow.schema(
        [
            (column, arrow.string() if arrow.types.is_dictionary(kind) else kind)
            for column, kind in types.items()
        ]
    )


def plain(name: str, rows: Iterable[Mapping[str, Any]]) -> arrow.Table:
    """Dicts → Arrow, strictly; ValueError where a column is missing, unknown or of another type."""
    rows, wanted = list(rows), set(columns_of(name))
    for row in rows:
        if row.keys() != wanted:
            raise ValueError(f"{name}: columns {sorted(row.keys() ^ wanted)} are missing or unknown")
    arrays = [_array(name, field, [row[field.name] for row in rows]) for field in plain_schema(name)]
    return arrow.Table.from_arrays(arrays, schema=plain_schema(name))


def _array(name: str, field: arrow.Field, values: list[Any]) -> arrow.Array:
    if arrow.types.is_integer(field.type) and any(isinstance(value, float) for value in values):
        raise ValueError(f"{name}.{field.name}: a float where only integers belong")  # Arrow would cut it
    try:
        made = arrow.array(values, field.type)
    except (arrow.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name}.{field.name}: {error}") from error
    return pc.if_else(pc.is_nan(made), None, made) if arrow.types.is_floating(field.type) else made


def conform(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Dicts → a frame with the table's dtypes and column order, sorted by key; ValueError as `plain` says."""
    return from_arrow(name, plain(name, rows))


def plain_of(name: str, frame: pd.DataFrame) -> arrow.Table:
    """A frame with the table's columns in any order and type → Arrow as `plain`; ValueError where one can't be."""
    try:
        return arrow.Table.from_pandas(frame[list(columns_of(name))], plain_schema(name), preserve_index=False)
    except (arrow.ArrowException, KeyError) as error:
        raise ValueError(f"{name}: {error}") from error


def from_arrow(name: str, table: arrow.Table) -> pd.DataFrame:
    """A table of `plain_schema` → a frame with the table's dtypes, sorted by key.

    A code that is in no code list is kept as a category of its own, for the model to object to.
    """
    found = {column.name: _series(column, table[column.name]) for column in columns_of(name).values()}
    frame = pd.DataFrame(found, columns=list(columns_of(name)))
    return frame.sort_values(list(key(name)), kind="stable", ignore_index=True)


def coded(name: str, table: arrow.Table) -> arrow.Table:
    """A table of `plain_schema` → the same rows as `arrow_schema` has them; ValueError where a value is no code."""
    arrays = [_coded(name, field, table[field.name]) for field in arrow_schema(name)]
    return arrow.Table.from_arrays(arrays, schema=arrow_schema(name))


def _coded(name: str, field: arrow.Field, values: arrow.ChunkedArray) -> arrow.ChunkedArray | arrow.Array:
    if not arrow.types.is_dictionary(field.type):
        return values
    codes = arrow.array(columns_of(name)[field.name].codes, arrow.string())
    values = values.combine_chunks() if isinstance(values, arrow.ChunkedArray) else values
    places = pc.index_in(values, codes)
    if places.null_count > values.null_count:
        wrong = values.filter(pc.and_(places.is_null(), values.is_valid()))[0]
        raise ValueError(f"{name}: {field.name} isin ({wrong.as_py()!r})")
    return arrow.DictionaryArray.from_arrays(places, codes)


def framed(name: str, table: arrow.Table) -> pd.DataFrame:
    """Some or all columns of a table of `arrow_schema` → a frame with the table's dtypes, the rows as they are."""
    columns = [columns_of(name)[column] for column in table.column_names]
    return pd.DataFrame({column.name: _framed(column, table[column.name]) for column in columns})


def _framed(column: Column, values: arrow.ChunkedArray) -> pd.Series:
    if column.dtype != "category":
        return _series(column, values)
    whole = values.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, arrow.ChunkedArray) else whole
    places = whole.indices.fill_null(-1).to_numpy()
    return pd.Series(pd.Categorical.from_codes(places, categories=whole.dictionary.to_pylist()))


def _series(column: Column, values: arrow.ChunkedArray) -> pd.Series:
    if column.dtype != "category":
        return values.to_pandas(types_mapper={values.type: _extension(column)}.get).astype(
            _PANDAS[column.dtype]
        )
    seen = pc.unique(values).drop_null().to_pylist()
    categories = sorted({*column.codes, *seen})
    return pd.Series(pd.Categorical(values.to_pandas(), categories=categories))


def _extension(column: Column) -> Any:
    """The nullable pandas type to convert to, so that a null integer never passes through a float."""
    kind = _PANDAS[column.dtype]
    return None if isinstance(kind, str) else kind


def to_arrow(name: str, frame: pd.DataFrame) -> arrow.Table:
    """A frame as `conform` makes it → Arrow with exactly `arrow_schema(name)`."""
    return arrow.Table.from_pandas(
        frame, schema=arrow_schema(name), preserve_index=False
    ).replace_schema_metadata(arrow_schema(name).metadata)


def empty(name: str) -> pd.DataFrame:
    return conform(name, ())


__all__ = [
    "PUBLISHED",
    "ROWS_A_GROUP",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "ForeignKey",
    "arrow_schema",
    "coded",
    "columns_of",
    "conform",
    "description",
    "empty",
    "entries",
    "foreign_keys",
    "framed",
    "from_arrow",
    "key",
    "plain",
    "plain_of",
    "plain_schema",
    "title",
    "to_arrow",
]
