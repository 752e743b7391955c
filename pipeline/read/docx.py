"""DOCX: paragraphs and tables of the body in order; `read(data)` gives the Document.

The text is what Word shows: insertions are there, deletions and hidden text are not, list numbers are
counted. Headers, footers, notes and comments are not read. In a document without a table pictures are looked at
(see `embedded`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from lxml import etree

from pipeline.read import embedded
from pipeline.read.document import OBJECT, Cell, Document, Grid, Place, Refusal, Remark, Text
from pipeline.read.docx_media import Media, sources
from pipeline.read.docx_numbering import Numbering
from pipeline.read.docx_table import Draft, drafts_of, extent
from pipeline.read.docx_xml import Looks, child, looks, name, shows_object, text_boxes, unwrapped, written
from pipeline.read.grid import uniform
from pipeline.read.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS
from pipeline.read.package import Package

MEDIA_TYPES = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)

MAIN_PART, NUMBERING_PART, STYLES_PART = "word/document.xml", "word/numbering.xml", "word/styles.xml"

def read(data: bytes) -> Document:
    """Paragraphs and grids. Raises Refusal: empty_file, too_large, encrypted, damaged, no_text_layer or needs_ocr."""
    package = Package(data)
    return document(parts_of(package), Media(package), embedded.recognised)


def scan_of(data: bytes, number: int):
    """The scan of the document's picture `number`, from 1."""
    from pipeline.read import picture  # what decodes pictures takes longer to load than a page to read

    package = Package(data)
    return picture.scan_of(embedded.nth(number, partial(document, parts_of(package), Media(package))), 1)


def document(
    parts: Mapping[str, etree._Element], media: Media | None = None, look: embedded.Look = embedded.told
) -> Document:
    """What the parts of a package say: `MAIN_PART`, and `NUMBERING_PART` and `STYLES_PART` where they are there.

    `media` are its pictures, and `look` is what becomes of one where there is no table of a form's size.
    Raises Refusal: damaged, too_large, no_text_layer or needs_ocr.
    """
    body = child(parts[MAIN_PART], "body")
    if body is None:
        raise Refusal("damaged", f"{MAIN_PART} has no body")
    styles = parts.get(STYLES_PART)
    is_form = sum(1 for _ in islice(body.iter("{*}tc"), embedded.LEAST_CELLS)) == embedded.LEAST_CELLS
    look = embedded.told if is_form else look
    story = _Story(Numbering(parts.get(NUMBERING_PART), styles), looks(styles), media or Media(), look)
    blocks = tuple(story.blocks(body))
    if not blocks and all(remark.rule == embedded.UNREAD for remark in story.remarks):
        raise embedded.nothing_else(story.remarks)
    return Document(MEDIA_TYPES[0], blocks, remarks=tuple(story.remarks))


def parts_of(package: Package) -> dict[str, etree._Element]:
    """The parts that `document` reads, parsed; raises Refusal as `read` does."""
    wanted = (MAIN_PART, NUMBERING_PART, STYLES_PART)
    parts = {part: root for part in wanted if (root := package.xml(part)) is not None}
    if MAIN_PART not in parts:
        raise Refusal("damaged", f"no {MAIN_PART}")
    return parts


@dataclass
class _Story:
    """One walk through the body: it counts paragraphs, tables and list numbers as it meets them."""

    numbering: Numbering
    styles: Looks
    media: Media
    look: embedded.Look
    pictures: int = 0
    remarks: list[Remark] = field(default_factory=list)
    texts: int = 0
    tables: int = 0
    cells_left: int = MAX_CELLS
    lines_left: int = MAX_LINES

    def blocks(self, container: etree._Element) -> Iterator[Text | Grid]:
        for element in unwrapped(container):
            if name(element) == "p":
                yield from self._paragraph(element)
            elif name(element) == "tbl":
                yield from self._table(element)

    def _paragraph(self, element: etree._Element) -> Iterator[Text | Grid]:
        text, _ = self._numbered(element, "\t")
        if text:
            self.texts += 1
            yield Text(text, Place(f"b{self.texts}"))
        yield from self._pictures(element)
        for box in text_boxes(element):
            yield from self.blocks(box)

    def _pictures(self, paragraph: etree._Element) -> Iterator[Text | Grid]:
        for source in sources(paragraph):
            self.pictures += 1
            looked = self.look(self.pictures, partial(self.media.bytes_of, source))
            self.remarks += looked.remarks
            yield from looked.blocks

    def _numbered(self, paragraph: etree._Element, tab: str) -> tuple[str, bool]:
        """A paragraph's text behind its list number, and whether all of it is doubtful.

        A blank keeps a list number apart from a number that it counts.
        """
        self.lines_left -= 1
        if self.lines_left < 0:
            raise Refusal("too_large", f"more than {MAX_LINES:,} paragraphs")
        prefix, (text, doubtful) = self.numbering.prefix(paragraph), written(paragraph, tab, self.styles)
        whole = f"{prefix.rstrip()} {text}" if prefix and text[:1].isdigit() else prefix + text
        return whole.strip(), doubtful

    def _table(self, element: etree._Element) -> Iterator[Text | Grid]:
        self.tables += 1
        place = Place(f"t{self.tables}")
        drafts = drafts_of(element)
        height, width = extent(drafts)
        if self._is_beyond(height, width):
            self.remarks.append(Remark("limit_reached", place, f"{height} by {width} cells are not read"))
            return
        cells = [self._cell(draft, place) for draft in drafts]
        yield uniform(cells, "cells", place)
        for draft in drafts:
            yield from self._inside(draft.element)

    def _is_beyond(self, height: int, width: int) -> bool:
        self.cells_left -= height * width
        return height > MAX_ROWS or width > MAX_COLUMNS or self.cells_left < 0

    def _cell(self, draft: Draft, table: Place) -> Cell:
        paragraphs = [element for element in unwrapped(draft.element) if name(element) == "p"]
        lines = [(line, doubtful) for line, doubtful in (self._numbered(p, " ") for p in paragraphs) if line]
        place = Place(f"{table.locator}/r{draft.row + 1}/c{draft.column + 1}", path=draft.path)
        text = "\n".join(line for line, _ in lines) or OBJECT * shows_object(draft.element)
        if lines and all(doubtful for _, doubtful in lines):
            text = f"{OBJECT}{text}{OBJECT}"
        return Cell(text, place, draft.row, draft.column, draft.row_span, draft.column_span)

    def _inside(self, cell: etree._Element) -> Iterator[Text | Grid]:
        """The tables and text boxes within a cell, which are no part of its text."""
        for element in unwrapped(cell):
            if name(element) == "tbl":
                yield from self._table(element)
            elif name(element) == "p":
                for box in text_boxes(element):
                    yield from self.blocks(box)
