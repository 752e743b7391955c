"""Tables drawn with pipes, and whole official forms, as the `Document`s that a reader would hand on.

        grid('''
            | 行政复议 | <        | 总计 |      `<` continues the cell at the left,
            | 维持     | 纠正     | ^    |      `^` the one above;
            | 1        |          | 1    |      nothing between two pipes is an empty cell
        ''')

All labels of a form come from the layouts, none from here.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from textwrap import dedent

from pipeline.locate.placement import PlacedTable
from pipeline.read.document import Cell, Document, Grid, Place, Shape, Text
from pipeline.read.grid import from_lines, uniform
from schemas.load import Table, sections, table

Drawn = Sequence[Sequence[str]]
Figures = Mapping[tuple[str, str], object]

BEFORE, ABOVE = "<", "^"


def cut(drawing: str) -> list[list[str]]:
    """The fields of each line of a drawing; the outer pipes are its border."""
    lines = dedent(drawing).strip().splitlines()
    return [[field.strip() for field in line.strip().strip("|").split("|")] for line in lines]


def grid(drawing: str | Drawn, shape: Shape = "cells") -> Grid:
    """The drawing as a reader hands it on; without its merges where the shape has lost them."""
    drawn = cut(drawing) if isinstance(drawing, str) else drawing
    if shape == "cells":
        return uniform(_cells(drawn), shape, Place("t1"))
    left = [[field for field in line if field not in (BEFORE, ABOVE)] for line in drawn]
    if shape == "sequence":
        left = [[field] for line in left for field in line]
    placed = [[(field, Place(f"l{r}/f{c}")) for c, field in enumerate(line, 1)] for r, line in enumerate(left, 1)]
    return from_lines(placed, shape, Place("l1"))


def _cells(drawn: Drawn) -> list[Cell]:
    covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, line in enumerate(drawn):
        for c, field in enumerate(line):
            owner[r, c] = {BEFORE: owner.get((r, c - 1)), ABOVE: owner.get((r - 1, c))}.get(field) or (r, c)
            covered.setdefault(owner[r, c], []).append((r, c))
    return [_cell(drawn[r][c], r, c, at) for (r, c), at in covered.items()]


def _cell(text: str, row: int, column: int, at: Sequence[tuple[int, int]]) -> Cell:
    height, width = max(r for r, _ in at) - row + 1, max(c for _, c in at) - column + 1
    assert len(at) == height * width, f"{text!r} covers no rectangle"
    return Cell(text, Place(f"t1/r{row + 1}/c{column + 1}"), row, column, height, width)


def document(*blocks: str | Grid, title: str | None = None) -> Document:
    """A document of texts, one a line, and grids."""
    pieces: list[Text | Grid] = []
    for block in blocks:
        pieces += [block] if isinstance(block, Grid) else _texts(block, len(pieces))
    return Document("text/plain", tuple(pieces), title)


def _texts(block: str, before: int) -> list[Text]:
    return [Text(line.strip(), Place(f"b{before + i}")) for i, line in enumerate(block.splitlines(), 1) if line.strip()]


# The official forms


def form(name: str, edition: int = 2021, figures: Figures | None = None) -> list[list[str]]:
    """A table as the notice prints it, with `figures` in its cells and 0 elsewhere."""
    shape = table(name, edition)
    filled = {key: str((figures or {}).get(key, 0)) for key in shape.cells}
    return {"proactive_disclosure": _blocks, "applications": _listed, "reviews_litigation": _beside}[name](shape, filled)


def _blocks(shape: Table, filled: Mapping[tuple[str, str], str]) -> list[list[str]]:
    """Table 二: for each group its name, a header, and its rows, four columns wide."""
    drawn = []
    for (group, codes), rows in groupby(shape.rows.values(), key=lambda line: (line.group, line.columns)):
        drawn.append(_wide([shape.groups[group].zh]))
        drawn.append(_wide([shape.headers[0], *(shape.columns[code].zh for code in codes)]))
        drawn += [_wide([row.zh, *(filled[row.code, code] for code in codes)]) for row in rows]
    return drawn


def _wide(fields: list[str], width: int = 4) -> list[str]:
    return fields + [BEFORE] * (width - len(fields))


def _listed(shape: Table, filled: Mapping[tuple[str, str], str]) -> list[list[str]]:
    """Table 三: three lines of header and three columns of labels."""
    first, *organizations, last = shape.columns.values()
    drawn = [
        [shape.headers[1], BEFORE, BEFORE, shape.headers[0], *[BEFORE] * 6],
        [*[ABOVE] * 3, first.zh, shape.groups["organizations"].zh, *[BEFORE] * 4, last.zh],
        [*[ABOVE] * 3, ABOVE, *(line.zh for line in organizations), ABOVE],
    ]
    above: list[str | None] = []
    for row in shape.rows.values():
        path = _path(shape, row.group)
        labels = [ABOVE if above[: i + 1] == path[: i + 1] else shape.groups[g].zh for i, g in enumerate(path)]
        drawn.append(_wide([*labels, row.zh], 3) + [filled[row.code, column] for column in shape.columns])
        above = path
    return drawn


def _path(shape: Table, group: str | None) -> list[str]:
    """The groups that a row stands in, the outer one first."""
    return [*_path(shape, shape.groups[group].within), group] if group else []


def _beside(shape: Table, filled: Mapping[tuple[str, str], str]) -> list[list[str]]:
    """Table 四: three routes beside each other below three lines of header."""
    outcomes = [line.zh for line in shape.columns.values()]
    first, *rest = (line.zh for line in shape.rows.values())
    return [
        [first, *[BEFORE] * 4, shape.groups["litigation"].zh, *[BEFORE] * 9],
        [*outcomes, *(field for label in rest for field in (label, *[BEFORE] * 4))],
        [*[ABOVE] * 5, *outcomes, *outcomes],
        [filled[key] for key in shape.cells],
    ]


def statistics(figures: Mapping[str, object] | None = None, edition: int = 2014) -> list[list[str]]:
    """The list of 2014: indicator, unit and count, with its heads; 0 where `figures` says nothing."""
    shape = table("statistics_2014", edition)
    drawn, above = [["统计指标", "单位", "统计数"]], []
    for code, line in shape.rows.items():
        path = _path(shape, line.group)
        drawn += [[shape.groups[group].zh, "——", "——"] for group in path if group not in above]
        drawn.append([line.zh, line.unit, str((figures or {}).get(code, 0))])
        above += path
    return drawn


TITLE = "沭阳县教育局2023年政府信息公开工作年度报告"
NAMES = ("proactive_disclosure", "applications", "reviews_litigation")


def report(
    edition: int = 2021,
    *,
    figures: Mapping[str, Figures] | None = None,
    drawn: Mapping[str, Drawn] | None = None,
    title: str = TITLE,
    shape: Shape = "cells",
    told: Mapping[str, str] | None = None,
) -> Document:
    """A whole report: a title, the six headings, below each its table or a line of text.

    `drawn` replaces single tables by a drawing of their own, `told` the text below single headings.
    """
    forms = {name: form(name, edition, (figures or {}).get(name)) for name in NAMES} | dict(drawn or {})
    blocks: list[str | Grid] = [title]
    for code, line in sections().items():
        text = (told or {}).get(code, "" if code in forms else "本年度工作如常。")
        blocks += [line.zh, text, *([grid(forms[code], shape)] if code in forms else [])]
    return document(*blocks)


def without(read: Document, *gone: int) -> Document:
    """The document without its blocks of these numbers: 0 is the title, 1 the first heading, 2 what it heads."""
    return replace(read, blocks=tuple(block for number, block in enumerate(read.blocks) if number not in gone))


# Figures


def lawful(edition: int = 2021, seed: int = 0, most: int = 9) -> dict[tuple[str, str], int]:
    """Random figures for table 三 that break no identity."""
    dice, shape = random.Random(seed), table("applications", edition)
    results = [row for row in shape.rows if row not in ("new_received", "carried_in", "total_handled", "carried_out")]
    found: dict[tuple[str, str], int] = {}
    for person in [column for column in shape.columns if column != "total"]:
        found |= {(row, person): dice.randint(0, most) for row in [*results, "carried_out"]}
        found["total_handled", person] = sum(found[row, person] for row in results)
        both = found["total_handled", person] + found["carried_out", person]
        found["carried_in", person] = dice.randint(0, both)
        found["new_received", person] = both - found["carried_in", person]
    for row in shape.rows:
        found[row, "total"] = sum(n for (r, _), n in found.items() if r == row)
    return found


def lawful_routes(seed: int = 0, most: int = 9) -> dict[tuple[str, str], int]:
    """Random figures for table 四 that break no identity."""
    dice, shape = random.Random(seed), table("reviews_litigation", 2021)
    found = {key: dice.randint(0, most) for key in shape.cells if key[1] != "total"}
    return found | {(route, "total"): sum(n for (r, _), n in found.items() if r == route) for route in shape.rows}


def any_figures(name: str, edition: int = 2021, seed: int = 0) -> dict[tuple[str, str], int]:
    """Random figures, different in every cell, for a table without identities."""
    cells = table(name, edition).cells
    return dict(zip(cells, random.Random(seed).sample(range(1, 1000), len(cells)), strict=True))


# What was placed, as a person would write it down


def held(placed: PlacedTable) -> dict[str, str]:
    """Each row's cells as placed: `_` is blank, `.` not shown, `?` in doubt."""
    return {row: " ".join(_mark(placed, row, c) for c in placed.table.columns_of(row)) for row in placed.table.rows}


def _mark(placed: PlacedTable, row: str, column: str) -> str:
    cell = placed.cells[row, column]
    if cell.doubt is not None:
        return "?"
    return "." if cell.text is None else cell.text.strip() or "_"


def printed(name: str, edition: int, figures: Figures) -> dict[str, str]:
    """What `held` gives where every figure was placed as it was drawn."""
    shape = table(name, edition)
    return {row: " ".join(str(figures.get((row, c), 0)) for c in shape.columns_of(row)) for row in shape.rows}


def notes(placed: PlacedTable) -> list[tuple[str, str | None]]:
    """The rule and row of each note."""
    return [(note.rule, note.row) for note in placed.notes]


def rules_of(findings: Iterable) -> set[str]:
    """The rules that findings cite."""
    return {finding.rule for finding in findings}
