"""DOCX: `render(report, seed)`, the least a word processor opens; merged cells by gridSpan and vMerge."""

import io
import zipfile
from collections.abc import Iterable
from random import Random
from xml.sax.saxutils import escape

from tests.corpus.form import Line, Report, Sheet, Slot, laid_out

EPOCH = (2020, 1, 1, 0, 0, 0)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{XML}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
RELATIONS = (
    f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
WIDTH = 9000
"""Twentieths of a point between the margins."""


def render(report: Report, seed: int) -> bytes:
    """The package, the same bytes for the same report and seed."""
    pen = _Pen(report.manners, Random(f"docx/{seed}"))
    body = "".join(pen.line(b) if isinstance(b, Line) else pen.sheet(b) for b in report.blocks)
    document = f'{XML}<w:document xmlns:w="{WORDS}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    return packed([("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document)])


def packed(parts: Iterable[tuple[str, str]]) -> bytes:
    """An Office file of these parts; the same ones give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            archive.writestr(member, text)
    return out.getvalue()


class _Pen:
    """Writes lines and sheets in the report's manners."""

    def __init__(self, manners: frozenset[str], random: Random) -> None:
        self._manners, self._random = manners, random

    def line(self, line: Line) -> str:
        return self._paragraph(line.text, "center" if line.part == "title" else "both")

    def sheet(self, sheet: Sheet) -> str:
        places = laid_out(sheet)
        grid = f'<w:gridCol w:w="{WIDTH // len(places[0])}"/>' * len(places[0])
        rows = "".join(f"<w:tr>{self._row(r, row)}</w:tr>" for r, row in enumerate(places))
        return f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"

    def _row(self, r: int, row: list[tuple[Slot, int, int] | None]) -> str:
        begun = [place for c, place in enumerate(row) if place is not None and place[2] == c]
        return "".join(self._cell(slot, top == r) for slot, top, _ in begun)

    def _cell(self, slot: Slot, opens: bool) -> str:
        across = f'<w:gridSpan w:val="{slot.across}"/>' if slot.across > 1 else ""
        merge = "<w:vMerge w:val=\"restart\"/>" if opens else "<w:vMerge/>"
        texts = slot.text.split("\n") if opens else [""]
        before = "<w:p/>" if "empty_paragraphs" in self._manners and self._random.random() < 0.3 else ""
        paragraphs = before + "".join(self._paragraph(text, "center") for text in texts)
        return f"<w:tc><w:tcPr>{across}{merge if slot.down > 1 else ''}</w:tcPr>{paragraphs}</w:tc>"

    def _paragraph(self, text: str, align: str) -> str:
        runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in self._runs(text))
        return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'

    def _runs(self, text: str) -> list[str]:
        if "runs" not in self._manners or len(text) < 2:
            return [text] if text else []
        cut = self._random.randrange(1, len(text))
        return [text[:cut], text[cut:]]
