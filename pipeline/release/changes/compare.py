"""Two folders of Parquet files → the rows of `changes`, table by table: `Comparison`.

        base          甲-2023 granted total   3           甲-2023 granted total  M value  3 → 4
        release       甲-2023 granted total   4      →    乙-2023 granted total  A  {"value": 7, …}
                      乙-2023 granted total   7

A row is told by its key and a value by what it prints as, so that 0.0 and -0.0 are two and every float comes back
exactly. What two releases don't both have, a table or a column, or have in another type, is not compared but named.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.release.database import columns, joined, parquet, text
from schemas.load import CELLS
from schemas.tables import TABLES, key

ROW = "*"
"""In `field`: the whole row."""

OWN = {"revisions": "later_report_id"}
OTHER = {"continuity": "previous_report_id", "revisions": "earlier_report_id"}
"""Which column names the report that a row is about, and which one another that it depends on."""

REVIEWED = ("corrected", "correction_unmet")
"""The rules by which a correction is told."""

FOUND = """CREATE TABLE found ("table" VARCHAR, "row" VARCHAR, field VARCHAR, letter VARCHAR, report_id VARCHAR,
    other VARCHAR, path VARCHAR, old VARCHAR, "new" VARCHAR, reviewed BOOLEAN)"""


@dataclass(frozen=True, slots=True)
class Shapes:
    """One table in two releases: its columns and their types, empty where a release lacks it."""

    name: str
    base: dict[str, str]
    release: dict[str, str]

    @property
    def compared(self) -> bool:
        """Whether rows can be told apart in both by the same key."""
        return all(self.base.get(c) == self.release.get(c) is not None for c in key(self.name))

    @property
    def equal(self) -> bool:
        """Whether the changes tell all: the same columns of the same types in the same order."""
        return self.compared and list(self.base.items()) == list(self.release.items())

    @property
    def common(self) -> list[str]:
        """The columns besides the key that are compared."""
        both = [c for c, kind in self.release.items() if self.base.get(c) == kind]
        return [c for c in both if c not in key(self.name)]

    @property
    def came(self) -> list[str]:
        return [c for c, kind in self.release.items() if self.base.get(c) != kind]

    @property
    def went(self) -> list[str]:
        return [c for c, kind in self.base.items() if self.release.get(c) != kind]


def shapes(
    database: duckdb.DuckDBPyConnection, base: Path, release: Path, names: Iterable[str] = tuple(TABLES)
) -> list[Shapes]:
    """The tables, all that documents fill where none are named, as both releases have them."""
    return [Shapes(name, *(_columns(database, folder, name) for folder in (base, release))) for name in names]


def _columns(database: duckdb.DuckDBPyConnection, folder: Path, name: str) -> dict[str, str]:
    path = folder / f"{name}.parquet"
    return columns(database, path) if path.is_file() else {}


def fill(database: duckdb.DuckDBPyConnection, base: Path, release: Path) -> None:
    """Make the table `found` of all differences, without their reasons."""
    database.execute(FOUND)
    for shape in shapes(database, base, release):
        if shape.compared and not alike(shape, base, release):
            database.execute(f"INSERT INTO found {_differences(shape, base, release)}")


def alike(shape: Shapes, base: Path, release: Path) -> bool:
    """Whether a table of equal columns is plainly the same in both releases; one with floats is never plain."""
    one, other = (pq.ParquetFile(folder / f"{shape.name}.parquet") for folder in (base, release))
    plain = shape.equal and "DOUBLE" not in shape.release.values() and _groups(one) == _groups(other)
    return plain and all(
        one.read_row_group(group).cast(other.schema_arrow).equals(other.read_row_group(group))
        for group in range(one.num_row_groups)
    )


def _groups(file: pq.ParquetFile) -> list[int]:
    """How many rows are in each group."""
    return [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]


def _differences(shape: Shapes, base: Path, release: Path) -> str:
    name, old, new = shape.name, parquet(base / f"{shape.name}.parquet"), parquet(release / f"{shape.name}.parquet")
    keys, on = key(name), joined((f'o."{c}" = n."{c}"' for c in key(name)), "AND")
    first = f'"{keys[0]}"'
    changed = [different(f'o."{c}"', f'n."{c}"', shape.release[c]) for c in shape.common]
    some = joined([f"o.{first} IS NULL", f"n.{first} IS NULL", *changed], "OR")
    row = row_of(tuple(f'coalesce(n."{c}", o."{c}")' for c in keys))
    return f"""
        SELECT {text(name)}, "row", c.field, c.letter, report_id, other, path, c.old, c."new", reviewed FROM (
            SELECT {row} AS "row", {_told(shape)}, {_reviewed(shape)} AS reviewed,
                unnest(CASE WHEN o.{first} IS NULL THEN [{_whole("A", "n", shape.release)}]
                    WHEN n.{first} IS NULL THEN [{_whole("D", "o", shape.base)}]
                    ELSE {_modified(shape, changed)} END) AS c
            FROM {old} o FULL JOIN {new} n ON {on} WHERE {some})"""


def different(one: str, other: str, kind: str) -> str:
    """Whether two values are not the same; floats by what they print as."""
    if kind in ("DOUBLE", "FLOAT"):
        one, other = f"CAST({one} AS VARCHAR)", f"CAST({other} AS VARCHAR)"
    return f"{one} IS DISTINCT FROM {other}"


def row_of(keys: tuple[str, ...]) -> str:
    """A row's key as `changes.row` writes it."""
    return f"CAST(json_array({', '.join(keys)}) AS VARCHAR)"


def _told(shape: Shapes) -> str:
    """The columns by which the reason is found: the report that the row is about, another one, a document's path."""
    both = shape.base.keys() | shape.release.keys()
    wanted = {"report_id": OWN.get(shape.name, "report_id"), "other": OTHER.get(shape.name), "path": "source_path"}
    return ", ".join(f"{_either(shape, c) if c in both else 'NULL'} AS {as_}" for as_, c in wanted.items())


def _either(shape: Shapes, column: str) -> str:
    sides = [f'{side}."{column}"' for side, has in (("n", shape.release), ("o", shape.base)) if column in has]
    return f"coalesce({', '.join(sides)})"


def _reviewed(shape: Shapes) -> str:
    """Whether the row tells of a correction that came, changed or went."""
    if shape.name in CELLS and "value_corrected" in shape.common:
        return different('o."value_corrected"', 'n."value_corrected"', shape.release["value_corrected"])
    if shape.name == "findings":
        return f"{_either(shape, 'rule')} IN {REVIEWED}"
    return "false"


def _change(field: str, letter: str, old: str, new: str) -> str:
    return f"{{'field': {text(field)}, 'letter': '{letter}', 'old': {old}, 'new': {new}}}"


def _whole(letter: str, side: str, has: dict[str, str]) -> str:
    """A row that came or went, as an object of its columns that aren't null."""
    packed = ", ".join(f'"{c}" := {side}."{c}"' for c in has)
    told = f"CAST(json_merge_patch('{{}}', to_json(struct_pack({packed}))) AS VARCHAR)"
    return _change(ROW, letter, *(("NULL", told) if letter == "A" else (told, "NULL")))


def _modified(shape: Shapes, changed: list[str]) -> str:
    """The columns of a row in which it differs."""
    each = [
        f"CASE WHEN {differs} THEN {_change(c, 'M', _json('o', c), _json('n', c))} END"
        for c, differs in zip(shape.common, changed, strict=True)
    ]
    return f"list_filter([{', '.join(each)}], lambda one: one IS NOT NULL)" if each else "[]"


def _json(side: str, column: str) -> str:
    return f"""coalesce(CAST(to_json({side}."{column}") AS VARCHAR), 'null')"""


def uncompared(database: duckdb.DuckDBPyConnection, base: Path, release: Path) -> Iterator[Shapes]:
    """The tables of which the changes can't tell all."""
    return (shape for shape in shapes(database, base, release) if not shape.equal)
