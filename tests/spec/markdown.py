"""How the manual shows a drawn piece: tables with the form's titles in both languages, text as quotations."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from pipeline.fetch.sources import Source
from pipeline.read.document import Remark, Shape
from schemas.load import Correction
from tests.drawn import ABOVE, BEFORE
from tests.spec.drawing import GAP, Drawn, pieces

CORRECTION = ("cell", "expect", "value", "reason", "reviewer", "date")
SHAPES = {"fields": "（各列以制表符隔开的文本）· (text with tabs between the columns)"}
"""How a table was published, where it isn't a table of cells."""


def shown(drawing: str, shape: Shape, corrections: Sequence[Correction], source: Source | None) -> str:
    """The drawing; where it is of one table alone, without the gaps around it."""
    parts = pieces(drawing)
    if all(part == GAP or isinstance(part, Drawn) for part in parts):
        parts = [part for part in parts if part != GAP] or parts
    found = [SHAPES[shape]] if shape in SHAPES else []
    found += [_run(as_table, list(run)) for as_table, run in groupby(parts, key=_has_rows)]
    if corrections:
        found.append(_table([CORRECTION, *map(_reviewed, corrections)]))
    if source is not None:
        listed = {name: str(value) for name, value in asdict(source).items() if value is not None}
        found.append(_table([list(listed), list(listed.values())]))
    return "\n\n".join(found)


def _has_rows(part: str | Drawn | Remark) -> bool:
    return isinstance(part, Drawn) and bool(part.rows)


def _run(as_table: bool, parts: list[str | Drawn | Remark]) -> str:
    return "\n\n".join(map(_drawn, parts)) if as_table else "> " + "<br>".join(map(_line, parts))


def _line(part: str | Drawn | Remark) -> str:
    if isinstance(part, Remark):
        return f"`! {part.place.locator} {part.rule} {part.detail}".strip() + "`"
    return part if isinstance(part, str) else f"【{_caption(part)}】"


def _caption(drawn: Drawn) -> str:
    return f"表{drawn.form.number} · table {drawn.form.number} ({drawn.edition})"


def _drawn(drawn: Drawn) -> str:
    if drawn.name is None:
        return _table(drawn.rows)
    lines = [_glossed(drawn, row) for row in drawn.rows]
    head = [] if drawn.name == "proactive_disclosure" else [_titles(drawn)]
    return f"{_caption(drawn)}\n\n{_table([*head, *lines])}"


def _glossed(drawn: Drawn, row: tuple[str, ...]) -> tuple[str, ...]:
    """A row with the English title of its label, where that is the form's."""
    english = {line.zh: line.en for line in drawn.form.rows.values()}
    return (f"{row[0]}<br>*{english[row[0]]}*", *row[1:]) if row[0] in english else row


def _titles(drawn: Drawn) -> list[str]:
    """The titles of the columns, unless the drawing begins where the table does and shows what stands there."""
    titles = ["", *(f"{line.zh}<br>*{line.en}*" for line in drawn.form.columns.values())]
    whole = all(len(row) in (1, len(titles)) or row[0] == GAP for row in drawn.rows)
    return titles if whole and (drawn.rows[0][0] == GAP or drawn.form.rows_stand == "beside") else [""]


def _reviewed(one: Correction) -> list[str]:
    return [one.cell, str(one.expect), str(one.value), f"{one.reason.zh}<br>{one.reason.en}", one.reviewer, one.date]


def _table(lines: Sequence[Sequence[str]]) -> str:
    """A table of Markdown, all lines as wide as the widest; the first is the header that Markdown needs."""
    width = max(map(len, lines))
    wide = [[*line, *[""] * (width - len(line))] for line in lines]
    return "\n".join(map(_row, [wide[0], ["---"] * width, *wide[1:]]))


def _row(fields: Sequence[str]) -> str:
    return f"| {' | '.join('' if field in (ABOVE, BEFORE) else field for field in fields)} |"
