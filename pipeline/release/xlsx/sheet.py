"""`Sheet`: one table of one edition, a row a report below the form's own header."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pipeline.release.xlsx.doubts import Doubt, Doubts, comment
from pipeline.release.xlsx.header import LABEL, Label, header
from pipeline.release.xlsx.looks import Looks, shown
from pipeline.release.xlsx.rows import FRONT, Cell
from schemas.load import Table, codelist, sections, workbook
from schemas.tables import columns_of

TITLE = 0
TOP = 1
"""The rows of the title and of the header's first level."""
FROZEN = 2
"""Columns that stay in sight: publisher and year."""
FRONT_WIDTHS: Mapping[str, int] = {"publisher": 30, "year": 7, "report_id": 34, "url": 24, "source_path": 40}
NARROWEST, WIDEST = 8, 28
LEVEL_HEIGHT = 21
COMMENT: Mapping[str, Any] = {"author": "Gongkai", "width": 320, "height": 96}


class Comments:
    """Counts the comments of a workbook: Excel grows slow with too many, so beyond `limit` cells are only tinted."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    def take(self) -> bool:
        self._left -= 1
        return self._left >= 0


class Sheet:
    """Writes a report below the last one; every row is on the disk before the next one begins."""

    def __init__(self, sheet: Worksheet, shape: Table, year: str, looks: Looks, comments: Comments) -> None:
        self._sheet, self._shape, self._looks, self._comments = sheet, shape, looks, comments
        self._header = header(shape)
        self._places = {cell: len(FRONT) + place for place, cell in enumerate(self._header.cells)}
        self._row = TOP + self._header.depth
        self._write_header(year)

    def add(self, report: Mapping[str, Any], cells: Iterable[Cell], doubts: Iterable[Doubt]) -> None:
        """One report; cells that the edition doesn't have can't be among its own."""
        for place, name in enumerate(FRONT):
            self._front(place, name, report[name])
        own = Doubts(doubt for doubt in doubts if doubt.table == self._shape.name)
        for cell in cells:
            self._cell(self._places[cell.row, cell.column], cell, own.against(cell.row, cell.column))
            if cell.label is not None:
                place = self._places[cell.row, LABEL]
                self._sheet.write_string(self._row, place, shown(cell.label), self._looks.text())
        self._row += 1

    def _front(self, place: int, name: str, value: Any) -> None:
        if name == "year" and value is not None:
            self._sheet.write_number(self._row, place, value, self._looks.number())
        elif isinstance(value, bool):
            word = workbook()["yes" if value else "no"]
            self._sheet.write_string(self._row, place, word, self._looks.text())
        elif value is not None:
            self._sheet.write_string(self._row, place, shown(value), self._looks.text())

    def _cell(self, place: int, cell: Cell, doubts: list[Doubt]) -> None:
        tint = _tint(cell, doubts)
        if cell.status == "reported" and cell.value is not None:
            self._sheet.write_number(self._row, place, cell.value, self._looks.number(tint, self._own_unit(cell)))
        elif cell.status == "marked":
            self._sheet.write_string(self._row, place, shown(cell.printed or ""), self._looks.mark(tint))
        elif cell.status == "blank":
            self._sheet.write_blank(self._row, place, None, self._looks.number(tint))
        else:
            looks = self._looks.mark("unread" if tint == "plain" else tint)
            self._sheet.write_string(self._row, place, unlike_number(cell), looks)
        if tint not in ("plain", "unread") and self._comments.take():
            self._sheet.write_comment(self._row, place, shown(comment(doubts, cell.corrected)), COMMENT)

    def _own_unit(self, cell: Cell) -> str:
        """The title of a unit that isn't the form's; the form's stands in the header."""
        if not cell.unit or cell.unit == self._shape.unit_of(cell.row, cell.column):
            return ""
        return codelist("units")[cell.unit].title_zh

    def _write_header(self, year: str) -> None:
        """Title and labels, row by row since a row that is done is never come back to; merging comes last."""
        words, shape = workbook(), self._shape
        section = shape.zh or sections()[shape.name].zh
        title = words["title"].format(section=section, year=year, edition=shape.edition)
        self._sheet.write_string(TITLE, 0, title, self._looks.title())
        labels = [*_front_labels(self._header.depth), *_moved(self._header.labels, len(FRONT))]
        for row in range(TOP, TOP + self._header.depth):
            self._sheet.set_row(row, LEVEL_HEIGHT)
            self._write_level(row, [label for label in labels if label.top <= row - TOP <= label.bottom])
        self._merge(labels)
        self._view(labels)

    def _write_level(self, row: int, labels: Sequence[Label]) -> None:
        for label in sorted(labels, key=lambda label: label.left):
            for column in range(label.left, label.right + 1):
                if (row - TOP, column) == (label.top, label.left):
                    self._sheet.write_string(row, column, label.text, self._looks.header())
                else:
                    self._sheet.write_blank(row, column, None, self._looks.header())

    def _merge(self, labels: Iterable[Label]) -> None:
        """Name the merged ranges; `merge_range` would go back to rows that are written."""
        for label in labels:
            if (label.top, label.left) != (label.bottom, label.right):
                self._sheet.merge.append([TOP + label.top, label.left, TOP + label.bottom, label.right])

    def _view(self, labels: Iterable[Label]) -> None:
        for column, width in enumerate(_widths(labels)):
            self._sheet.set_column(column, column, width)
        top = TOP + self._header.depth
        self._sheet.freeze_panes(top, FROZEN)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)  # A3
        self._sheet.repeat_rows(TOP, top - 1)
        self._sheet.repeat_columns(0, FROZEN - 1)


def unlike_number(cell: Cell) -> str:
    """What stands where no number could be read: in brackets why, behind it what is printed, if anything."""
    status = codelist("statuses")[cell.status].title_zh
    return shown(workbook()["unlike_number"].format(status=status, printed=cell.printed or ""))


def _tint(cell: Cell, doubts: list[Doubt]) -> str:
    if cell.corrected is not None:
        return "corrected"
    return doubts[0].severity if doubts else "plain"


def _front_labels(depth: int) -> list[Label]:
    titles = columns_of("reports")
    return [Label(titles[name].title_zh, 0, place, depth - 1, place) for place, name in enumerate(FRONT)]


def _moved(labels: Iterable[Label], by: int) -> list[Label]:
    return [Label(x.text, x.top, x.left + by, x.bottom, x.right + by) for x in labels]


def _widths(labels: Iterable[Label]) -> list[float]:
    """Wide enough for each label, its columns sharing what it needs; the front as wide as its usual content."""
    wanted: dict[int, float] = {}
    for label in labels:
        columns = range(label.left, label.right + 1)
        needed = min(max((_width(label.text) + 2) / len(columns), NARROWEST), WIDEST)
        wanted |= {column: max(wanted.get(column, 0), needed) for column in columns}
    wanted |= {place: FRONT_WIDTHS.get(name, wanted[place]) for place, name in enumerate(FRONT)}
    return [wanted[column] for column in sorted(wanted)]


def _width(text: str) -> int:
    """In narrow characters; a Chinese one is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
