"""PDF: the characters and ruling lines of every page, through pdfium; `read(data)` gives the Document.

Tables stay as they stand on their pages; joining them over a page break is another room's work.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.document import Document, Grid, Place, Refusal, Remark, Text
from pipeline.read.extra import recognises
from pipeline.read.limits import MAX_BYTES, MAX_PAGES
from pipeline.read.pdf_page import Allowance, Drawing, Writing, drawing_of, writing_of
from pipeline.read.pdf_picture import pictured
from pipeline.read.ruling import TooManyRulings, tables
from pipeline.read.sheet import blocks
from pipeline.read.standin import stand_in

MEDIA_TYPES = ("application/pdf",)


def read(data: bytes) -> Document:
    """Lines and grids, page by page; of a page without a character, what can be recognised in its picture.

    Raises Refusal: empty_file, too_large, encrypted, damaged, needs_ocr, no_text_layer.
    """
    with closing(_opened(data)) as pdf:
        pages = tuple(_pages(pdf))
    if not any(page.blocks for page in pages):
        raise _without_text(pages)
    return Document(
        MEDIA_TYPES[0],
        tuple(block for page in pages for block in page.blocks),
        remarks=tuple(remark for page in pages for remark in page.remarks),
    )


def _without_text(pages: Sequence["Page"]) -> Refusal:
    if not pages:
        return Refusal("damaged", "0 pages")
    needs = not recognises() and any(r.rule == "page_without_text" for page in pages for r in page.remarks)
    return Refusal("needs_ocr" if needs else "no_text_layer", f"{len(pages)} pages, not one with a character")


def _opened(data: bytes) -> pdfium.PdfDocument:
    if not data:
        raise Refusal("empty_file")
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", f"{len(data)} bytes")
    stand_in()
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        protected = error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise Refusal("encrypted" if protected else "damaged", str(error)) from error
    if _is_cut_off(data):
        pdf.close()
        raise Refusal("damaged", "cut off: nothing ends the file after its last object")
    return pdf


def _is_cut_off(data: bytes) -> bool:
    """pdfium mends a file that was cut off and says nothing of the pages it lost."""
    return max(data.rfind(b"startxref"), data.rfind(b"%%EOF")) < data.rfind(b"endobj")


@dataclass(frozen=True, slots=True)
class Page:
    """What one page gave."""

    blocks: tuple[Text | Grid, ...]
    remarks: tuple[Remark, ...]


def _pages(pdf: pdfium.PdfDocument) -> Iterator[Page]:
    allowance = Allowance()
    for number in range(1, len(pdf) + 1):
        if number > MAX_PAGES or allowance.is_spent:
            yield Page((), (_limit_reached(number, "from this page on nothing is read"),))
            return
        yield _page(pdf, number, allowance)


def _limit_reached(number: int, detail: str) -> Remark:
    return Remark("limit_reached", Place(f"p{number}"), detail)


def _page(pdf: pdfium.PdfDocument, number: int, allowance: Allowance) -> Page:
    try:
        writing, drawing = _content(pdf, number, allowance)
    except pdfium.PdfiumError as error:
        return Page((), (Remark("page_without_text", Place(f"p{number}"), str(error)),))
    if not writing.glyphs and drawing.is_inked and recognises():
        return _recognised(pdf, number, allowance)
    remarks = [*_remarks(number, writing, drawing)]
    if allowance.is_spent or not drawing.is_whole:
        remarks.append(_limit_reached(number, "only a part of this page is read"))
    try:
        found = tables(drawing.strokes)
    except TooManyRulings as error:
        remarks.append(_limit_reached(number, str(error)))
        found = []
    allowance.cells -= sum(len(table.owners) for table in found)
    return Page(tuple(blocks(number, writing.glyphs, found, drawing.pictures)), tuple(remarks))


def _recognised(pdf: pdfium.PdfDocument, number: int, allowance: Allowance) -> Page:
    """What a page shows that is but a picture."""
    from pipeline.read.scan import read_page  # its libraries are an extra

    allowance.scans -= 1
    if allowance.scans < 0:
        return Page((), (_limit_reached(number, "this page is a picture, and too many are"),))
    page = read_page(number, pictured(pdf, number))
    allowance.cells -= sum(len(block.rows) * block.width for block in page.blocks if isinstance(block, Grid))
    return Page(page.blocks, page.remarks)


def scan_of(data: bytes, number: int):
    """The scan of page `number`, from 1."""
    with closing(_opened(data)) as pdf:
        return pictured(pdf, number)


def _content(pdf: pdfium.PdfDocument, number: int, allowance: Allowance) -> tuple[Writing, Drawing]:
    with closing(pdf[number - 1]) as page:
        drawing = drawing_of(page, allowance)
        return writing_of(page, allowance, drawing), drawing


def _remarks(number: int, writing: Writing, drawing: Drawing) -> Iterator[Remark]:
    place = Place(f"p{number}")
    if not writing.glyphs and drawing.is_inked:
        yield Remark("page_without_text", place)
    if writing.is_layer:
        yield Remark("text_layer", place, "not one character shows")
    if writing.lost:
        yield Remark("undecodable_bytes", place, f"{writing.lost} characters the file gives no meaning")
