"""A piece of a report as it is drawn: `pieces(drawing)` for the manual, `whole(drawing, shape)` to be checked.

    …                                                   all that the plain report has up to the next line
    三、收到和处理政府信息公开申请情况                       a line of text; the very first is the title
    【表三】                                              a table of the form, of 2021; 【表三·2019】 of that edition
    | …                     |                           all that the form has up to the next row
    | （一）予以公开         | 1 | 0 | 0 | 0 | 0 | 0 | 1 |    a row: its label as in the form, or another, and its fields
    | …                     |
    | 行政许可 | 7 |                                      without 【表…】 above it: a table as it stands
    ! p3 limit_reached 一处                              what the reader remarks: the place, the rule, what it saw
    …

All that isn't drawn is lawful: every section has its heading, and every cell its 0. A gap goes on after the last
line before it that the plain report or form has too, and ends at the line below it, which both must have.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.read.document import Document, Grid, Place, Remark, Shape
from schemas.load import LATEST_EDITION, Table, layouts, sections, table
from tests.drawn import ABOVE, BEFORE, TITLE, cut, document, form, grid

GAP = "…"
TABLE = re.compile(r"【表(.)(?:·(\d{4}))?】")
NUMBERS = {shape.number: name for name, shape in layouts()[LATEST_EDITION].tables.items()}
LABELS = 3
"""Columns of labels that table 三 has; a drawn row names one label, and takes the others from the form."""


@dataclass(frozen=True)
class Drawn:
    """A table in a drawing: the form's, where it has a name, filled in where rows are drawn; else as it stands."""

    name: str | None
    edition: int
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return f"【{self.name}】" if self.name else ""

    @property
    def form(self) -> Table | None:
        return table(self.name, self.edition) if self.name else None


def whole(drawing: str, shape: Shape) -> Document:
    """The whole document of which the drawing shows a piece."""
    parts = pieces(drawing)
    drawn = filled([part for part in parts if not isinstance(part, Remark)], _plain(_title(parts)), str)
    read = document(*(part if isinstance(part, str) else _grid(part, shape) for part in drawn))
    return replace(read, remarks=tuple(part for part in parts if isinstance(part, Remark)))


def pieces(drawing: str) -> Sequence[str | Drawn | Remark]:
    """The lines of text, tables, remarks and gaps of a drawing."""
    found: list[str | Drawn | Remark] = []
    for line in map(str.strip, drawing.strip().splitlines()):
        if not line.startswith("|"):
            found.append(_line_of(line))
            continue
        drawn = found.pop() if found and isinstance(found[-1], Drawn) else Drawn(None, LATEST_EDITION, ())
        found.append(replace(drawn, rows=(*drawn.rows, tuple(cut(line)[0]))))
    return found


def _line_of(line: str) -> str | Drawn | Remark:
    if named := TABLE.fullmatch(line):
        return Drawn(NUMBERS[named[1]], int(named[2] or LATEST_EDITION), ())
    if line.startswith("!"):
        where, rule, *seen = line.removeprefix("!").split()
        return Remark(rule, Place(where), " ".join(seen))
    return line


def _title(parts: Sequence[str | Drawn | Remark]) -> str:
    first, headings = parts[0], {line.zh for line in sections().values()}
    return first if isinstance(first, str) and first not in {GAP, *headings} else TITLE


def _plain(title: str) -> list[str | Drawn]:
    """The report of which a drawing shows a piece."""
    lines: list[str | Drawn] = [title]
    for code, line in sections().items():
        table_of_it = Drawn(code, LATEST_EDITION, ()) if code in NUMBERS.values() else "本年度工作如常。"
        lines += [line.zh, table_of_it]
    return lines


def filled(drawn: Sequence, whole: Sequence, name: Callable) -> list:
    """What is drawn, and in place of each gap what `whole` has there."""
    known, made, reached = [name(line) for line in whole], [], 0
    for number, line in enumerate(drawn):
        if name(line) == GAP:
            below = drawn[number + 1 : number + 2]
            made += whole[reached : known.index(name(below[0]), reached) if below else len(whole)]
        else:
            made.append(line)
            reached = known.index(name(line)) + 1 if name(line) in known else reached
    return made


def _grid(drawn: Drawn, shape: Shape) -> Grid:
    if drawn.name is None:
        return grid([list(row) for row in drawn.rows], shape)
    if not drawn.rows:
        return grid(form(drawn.name, drawn.edition), shape)
    if drawn.form.rows_stand == "beside":
        return grid(form(drawn.name, drawn.edition, _figures(drawn)), shape)
    return grid(_lines(drawn), shape)


def _figures(drawn: Drawn) -> dict[tuple[str, str], str]:
    """The fields of rows that the form prints side by side."""
    codes = {line.zh: code for code, line in drawn.form.rows.items()}
    rows = [row for row in drawn.rows if row[0] != GAP]
    return {(codes[label], c): f for label, *fields in rows for c, f in zip(drawn.form.columns, fields, strict=True)}


def _lines(drawn: Drawn) -> list[list[str]]:
    """The lines of the form with those that are drawn."""
    whole = form(drawn.name, drawn.edition)
    labels = LABELS if len(whole[0]) > LABELS + 1 else 1
    known, made = {_label(line, labels): line for line in reversed(whole)}, []
    for row in filled(drawn.rows, whole, lambda line: _label(line, labels)):
        made.append(row if isinstance(row, list) else _line(row, made[-1] if made else None, known, labels))
    return made


def _label(line: Sequence[str], labels: int) -> str:
    """What a line of the form is called: its innermost label. A drawn row begins with it."""
    if isinstance(line, tuple):
        return line[0]
    return next((field for field in reversed(line[:labels]) if field not in (ABOVE, BEFORE)), "")


def _line(row: tuple[str, ...], above: list[str] | None, known: dict[str, list[str]], labels: int) -> list[str]:
    """A drawn row in the form's columns; one that the form doesn't have stands in the groups of the row above it."""
    width = len(next(iter(known.values())))
    if labels == 1 or len(row) == width:
        return [*row, *[BEFORE] * (width - len(row))]
    groups = known[row[0]] if row[0] in known else _beside(above, row[0])
    return [*groups[:labels], *row[1:]]


def _beside(above: list[str] | None, label: str) -> list[str]:
    own = _label(above, LABELS)
    return [label if field == own else field if field == BEFORE else ABOVE for field in above[:LABELS]]
