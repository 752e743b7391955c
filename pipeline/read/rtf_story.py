"""What RTF tells, put into WordprocessingML: runs, paragraphs, and tables from the ends of their cells and rows.

A row comes as its cells' content, the end of each cell, and a definition: the right border of each cell in
twentieths of a point, and which cells continue the one at the left or above. The borders of all rows of a table
give its columns.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from pipeline.read.converted import element, joined, word
from pipeline.read.document import OBJECT, Refusal
from pipeline.read.limits import MAX_CELLS, MAX_LINES, MAX_ROWS, MAX_RUNS, MAX_TABLE_LEVELS


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text is set."""

    font: int | None = None
    hidden: bool = False
    struck: bool = False
    struck_twice: bool = False
    raised: bool = False
    moved: bool = False
    white: bool = False
    deleted: bool = False

    def properties(self) -> list[etree._Element]:
        """The run's properties in one element, as far as a reader of DOCX looks at them; none if there are none."""
        told = [element(kind, value) for key, kind, value in _PROPERTIES if getattr(self, key)]
        if not told:
            return []
        properties = element("rPr")
        properties.extend(told)
        return [properties]


_PROPERTIES = (
    ("hidden", "vanish", None),
    ("struck", "strike", None),
    ("struck_twice", "dstrike", None),
    ("raised", "vertAlign", "superscript"),
    ("moved", "position", 6),
    ("white", "color", "FFFFFF"),
)
"""A look's attribute, and what DOCX calls it."""


@dataclass(frozen=True, slots=True)
class Border:
    """One cell of a row's definition: its right border, and what it continues."""

    right: int
    across: bool = False
    down: str | None = None


@dataclass(slots=True)
class Definition:
    """A row's definition; `left` is where it begins."""

    left: int = 0
    borders: list[Border] = field(default_factory=list)

    def positions(self) -> list[int]:
        return [self.left, *(border.right for border in self.borders)]

    def fits(self, cells: int) -> bool:
        """Whether there is a border for each cell, one right of the other."""
        positions = self.positions()
        return len(self.borders) >= cells and all(a < b for a, b in pairwise(positions))


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[list[etree._Element]]
    borders: list[Border]
    positions: list[int]


@dataclass(slots=True)
class _Table:
    rows: list[_Row] = field(default_factory=list)
    cells: list[list[etree._Element]] = field(default_factory=list)
    blocks: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """A body or a text box: its finished blocks, the tables that are open in each other, the open paragraph."""

    holder: etree._Element
    tables: list[_Table] = field(default_factory=list)
    runs: list[etree._Element] = field(default_factory=list)
    prefix: str = ""

    def container(self) -> "etree._Element | list[etree._Element]":
        return self.tables[-1].blocks if self.tables else self.holder


class Story:
    """A document as its pieces come; `lost` gathers what could not be put in its place."""

    def __init__(self) -> None:
        self._flows = [_Flow(element("body"))]
        self._runs = self._lines = self._cells = 0
        self.lost: list[str] = []

    @property
    def row_is_open(self) -> bool:
        """Whether a row has cells and has not ended."""
        tables = self._flows[-1].tables
        return bool(tables and tables[0].cells)

    # Runs

    def say(self, text: str, look: Look) -> None:
        """A piece of text; behind a list number that ends in a digit or meets one stands a blank."""
        flow = self._flows[-1]
        if flow.prefix and not look.hidden and not look.deleted:
            apart = flow.prefix[-1].isalnum() or text[:1].isdigit()
            text, flow.prefix = f"{flow.prefix}{' ' * apart}{text}", ""
        piece = element("t")
        piece.text = text
        self.put(piece, look)

    def put(self, piece: etree._Element, look: Look) -> None:
        """A tabulator, a line break, an object, a field's sign: whatever a run can hold."""
        self._runs += 1
        if self._runs > MAX_RUNS:
            raise Refusal("too_large", f"more than {MAX_RUNS:,} pieces of text")
        run = element("r")
        run.extend((*look.properties(), piece))
        if look.deleted:
            deleted = element("del")
            deleted.append(run)
            run = deleted
        self._flows[-1].runs.append(run)

    def number(self, prefix: str) -> None:
        """The paragraph's list number, if it says something; dots and dashes don't."""
        self._flows[-1].prefix = prefix if any(map(str.isalnum, prefix)) else ""

    # Paragraphs, cells, rows

    def end_paragraph(self, level: int) -> None:
        """A paragraph ends, in the table of that level, or outside of tables at level 0."""
        flow = self._flows[-1]
        if flow.prefix:
            self.say("", Look())
        self._reach(level)
        self._lines += 1
        if self._lines > MAX_LINES:
            raise Refusal("too_large", f"more than {MAX_LINES:,} paragraphs")
        paragraph = element("p")
        paragraph.extend(flow.runs)
        flow.runs.clear()
        flow.container().append(paragraph)

    def end_cell(self, level: int) -> None:
        self.end_paragraph(level)
        table = self._flows[-1].tables[-1]
        table.cells.append(table.blocks)
        table.blocks = []
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Refusal("too_large", f"more than {MAX_CELLS:,} cells")

    def end_row(self, level: int, definition: Definition) -> None:
        """A row ends; text behind its last cell is one more cell."""
        flow = self._flows[-1]
        if flow.runs:
            self.end_cell(level)
        self._reach(level)
        table = flow.tables[-1]
        if table.blocks:
            table.cells.append(table.blocks)
            table.blocks = []
        if table.cells:
            table.rows.append(self._row(table.cells, definition))
            table.cells = []
        if len(table.rows) > MAX_ROWS:
            raise Refusal("too_large", f"more than {MAX_ROWS:,} rows of a table")

    def _row(self, cells: list[list[etree._Element]], definition: Definition) -> _Row:
        if definition.fits(len(cells)):
            borders = definition.borders[: len(cells)]
            return _Row(cells, borders, [definition.left, *(border.right for border in borders)])
        self.lost.append(f"{len(cells)} cells, {len(definition.borders)} borders in a row")
        return _Row(cells, [Border(at) for at in range(len(cells))], [])

    def _reach(self, level: int) -> None:
        """Close the tables that are deeper than `level`, and open those that are missing."""
        flow = self._flows[-1]
        while len(flow.tables) > level:
            self._close_table(flow)
        while len(flow.tables) < level:
            flow.tables.append(_Table())
        if sum(1 + len(one.tables) for one in self._flows) > MAX_TABLE_LEVELS:
            raise Refusal("too_large", f"more than {MAX_TABLE_LEVELS} tables and text boxes inside each other")

    def _close_table(self, flow: _Flow) -> None:
        table = flow.tables.pop()
        if table.cells or table.blocks:
            self.lost.append("a row without an end")
            loose = [block for cell in [*table.cells, table.blocks] for block in cell]
        else:
            loose = []
        if table.rows:
            flow.container().append(_drawn(table.rows))
        flow.container().extend(loose)

    # Text boxes

    def open_box(self) -> None:
        self._flows.append(_Flow(element("txbxContent")))
        self._reach(0)

    def close_box(self, look: Look) -> None:
        self._end_flow()
        shape = element("pict")
        shape.append(self._flows.pop().holder)
        self.put(shape, look)

    def _end_flow(self) -> None:
        if self._flows[-1].runs:
            self.end_paragraph(len(self._flows[-1].tables))
        self._reach(0)

    def finished(self) -> etree._Element:
        """The document's root, with all that was open closed."""
        while len(self._flows) > 1:
            self.close_box(Look())
        self._end_flow()
        root = element("document")
        root.append(self._flows[0].holder)
        return root


def _drawn(rows: list[_Row]) -> etree._Element:
    """The table, its columns between the borders of all rows; those a hand's tremble apart are one, if no cell is."""
    exact = sorted({position for row in rows for position in row.positions})
    for numbers in (joined(exact), list(range(len(exact)))):
        columns = dict(zip(exact, numbers, strict=True))
        if all(columns[a] < columns[b] for row in rows for a, b in pairwise(row.positions)):
            break
    table = element("tbl")
    table.extend(_drawn_row(row, columns) for row in rows)
    return table


def _drawn_row(row: _Row, columns: dict[int, int]) -> etree._Element:
    drawn = element("tr")
    ends = [columns[position] for position in row.positions] or list(range(len(row.cells) + 1))
    if ends[0]:
        properties = element("trPr")
        properties.append(element("gridBefore", ends[0]))
        drawn.append(properties)
    for at, (blocks, border) in enumerate(zip(row.cells, row.borders, strict=True)):
        if border.across and at:
            _continue(drawn[-1], ends[at + 1] - ends[at], blocks)
        else:
            drawn.append(_drawn_cell(blocks, border, ends[at + 1] - ends[at]))
    return drawn


def _drawn_cell(blocks: list[etree._Element], border: Border, span: int) -> etree._Element:
    cell, properties = element("tc"), element("tcPr")
    properties.append(element("gridSpan", span))
    if border.down is not None:
        properties.append(element("vMerge", border.down))
    cell.append(properties)
    cell.extend(blocks)
    return cell


def _continue(cell: etree._Element, span: int, blocks: list[etree._Element]) -> None:
    """A cell that goes on to the right; a text in what it covers should not be there, and casts doubt on its own."""
    (spans,) = cell.iter(word("gridSpan"))
    spans.set(word("val"), str(int(spans.get(word("val"))) + span))
    if any("".join(block.itertext()).strip() for block in blocks):
        doubt = element("p")
        doubt.append(element("r"))
        doubt[0].append(element("t"))
        doubt[0][0].text = OBJECT
        cell.extend((*blocks, doubt))
