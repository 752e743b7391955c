"""`header(shape)`: a table of the form laid on its side, as the columns of a sheet below merged labels.

The levels of a row (三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密) stand above those of a column
(法人或其他组织 / 商业企业); a label that has fewer levels than others reaches down over those that it lacks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from schemas.load import Line, Table, codelist, local_lines, workbook

LABEL = "label"
"""The column in which a row that a publisher added to a list has its name."""
Step = tuple[str, ...]
"""What tells a label from an equal one elsewhere: the codes from the outermost group down to it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A merged label: its text, and the levels and columns it covers, both ends included, counted from 0."""

    text: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Header:
    """The labels of a sheet; `cells` are the (row, column) codes of the form, one a column of the sheet."""

    cells: tuple[tuple[str, str], ...]
    depth: int
    labels: tuple[Label, ...]


def header(shape: Table) -> Header:
    """The columns of a sheet for this table, in the order of the form."""
    rows = max(len(_chain(shape, line)) for line in shape.rows.values())
    columns = max(len(_chain(shape, line)) for line in shape.columns.values())
    stacks = []
    for row, column in shape.cells:
        upper = _filled(_chain(shape, shape.rows[row]), rows, ())
        stacks.append(upper + _filled(_chain(shape, _column(shape, row, column)), columns, (row,)))
    return Header(shape.cells, rows + columns, tuple(_labels(stacks)))


def with_local_rows(shape: Table, count: int) -> Table:
    """A list and so many of the rows that publishers can add to it: what each is called there, and its count."""
    own = dict(islice(local_lines(shape).items(), count))
    columns = {LABEL: Line(LABEL, workbook()["local_label"], ""), **shape.columns}
    cells = tuple((code, column) for code in own for column in columns)
    return replace(shape, rows={**shape.rows, **own}, columns=columns, cells=(*shape.cells, *cells))


def _column(shape: Table, row: str, column: str) -> Line:
    """The line of a column, in a list with the unit of the row."""
    line, unit = shape.columns[column], shape.rows[row].unit
    if unit is None:
        return line
    return replace(line, zh=workbook()["counted_in"].format(title=line.zh, unit=codelist("units")[unit].title_zh))


def _chain(shape: Table, line: Line) -> list[Line]:
    """A line of the form behind the groups that it stands in, outermost first."""
    chain, code = [line], line.group
    while code is not None:
        chain.insert(0, shape.groups[code])
        code = shape.groups[code].within
    return chain


def _filled(chain: list[Line], depth: int, above: Step) -> list[tuple[Step, str]]:
    """Step and label of each of `depth` levels; the last one is repeated where the chain is shorter."""
    codes = [line.code for line in chain]
    steps = [(above + tuple(codes[: n + 1]), line.zh) for n, line in enumerate(chain)]
    return steps + [steps[-1]] * (depth - len(steps))


def _labels(stacks: list[list[tuple[Step, str]]]) -> Iterator[Label]:
    for level in range(len(stacks[0])):
        for place, stack in enumerate(stacks):
            begins = place == 0 or stacks[place - 1][level][0] != stack[level][0]
            if begins and (level == 0 or stack[level - 1][0] != stack[level][0]):
                yield _label(stacks, level, place)


def _label(stacks: list[list[tuple[Step, str]]], top: int, left: int) -> Label:
    step, text = stacks[left][top]
    right = left
    while right + 1 < len(stacks) and stacks[right + 1][top][0] == step:
        right += 1
    bottom = max(level for level in range(top, len(stacks[left])) if stacks[left][level][0] == step)
    return Label(text, top, left, bottom, right)
