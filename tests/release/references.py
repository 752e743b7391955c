"""Which foreign keys the files of a release break: `broken_references(folder)`."""

from pathlib import Path

import duckdb

from schemas.tables import PUBLISHED, ForeignKey, foreign_keys


def broken_references(folder: Path) -> list[str]:
    """The foreign keys that some row of the tables in `folder` breaks."""
    return [
        f"{name}: {', '.join(each.columns)}"
        for name in PUBLISHED
        for each in foreign_keys(name)
        if (folder / f"{name}.parquet").exists() and _orphans(folder, name, each)
    ]


def _orphans(folder: Path, name: str, each: ForeignKey) -> int:
    pairs = list(zip(each.columns, each.target_columns, strict=True))
    same = " AND ".join(f'a."{own}" = b."{other}"' for own, other in pairs)
    there = " AND ".join(f'a."{own}" IS NOT NULL' for own, _ in pairs)
    query = f"""SELECT count(*) FROM '{folder}/{name}.parquet' a WHERE {there}
        AND NOT EXISTS (SELECT 1 FROM '{folder}/{each.table}.parquet' b WHERE {same})"""
    return duckdb.sql(query).fetchall()[0][0]
