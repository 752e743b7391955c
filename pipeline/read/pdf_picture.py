"""Pages of a PDF as pictures: `crop(data, page, box)`, a piece as a PNG with the box framed, to be looked at, and
`pictured(pdf, number)`, a page to recognise text in.
"""

import io
import math
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import cache

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image, ImageDraw

from pipeline.read.document import Box, Refusal
from pipeline.read.limits import MAX_FORM_DEPTH, MAX_PIXELS

POINTS_AN_INCH = 72

DOTS_A_POINT = 150 / 72
LEAST_DOTS, USUAL_DOTS, MOST_DOTS = 150, 200, 300
"""Dots an inch: the least and the most at which a page is drawn, and those of one that holds no pixels of its own."""

HAIR = 1e-6
"""Part by which a page is drawn smaller than its picture: a pixel more for a rounded size would blur all of it."""

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
    return framed(picture, box, DOTS_A_POINT)


def framed(picture: Image.Image, box: Box, dots: float) -> bytes:
    """The PNG of the picture around a box given in points, which is framed."""
    left, top, right, bottom = (round(edge * dots) for edge in (box.left, box.top, box.right, box.bottom))
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), outline=(200, 0, 0), width=3)
    beyond = round(AROUND * dots)
    whole = (0, max(0, top - beyond), picture.width, min(picture.height, bottom + beyond))
    out = io.BytesIO()
    picture.crop(whole).save(out, "PNG")
    return out.getvalue()


def pictured(pdf: pdfium.PdfDocument, number: int):
    """The scan of page `number`, from 1, in the resolution of the picture on it."""
    from pipeline.read.upright import upright  # its libraries are an extra

    with closing(pdf[number - 1]) as page:
        most = math.sqrt(MAX_PIXELS / max(1.0, page.get_width() * page.get_height()))
        scale = min(_dots(page) / POINTS_AN_INCH, most) * (1 - HAIR)
        pixels = np.asarray(page.render(scale=scale).to_pil().convert("RGB"))
    return upright(pixels, scale * POINTS_AN_INCH)


def is_drawn_as_meant(pdf: pdfium.PdfDocument, number: int) -> bool:
    """Whether page `number` holds the fonts of all its text: a font that stands in draws plain boxes."""
    with closing(pdf[number - 1]) as page:
        texts = page.get_objects(filter=[c.FPDF_PAGEOBJ_TEXT], max_depth=MAX_FORM_DEPTH)
        return all(c.FPDFFont_GetIsEmbedded(c.FPDFTextObj_GetFont(text.raw)) == 1 for text in texts)


def _dots(page: pdfium.PdfPage) -> float:
    """Dots an inch of the finest picture that covers a good part of the page."""
    found = [0.0]
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, _, right, _ = item.get_bounds()
        if right - left > page.get_width() / 4:
            found.append(max(item.get_px_size()) / max(1.0, right - left, item.get_bounds()[3] - item.get_bounds()[1]))
    return min(max(max(found) * POINTS_AN_INCH, LEAST_DOTS), MOST_DOTS) if max(found) else USUAL_DOTS
