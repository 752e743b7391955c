"""HTML: `read` gives paragraphs as `Text` and tables as `Grid`s of shape `cells`, in reading order.

    <p>a<br>b</p>                                      Text b1 "a", Text b2 "b"
    <table><tr><td>1<span>0</span></td></tr></table>   Grid t1, its cell t1/r1/c1 "10"
    <img src="data:…"> in a page without tables        what is recognised in it, p1/l1, p1/t1/r1/c1 (see `embedded`)
    <img src="a.jpg"> in a page without tables         a remark, as the file doesn't hold what it shows
    a table that only arranges the page                its content, as if the table were not there

The bytes are decoded first (see `decode`) and parsed as a browser would; one walk over the tree fills
flows of lines, one for the page and one for each open cell. Inline elements never part a word or a number,
block elements and `<br>` end a line. What a browser doesn't show is no text: scripts, styles, comments,
`hidden`, `display:none`. Tables are counted as they stand in the page, also those that only arrange it.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipeline.read import embedded
from pipeline.read.decode import decoded, plain
from pipeline.read.document import OBJECT, Cell, Document, Grid, Place, Refusal, Remark, Text
from pipeline.read.grid import MAX_COLUMNS, MAX_ROWS, uniform
from pipeline.read.limits import (
    MAX_ATTRIBUTES,
    MAX_CELLS,
    MAX_LINES,
    MAX_NESTING_WORK,
    MAX_TABLE_DEPTH,
    MAX_TAGS,
    MAX_TEXT_BYTES,
)
from pipeline.read.picture import scan_of as page_of
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

_UNSHOWN = frozenset("script style noscript template title iframe noembed noframes svg math xml".split())
_LINES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol optgroup option p section "
    "summary ul"
).split()
_APART = ("sup", "sub", "del", "s", "strike", "small", "rt")
_APART_BY_STYLE = (
    '[style*="super" i],[style*="sub" i],[style*="line-through" i],[style*="display" i],[style*="float" i],'
    '[style*="position" i],a[href^="#"]'
)
_APART_STYLES = re.compile(
    r"vertical-align\s*:\s*(?:super|sub)|line-through|float\s*:\s*(?:left|right)|position\s*:\s*(?:absolute|relative)"
    r"|display\s*:[^;]*(?:block|flex|grid|table|list-item)",
    re.IGNORECASE,
)
_RAISED_TAGS = frozenset("sup sub del s strike".split())
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)|line-through", re.IGNORECASE)
_HIDDEN = (
    '[hidden],[style*="none" i],[style*="mso-hide" i],[style*="hidden" i],[style*="font-size" i],[style*="opacity" i]'
)
_INLINE = frozenset("a b big code em font i label mark small span strike strong sub sup u".split())
_LINED = _INLINE | _RAISED_TAGS
_OBJECTS = frozenset("img input select textarea button canvas object embed video svg math".split())
"""What shows something in a cell that is no text."""
_PLAIN_CLASSES = frozenset(["SpellE", "GramE"])
"""Word marks its doubts of spelling so; nothing of it shows."""
_MOVED = re.compile(
    r"(?:^|;)\s*((?:position|top|bottom|left|right|margin[a-z-]*|padding[a-z-]*|float|display|opacity|mso-text-raise"
    r"|text-decoration[a-z-]*|direction|unicode-bidi)\s*:(?!\s*(?:0(?:px|pt|em|%)?\s*)+(?:;|$))[^;]*|vertical-align\s*:\s*(?:su|t|-?\d)[^;]*)",
    re.IGNORECASE,
)
"""What sets a text apart from its neighbour wherever it is written."""
_SIZE = re.compile(r"(?:^|;)\s*font-size\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt|em|%)?", re.IGNORECASE)
MUCH_SMALLER = 0.8
"""A digit smaller than its neighbour by this is a footnote's sign, where both sizes are said in one unit."""
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff\b|#f[ef]f[ef]f[ef]\b|white\b|transparent\b|rgb\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5]\s*\))",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?:^|;)\s*font-size\s*:\s*(?:x{1,2}-small|smaller)\b", re.IGNORECASE)
SMALL = {"px": 10.0, "pt": 7.5, "em": 0.75, "%": 75.0}
"""Sizes at which a digit is a footnote's sign where its neighbour's isn't said: no form prints numbers so small."""
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
"""A rule of the page's own style sheet for one class."""
_HIDING = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|%)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)",
    re.IGNORECASE,
)
_LENGTH = {side: re.compile(rf"(?:^|;)\s*{side}\s*:\s*(\d{{1,6}})(?:\.\d+)?(?:px|pt)", re.IGNORECASE)
           for side in ("width", "height")}  # fmt: skip
_DOTS = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$", re.IGNORECASE)
_SPAN = re.compile(r"\s*\+?(\d{1,6})")


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture that the file holds, as its address has it."""

    source: str


@dataclass(slots=True)
class _Cell:
    row_span: int
    column_span: int
    items: list["str | _Table | _Picture"]
    holds_object: bool = False

    @property
    def text(self) -> str:
        """The cell's lines; where it has none, a sign for the picture, the field or the table that it holds."""
        lines = "\n".join(item for item in self.items if isinstance(item, str))
        return lines or OBJECT * (self.holds_object or bool(self.items))


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
    last: LexborNode | None = None
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
    return page_of(embedded.nth(number, lambda look: read_text(decoded(data)[0], look, held)), 1)


def read_text(html: str, look: embedded.Look = embedded.told, held: Held = _nothing_else) -> Document:
    """The paragraphs and tables of a page that is decoded; raises as `read` does.

    Where it shows no table and little text, the table that a script would put there is read, behind its own text.
    `look` is what becomes of a picture in a page that shows no table of a form's size.
    """
    _refuse_monsters(html)
    tree = _parsed(html)
    blocks, limits = _blocks(_walked(tree, held), look)
    title = _title(tree)
    if not _is_empty_shell(blocks) or (hidden := written_by_script(_scripts(tree))) is None:
        return Document("text/html", blocks, title, limits)
    _refuse_monsters(hidden)
    written, more = _blocks(_walked(_parsed(hidden), held), embedded.told)
    return Document("text/html", (*blocks, *map(_of_script, written)), title, (*limits, *more))


def _is_empty_shell(blocks: tuple[Text | Grid, ...]) -> bool:
    """Whether a page shows nothing that could be a report: what its scripts hold would be shown then."""
    return all(isinstance(block, Text) for block in blocks) and sum(len(b.text) for b in blocks) < LITTLE_TEXT


def _scripts(tree: LexborHTMLParser) -> Iterator[str]:
    return (node.text() for node in tree.css("script:not([src])"))


def _of_script(block: Text | Grid) -> Text | Grid:
    """A block that a script holds, at places that begin with `script/`."""
    if isinstance(block, Text):
        return replace(block, place=_script_place(block.place))
    moved = {id(cell): replace(cell, place=_script_place(cell.place)) for cell in block.cells()}
    rows = tuple(tuple(None if cell is None else moved[id(cell)] for cell in row) for row in block.rows)
    return replace(block, rows=rows, place=_script_place(block.place))


def _script_place(place: Place) -> Place:
    """No element of the page has what stood in a script, so no path leads to it."""
    return Place(f"script/{place.locator}")


def links_of(data: bytes) -> tuple[str, ...]:
    """The addresses of the page's links as they are written, at most MOST_LINKS."""
    nodes = _parsed(decoded(data)[0]).css("a[href]")[:MOST_LINKS]
    return tuple(node.attributes.get("href") or "" for node in nodes)


def _parsed(html: str) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(html)
    except (SelectolaxError, ValueError, MemoryError) as error:
        raise Refusal("damaged", f"the HTML parser gave up: {error}") from error


def _title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("title")
    return plain(node.text()) or None if node is not None else None


# Walking the tree


def _walked(tree: LexborHTMLParser, held: Held) -> _Page:
    page = _Page([_Flow()], held)
    for act, node in _acts(tree.root, _hidden(tree), _apart(tree)):
        act(page, node)
    _end_line(page, tree.root)
    return page


def _hidden(tree: LexborHTMLParser) -> frozenset[int]:
    """The ids of the elements that their attributes hide."""
    by_attribute = {node.mem_id for node in tree.css(_HIDDEN) if _hides(node.attributes) and not _shows_again(node)}
    return frozenset(by_attribute | set(_hidden_by_class(tree)))


def _shows_again(node: LexborNode) -> bool:
    """Whether an element is only without a size of its own, and gives what is in it one: a trick against gaps."""
    style = node.attributes.get("style") or ""
    sizeless = _SIZE.search(style) is not None and not _HIDING.search(_SIZE.sub("", style))
    return sizeless and any(_hides(inner.attributes) is False for inner in node.css('* [style*="font-size" i]'))


def _hidden_by_class(tree: LexborHTMLParser) -> Iterator[int]:
    """Inline elements of a class that the page's style sheet hides; whole parts may be shown by a script later on."""
    sheets = "".join(node.text() for node in tree.css("style"))
    hiding = {name for name, rules in _CLASS_RULE.findall(sheets) if _HIDING.search(rules)}
    for node in tree.css("[class]") if hiding else ():
        if node.tag in _INLINE and hiding & set((node.attributes.get("class") or "").split()):
            yield node.mem_id


def _hides(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style") or ""))


def _keeps_its_place(cell: LexborNode) -> bool:
    """Whether a hidden cell leaves its place empty instead of giving it to the next one."""
    return bool(_INVISIBLE.search(cell.attributes.get("style") or ""))


def _apart(tree: LexborHTMLParser) -> frozenset[int]:
    """The ids of the elements that stand apart by their look, or lead to a footnote."""
    return frozenset(
        node.mem_id
        for node in tree.css(_APART_BY_STYLE)
        if node.tag == "a" or _APART_STYLES.search(node.attributes.get("style") or "")
    )


def _acts(
    root: LexborNode, hidden: frozenset[int], apart: frozenset[int]
) -> Iterator[tuple["_Act", LexborNode]]:
    """What is to be done where each shown element opens and closes, in the order of the page.

    The path is kept here and not on Python's stack, which a deep page would overflow.
    """
    path: list[tuple[str, LexborNode]] = []
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag
        child = None
        if tag in _OBJECTS and not (hidden and node.mem_id in hidden):
            yield _object, node
        if tag in ("td", "th") and hidden and node.mem_id in hidden and _keeps_its_place(node):
            yield _open_cell, node
            yield _close_cell, node
        if tag not in _UNSHOWN and not (hidden and node.mem_id in hidden):
            if tag in _OPENING:
                yield _OPENING[tag], node
            if apart and node.mem_id in apart:
                yield _part, node
            child = node.first_child
            if child is not None:
                path.append((tag, node))
            elif tag in _CLOSING:
                yield _CLOSING[tag], node
        node = child if child is not None else node.next
        while node is None and path:
            tag, parent = path.pop()
            if apart and parent.mem_id in apart:
                yield _part, parent
            if tag in _CLOSING:
                yield _CLOSING[tag], parent
            node = parent.next


def _text(page: _Page, node: LexborNode) -> None:
    text = node.text_content
    flow = page.flows[-1]
    pieces = flow.pieces
    if not page.preformatted:
        if pieces and _meet(pieces[-1], text) and flow.last is not None and _apart_by_look(flow.last, node):
            pieces.append(" ")
        if pieces or not text.isspace():
            pieces.append(text)
            flow.last = node
            flow.is_plain = flow.is_plain or not (text.isspace() or _is_raised(node))
        return
    for line in text.splitlines(keepends=True):
        pieces.append(line)
        if line.endswith("\n"):
            _end_line(page, node)


def _meet(before: str, after: str) -> bool:
    """Whether digits of two elements would become one number."""
    return before[-1:].isdigit() and after[:1].isdigit()


def _apart_by_look(one: LexborNode, other: LexborNode) -> bool:
    """Whether two texts look different. Word cuts a number into pieces of the same look."""
    (moved, size), (moved_too, size_too) = _look(one), _look(other)
    comparable = size is not None and size_too is not None and size[1] == size_too[1]
    return moved != moved_too or (
        comparable and min(size[0], size_too[0]) < MUCH_SMALLER * max(size[0], size_too[0])
    )


def _look(node: LexborNode) -> tuple[frozenset[str], tuple[float, str] | None]:
    """What moves or decorates a text, and its size with the unit, by its element and those around it in the line."""
    moved: set[str] = set()
    size: tuple[float, str] | None = None
    parent = node.parent
    while parent is not None and parent.tag in _INLINE:
        attributes = parent.attributes
        style = attributes.get("style") or ""
        moved |= {"".join(found.lower().split()) for found in _MOVED.findall(style)}
        moved |= set((attributes.get("class") or "").split()) - _PLAIN_CLASSES
        moved |= {"link"} if parent.tag == "a" and "href" in attributes else set()
        named = attributes.get("size") or ""
        size = size or ((float(named), "named") if named.isdigit() else None)
        if named in ("1", "-1", "-2") or _WHITE.search(style) or _is_small(style):
            moved.add("hardly seen")
        match = _SIZE.search(style)
        size = size or ((float(match[1]), (match[2] or "").lower()) if match else None)
        parent = parent.parent
    return frozenset(moved), size


def _is_raised(node: LexborNode) -> bool:
    """Whether a text is raised, lowered or struck out."""
    parent = node.parent
    while parent is not None and parent.tag in _LINED:
        if parent.tag in _RAISED_TAGS or _RAISED.search(parent.attributes.get("style") or ""):
            return True
        parent = parent.parent
    return False


def _is_small(style: str) -> bool:
    match = _SIZE.search(style)
    sized = match is not None and float(match[1]) <= SMALL.get((match[2] or "").lower(), 0.0)
    return sized or bool(_SMALL.search(style))


def _object(page: _Page, node: LexborNode) -> None:
    """A cell that shows something else than text is not blank."""
    hidden = node.tag == "input" and (node.attributes.get("type") or "").lower() == "hidden"
    if page.tables and page.tables[-1].rows and page.tables[-1].rows[-1] and not hidden:
        page.tables[-1].rows[-1][-1].holds_object = True
    if node.tag == "img":
        _picture(page, node.attributes)


def _picture(page: _Page, attributes: dict[str, str | None]) -> None:
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


def _is_small_picture(attributes: dict[str, str | None]) -> bool:
    """Whether the page shows a picture smaller than any table of the form."""
    style = attributes.get("style") or ""
    sides = (("width", embedded.LEAST_WIDTH), ("height", embedded.LEAST_HEIGHT))
    told = [(_LENGTH[side].search(style) or _DOTS.match(attributes.get(side) or ""), least) for side, least in sides]
    return any(length is not None and int(length[1]) < least for length, least in told)


def _turned(page: _Page, _: LexborNode) -> None:
    """Text whose direction the page turns is seen in another order than it stands."""
    page.flows[-1].pieces.append("\u202e")


def _end_line(page: _Page, _: LexborNode) -> None:
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
        page.line_count += 1
    if page.line_count > MAX_LINES:
        raise Refusal("too_large", f"more than {MAX_LINES:,} lines")


def _open_preformatted(page: _Page, node: LexborNode) -> None:
    _end_line(page, node)
    page.preformatted += 1


def _close_preformatted(page: _Page, node: LexborNode) -> None:
    _end_line(page, node)
    page.preformatted -= 1


def _open_table(page: _Page, node: LexborNode) -> None:
    _end_line(page, node)
    page.table_count += 1
    page.tables.append(_Table(page.table_count))
    if len(page.tables) > MAX_TABLE_DEPTH:
        raise Refusal("too_large", f"more than {MAX_TABLE_DEPTH:,} tables inside each other")


def _close_table(page: _Page, _: LexborNode) -> None:
    page.flows[-1].items += _settled(page.tables.pop())


def _open_group(page: _Page, _: LexborNode) -> None:
    page.tables[-1].groups.append(len(page.tables[-1].rows))


def _open_row(page: _Page, _: LexborNode) -> None:
    page.tables[-1].rows.append([])


def _open_cell(page: _Page, node: LexborNode) -> None:
    attributes = node.attributes
    spans = _span(attributes.get("rowspan")), _span(attributes.get("colspan")) or 1
    page.flows.append(_Flow())
    page.tables[-1].rows[-1].append(_Cell(*spans, page.flows[-1].items))
    page.cell_count += 1
    if page.cell_count > MAX_CELLS:
        raise Refusal("too_large", f"more than {MAX_CELLS:,} cells")


def _span(value: str | None) -> int:
    """The number in a span attribute, 1 where there is none; 0 means to the end of the row group."""
    match = _SPAN.match(value or "")
    return int(match[1]) if match else 1


def _close_flow(page: _Page, node: LexborNode) -> None:
    _end_line(page, node)
    page.flows.pop()


def _close_cell(page: _Page, node: LexborNode) -> None:
    """Ends a cell; where it holds nothing but a footnote's sign or struck text, that is no number of its own."""
    _end_line(page, node)
    flow = page.flows.pop()
    if flow.items and not flow.is_plain and not page.preformatted and isinstance(flow.items[0], str):
        flow.items[0] = f"{OBJECT}{flow.items[0]}{OBJECT}"


def _open_caption(page: _Page, _: LexborNode) -> None:
    page.flows.append(_Flow(page.tables[-1].caption))


def _part(page: _Page, _: LexborNode) -> None:
    """A footnote's sign or struck text is no digit of the number beside it."""
    page.flows[-1].pieces.append(" ")


_Act = Callable[[_Page, LexborNode], None]
_OPENING: dict[str, _Act] = dict.fromkeys((*_LINES, "br", "hr"), _end_line) | dict.fromkeys(_APART, _part) | {
    "-text": _text,
    "pre": _open_preformatted,
    "table": _open_table,
    "thead": _open_group,
    "tbody": _open_group,
    "tfoot": _open_group,
    "tr": _open_row,
    "td": _open_cell,
    "th": _open_cell,
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
    filled = [cell for cell in cells if not all(isinstance(item, _Picture) for item in cell.items)]
    sizes = [(_is_heavy(cell), _size(cell)) for cell in filled]
    heavy = sum(1 for is_heavy, _ in sizes if is_heavy)
    inside = sum(size for is_heavy, size in sizes if is_heavy)
    outside = sum(size for _, size in sizes) - inside
    if max(map(len, table.rows)) == 1 and not heavy:
        return len(filled) == 1 or outside > LONG_COLUMN_CELL * len(filled)
    few_short = inside > outside and len(filled) - heavy <= 4 * heavy
    return few_short or inside > max(10 * outside, LONG_PASSAGE)


def _is_heavy(cell: _Cell) -> bool:
    return any(isinstance(item, _Table) for item in cell.items) or len(cell.text) > LONG_CELL


def _size(item: "str | _Table | _Picture | _Cell") -> int:
    if isinstance(item, str):
        return len(item)
    if isinstance(item, _Picture):
        return 0
    if isinstance(item, _Cell):
        return sum(map(_size, item.items))
    return sum(len(cell.text) for row in item.rows for cell in row)


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
            above = f"((//table)[{table.number}]/tr|(//table)[{table.number}]/*/tr)[{row + 1}]"
            for index, cell in enumerate(table.rows[row], 1):
                column = _free(covered_to, row, column)
                last_row = min(row + cell.row_span, end) if cell.row_span else end
                width = min(cell.column_span, max(MAX_COLUMNS - column, 1))
                _cover(covered_to, column, column + width, last_row)
                path = f"{above}/*[self::td or self::th][{index}]"
                place = Place(f"t{table.number}/r{row + 1}/c{column + 1}", path=path)
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
        covered_to[column] = max(covered_to[column], last_row)


# Pages that would keep a parser busy for hours

_FORMATTING = re.compile(r"<(?:[abisuABISU]|(?i:big|code|em|font|nobr|small|strike|strong|tt))[\s/>]")
_NAMES = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_CLOSED_BY_OTHERS = frozenset(
    "html head body p li dd dt tr td th thead tbody tfoot caption colgroup col option optgroup rp rt br hr "
    "img input meta link base area embed param source track wbr o:p".split()
)
_FEW_TAGS = 20_000
_LONG_TAG = re.compile(r"<[^<]{8192,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"[\s/]+[^\s/=]+")


def _refuse_monsters(html: str) -> None:
    """Raise `Refusal("too_large")` for a page whose parsing grows with the square of its length.

    Elements left open are opened again in each paragraph, deep ones searched through at each tag, attributes
    compared with each other. Pages where little of that is possible aren't looked at closely.
    """
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise Refusal("too_large", f"{tags:,} tags, at most {MAX_TAGS:,}")
    if tags > _FEW_TAGS or tags * len(_FORMATTING.findall(html)) > MAX_NESTING_WORK:
        depth = _depth(html)
        if depth * tags > MAX_NESTING_WORK:
            raise Refusal("too_large", f"{tags:,} tags, nested {depth:,} deep")
    if any(_attributes(tag) > MAX_ATTRIBUTES for tag in _LONG_TAG.findall(html)):
        raise Refusal("too_large", f"more than {MAX_ATTRIBUTES:,} attributes in a tag")


def _attributes(tag: str) -> int:
    return len(_ATTRIBUTE.findall(_QUOTED.sub(" ", tag).partition(">")[0]))


def _depth(html: str) -> int:
    """How deep elements that only their own end tag closes stand inside each other, at most."""
    still_open: dict[str, int] = {}
    depth = deepest = 0
    for slash, name in _NAMES.findall(html):
        name = name.lower()
        if name in _CLOSED_BY_OTHERS:
            continue
        count = still_open.get(name, 0)
        step = 1 if not slash else -min(count, 1)
        still_open[name] = count + step
        depth += step
        deepest = max(deepest, depth)
    return deepest
