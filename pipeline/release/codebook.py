"""The code book as rows and as CSV: every column of every table, then every code of every list, in both languages.

The web page and the workbook (`codebook_page.py`, `codebook_workbook.py`) are made of the same rows.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.codes import CodeRow, Formula, code_lists, code_rows, formulas_with
from schemas.tables import PUBLISHED, Column, columns_of, foreign_keys, key

CODEBOOK = tuple(
    "table column codelist code position title_zh title_en unit type nullable key foreign_key parent editions "
    "identities description_zh description_en".split()
)
"""`position` counts from 1: columns in their table, codes in the form or list. `parent` is a group of the form,
`identities` are written out in codes, each with its name, those of one edition with that edition."""

SEPARATOR = " | "


def write_codebook(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, CODEBOOK, lineterminator="\n")
        writer.writeheader()
        writer.writerows(codebook())


def codebook() -> Iterator[dict[str, str]]:
    """The rows of the code book; what doesn't apply is the empty string."""
    for table in PUBLISHED:
        for position, column in enumerate(columns_of(table).values(), start=1):
            yield _filled(column_row(table, position, column))
    for name in code_lists():
        for row in code_rows(name):
            yield _filled(code_row(row))


def _filled(told: dict[str, Any]) -> dict[str, str]:
    return {word: str(told.get(word, "")) for word in CODEBOOK}


def column_row(table: str, position: int, column: Column) -> dict[str, Any]:
    """What the code book says of a column."""
    words = ("codelist", "title_zh", "title_en", "unit", "description_zh", "description_en")
    return {word: getattr(column, word) for word in words} | {
        "table": table,
        "column": column.name,
        "position": position,
        "type": column.dtype,
        "nullable": "yes" if column.nullable else "no",
        "key": "yes" if column.name in key(table) else "no",
        "foreign_key": SEPARATOR.join(_targets(table, column.name)),
    }


def _targets(table: str, column: str) -> Iterator[str]:
    """The columns of other tables that this one names, in the keys that it is part of."""
    for each in foreign_keys(table):
        for own, other in zip(each.columns, each.target_columns, strict=True):
            if own == column:
                yield f"{each.table}.{other}"


def code_row(row: CodeRow) -> dict[str, Any]:
    """What the code book says of a code."""
    words = ("code", "position", "title_zh", "title_en", "parent", "description_zh", "description_en")
    return {word: getattr(row, word) for word in words} | {
        "codelist": row.list,
        "editions": " ".join(map(str, row.editions)),
        "identities": SEPARATOR.join(map(written, formulas_with(row.list, row.code))),
    }


def written(formula: Formula) -> str:
    """`balance: new_received + … = …`, with the edition where not all of them have it so."""
    edition = "" if formula.everywhere else f" ({' '.join(map(str, formula.editions))})"
    return f"{formula.identity.code}{edition}: {formula.text}"
