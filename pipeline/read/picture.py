"""Pictures: PNG, JPEG, TIFF (a picture a page), BMP and WEBP; `read(data)` gives the Document.

What a picture needs in memory is known from its head, and bounded before it is decoded.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image, ImageOps

from pipeline.read.document import Document, Place, Refusal, Remark
from pipeline.read.extra import need_recognition
from pipeline.read.limits import MAX_PIXELS, MAX_SCANNED_PAGES

MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp")
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "MPO")

PAGE_WIDTH = 595
"""Points of a page of A4; a picture whose own resolution can't be true is taken for as wide as one."""

NARROWEST, WIDEST = 300, 900
"""Points: the resolution that a picture names can't be true where it makes it narrower or wider."""

DAMAGE = (OSError, EOFError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, struct.error)
"""What decoding a damaged picture may raise."""


def read(data: bytes) -> Document:
    """Lines and grids, page by page.

    Raises Refusal: needs_ocr, damaged, too_large (a page of more than MAX_PIXELS), no_text_layer (nothing to read).
    """
    kind = _kind(data)
    need_recognition(kind)
    from pipeline.read.scan import read_page  # its libraries are an extra

    pages = [read_page(number, scan_of(data, number)) for number in _numbers(data)]
    blocks = tuple(block for page in pages for block in page.blocks)
    if not blocks:
        raise Refusal("no_text_layer", f"{kind}, no text to recognise")
    remarks = [remark for page in pages for remark in page.remarks]
    return Document(kind, blocks, remarks=(*remarks, *_unread(data)))


def size(data: bytes) -> tuple[int, int]:
    """The width and height in pixels; raises Refusal: damaged where it is no picture, or too_large."""
    with _opened(data) as picture:
        return picture.size


def _kind(data: bytes) -> str:
    with _opened(data) as picture:
        return f"image/{'jpeg' if picture.format == 'MPO' else picture.format.lower()}"


def _count(data: bytes) -> int:
    """The pages, as far as they are looked at and one more; a camera's second picture in a JPEG shows the same again.

    A file says only in its last page that there is none behind it, and may have a million.
    """
    with _opened(data) as picture:
        count = 1
        while picture.format == "TIFF" and count <= MAX_SCANNED_PAGES and _has_page(picture, count):
            count += 1
        return count


def _has_page(picture: Image.Image, place: int) -> bool:
    try:
        picture.seek(place)
    except DAMAGE:
        return False
    return True


def _numbers(data: bytes) -> range:
    return range(1, min(_count(data), MAX_SCANNED_PAGES) + 1)


def _unread(data: bytes) -> Iterator[Remark]:
    if _count(data) > MAX_SCANNED_PAGES:
        yield Remark("limit_reached", Place(f"p{MAX_SCANNED_PAGES + 1}"), "from this page on nothing is recognised")


def scan_of(data: bytes, number: int):
    """The scan of page `number`, from 1; raises Refusal as `read` does."""
    with _opened(data) as picture:
        try:
            picture.seek(number - 1)
            _bounded(picture)
            dots = _dots_an_inch(picture)
            pixels = np.asarray(_on_paper(ImageOps.exif_transpose(picture)))
        except DAMAGE as error:
            raise Refusal("damaged", f"page {number}: {error}") from error
    from pipeline.read.upright import upright  # its libraries are an extra

    return upright(pixels, dots)


def _bounded(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise Refusal("too_large", f"{picture.width} × {picture.height} > {MAX_PIXELS:,} pixels")


def _on_paper(picture: Image.Image) -> Image.Image:
    """The picture in colours, on white where it is transparent."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")


def _dots_an_inch(picture: Image.Image) -> float:
    """The resolution that the picture names, or the one that makes it as wide as a page."""
    named = float(picture.info.get("dpi", (0, 0))[0])
    if named > 0 and NARROWEST <= picture.width * 72 / named <= WIDEST:
        return named
    return picture.width * 72 / PAGE_WIDTH


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, its pixels not yet decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Refusal("too_large", str(error)) from error
    except DAMAGE as error:
        raise Refusal("damaged", str(error)) from error
    with picture:
        yield picture
