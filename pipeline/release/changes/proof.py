"""`unproven(…)`: base + changes = release, and release - changes = base, table by table; what isn't so is told.

        base                     changes                          must be the release
        甲 granted   3           甲 granted   M value 3 → 4        甲 granted   4
        乙 granted   7           乙 granted   D                    丙 granted   1
                                 丙 granted   A {"value": 1}

Read back from the files alone, with types, nulls and every digit of a float. The way back proves what stands in `old`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.release.changes.compare import Shapes, alike, different, row_of
from pipeline.release.database import joined, parquet, text
from schemas.tables import key

MOST = 3
"""Rows named of a table."""


@dataclass(frozen=True, slots=True)
class Way:
    """From which folder to which, and where in a change stands what comes, what goes and what is put."""

    start: Path
    goal: Path
    comes: str
    goes: str
    puts: str


def ways(base: Path, release: Path) -> tuple[Way, Way]:
    return Way(base, release, "A", "D", "new"), Way(release, base, "D", "A", "old")


def unproven(database: duckdb.DuckDBPyConnection, shape: Shapes, way: Way, changes: Path) -> list[str]:
    """The first rows of a table of equal columns to which the changes don't lead, as JSON keys; empty if proven."""
    asked = f"{_steps(shape, way, changes)} SELECT * FROM ({_wrong(shape, way)}) ORDER BY 1 LIMIT {MOST}"
    return [row for (row,) in database.execute(asked).fetchall()]


def _steps(shape: Shapes, way: Way, changes: Path) -> str:
    """The queries that apply the changes: what is put into a row, what is kept, what comes."""
    row = row_of(tuple(f'"{c}"' for c in key(shape.name)))
    kept = ", ".join(_kept(c, kind) for c, kind in shape.release.items())
    come = ", ".join(_come(c, kind, way.puts) for c, kind in shape.release.items())
    return f"""
        WITH c AS (SELECT * FROM {parquet(changes)} WHERE "table" = {text(shape.name)}),
        puts AS (
            SELECT "row" AS place, map(list(field), list("{way.puts}")) AS put
            FROM c WHERE letter = 'M' GROUP BY "row"),
        gone AS (SELECT "row" AS place FROM c WHERE letter = '{way.goes}'),
        start AS (SELECT *, {row} AS place FROM {parquet(way.start / f"{shape.name}.parquet")}),
        made AS (
            SELECT {kept}, place FROM start LEFT JOIN puts USING (place) WHERE place NOT IN (SELECT place FROM gone)
            UNION ALL SELECT {come}, "row" FROM c WHERE letter = '{way.comes}'),
        goal AS (SELECT *, {row} AS place FROM {parquet(way.goal / f"{shape.name}.parquet")})"""


def _kept(column: str, kind: str) -> str:
    put = f"CAST(json_extract_string(put[{text(column)}], '$') AS {kind})"
    return f'CASE WHEN map_contains(put, {text(column)}) THEN {put} ELSE "{column}" END AS "{column}"'


def _come(column: str, kind: str, puts: str) -> str:
    member = text(f'$."{column}"')
    return f'CAST(json_extract_string("{puts}", {member}) AS {kind}) AS "{column}"'


def _wrong(shape: Shapes, way: Way) -> str:
    """Rows that differ or are on one side alone or twice, and changes of rows that aren't there."""
    unlike = joined((different(f'm."{c}"', f'g."{c}"', kind) for c, kind in shape.release.items()), "OR")
    return f"""
        SELECT coalesce(m.place, g.place) FROM made m FULL JOIN goal g ON m.place = g.place WHERE {unlike}
        UNION ALL SELECT place FROM made GROUP BY place HAVING count(*) > 1
        UNION ALL SELECT place FROM puts WHERE place NOT IN (SELECT place FROM start)
        UNION ALL SELECT place FROM gone WHERE place NOT IN (SELECT place FROM start)"""


def each(base: Path, release: Path, shape: Shapes, database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The rows of one table that are not proven, both ways, each once."""
    changes = release / "changes.parquet"
    if alike(shape, base, release):
        asked = f'SELECT "row" FROM {parquet(changes)} WHERE "table" = {text(shape.name)} LIMIT {MOST}'
        yield from (row for (row,) in database.execute(asked).fetchall())
        return
    found = [row for way in ways(base, release) for row in unproven(database, shape, way, changes)]
    yield from dict.fromkeys(found)
