"""XLSX: `render(report, seed)`, one sheet with a blank row between tables, or one for each table; a number is a number in the format that shows it so.

Some numbers are formulas with their last value; text is shared or stands in the cell.
"""

import re
from random import Random
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.form import Line, Report, Sheet, laid_out
from tests.corpus.render.docx import OFFICE, PACKAGE, XML, packed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SIDES = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
BORDERS = f"<borders><border/><border>{SIDES}</border></borders>"
FORMATS = ("General", "0", "#,##0", "0.0", "0.00", "0.000", "0.0000", "+0;-0;0", "@")
_NUMBER = re.compile(r"[+-]?\d{1,11}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3})+")


def render(report: Report, seed: int) -> bytes:
    """The package, the same bytes for the same report and seed."""
    random = Random(f"xlsx/{seed}")
    pens = [_Pen(random)]
    for block in report.blocks:
        if isinstance(block, Sheet) and "sheet_a_table" in report.manners:
            pens.append(_Pen(random))
        pens[-1].draw(block)
    return packed(_parts(pens))


class _Pen:
    """One sheet, filled from above."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._rows: list[str] = []
        self._merged: list[str] = []
        self._after_table = False

    def draw(self, block: Line | Sheet) -> None:
        if isinstance(block, Line):
            self._after_table = False
            self._put([(0, block.text)], 0)
            self._merge(len(self._rows), 0, 1, 10)
            return
        if self._after_table:
            self._put([], 0)
        self._after_table = True
        places, first = laid_out(block), len(self._rows)
        for r, row in enumerate(places):
            begun = [(c, p[0]) for c, p in enumerate(row) if p is not None and p[1:] == (r, c)]
            self._put([(c, slot.text) for c, slot in begun], len(FORMATS))
            for c, slot in begun:
                self._merge(first + r + 1, c, slot.down, slot.across)

    def _put(self, texts: list[tuple[int, str]], look: int) -> None:
        """A row; `look` is the first style without or with borders."""
        number = len(self._rows) + 1
        cells = "".join(self._cell(f"{letters(c)}{number}", text, look) for c, text in texts)
        self._rows.append(f'<row r="{number}">{cells}</row>')

    def _cell(self, at: str, text: str, look: int) -> str:
        if not text:
            return f'<c r="{at}" s="{look}"/>'
        if not _NUMBER.fullmatch(text):
            written = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
            return f'<c r="{at}" s="{look}" t="inlineStr">{written}</c>'
        value, style = stored(text)
        formula = f"<f>{value}</f>" if self._random.random() < 0.2 else ""
        return f'<c r="{at}" s="{look + style}">{formula}<v>{value}</v></c>'

    def _merge(self, row: int, column: int, down: int, across: int) -> None:
        if down > 1 or across > 1:
            self._merged.append(f"{letters(column)}{row}:{letters(column + across - 1)}{row + down - 1}")

    def xml(self) -> str:
        merged = "".join(f"<mergeCell ref={quoteattr(ref)}/>" for ref in self._merged)
        merges = f"<mergeCells>{merged}</mergeCells>" if merged else ""
        return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{"".join(self._rows)}</sheetData>{merges}</worksheet>'


def letters(column: int) -> str:
    """A column's name: A, B, … Z, AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def stored(text: str) -> tuple[str, int]:
    """The number as a file keeps it, and the number of the format that shows it as the text."""
    if text.startswith("+"):
        return text[1:], FORMATS.index("+0;-0;0")
    if "," in text:
        return text.replace(",", ""), FORMATS.index("#,##0")
    places = len(text.partition(".")[2])
    value = (text.rstrip("0").rstrip(".") or "0") if places else text
    return value, FORMATS.index(f"0.{'0' * places}") if places else 0


def _parts(pens: list[_Pen]) -> list[tuple[str, str]]:
    numbers = range(1, len(pens) + 1)
    parts = {f"xl/worksheets/sheet{n}.xml": ("worksheet", pen.xml()) for n, pen in zip(numbers, pens, strict=True)}
    parts |= {"xl/workbook.xml": ("sheet.main", _workbook(numbers)), "xl/styles.xml": ("styles", _styles())}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>' for name, (kind, _) in parts.items()
    )
    types = f'{XML}<Types xmlns="{PACKAGE}/content-types">{overrides}</Types>'
    sheets = "".join(_relation("worksheet", f"worksheets/sheet{n}.xml", n) for n in numbers)
    return [
        ("[Content_Types].xml", types),
        ("_rels/.rels", _relations(_relation("officeDocument", "xl/workbook.xml", 1))),
        ("xl/_rels/workbook.xml.rels", _relations(sheets)),
        *((name, text) for name, (_, text) in parts.items()),
    ]


def _workbook(numbers: range) -> str:
    sheets = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    return f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><sheets>{sheets}</sheets></workbook>'


def _styles() -> str:
    formats = (f"<numFmt numFmtId={quoteattr(str(164 + n))} formatCode={quoteattr(c)}/>" for n, c in enumerate(FORMATS))
    looks = (f'<xf numFmtId="{164 + n}" borderId="{border}"/>' for border in (0, 1) for n in range(len(FORMATS)))
    inner = f'<numFmts>{"".join(formats)}</numFmts>{BORDERS}<cellXfs>{"".join(looks)}</cellXfs>'
    return f'{XML}<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'


def _relation(kind: str, target: str, number: int) -> str:
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'
