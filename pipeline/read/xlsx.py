"""XLSX: `read(data)`, the sheets that show, each number as its format shows it.

A formula is what the program last worked it out to be. What can't be known is U+FFFC, so that no number is read of it:
an error such as #REF!, a formula that was never worked out, a number in a format that hides it or isn't understood,
what is struck, raised, or white on white.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lxml import etree

from pipeline.read.document import OBJECT, Document, Refusal
from pipeline.read.limits import MAX_BYTES, MAX_CELLS
from pipeline.read.number_format import BUILT_IN, GENERAL, is_day, shown, shown_day, significant
from pipeline.read.package import Package, attribute, children, local
from pipeline.read.sniff import XLSX
from pipeline.read.spreadsheet import Area, Position, Sheet, cleaned, document

MEDIA_TYPES = (XLSX,)

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"

DAY_ZERO, DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""The day from which a sheet counts; the first two months of 1900, which are counted falsely, never come."""

WHITES = (("FFFFFF", "", ""), ("", "9", ""), ("", "", "0"))
"""A colour by its own value, by its place in the old table, and in the theme."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown: the code of its numbers, whether its text is struck, raised or can't be seen, its border."""

    code: str | None = GENERAL
    is_doubtful: bool = False
    is_bordered: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets share."""

    strings: Sequence[str]
    styles: Sequence[Style]
    day_zero: datetime


def read(data: bytes) -> Document:
    """Grids and passages. Raises Refusal: too_large, encrypted, damaged or no_text_layer."""
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", f"{len(data)} bytes")
    package = Package(data)
    workbook = package.xml(WORKBOOK)
    if workbook is None:
        raise Refusal("damaged", f"no {WORKBOOK}")
    strings = [_string(one) for one in children(package.xml(STRINGS), "si")]
    by_1904 = any(_is_on(one, "date1904") for one in children(workbook, "workbookPr"))
    book = Book(strings, tuple(_styles(package.xml(STYLES))), DAY_ZERO_1904 if by_1904 else DAY_ZERO)
    return document(XLSX, _sheets(package, workbook, book))


def _sheets(package: Package, workbook: etree._Element, book: Book) -> Iterator[Sheet]:
    targets = {attribute(r, "Id"): attribute(r, "Target") for r in children(package.xml(RELATIONS), "Relationship")}
    for number, sheet in enumerate(children(workbook, "sheets", "sheet"), start=1):
        target = targets.get(attribute(sheet, "id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if attribute(sheet, "state") not in ("hidden", "veryHidden"):
            root = package.xml(part)
            if root is None:
                raise Refusal("damaged", f"no {part}")
            if local(root) == "worksheet":
                yield _sheet(number, attribute(sheet, "name"), root, book)


def _sheet(number: int, name: str, root: etree._Element, book: Book) -> Sheet:
    views = children(root, "sheetViews", "sheetView")
    hides_zeros = any(attribute(view, "showZeros") in ("0", "false") for view in views)
    texts: dict[Position, str] = {}
    bordered: set[Position] = set()
    hidden: set[int] = set()
    row = -1
    for line in children(root, "sheetData", "row"):
        row = _number(line, "r", row + 2) - 1
        if _is_on(line, "hidden") or attribute(line, "ht") == "0":
            hidden.add(row)
        column = -1
        for cell in children(line, "c"):
            at = _position(attribute(cell, "r")) or (row, column + 1)
            column = at[1]
            text = _text(cell, book, hides_zeros)
            if text:
                texts[at] = text
            if _style(cell, book).is_bordered:
                bordered.add(at)
            if len(texts) > MAX_CELLS or len(bordered) > MAX_CELLS:
                raise Refusal("too_large", f"more than {MAX_CELLS:,} cells")
    columns = frozenset(_hidden_columns(root))
    return Sheet(number, told(name), texts, frozenset(bordered), tuple(_merged(root)), frozenset(hidden), columns)


def told(name: str) -> str:
    """A sheet's name, unless it is the one that the program gives by itself."""
    return "" if re.fullmatch(r"Sheet\s?\d*", name) else cleaned(name)


def _is_on(element: etree._Element, key: str) -> bool:
    return attribute(element, key) in ("1", "true", "on")


def _number(element: etree._Element, key: str, default: int) -> int:
    return _whole(attribute(element, key), default)


def _whole(value: str, default: int) -> int:
    """A whole number of up to seven digits; `default` for anything else, digits such as ² among it."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 7 else default


def _position(reference: str) -> Position | None:
    """B3 as (2, 1); None where it names no cell."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return (int(match[2]) - 1, column - 1) if int(match[2]) <= LAST_ROW and column <= LAST_COLUMN else None


def _merged(root: etree._Element) -> Iterator[Area]:
    for count, merge in enumerate(children(root, "mergeCells", "mergeCell")):
        if count >= MAX_CELLS:
            raise Refusal("too_large", f"more than {MAX_CELLS:,} merged cells")
        first, _, last = attribute(merge, "ref").partition(":")
        start, end = _position(first), _position(last or first)
        if start is not None and end is not None and start[0] <= end[0] and start[1] <= end[1]:
            yield Area(*start, end[0] + 1, end[1] + 1)


def _hidden_columns(root: etree._Element) -> Iterator[int]:
    for column in children(root, "cols", "col"):
        first, last = _number(column, "min", 1), _number(column, "max", 1)
        if (_is_on(column, "hidden") or attribute(column, "width") == "0") and first <= last <= LAST_COLUMN:
            yield from range(first - 1, last)


# A cell's text


def _text(cell: etree._Element, book: Book, hides_zeros: bool) -> str:
    """What the cell shows; "" where it shows nothing."""
    style = _style(cell, book)
    text = _content(cell, style, book, hides_zeros)
    return f"{OBJECT}{text.strip(OBJECT)}{OBJECT}" if text and style.is_doubtful else text


def _style(cell: etree._Element, book: Book) -> Style:
    number = _number(cell, "s", 0)
    return book.styles[number] if number < len(book.styles) else Style()


def _content(cell: etree._Element, style: Style, book: Book, hides_zeros: bool) -> str:
    kind, value = attribute(cell, "t"), next((v.text or "" for v in children(cell, "v")), None)
    if kind == "inlineStr":
        return _string(next(iter(children(cell, "is")), None))
    if not value:
        return OBJECT if children(cell, "f") and kind != "str" else ""
    if kind == "s":
        place = _whole(value, len(book.strings))
        return book.strings[place] if place < len(book.strings) else OBJECT
    if kind == "str":
        return cleaned(_unescaped(value))
    if kind in ("", "n"):
        return number_shown(value, style.code, book.day_zero, hides_zeros)
    return value if kind == "d" else OBJECT


def number_shown(stored: str, code: str | None, day_zero: datetime, hides_zeros: bool) -> str:
    """The text of a stored number, with OBJECT where it can't be told, or is there and doesn't show."""
    value = significant(stored)
    if value is None or code is None:
        return OBJECT
    if value == 0 and hides_zeros:
        return ""
    text = shown_day(value, code, day_zero) if is_day(code) else shown(value, code)
    return OBJECT if text is None or (not text and value != Decimal(0)) else text


def _string(element: etree._Element | None) -> str:
    """A string with its runs: one that is struck or raised stands apart; how a word is pronounced is left out."""
    if element is None:
        return ""
    pieces = []
    for one in element:
        if local(one) == "t":
            pieces.append(_unescaped(one.text or ""))
        elif local(one) == "r":
            text = "".join(_unescaped(t.text or "") for t in children(one, "t"))
            apart = any(_stands_apart(look) for look in children(one, "rPr"))
            pieces.append(f" {text} " if apart else text)
    return cleaned("".join(pieces))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if not 0xD800 <= int(match[1], 16) < 0xE000 else "", text)


# Styles


def _styles(root: etree._Element | None) -> Iterator[Style]:
    formats = children(root, "numFmts", "numFmt")
    own = {_number(one, "numFmtId", -1): _unescaped(attribute(one, "formatCode")) for one in formats}
    codes: Mapping[int, str] = BUILT_IN | own
    fonts = children(root, "fonts", "font")
    fills = [any(map(_is_filled, fill)) for fill in children(root, "fills", "fill")]
    borders = [any(map(_is_drawn, border)) for border in children(root, "borders", "border")]
    for one in children(root, "cellXfs", "xf"):
        font, fill = _number(one, "fontId", 0), _number(one, "fillId", 0)
        look = fonts[font] if font < len(fonts) else None
        unseen = look is not None and _is_white(look) and not (fill < len(fills) and fills[fill])
        doubtful = unseen or (look is not None and _stands_apart(look))
        border = _number(one, "borderId", 0)
        yield Style(codes.get(_number(one, "numFmtId", 0)), doubtful, border < len(borders) and borders[border])


def _is_filled(pattern: etree._Element) -> bool:
    return local(pattern) == "gradientFill" or attribute(pattern, "patternType") not in ("", "none")


def _is_drawn(side: etree._Element) -> bool:
    return attribute(side, "style") not in ("", "none")


def _stands_apart(look: etree._Element) -> bool:
    struck = any(attribute(one, "val") not in ("0", "false") for one in children(look, "strike"))
    return struck or any(attribute(one, "val") in ("superscript", "subscript") for one in children(look, "vertAlign"))


def _is_white(look: etree._Element) -> bool:
    return any(
        (attribute(one, "rgb")[2:].upper(), attribute(one, "indexed"), attribute(one, "theme")) in WHITES
        for one in children(look, "color")
    )
