"""`write_release_parquet(build, name, rows)`: an accepted table → a release's Parquet file, which says what it is.

    accepted table ─┬─ rows, a row group at a time ───────────────┬─→ <table>.parquet
    model           ├─ titles, descriptions, units, code lists ───┤
    dataset.yaml    └─ release, date, licence, citation ──────────┘

`pandas.read_parquet(…).attrs` tells the same: pandas looks for it under the key PANDAS_ATTRS.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.build import Build
from schemas.dataset import dataset
from schemas.tables import SCHEMA_VERSION, arrow_schema, description, key, title

PANDAS_ATTRS = "PANDAS_ATTRS"


def write_release_parquet(build: Build, name: str, rows: Iterable[pa.Table]) -> None:
    """Write `<name>.parquet` of `rows`, sorted by key, each of them one row group."""
    write_groups(build.folder / f"{name}.parquet", name, release_schema(build, name), rows)


def write_groups(path: Path, name: str, schema: pa.Schema, rows: Iterable[pa.Table]) -> None:
    """Write a file of the table `name` as every release packs it: rows of this schema, each table one row group."""
    order = pq.SortingColumn.from_ordering(schema, [(column, "ascending") for column in key(name)])
    packing = {"compression": "zstd", "compression_level": 3, "write_page_index": True, "sorting_columns": order}
    with pq.ParquetWriter(path, schema, **packing) as writer:
        for group in rows:
            writer.write_table(group)


def row_groups(parquet: Path) -> Iterator[pa.Table]:
    """The rows of a Parquet file, one group in memory at a time."""
    with pq.ParquetFile(parquet) as given:
        for group in range(given.num_row_groups):
            yield given.read_row_group(group)


def release_schema(build: Build, name: str) -> pa.Schema:
    """The schema of a table with what this release says of itself."""
    told = facts(build, name)
    return arrow_schema(name).with_metadata({**told, PANDAS_ATTRS: json.dumps(told, ensure_ascii=False)})


def facts(build: Build, name: str) -> Mapping[str, str]:
    """What a table of this release is, where it comes from and how it may be used."""
    own, cited = dataset(), dataset().citation(build.version, build.date)
    words = ("title_zh", "title_en", "description_zh", "description_en")
    return {
        "dataset": own.name,
        "table": name,
        **dict(zip(words, (*title(name), *description(name)), strict=True)),
        "release": build.version,
        "published": str(build.date),
        "schema_version": str(SCHEMA_VERSION),
        "licence": own.licence.id,
        "licence_url": own.licence.url,
        "citation_zh": cited.zh,
        "citation_en": cited.en,
    }
