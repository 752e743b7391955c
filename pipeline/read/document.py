"""What every reader hands on: a `Document`, text and grids in reading order, each piece with its place.

A reader knows file formats and nothing of disclosure. It never drops, reorders or merges text to please
a table; it only expands merged cells, once, so that every later room sees a uniform grid.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Box(NamedTuple):
    """A rectangle on a page in points, measured from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Place(NamedTuple):
    """Where a piece of text stood.

    `locator` is short and counts from 1: `p4/t1/r7/c5` (page, table, row, column) in a PDF, `t1/r7/c5` in
    HTML and DOCX, `s2/r7/c5` (sheet, row, column) in a spreadsheet, `l12/f3` (line, field) in text; a
    paragraph is `p2/l3`, `b17` or `l12`; what a page's script held begins with `script/`. A picture
    in HTML or DOCX is like a page of a PDF: `p1/t1/r7/c5`; `img3` is the third picture that a page names. `path`
    is the XPath of a cell's element in HTML and DOCX. `method` is how the text was come by, a code of
    `schemas/codelists/methods.csv`: the file says it, or it was recognised in a picture.
    """

    locator: str
    box: Box | None = None
    path: str | None = None
    method: Literal["text", "ocr"] = "text"


class Cell(NamedTuple):
    """One cell as published; where it spans, the same object stands at each position it covers."""

    text: str
    place: Place
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


OBJECT = "\ufffc"
"""Stands in a text for what is no text (a picture, a form field), and around text that is struck or isn't shown.

A reader sees that something is there, so no number can be read of such a cell.
"""

Shape = Literal["cells", "fields", "sequence"]
"""How far a grid's positions can be trusted:

`cells`     a real table: rows, columns and merges are as published (HTML, DOCX, ruled PDF)
`fields`    lines cut at tabs or pipes: rows are true, columns may have lost their merges
`sequence`  one cell a line, so one column: only the order is true, and an empty cell is a cell
"""


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a grid is drawn on its page: points from the top left corner of the page as it is read.

    `width` and `height` are that page's, which was turned clockwise by `turn` degrees from how a viewer shows it. What
    a locator calls column n lies between `columns[n - 1]` and `columns[n]`, rows alike; `merged` are the cells that
    span: row and column, counted from 0, and how many of each. `pipeline/read/edges.py` draws it.
    """

    width: float
    height: float
    turn: int
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of `Cell`s, all rows equally wide; `None` where a short row has no cell at all.

    `edges` are there where the document has pages and places on them.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    shape: Shape
    place: Place
    edges: Edges | None = None

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def cells(self) -> Iterator[Cell]:
        """Each cell once, in reading order."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell is not None and (cell.row, cell.column) == (r, c):
                    yield cell


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or a line where the format has no paragraphs."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader must tell: `rule` is a code of `schemas/codelists/rules.csv`."""

    rule: str
    place: Place
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. `title` is what the format itself calls the title (HTML `<title>`), if anything."""

    media_type: str
    blocks: tuple[Text | Grid, ...]
    title: str | None = None
    remarks: tuple[Remark, ...] = field(default=())

    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def texts(self) -> tuple[Text, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Text))


class Refusal(Exception):
    """A file that can't be read at all; `reason` is a code of `schemas/codelists/refusals.csv`.

    `detail` says what was seen (a page, a byte count, a library's message); it is shown to users.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
