"""Cells of a picture looked at once more: `reread(data, document, locators)`, `doubted(document, locators)`, and
`crop(data, document, place)`, where it `shows` that, for a person.

Which cells need it is for others to say; here they are only found again in the picture and read with more care.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from importlib import import_module

from pipeline.read.document import OBJECT, Cell, Document, Grid, Place
from pipeline.read.sniff import DOCX, MHTML

PDF = "application/pdf"

SCANS = {
    PDF: "pipeline.read.pdf",
    "application/ofd": "pipeline.read.ofd",
    DOCX: "pipeline.read.docx",
    MHTML: "pipeline.read.mhtml",
    "text/html": "pipeline.read.html",
    **dict.fromkeys(("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp"), "pipeline.read.picture"),
}
"""Media type → the module whose `scan_of(data, number)` gives the scan of a page or picture again."""


def reread(data: bytes, document: Document, locators: Collection[str]) -> Document:
    """The document with the recognised cells at these places read five times, and as doubtful as the readings leave
    them."""
    from pipeline.read import scan  # its libraries are an extra

    scan_of = import_module(SCANS[document.media_type]).scan_of
    said: dict[str, str] = {}
    for page, cells in _by_page(document, locators).items():
        seen = scan.reread(scan_of(data, page), [cell.place.box for cell in cells])
        said |= {cell.place.locator: told.text for cell, told in zip(cells, seen, strict=True)}
    return _with_texts(document, lambda cell: said.get(cell.place.locator, cell.text))


def doubted(document: Document, locators: Collection[str]) -> Document:
    """The document with an OBJECT in these cells: they show something, and nobody can say what."""
    return _with_texts(
        document, lambda cell: cell.text + OBJECT * (cell.place.locator in locators and OBJECT not in cell.text)
    )


def shows(document: Document, at: Place) -> bool:
    """Whether `crop` can draw a place of the document."""
    return at.box is not None and (at.method == "ocr" or document.media_type == PDF)


def crop(data: bytes, document: Document, at: Place) -> bytes:
    """A PNG of what stands around a place that it shows, framed; Refusal("damaged") where it can't be drawn."""
    from PIL import Image

    from pipeline.read import pdf_picture  # what draws takes longer to load than a page to read

    page = int(at.locator.partition("/")[0].removeprefix("p"))
    if at.method == "text":
        return pdf_picture.crop(data, page, at.box)
    scan = import_module(SCANS[document.media_type]).scan_of(data, page)
    return pdf_picture.framed(Image.fromarray(scan.ink).convert("RGB"), at.box, scan.dots)


def _by_page(document: Document, locators: Collection[str]) -> Mapping[int, list[Cell]]:
    pages: dict[int, list[Cell]] = defaultdict(list)
    for grid in document.grids():
        for cell in grid.cells():
            if cell.place.method == "ocr" and cell.place.locator in locators:
                pages[int(cell.place.locator.partition("/")[0].removeprefix("p"))].append(cell)
    return pages


def _with_texts(document: Document, text: Callable[[Cell], str]) -> Document:
    blocks = tuple(_grid(block, text) if isinstance(block, Grid) else block for block in document.blocks)
    return replace(document, blocks=blocks)


def _grid(grid: Grid, text: Callable[[Cell], str]) -> Grid:
    """The same grid of new cells; where a cell spans, one object still stands at each of its positions."""
    new = {id(cell): cell._replace(text=text(cell)) for cell in grid.cells()}
    return replace(grid, rows=tuple(tuple(new.get(id(cell)) for cell in row) for row in grid.rows))
