"""`crop(data, page, box)`: a piece of a PDF page as a PNG, with the box framed, to be looked at."""

import io

import pypdfium2 as pdfium
from PIL import ImageDraw

from pipeline.read.document import Box, Refusal

DOTS_A_POINT = 150 / 72
AROUND = 60.0
"""Points shown on each side of the box, so that the row's label and its neighbours can be seen."""


def crop(data: bytes, page: int, box: Box) -> bytes:
    """The PNG of the page (counted from 1) around `box`; Refusal("damaged") where the page can't be drawn."""
    try:
        with pdfium.PdfDocument(data) as document:
            picture = document[page - 1].render(scale=DOTS_A_POINT).to_pil()
    except (pdfium.PdfiumError, IndexError) as error:
        raise Refusal("damaged", f"page {page}: {error}") from error
    left, top, right, bottom = (round(edge * DOTS_A_POINT) for edge in (box.left, box.top, box.right, box.bottom))
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), outline=(200, 0, 0), width=3)
    beyond = round(AROUND * DOTS_A_POINT)
    whole = (0, max(0, top - beyond), picture.width, min(picture.height, bottom + beyond))
    out = io.BytesIO()
    picture.crop(whole).save(out, "PNG")
    return out.getvalue()
