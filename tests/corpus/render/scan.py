"""Scans: `pages(report, seed, scanner)`, the PDF rendering as pictures that a scanner might make of its print.

    drawn page  →  red seal over the last table  →  laid askew  →  noise of the sensor  →  JPEG

`as_pdf`, `as_tiff` and `as_image` pack them. The print is drawn with a font of the machine (fonts-wqy-microhei and
fonts-arphic-uming in Debian), embedded; `faces()` says which are there.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.form import Report
from tests.corpus.render import pdf

FONTS = {
    "microhei": ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    "uming": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
}
POINTS = 72
SEAL = (214, 40, 36)


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is taken: dots an inch, degrees askew, spread of the noise (of 255), JPEG quality, a red seal."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    quality: int = 92
    seal: bool = False


@cache
def faces() -> tuple[str, ...]:
    """The fonts that this machine has, registered."""
    found = [name for name, (path, _) in FONTS.items() if Path(path).exists()]
    for name in found:
        path, index = FONTS[name]
        pdfmetrics.registerFont(TTFont(name, path, subfontIndex=index))
    return tuple(found)


def pages(report: Report, seed: int, scanner: Scanner) -> list[Image.Image]:
    """The pages as taken; the seed chooses font, angle and noise."""
    random = Random(f"scan/{seed}")
    data = pdf.render(report, seed, random.choice(faces()))
    with pdfium.PdfDocument(data) as document:
        drawn = [page.render(scale=scanner.dpi / POINTS).to_pil().convert("RGB") for page in document]
    return [_taken(page, scanner, random) for page in drawn]


def _taken(page: Image.Image, scanner: Scanner, random: Random) -> Image.Image:
    if scanner.seal:
        page = _sealed(page, scanner.dpi, random)
    if scanner.skew:
        angle = random.uniform(-scanner.skew, scanner.skew)
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    if scanner.noise:
        page = _noisy(page, scanner.noise, random)
    packed = io.BytesIO()
    page.save(packed, "JPEG", quality=scanner.quality)
    return Image.open(packed).convert("RGB")


def _sealed(page: Image.Image, dpi: int, random: Random) -> Image.Image:
    """A round seal, wet ink: it multiplies what is printed below it."""
    size = round(120 / POINTS * dpi)
    seal = Image.new("RGB", (size, size), (255, 255, 255))
    pen, width = ImageDraw.Draw(seal), max(2, size // 32)
    pen.ellipse((2, 2, size - 3, size - 3), outline=SEAL, width=width)
    middle = size / 2
    pen.regular_polygon((middle, middle, size / 5), 5, fill=SEAL)
    for spoke in range(12):
        x = middle + 0.72 * middle * np.cos(spoke * np.pi / 6)
        y = middle + 0.72 * middle * np.sin(spoke * np.pi / 6)
        pen.regular_polygon((x, y, size / 14), 4, rotation=spoke * 30, outline=SEAL, width=width)
    corner = (
        random.randint(page.width // 6, page.width - size - page.width // 8),
        random.randint(page.height // 6, page.height - size - page.height // 6),
    )
    under = np.asarray(page.crop((*corner, corner[0] + size, corner[1] + size)), dtype=np.uint16)
    over = under * np.asarray(seal, dtype=np.uint16) // 255
    stamped = page.copy()
    stamped.paste(Image.fromarray(over.astype(np.uint8)), corner)
    return stamped


def _noisy(page: Image.Image, spread: float, random: Random) -> Image.Image:
    """Paper that is not white, ink that is not black, a soft lens and a grainy sensor."""
    grain = np.random.default_rng(random.randrange(2**32)).normal(0, spread, (page.height, page.width, 1))
    taken = 30 + np.asarray(page, dtype=np.float32) * (240 - 30) / 255 + grain.astype(np.float32)
    return Image.fromarray(np.clip(taken, 0, 255).astype(np.uint8))


def as_pdf(taken: Sequence[Image.Image], scanner: Scanner) -> bytes:
    """Pages that hold one picture each and no text."""
    packed = io.BytesIO()
    canvas = Canvas(packed, invariant=1)
    for page in taken:
        size = page.width * POINTS / scanner.dpi, page.height * POINTS / scanner.dpi
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(io.BytesIO(as_image([page], "JPEG", scanner))), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def as_image(taken: Sequence[Image.Image], kind: str, scanner: Scanner) -> bytes:
    """The pages one below another in one picture: PNG, JPEG, BMP or WEBP."""
    sheet = Image.new("RGB", (max(p.width for p in taken), sum(p.height for p in taken)), (255, 255, 255))
    top = 0
    for page in taken:
        sheet.paste(page, (0, top))
        top += page.height
    packed = io.BytesIO()
    sheet.save(packed, kind, dpi=(scanner.dpi, scanner.dpi), quality=scanner.quality)
    return packed.getvalue()


def as_tiff(taken: Sequence[Image.Image], scanner: Scanner) -> bytes:
    """One picture a page."""
    packed = io.BytesIO()
    grey = [page.convert("L") for page in taken]
    grey[0].save(packed, "TIFF", save_all=True, append_images=grey[1:], compression="tiff_adobe_deflate",
                 dpi=(scanner.dpi, scanner.dpi))  # fmt: skip
    return packed.getvalue()
