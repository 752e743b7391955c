"""HTML: `read` gives paragraphs as `Text` and tables as `Grid`s of shape `cells`, in reading order.

    <p>a<br>b</p>                                      Text b1 "a", Text b2 "b"
    <table><tr><td>1<span>0</span></td></tr></table>   Grid t1, its cell t1/r1/c1 "10"
    <img src="data:…"> in a page without tables        what is recognised in it, p1/l1, p1/t1/r1/c1 (see `embedded`)
    <img src="a.jpg"> in a page without tables         a remark, as the file doesn't hold what it shows
    a table that only arranges the page                its content, as if the table were not there

The bytes are decoded first (see `decode`) and parsed as a browser would (`html_tokens`); one walk over the pieces fills
flows of lines, one for the page and one for each open cell. Inline elements never part a word or a number,
block elements and `<br>` end a line. What a browser doesn't show is no text: scripts, styles, comments,
`hidden`, `display:none`. Tables are counted as they stand in the page, also those that only arrange it.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from pipeline.read import embedded
from pipeline.read.decode import decoded, plain
from pipeline.read.document import OBJECT, Cell, Document, Grid, Place, Refusal, Remark, Text
from pipeline.read.grid import uniform
from pipeline.read.html_look import NONE, Element, Look, Looks, are_apart, is_apart, is_hidden, is_raised
from pipeline.read.html_tokens import Source, Token, parsed, scripts_of, source_of, unescaped
from pipeline.read.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS, MAX_TABLE_DEPTH, MAX_TEXT_BYTES
from pipeline.read.script import written_by_script

MEDIA_TYPES = ("text/html",)

MOST_LINKS = 1_000

LITTLE_TEXT = 1_500
"""Characters; a page without a table that shows fewer may have its text in a script."""

LEAST_PICTURE = 5_000
"""Characters of a picture's address that holds it; signs and dots are smaller."""

ADDRESSES = ("src", "data-src", "data-original")
"""Where a page names a picture; the last two where a script shows it when a reader comes near."""

DRAWN = (".gif", ".svg", ".ico")
"""Endings of pictures that are signs and ornaments; no table is kept in one."""

LONGEST_ADDRESS = 100
"""Characters of an address that a remark quotes."""

LONG_CELL = 300
"""Characters; a cell with more holds a passage of the page, no label or number."""

LONG_PASSAGE = 1_000
"""Characters; more than this in long cells is no note to a table."""

LONG_COLUMN_CELL = 40
"""Characters on average; a single column of longer cells is paragraphs."""

_FOREIGN = frozenset(["svg", "math", "xml"])
"""Elements of which no text shows."""
_CELLS = frozenset(["td", "th"])
_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
"""Elements that hold nothing and have no end."""
_LINES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol optgroup option p section "
    "summary ul"
).split()
_APART = ("sup", "sub", "del", "s", "strike", "small", "rt")
_OBJECTS = frozenset("img input select textarea button canvas object embed video svg math".split())
"""What shows something in a cell that is no text."""
_LENGTH = {side: re.compile(rf"(?:^|;)\s*{side}\s*:\s*(\d{{1,6}})(?:\.\d+)?(?:px|pt)", re.IGNORECASE)
           for side in ("width", "height")}  # fmt: skip
_DOTS = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture that the file holds, as its address has it."""

    source: str


@dataclass(slots=True)
class _Cell:
    """`text` is its lines; where it has none, a sign for the picture, the field or the table that it holds."""

    row_span: int
    column_span: int
    items: list["str | _Table | _Picture"]
    holds_object: bool = False
    text: str = ""


@dataclass(slots=True)
class _Table:
    """A table as its tags come: rows of cells, the first row of each row group, lines of the caption."""

    number: int
    rows: list[list[_Cell]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    caption: list["str | _Table | _Picture"] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """Lines and tables in order, and the pieces of the line that is still open; the pictures in it come behind it."""

    items: list["str | _Table | _Picture"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    pictures: list[_Picture] = field(default_factory=list)
    last: Element | None = None
    is_plain: bool = False


Held = Callable[[str], bytes]
"""The bytes of a picture by its address, none where the file doesn't hold it."""


def _nothing_else(_: str) -> bytes:
    """What a page holds that is a file of its own."""
    return b""


@dataclass(slots=True)
class _Page:
    """The page as it is walked; `absent` are the pictures that it names and the file doesn't hold, by their number."""

    flows: list[_Flow]
    held: Held = _nothing_else
    picture_count: int = 0
    absent: dict[int, str] = field(default_factory=dict)
    tables: list[_Table] = field(default_factory=list)
    preformatted: int = 0
    table_count: int = 0
    cell_count: int = 0
    line_count: int = 0


def read(data: bytes, held: Held = _nothing_else) -> Document:
    """The paragraphs and tables of a page; places are `b17`, `t1`, and `t1/r7/c5` for a cell.

    `held` finds the pictures that came with the page. Raises `Refusal`: `too_large`, also for pages nested beyond
    measure, or `damaged`.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of HTML, at most {MAX_TEXT_BYTES:,}")
    html, remarks = decoded(data)
    document = read_text(html, embedded.recognised, held)
    return replace(document, remarks=(*remarks, *document.remarks))


def scan_of(data: bytes, number: int, held: Held = _nothing_else):
    """The scan of the page's picture `number`, from 1."""
    from pipeline.read import picture  # what decodes pictures takes longer to load than a page to read

    return picture.scan_of(embedded.nth(number, lambda look: read_text(decoded(data)[0], look, held)), 1)


def read_text(html: str, look: embedded.Look = embedded.told, held: Held = _nothing_else) -> Document:
    """The paragraphs and tables of a page that is decoded; raises as `read` does.

    Where it shows no table and little text, the table that a script would put there is read, behind its own text.
    `look` is what becomes of a picture in a page that shows no table of a form's size.
    """
    source = source_of(html)
    blocks, limits = _blocks(_walked(source, held), look)
    if not _is_empty_shell(blocks) or (hidden := written_by_script(scripts_of(html))) is None:
        return Document("text/html", blocks, source.title, limits)
    written, more = _blocks(_walked(source_of(hidden), held), embedded.told)
    return Document("text/html", (*blocks, *map(_of_script, written)), source.title, (*limits, *more))


def _is_empty_shell(blocks: tuple[Text | Grid, ...]) -> bool:
    """Whether a page shows nothing that could be a report: what its scripts hold would be shown then."""
    return all(isinstance(block, Text) for block in blocks) and sum(len(b.text) for b in blocks) < LITTLE_TEXT


def _of_script(block: Text | Grid) -> Text | Grid:
    """A block that a script holds, at places that begin with `script/`."""
    if isinstance(block, Text):
        return replace(block, place=_script_place(block.place))
    moved = {id(cell): cell._replace(place=_script_place(cell.place)) for cell in block.cells()}
    rows = tuple(tuple(None if cell is None else moved[id(cell)] for cell in row) for row in block.rows)
    return replace(block, rows=rows, place=_script_place(block.place))


def _script_place(place: Place) -> Place:
    """No element of the page has what stood in a script, so no path leads to it."""
    return Place(f"script/{place.locator}")


def links_of(data: bytes) -> tuple[str, ...]:
    """The addresses of the page's links as they are written, at most MOST_LINKS."""
    nodes = parsed(decoded(data)[0]).css("a[href]")[:MOST_LINKS]
    return tuple(node.attributes.get("href") or "" for node in nodes)


# Walking through the pieces


def _walked(source: Source, held: Held) -> _Page:
    """Every piece has its effect in the order of the page; `here` is the innermost open element that shows.

    The path is kept here and not on Python's stack, which a deep page would overflow.
    """
    page, looks = _Page([_Flow()], held), Looks(source.sheets)
    here: Element | None = None
    skipped, depth = "", 0
    for at, (cell, cell_written, cell_text, ends, tag, written, text) in enumerate(source.tokens):
        if skipped:
            if tag != skipped:
                continue
            depth += -1 if ends else 1
            if depth:
                continue
            skipped = ""
        elif cell:
            _whole_cell(page, cell, looks.of(cell_written) if cell_written else NONE, cell_text, here)
        elif ends:
            if here is not None:
                here = _closed(page, here)
        elif tag:
            look = looks.of(written) if written else NONE
            hidden = not look.is_plain and is_hidden(tag, look) and not _shows_again(source.tokens, at, looks)
            if tag in _OBJECTS and not hidden:
                _object(page, tag, look)
            if hidden or tag in _FOREIGN:
                if hidden and tag in _CELLS and look.keeps_its_place:
                    _cell(page, look, "")
                if tag not in _VOID:
                    skipped, depth = tag, 1
                    continue
            else:
                _opened(page, tag, look)
                if tag not in _VOID:
                    here = tag, look, here
        if text and here is not None:
            _text(page, unescaped(text), here)
    _end_line(page)
    return page


def _opened(page: _Page, tag: str, look: Look) -> None:
    if tag in _OPENING:
        _OPENING[tag](page)
    elif tag in _CELLS:
        _open_cell(page, look)
    if not look.is_plain and is_apart(tag, look):
        _part(page)


def _closed(page: _Page, element: Element) -> Element | None:
    """Ends an element; the one around it."""
    tag, look, outer = element
    if not look.is_plain and is_apart(tag, look):
        _part(page)
    if tag in _CLOSING:
        _CLOSING[tag](page)
    return outer


def _shows_again(tokens: Sequence[Token], at: int, looks: Looks) -> bool:
    """Whether an element without a size gives what is in it one: a trick against gaps."""
    outer, depth = tokens[at][4], 1
    if not looks.of(tokens[at][5]).is_sizeless:
        return False
    for cell, cell_written, _, ends, tag, written, _ in islice(tokens, at + 1, None):
        if looks.of(cell_written if cell else written).is_sized:
            return True
        if tag == outer:
            depth += -1 if ends else 1
            if not depth:
                return False
    return False


def _whole_cell(page: _Page, tag: str, look: Look, text: str, here: Element | None) -> None:
    """A cell with nothing but text in it."""
    if look.is_plain and not page.preformatted:
        _cell(page, look, plain(unescaped(text)) if text else "")
    elif not look.is_hidden:
        _opened(page, tag, look)
        _text(page, unescaped(text), (tag, look, here))
        _closed(page, (tag, look, here))
    elif look.keeps_its_place:
        _cell(page, look, "")


def _cell(page: _Page, look: Look, line: str) -> None:
    page.tables[-1].rows[-1].append(_Cell(*look.spans, [line] if line else [], text=line))
    page.line_count += bool(line)
    _count_cell(page)


def _text(page: _Page, text: str, here: Element) -> None:
    flow = page.flows[-1]
    pieces = flow.pieces
    if not page.preformatted:
        if pieces and _meet(pieces[-1], text) and flow.last is not None and are_apart(flow.last, here):
            pieces.append(" ")
        if pieces or not text.isspace():
            pieces.append(text)
            flow.last = here
            flow.is_plain = flow.is_plain or not (text.isspace() or is_raised(here))
        return
    for line in text.splitlines(keepends=True):
        pieces.append(line)
        if line.endswith("\n"):
            _end_line(page)


def _meet(before: str, after: str) -> bool:
    """Whether digits of two elements would become one number."""
    return before[-1:].isdigit() and after[:1].isdigit()


def _object(page: _Page, tag: str, look: Look) -> None:
    """A cell that shows something else than text is not blank."""
    hidden = tag == "input" and look.attributes.get("type", "").lower() == "hidden"
    if page.tables and page.tables[-1].rows and page.tables[-1].rows[-1] and not hidden:
        page.tables[-1].rows[-1][-1].holds_object = True
    if tag == "img":
        _picture(page, look.attributes)


def _picture(page: _Page, attributes: Mapping[str, str]) -> None:
    """A picture that the file holds comes behind its line; one that it only names is told, if it is no ornament."""
    page.picture_count += 1
    named = [address for name in ADDRESSES if (address := attributes.get(name))]
    source = next((address for address in named if _is_held(page, address)), None)
    if source is not None:
        page.flows[-1].pictures.append(_Picture(source))
        return
    elsewhere = next((address for address in named if address[:5].lower() != "data:"), "")
    if elsewhere and not elsewhere.lower().partition("?")[0].endswith(DRAWN) and not _is_small_picture(attributes):
        page.absent[page.picture_count] = elsewhere


def _is_held(page: _Page, address: str) -> bool:
    if address[:5].lower() == "data:":
        return len(address) >= LEAST_PICTURE and address[:11].lower() == "data:image/"
    return bool(page.held(address))


def _is_small_picture(attributes: Mapping[str, str]) -> bool:
    """Whether the page shows a picture smaller than any table of the form."""
    style = attributes.get("style", "")
    sides = (("width", embedded.LEAST_WIDTH), ("height", embedded.LEAST_HEIGHT))
    told = [(_LENGTH[side].search(style) or _DOTS.match(attributes.get(side, "")), least) for side, least in sides]
    return any(length is not None and int(length[1]) < least for length, least in told)


def _turned(page: _Page) -> None:
    """Text whose direction the page turns is seen in another order than it stands."""
    page.flows[-1].pieces.append("\u202e")


def _end_line(page: _Page) -> None:
    flow = page.flows[-1]
    if flow.pieces:
        _end_text(page, flow)
    flow.items += flow.pictures
    flow.pictures.clear()


def _end_text(page: _Page, flow: _Flow) -> None:
    line = plain("".join(flow.pieces))
    flow.pieces.clear()
    flow.last = None
    if line:
        flow.items.append(line)
        _count_line(page)


def _count_line(page: _Page) -> None:
    page.line_count += 1
    if page.line_count > MAX_LINES:
        raise Refusal("too_large", f"more than {MAX_LINES:,} lines")


def _open_preformatted(page: _Page) -> None:
    _end_line(page)
    page.preformatted += 1


def _close_preformatted(page: _Page) -> None:
    _end_line(page)
    page.preformatted -= 1


def _open_table(page: _Page) -> None:
    _end_line(page)
    page.table_count += 1
    page.tables.append(_Table(page.table_count))
    if len(page.tables) > MAX_TABLE_DEPTH:
        raise Refusal("too_large", f"more than {MAX_TABLE_DEPTH:,} tables inside each other")


def _close_table(page: _Page) -> None:
    page.flows[-1].items += _settled(page.tables.pop())


def _open_group(page: _Page) -> None:
    page.tables[-1].groups.append(len(page.tables[-1].rows))


def _open_row(page: _Page) -> None:
    page.tables[-1].rows.append([])


def _open_cell(page: _Page, look: Look) -> None:
    page.flows.append(_Flow())
    page.tables[-1].rows[-1].append(_Cell(*look.spans, page.flows[-1].items))
    _count_cell(page)


def _count_cell(page: _Page) -> None:
    page.cell_count += 1
    if page.cell_count > MAX_CELLS:
        raise Refusal("too_large", f"more than {MAX_CELLS:,} cells")


def _close_flow(page: _Page) -> None:
    _end_line(page)
    page.flows.pop()


def _close_cell(page: _Page) -> None:
    """Ends a cell; where it holds nothing but a footnote's sign or struck text, that is no number of its own."""
    _end_line(page)
    flow = page.flows.pop()
    if flow.items and not flow.is_plain and not page.preformatted and isinstance(flow.items[0], str):
        flow.items[0] = f"{OBJECT}{flow.items[0]}{OBJECT}"
    cell = page.tables[-1].rows[-1][-1]
    lines = "\n".join(item for item in flow.items if isinstance(item, str))
    cell.text = lines or OBJECT * (cell.holds_object or bool(flow.items))


def _open_caption(page: _Page) -> None:
    page.flows.append(_Flow(page.tables[-1].caption))


def _part(page: _Page) -> None:
    """A footnote's sign or struck text is no digit of the number beside it."""
    page.flows[-1].pieces.append(" ")


_Act = Callable[[_Page], None]
_OPENING: dict[str, _Act] = dict.fromkeys((*_LINES, "br", "hr"), _end_line) | dict.fromkeys(_APART, _part) | {
    "pre": _open_preformatted,
    "table": _open_table,
    "thead": _open_group,
    "tbody": _open_group,
    "tfoot": _open_group,
    "tr": _open_row,
    "caption": _open_caption,
    "bdo": _turned,
}
_CLOSING: dict[str, _Act] = dict.fromkeys(_LINES, _end_line) | dict.fromkeys(_APART, _part) | {
    "pre": _close_preformatted,
    "table": _close_table,
    "td": _close_cell,
    "th": _close_cell,
    "caption": _close_flow,
}


# Tables: what is one, and what only arranges the page


def _settled(table: _Table) -> list["str | _Table | _Picture"]:
    """What a table leaves in its flow: itself and the tables in it, or its content if it only arranges."""
    cells = [cell for row in table.rows for cell in row]
    content = [item for cell in cells for item in cell.items]
    if all(isinstance(item, _Picture) for item in content) or _arranges(table, cells):
        return table.caption + content
    return [*table.caption, table, *(item for item in content if not isinstance(item, str))]


def _arranges(table: _Table, cells: list[_Cell]) -> bool:
    """Whether nearly all text stands in cells that hold tables or passages, or there is but one column of it.

    One long note under a table of many short cells makes no arrangement of it, nor a table in one of them.
    """
    filled = [cell for cell in cells if any(not isinstance(item, _Picture) for item in cell.items)]
    heavy_sizes = [_size(cell) for cell in filled if _is_heavy(cell)]
    heavy, inside = len(heavy_sizes), sum(heavy_sizes)
    outside = sum(map(_size, filled)) - inside
    if max(map(len, table.rows)) == 1 and not heavy:
        return len(filled) == 1 or outside > LONG_COLUMN_CELL * len(filled)
    few_short = inside > outside and len(filled) - heavy <= 4 * heavy
    return few_short or inside > max(10 * outside, LONG_PASSAGE)


def _is_heavy(cell: _Cell) -> bool:
    return len(cell.text) > LONG_CELL or any(isinstance(item, _Table) for item in cell.items)


def _size(cell: _Cell) -> int:
    """The characters in a cell and in the tables that it holds."""
    return sum(len(item) if isinstance(item, str) else _size_of(item) for item in cell.items)


def _size_of(item: "_Table | _Picture") -> int:
    return 0 if isinstance(item, _Picture) else sum(len(cell.text) for row in item.rows for cell in row)


# From flows to blocks


def _blocks(page: _Page, look: embedded.Look) -> tuple[tuple[Text | Grid, ...], tuple[Remark, ...]]:
    blocks: list[Text | Grid] = []
    items = page.flows[0].items
    is_form = any(isinstance(item, _Table) and _is_form(item) for item in items)
    remarks = [] if is_form else list(_absent(page))
    texts = area = pictures = 0
    look = embedded.told if is_form else look
    for item in items:
        if isinstance(item, _Picture):
            pictures += 1
            looked = look(pictures, partial(_bytes_of, item, page.held))
            blocks += looked.blocks
            remarks += looked.remarks
            continue
        drawn = [item] if isinstance(item, str) else _drawn(item, remarks)
        for block in drawn:
            if isinstance(block, str):
                texts += 1
                block = Text(block, Place(f"b{texts}"))
            else:
                area += len(block.rows) * block.width
            blocks.append(block)
        if area > MAX_CELLS:
            raise Refusal("too_large", f"more than {MAX_CELLS:,} cells in tables")
    return tuple(blocks), tuple(remarks)


def _is_form(table: _Table) -> bool:
    """Whether a table is large enough for one of the form."""
    return sum(map(len, table.rows)) >= embedded.LEAST_CELLS


def _absent(page: _Page) -> Iterator[Remark]:
    """One remark for all pictures that the file names and doesn't hold."""
    for number, address in list(page.absent.items())[:1]:
        more = f" + {len(page.absent) - 1}" if len(page.absent) > 1 else ""
        yield Remark("picture_elsewhere", Place(f"img{number}"), plain(address)[:LONGEST_ADDRESS] + more)


def _bytes_of(picture: _Picture, held: Held) -> bytes:
    """The bytes that a picture's address holds, or that are held under it; none where there are none."""
    if picture.source[:5].lower() != "data:":
        return held(picture.source)
    try:
        return base64.b64decode(picture.source.partition(",")[2])
    except (binascii.Error, ValueError):
        return b""


def _drawn(table: _Table, remarks: list[Remark]) -> list[str | Grid]:
    """The table as a grid; one beyond the size of a grid as lines, with a remark."""
    place = Place(f"t{table.number}")
    cells = list(_laid_out(table))
    if len(table.rows) <= MAX_ROWS and all(cell.column < MAX_COLUMNS for cell in cells):
        return [uniform(cells, "cells", place)]
    remarks.append(Remark("limit_reached", place, "a table too large for a grid, given as lines"))
    return [line for cell in cells for line in cell.text.split("\n") if line]


def _laid_out(table: _Table) -> Iterator[Cell]:
    """Each cell at the first column that no cell from above or the left covers, as a browser places it."""
    covered_to: list[int] = []
    for start, end in _groups(table):
        for row in range(start, end):
            column = 0
            above = f"((//table)[{table.number}]/tr|(//table)[{table.number}]/*/tr)[{row + 1}]/*[self::td or self::th]"
            before = f"t{table.number}/r{row + 1}/c"
            for index, cell in enumerate(table.rows[row], 1):
                column = _free(covered_to, row, column)
                last_row = min(row + cell.row_span, end) if cell.row_span else end
                width = min(cell.column_span, max(MAX_COLUMNS - column, 1))
                _cover(covered_to, column, column + width, last_row)
                place = Place(f"{before}{column + 1}", path=f"{above}[{index}]")
                yield Cell(cell.text, place, row, column, last_row - row, width)
                column += width


def _groups(table: _Table) -> Iterator[tuple[int, int]]:
    """First row and end of each row group; no cell reaches beyond the end of its group."""
    ends = [*table.groups[1:], len(table.rows)] if table.groups else []
    return zip(table.groups, ends, strict=True)


def _free(covered_to: list[int], row: int, column: int) -> int:
    while column < len(covered_to) and covered_to[column] > row:
        column += 1
    return column


def _cover(covered_to: list[int], start: int, end: int, last_row: int) -> None:
    covered_to.extend([0] * (end - len(covered_to)))
    for column in range(start, end):
        if covered_to[column] < last_row:
            covered_to[column] = last_row
