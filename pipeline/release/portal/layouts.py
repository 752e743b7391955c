"""`layouts_told()`: the form's tables as a page draws them: rows, columns, groups and the order of the cells."""

from collections.abc import Mapping
from typing import Any

from schemas.load import Line, Table, layouts, sections


def layouts_told() -> Mapping[str, Any]:
    """Table → edition → its geometry; cells are counted in the order of the form."""
    return {
        name: {edition: _table(layout.tables[name]) for edition, layout in layouts().items() if name in layout.tables}
        for name in sections()
        if any(name in layout.tables for layout in layouts().values())
    }


def _table(shape: Table) -> dict[str, Any]:
    return {
        "title": [sections()[shape.name].zh, sections()[shape.name].en],
        "rows": [
            [code, line.zh, line.en, _within(shape, line), list(shape.columns_of(code))]
            for code, line in shape.rows.items()
        ],
        "columns": {code: [line.zh, line.en, line.group] for code, line in shape.columns.items()},
        "groups": {code: [line.zh, line.en] for code, line in shape.groups.items()},
        "cells": [list(key) for key in shape.cells],
        "corner": list(shape.headers),
        "equations": [
            {"code": i.code, "along": i.along, "left": list(i.left), "right": list(i.right), "zh": i.zh, "en": i.en}
            for i in shape.identities
        ],
    }  # fmt: skip


def _within(shape: Table, line: Line) -> list[str]:
    """The groups that a row stands in, outermost first."""
    groups: list[str] = []
    code = line.group
    while code is not None:
        groups.insert(0, code)
        code = shape.groups[code].within
    return groups
