"""The form's tables as a page draws them: `layouts_told()`, rows, columns, groups and the order of the cells, and
`lists_told()`, the same of the list of 2014, which few reports need.
"""

from collections.abc import Mapping
from typing import Any
from unicodedata import category

from schemas.load import STATISTICS, TABLES, Line, Sentence, Table, sections, shapes


def layouts_told() -> Mapping[str, Any]:
    """Table → edition → its geometry; cells are counted row by row, as the form has them."""
    return {
        name: {edition: _table(shape, sections()[name]) for edition, shape in shapes(name).items()}
        for name in sections()
        if name in TABLES
    }


def lists_told() -> Mapping[str, Any]:
    """The same of the list; each row has its unit and how deep it stands behind the others, and so has a group."""
    return {STATISTICS: {edition: _list(shape) for edition, shape in shapes(STATISTICS).items()}}


def _table(shape: Table, title: Line | Sentence | Table) -> dict[str, Any]:
    return {
        "title": [title.zh, title.en],
        "rows": [
            [code, line.zh, line.en, _within(shape, line), list(shape.columns_of(code))]
            for code, line in shape.rows.items()
        ],
        "columns": {code: [line.zh, line.en, line.group] for code, line in shape.columns.items()},
        "groups": {code: [line.zh, line.en] for code, line in shape.groups.items()},
        "corner": list(shape.headers),
        "equations": {identity.code: [*identity.left, *identity.right] for identity in shape.identities},
    }


def _list(shape: Table) -> dict[str, Any]:
    told, depths = _table(shape, shape), _depths(shape)
    rows = [[*row, shape.rows[row[0]].unit, depths[row[0]]] for row in told["rows"]]
    groups = {code: [line.zh, line.en, _signed(line) or 0] for code, line in shape.groups.items()}
    return told | {"rows": rows, "groups": groups}


def _depths(shape: Table) -> dict[str, int]:
    """How deep each row stands, as its number says; one without a number as the row before, a part below its whole."""
    depths: dict[str, int] = {}
    before = 0
    for code, line in shape.rows.items():
        signed = _signed(line)
        if line.part_of:
            before = depths[line.part_of] + 1
        elif signed is not None or line.group is None:
            before = signed or 0
        depths[code] = before
    return depths


def _signed(line: Line) -> int | None:
    """0 for a head (one, two in words), 1 for a number in brackets, 2 for a digit; None without a number."""
    first = line.zh[0]
    if category(first) == "Ps":
        return 1
    if first.isdigit():
        return 2
    return 0 if first.isnumeric() else None


def _within(shape: Table, line: Line) -> list[str]:
    """The groups that a row stands in, outermost first."""
    groups: list[str] = []
    code = line.group
    while code is not None:
        groups.insert(0, code)
        code = shape.groups[code].within
    return groups
