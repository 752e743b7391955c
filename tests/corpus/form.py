"""The form as the notice draws it: `drawn(truth)` → a `Report` of lines and sheets, in no file format yet.

A sheet lists, as HTML does, only the slots that begin in a row; a slot may reach down and across. What a
variation changes and what a renderer writes is this, so each of them is told once for all file formats.

    ┌──────────────┬───────────────────┐      rows: (head↓2, head→2)
    │              │     申请人情况      │            (head, head)
    │              ├─────────┬─────────┤            (label, value, value)
    │              │  自然人  │   总计   │
    ├──────────────┼─────────┼─────────┤
    │ 一、本年新收…  │    5    │    5    │
    └──────────────┴─────────┴─────────┘
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from schemas.load import Table, sections
from tests.corpus.truth import Cell, Truth

Part = Literal["head", "group", "label", "value"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A drawn cell. `code` is the code of its row, column or group; a value has its (row, column)."""

    text: str
    part: Part
    code: str | tuple[str, str] | None = None
    down: int = 1
    across: int = 1


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn table; the first `heads` rows are its header."""

    table: str
    rows: tuple[Row, ...]
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: title, heading of a section, prose of it, or something around the report."""

    text: str
    part: Literal["title", "heading", "prose", "around"]
    section: str | None = None


Block = Line | Sheet


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be written, and what of the truth nobody can know any more once it is.

    `hidden` cells are undecidable in what is drawn; `gone` cells are not drawn; of the sections in `unheaded`
    nobody can say where they begin or end. `manners` are left to the renderer.
    """

    blocks: tuple[Block, ...]
    publisher: str
    manners: frozenset[str] = frozenset()
    hidden: frozenset[Cell] = frozenset()
    gone: frozenset[Cell] = frozenset()
    unheaded: frozenset[str] = frozenset()
    start: int = 0

    def sheets(self, name: str) -> list[Sheet]:
        return [block for block in self.blocks if isinstance(block, Sheet) and block.table == name]


def cells_of(row: Row, name: str) -> list[Cell]:
    """The national cells whose values stand in a row."""
    return [(name, *slot.code) for slot in row if slot.part == "value" and isinstance(slot.code, tuple)]


def with_slots(report: Report, change: Callable[[Slot], Slot]) -> Report:
    """The report with every slot changed."""
    return with_sheets(report, lambda s: [replace(s, rows=tuple(tuple(map(change, row)) for row in s.rows))])


def with_sheets(report: Report, change: Callable[[Sheet], list[Sheet]]) -> Report:
    """The report with every sheet in place of which `change` puts some."""
    blocks = [new for block in report.blocks for new in (change(block) if isinstance(block, Sheet) else [block])]
    return replace(report, blocks=tuple(blocks))


def with_lines(report: Report, change: Callable[[Line], list[Line]]) -> Report:
    """The report with every line in place of which `change` puts some."""
    blocks = [new for block in report.blocks for new in (change(block) if isinstance(block, Line) else [block])]
    return replace(report, blocks=tuple(blocks))


def drawn(truth: Truth) -> Report:
    """The report as the notice wants it: title, six sections, each with its prose and its table."""
    blocks: list[Block] = [Line(truth.title, "title")]
    for code, line in sections().items():
        blocks.append(Line(line.zh, "heading", code))
        blocks += [Line(text, "prose", code) for text in truth.prose[code]]
        if code in truth.cells:
            blocks.append(_DRAWN[code](truth, truth.shape(code)))
    return Report(tuple(blocks), truth.publisher)


# ── table 二: blocks of an article, each with its own header, in four columns ────────────────────────────

MEASURES = 3
"""Columns beside the label; a block with fewer measures stretches its last one."""


def _disclosed(truth: Truth, shape: Table) -> Sheet:
    rows: list[Row] = []
    for article, group in shape.groups.items():
        items = [code for code, line in shape.rows.items() if line.group == article]
        if items:
            rows += [(Slot(group.zh, "group", article, across=MEASURES + 1),), _block_head(shape, items[0])]
            rows += [_item(truth, shape, code) for code in items]
    return Sheet(shape.name, tuple(rows))


def _stretched(count: int) -> list[int]:
    return [1] * (count - 1) + [MEASURES + 1 - count]


def _block_head(shape: Table, item: str) -> Row:
    measures = shape.columns_of(item)
    named = [
        Slot(shape.columns[code].zh, "head", code, across=across)
        for code, across in zip(measures, _stretched(len(measures)), strict=True)
    ]
    return (Slot(shape.headers[0], "head"), *named)


def _item(truth: Truth, shape: Table, item: str) -> Row:
    measures = shape.columns_of(item)
    values = [
        Slot(truth.cells[shape.name][item, code], "value", (item, code), across=across)
        for code, across in zip(measures, _stretched(len(measures)), strict=True)
    ]
    return (Slot(shape.rows[item].zh, "label", item), *values)


# ── table 三: three columns of labels, seven of numbers ─────────────────────────────────────────────────


def _handled(truth: Truth, shape: Table) -> Sheet:
    rows = [*_applicants(shape)]
    begun: set[str] = set()
    for code in shape.rows:
        values = [Slot(truth.cells[shape.name][code, c], "value", (code, c)) for c in shape.columns]
        rows.append((*_labels(shape, code, begun), *values))
    return Sheet(shape.name, tuple(rows), heads=3)


def _applicants(shape: Table) -> Iterator[Row]:
    heading, corner = shape.headers
    grouped = [code for code, line in shape.columns.items() if line.group]
    yield Slot(corner, "head", down=3, across=3), Slot(heading, "head", across=len(shape.columns))
    second = []
    for code, line in shape.columns.items():
        if line.group is None:
            second.append(Slot(line.zh, "head", code, down=2))
        elif code == grouped[0]:
            second.append(Slot(shape.groups[line.group].zh, "head", line.group, across=len(grouped)))
    yield tuple(second)
    yield tuple(Slot(shape.columns[code].zh, "head", code) for code in grouped)


def _labels(shape: Table, code: str, begun: set[str]) -> Iterator[Slot]:
    """The row's own label, and before it the groups that begin here."""
    group = shape.rows[code].group
    chain = _chain(shape, group)
    for outer in chain:
        if outer not in begun:
            begun.add(outer)
            yield Slot(shape.groups[outer].zh, "group", outer, down=_height(shape, outer))
    yield Slot(shape.rows[code].zh, "label", code, across=3 - len(chain))


def _chain(shape: Table, group: str | None) -> list[str]:
    if group is None:
        return []
    return [*_chain(shape, shape.groups[group].within), group]


def _height(shape: Table, group: str) -> int:
    return sum(group in _chain(shape, line.group) for line in shape.rows.values())


# ── table 四: the routes beside each other ──────────────────────────────────────────────────────────────


def _contested(truth: Truth, shape: Table) -> Sheet:
    free = [route for route, line in shape.rows.items() if line.group is None]
    bound = [route for route, line in shape.rows.items() if line.group is not None]
    width = len(shape.columns)
    (group,) = shape.groups
    first = [*(Slot(shape.rows[r].zh, "label", r, across=width) for r in free),
             Slot(shape.groups[group].zh, "group", group, across=width * len(bound))]  # fmt: skip
    second = [*_outcomes(shape, free, down=2), *(Slot(shape.rows[r].zh, "label", r, across=width) for r in bound)]
    values = [Slot(truth.cells[shape.name][key], "value", key) for key in shape.cells]
    return Sheet(shape.name, (tuple(first), tuple(second), tuple(_outcomes(shape, bound)), tuple(values)), heads=3)


def _outcomes(shape: Table, routes: list[str], down: int = 1) -> list[Slot]:
    return [Slot(line.zh, "head", code, down=down) for _ in routes for code, line in shape.columns.items()]


_DRAWN: dict[str, Callable[[Truth, Table], Sheet]] = {
    "proactive_disclosure": _disclosed,
    "applications": _handled,
    "reviews_litigation": _contested,
}


# ── a sheet laid out ────────────────────────────────────────────────────────────────────────────────────


def laid_out(sheet: Sheet) -> list[list[tuple[Slot, int, int] | None]]:
    """Each position of the sheet: its slot with the row and column where that begins, or None."""
    taken: dict[tuple[int, int], tuple[Slot, int, int]] = {}
    for r, row in enumerate(sheet.rows):
        c = 0
        for slot in row:
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j): (slot, r, c) for i in range(slot.down) for j in range(slot.across)}
    width = max((c for _, c in taken), default=-1) + 1
    return [[taken.get((r, c)) for c in range(width)] for r in range(len(sheet.rows))]
