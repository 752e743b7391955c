"""XLS, the old binary form of Excel and of Kingsoft's ET: `read(data)`, as XLSX is read.

Taken apart by xlrd, which knows formats, what is merged and what is hidden.
"""

from collections.abc import Iterator
from datetime import datetime
from struct import error as StructError

import xlrd
from xlrd.compdoc import CompDocError

from pipeline.read.document import OBJECT, Document, Refusal
from pipeline.read.limits import MAX_BYTES, MAX_CELL_TEXT, MAX_CELLS
from pipeline.read.number_format import GENERAL
from pipeline.read.sniff import XLS
from pipeline.read.spreadsheet import Area, Position, Sheet, cleaned, document
from pipeline.read.xlsx import DAY_ZERO, DAY_ZERO_1904, number_shown, told

MEDIA_TYPES = (XLS,)

DAMAGE = (
    xlrd.XLRDError, CompDocError, StructError, AssertionError, ArithmeticError, LookupError, TypeError, ValueError,
    AttributeError, UnicodeError, NotImplementedError,
)  # fmt: skip
"""What xlrd raises where a file isn't as it should be."""

WHITE = (1, 9)
"""The places of white in the table of colours."""


class _Silent:
    """Takes the warnings that xlrd prints."""

    def write(self, text: str) -> None:
        """Warnings go nowhere: what matters of them is in the cells."""


def read(data: bytes) -> Document:
    """Grids and passages. Raises Refusal: too_large, encrypted, damaged or no_text_layer."""
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", f"{len(data)} bytes")
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=_Silent()
        )
        sheets = list(_sheets(book))
    except RecursionError as error:
        raise Refusal("damaged", "records nested beyond measure") from error
    except DAMAGE as error:
        reason = "encrypted" if "encrypted" in str(error) else "damaged"
        raise Refusal(reason, f"{type(error).__name__}: {error}") from error
    return document(XLS, sheets)


def _sheets(book: xlrd.Book) -> Iterator[Sheet]:
    filled = 0
    for number, sheet in enumerate(book.sheets(), start=1):
        if sheet.visibility == 0:
            texts = dict(_texts(book, sheet))
            filled += len(texts)
            if filled > MAX_CELLS or len(sheet.merged_cells) > MAX_CELLS:
                raise Refusal("too_large", f"more than {MAX_CELLS:,} filled or merged cells")
            merged = tuple(Area(top, left, bottom, right) for top, bottom, left, right in sheet.merged_cells)
            rows = frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0)
            columns = frozenset(c for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0)
            bordered = frozenset(_bordered(book, sheet))
            yield Sheet(number, told(sheet.name), texts, bordered, merged, rows, columns)


def _texts(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[tuple[Position, str]]:
    day_zero = DAY_ZERO_1904 if book.datemode else DAY_ZERO
    left = MAX_CELL_TEXT
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            text = _content(book, sheet, cell, (row, column), day_zero)
            left -= len(text)
            if left < 0:
                raise Refusal("too_large", f"cells that show more than {MAX_CELL_TEXT:,} characters")
            if text:
                yield (row, column), f"{OBJECT}{text.strip(OBJECT)}{OBJECT}" if _is_doubtful(book, cell) else text


def _content(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, cell: xlrd.sheet.Cell, at: Position, day_zero: datetime
) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cleaned(_with_runs(book, sheet, cell.value, at))
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str or GENERAL
        return number_shown(repr(float(cell.value)), code, day_zero, not sheet.show_zero_values)
    return "" if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else OBJECT


def _with_runs(book: xlrd.Book, sheet: xlrd.sheet.Sheet, text: str, at: Position) -> str:
    """A text whose struck or raised pieces stand apart."""
    runs = [(0, None), *sheet.rich_text_runlist_map.get(at, ())]
    ends = [start for start, _ in runs[1:]] + [len(text)]
    pieces = [(text[start:end], font) for (start, font), end in zip(runs, ends, strict=True)]
    return "".join(f" {piece} " if font is not None and _stands_apart(book, font) else piece for piece, font in pieces)


def _stands_apart(book: xlrd.Book, number: int) -> bool:
    font = book.font_list[number]
    return bool(font.struck_out) or font.escapement != 0


def _bordered(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[Position]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if _is_bordered(book, sheet.cell_xf_index(row, column)):
                yield row, column


def _is_bordered(book: xlrd.Book, look: int) -> bool:
    lines = book.xf_list[look].border
    return lines is not None and any(
        (lines.left_line_style, lines.right_line_style, lines.top_line_style, lines.bottom_line_style)
    )


def _is_doubtful(book: xlrd.Book, cell: xlrd.sheet.Cell) -> bool:
    """Whether all of a cell is struck, raised, or white on white."""
    look = book.xf_list[cell.xf_index]
    unseen = book.font_list[look.font_index].colour_index in WHITE and look.background.fill_pattern == 0
    return unseen or _stands_apart(book, look.font_index)
