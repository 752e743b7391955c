"""`crop(data, page, box)`: a piece of a PDF page as a PNG, with the box framed, to be looked at."""

import io
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

import pypdfium2 as pdfium
from PIL import ImageDraw

from pipeline.read.document import Box, Refusal

DOTS_A_POINT = 150 / 72
AROUND = 60.0
"""Points shown on each side of the box, so that the row's label and its neighbours can be seen."""


def crop(data: bytes, page: int, box: Box) -> bytes:
    """The PNG of the page (counted from 1) around `box`; Refusal("damaged") where the page can't be drawn."""
    try:
        return _elsewhere().submit(drawn, data, page, box).result()
    except BrokenProcessPool as error:
        _elsewhere.cache_clear()
        raise Refusal("damaged", f"page {page}: {error}") from error
    except (ValueError, IndexError) as error:
        raise Refusal("damaged", f"page {page}: {error}") from error


@cache
def _elsewhere() -> ProcessPoolExecutor:
    """A process that has read no PDF: one that has draws plain boxes for the fonts that a file does not hold."""
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def drawn(data: bytes, page: int, box: Box) -> bytes:
    """What `crop` gives, drawn in this process; ValueError or IndexError where it can't be."""
    try:
        with pdfium.PdfDocument(data) as document:
            picture = document[page - 1].render(scale=DOTS_A_POINT).to_pil()
    except pdfium.PdfiumError as error:
        raise ValueError(str(error)) from None
    left, top, right, bottom = (round(edge * DOTS_A_POINT) for edge in (box.left, box.top, box.right, box.bottom))
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), outline=(200, 0, 0), width=3)
    beyond = round(AROUND * DOTS_A_POINT)
    whole = (0, max(0, top - beyond), picture.width, min(picture.height, bottom + beyond))
    out = io.BytesIO()
    picture.crop(whole).save(out, "PNG")
    return out.getvalue()
