"""A document as one sequence of `Row`s, whatever form its tables have: `rows(document)`.

A row of a real table is a row. One cell a line, or bare lines, are folded: texts, then the values that
follow them, up to the next text.

        一、本年新收…数量 |            ┌ fields: text        values
        5 |                     →      │  一、本年新收…数量    5  0  0  0  0  0  5
        0 |  (and so on)               └
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import count
from typing import Literal, NamedTuple

from pipeline.locate.front import is_page_number
from pipeline.numbers import Blank, Mark, Number, read_number
from pipeline.read.document import OBJECT, Cell, Document, Grid, Place, Text
from schemas.load import writing

Kind = Literal["text", "value", "odd", "blank"]
"""`value` a number or a mark · `odd` short, with a digit or an object, but no readable number · `blank` · `text`"""

MOST_TEXTS = 24
"""A folded row keeps this many of the texts before its values: a header of table 3 has some fifteen."""


class Field(NamedTuple):
    """A cell or line of the source as a row holds it; `left` and `right` are its columns, half open.

    `order` counts through the whole document, so that two fields can be told earlier and later.
    `inherited` says that the cell began in a row above; `deep` that it spans several rows; `tail` that the
    text was cut from the line of the field before.
    """

    text: str
    place: Place
    order: int
    left: int
    right: int
    kind: Kind
    inherited: bool = False
    deep: bool = False
    tail: bool = False


Form = Literal["cells", "fields", "flow"]

Wording = tuple[tuple[str, ...], tuple[bool, ...], bool]
"""All that tells which row of a form a row is: the texts of its label, which of them are inherited, whether it was
folded. The rows of one form are worded alike in thousands of reports, so what follows from it is worth remembering."""


@dataclass(frozen=True, slots=True)
class Row:
    """Fields that stand side by side; `block` is the number of the document's block they come from.

    What layouts ask of a row again and again is told once: all its `texts`; the `label`, those before its first value
    (a counter in front of them doesn't end them), and its `wording`; what stands `behind` the last of these; the
    `numbers`, which hold a number or a mark, or try to, and began in this row.
    """

    fields: tuple[Field, ...]
    form: Form
    block: int
    texts: tuple[Field, ...] = field(init=False, compare=False, repr=False)
    label: tuple[Field, ...] = field(init=False, compare=False, repr=False)
    wording: Wording = field(init=False, compare=False, repr=False)
    behind: tuple[Field, ...] = field(init=False, compare=False, repr=False)
    numbers: tuple[Field, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        tell = object.__setattr__
        texts = tuple([f for f in self.fields if f.kind == "text"])
        label, behind = _parted(self.fields) if texts else ((), self.fields)
        tell(self, "texts", texts)
        tell(self, "label", label)
        words, inherited = tuple([f.text for f in label]), tuple([f.inherited for f in label])
        tell(self, "wording", (words, inherited, self.form == "flow"))
        tell(self, "behind", behind)
        tell(self, "numbers", tuple([f for f in self.fields if f.kind in ("value", "odd") and not f.inherited]))

    @property
    def order(self) -> int:
        return self.fields[0].order

    def printed(self) -> str:
        """The values of the row as a person would say them, for a finding."""
        return " ".join(f.text.strip() or "␣" for f in self.fields if f.kind != "text")


def _parted(fields: tuple[Field, ...]) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The texts before the first value that follows a text, and all that stands behind the last of them."""
    label: list[Field] = []
    end = 0
    for at, f in enumerate(fields, start=1):
        if f.kind == "text":
            label.append(f)
            end = at
        elif label and f.kind != "blank":
            break
    return tuple(label), fields[end:]


@cache
def _numbered() -> re.Pattern[str]:
    """A text that begins with a label's number ("3.其他", "（一）"), not with a decimal."""
    return re.compile(
        rf"[(\uff08]?(?:\d{{1,2}}|[{writing().numerals}]{{1,3}})[)\uff09.\u3001\uff0e:\uff1a]+(?:\D|$)"
    )


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().title_year)


@lru_cache(maxsize=16_384)
def kind(text: str) -> Kind:
    """What a field's text is by its look alone."""
    match read_number(text):
        case Number() | Mark():
            return "value"
        case Blank():
            return "blank"
    bare = "".join(text.split())
    if _year().fullmatch(bare):
        return "text"
    holds = OBJECT in bare or any(map(str.isdigit, bare))
    return "odd" if holds and sum(map(str.isalpha, bare)) <= 2 and not _numbered().match(bare) else "text"


def rows(document: Document) -> tuple[Row, ...]:
    """All rows of the document in reading order."""
    return tuple(_rows(document))


def _rows(document: Document) -> Iterator[Row]:
    counter = count()
    flow: list[Field] = []
    for block, piece in enumerate(document.blocks):
        if isinstance(piece, Grid) and piece.shape != "sequence":
            yield from _fold(flow, block - 1)
            flow = []
            yield from _grid_rows(piece, block, counter)
        else:
            flow.extend(_flow_fields(piece, counter))
    yield from _fold(flow, len(document.blocks) - 1)


def _grid_rows(grid: Grid, block: int, counter: Iterator[int]) -> Iterator[Row]:
    orders = {id(cell): next(counter) for cell in grid.cells()}
    form: Form = "cells" if grid.shape == "cells" else "fields"
    for number, line in enumerate(grid.rows):
        distinct = {id(cell): cell for cell in line if cell is not None}
        fields = tuple(_field(cell, orders[key], number) for key, cell in distinct.items())
        if fields:
            yield Row(fields, form, block)


def _field(cell: Cell, order: int, row: int) -> Field:
    return Field(
        cell.text, cell.place, order, cell.column, cell.column + cell.column_span, kind(cell.text), cell.row < row,
        cell.row_span > 1,
    )


def _flow_fields(piece: Text | Grid, counter: Iterator[int]) -> Iterator[Field]:
    """The lines of a paragraph, or the cells of a one-column grid; a page number is no field."""
    if isinstance(piece, Grid):
        for cell in piece.cells():
            yield from _line_fields(cell.text, cell.place, counter)
        return
    for line in filter(str.strip, piece.text.split("\n")):
        yield from _line_fields(line, piece.place, counter)


def _line_fields(line: str, place: Place, counter: Iterator[int]) -> Iterator[Field]:
    if is_page_number(line):
        return
    for part, text in enumerate(_cut(line)):
        yield Field(text, place, next(counter), 0, 1, kind(text), tail=part > 0)


def _cut(line: str) -> Iterable[str]:
    """A line of numbers, or of a label and the numbers behind it, cut at its blanks; else the line itself."""
    words = line.split()
    tail = len(words)
    while tail and kind(words[tail - 1]) == "value":
        tail -= 1
    if tail == len(words) or len(words) == 1:
        return words if _is_line_of_labels(words) else (line,)
    return (" ".join(words[:tail]), *words[tail:]) if tail else words


def _is_line_of_labels(words: Sequence[str]) -> bool:
    """Whether blanks part a line into short texts, as in a header that lost its tabs: 自然人 商业企业 科研机构 …"""
    short = all(len(word) <= LONGEST_WORD and word.isalnum() for word in words)
    return short and sum(len(word) >= LEAST_WORD for word in words) >= LEAST_WORDS


LEAST_WORDS, LEAST_WORD, LONGEST_WORD = 4, 2, 9
"""Words of a line, and characters of each; letters that are only spaced out are words of one."""


def _fold(flow: list[Field], block: int) -> Iterator[Row]:
    """Texts and the values that follow them, as one row each."""
    texts: list[Field] = []
    values: list[Field] = []
    for f in flow:
        if f.kind == "text" and values:
            yield from _folded(texts, values, block)
            texts, values = [], []
        (texts if f.kind == "text" else values).append(f)
    yield from _folded(texts, values, block)


def _folded(texts: list[Field], values: list[Field], block: int) -> Iterator[Row]:
    """One row with values; texts that came long before them, or without any, are rows of their own."""
    own = texts[-MOST_TEXTS:] if values else []
    for f in texts[: len(texts) - len(own)]:
        yield Row((f,), "flow", block)
    if values:
        yield Row((*own, *values), "flow", block)
