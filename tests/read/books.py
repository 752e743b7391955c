"""Workbooks for tests, drawn as XML: `book({"表三": Page(rows)})`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.corpus.render.xlsx import letters
from tests.read.boxes import zipped

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@dataclass(frozen=True)
class Page:
    """A sheet: rows of texts, or of cells as XML where they begin with <c; attributes of rows by their number."""

    rows: Sequence[Sequence[str]] = ()
    before: str = ""
    after: str = ""
    rows_are: Mapping[int, str] | None = None
    state: str = "visible"
    data: str | None = None

    def xml(self) -> str:
        rows = "".join(self._row(n, row) for n, row in enumerate(self.rows, 1))
        data = f"<sheetData>{rows}</sheetData>" if self.data is None else self.data
        return f"<worksheet {MAIN}>{self.before}{data}{self.after}</worksheet>"

    def _row(self, number: int, row: Sequence[str]) -> str:
        cells = (self._cell(f"{letters(c)}{number}", text) for c, text in enumerate(row) if text)
        return f'<row r="{number}" {(self.rows_are or {}).get(number, "")}>{"".join(cells)}</row>'

    def _cell(self, at: str, text: str) -> str:
        if text.startswith("<c"):
            return text.replace("<c", f'<c r="{at}"', 1)
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def number(value: str, style: int = 0, formula: str = "") -> str:
    """A cell with a number in a style, and perhaps the formula that gave it."""
    return f'<c s="{style}">{f"<f>{formula}</f>" if formula else ""}<v>{value}</v></c>'


def book(pages: Mapping[str, Page], styles: str = "", strings: str = "", workbook: str = "") -> bytes:
    """The file; `styles` is what stands in styles.xml."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{page.state}" r:id="r{n}"/>' for n, (name, page) in enumerate(pages.items(), 1)
    )
    links = "".join(f'<Relationship Id="r{n}" Target="worksheets/s{n}.xml"/>' for n in range(1, len(pages) + 1))
    parts = {
        "xl/workbook.xml": f"<workbook {MAIN} {LINKS}>{workbook}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
    }
    parts |= {f"xl/worksheets/s{n}.xml": page.xml() for n, page in enumerate(pages.values(), 1)}
    return zipped({name: text.encode() for name, text in parts.items()})
