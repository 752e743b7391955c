"""PDF: the characters and ruling lines of every page, through pdfium; `read(data)` gives the Document.

Tables stay as they stand on their pages; joining them over a page break is another room's work.
"""

from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read import extra
from pipeline.read.document import Document, Grid, Place, Refusal, Remark
from pipeline.read.limits import MAX_BYTES, MAX_PAGES
from pipeline.read.page import PICTURED, Allowance, Page, beyond, bound, laid, needs_ocr
from pipeline.read.pdf_objects import drawing_of
from pipeline.read.pdf_page import letters_of
from pipeline.read.pdf_picture import is_drawn_as_meant, pictured
from pipeline.read.standin import stand_in

MEDIA_TYPES = ("application/pdf",)


def read(data: bytes) -> Document:
    """Lines and grids, page by page; of a page without text that means anything, what can be recognised in it.

    Raises Refusal: empty_file, too_large, encrypted, damaged, needs_ocr, no_text_layer, garbled_text.
    """
    return bound(MEDIA_TYPES[0], read_pages(data))


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Every page on its own, so that those which `needs_ocr` can be told and read otherwise."""
    with closing(_opened(data)) as pdf:
        return tuple(_pages(pdf))


def scan_of(data: bytes, number: int):
    """The scan of page `number`, from 1."""
    with closing(_opened(data)) as pdf:
        return pictured(pdf, number)


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


def _pages(pdf: pdfium.PdfDocument) -> Iterator[Page]:
    allowance = Allowance()
    for number in range(1, len(pdf) + 1):
        if number > MAX_PAGES or allowance.is_spent:
            yield Page((), (beyond(number, "from this page on nothing is read"),))
            return
        yield _page(pdf, number, allowance)


def _page(pdf: pdfium.PdfDocument, number: int, allowance: Allowance) -> Page:
    try:
        with closing(pdf[number - 1]) as page:
            drawing, pieces = drawing_of(page, allowance)
            letters = letters_of(page, pieces, allowance)
    except pdfium.PdfiumError as error:
        return Page((), (Remark(PICTURED, Place(f"p{number}"), str(error)),), PICTURED)
    told = laid(number, letters, drawing, allowance)
    if needs_ocr(told) and extra.recognises() and (told.lacks == PICTURED or is_drawn_as_meant(pdf, number)):
        return _recognised(pdf, number, allowance)
    return told


def _recognised(pdf: pdfium.PdfDocument, number: int, allowance: Allowance) -> Page:
    """What can be recognised of a page."""
    from pipeline.read.scan import read_page  # its libraries are an extra

    allowance.scans -= 1
    if allowance.scans < 0:
        return Page((), (beyond(number, "this page is a picture, and too many are"),))
    page = read_page(number, pictured(pdf, number))
    allowance.cells -= sum(len(block.rows) * block.width for block in page.blocks if isinstance(block, Grid))
    return Page(page.blocks, page.remarks)
