"""The XML parts of an Office file: `Package(data).xml("xl/workbook.xml")`, unpacked within limits, without entities."""

import io
import zipfile
import zlib

from lxml import etree

from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_PART, MAX_RATIO, MAX_UNPACKED

SMALL_PART = 1024 * 1024
"""A part up to this size may be packed to any degree."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, OverflowError, ValueError)
"""What unpacking a damaged archive may raise."""


class Package:
    """An archive of parts. Opening it, or a part, raises `Refusal`: `damaged`, `encrypted` or `too_large`."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise Refusal("damaged", str(error)) from error
        self._parts = {part.filename: part for part in self._archive.infolist()}
        self._left = MAX_UNPACKED

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None where the package has no part of that name."""
        if name not in self._parts:
            return None
        try:
            return parsed(self._unpacked(self._parts[name]))
        except (*DAMAGE, RuntimeError, etree.XMLSyntaxError) as error:
            raise Refusal("damaged", f"{name}: {error}") from error

    def _unpacked(self, part: zipfile.ZipInfo) -> bytes:
        if part.flag_bits & 1:
            raise Refusal("encrypted", part.filename)
        if part.file_size > max(SMALL_PART, MAX_RATIO * part.compress_size) or part.file_size > MAX_PART:
            raise Refusal("too_large", f"{part.filename} unpacks to {part.file_size:,} bytes")
        self._left -= part.file_size
        if self._left < 0:
            raise Refusal("too_large", f"unpacks to more than {MAX_UNPACKED:,} bytes")
        return self._archive.read(part)


def parsed(xml: bytes) -> etree._Element:
    """The root of an XML text, without entities and network; raises XMLSyntaxError, or Refusal: damaged."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal("damaged", "a document type declaration")
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace: strict and transitional files differ in nothing else."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *path: str) -> list[etree._Element]:
    """The elements that a path of names leads to, below an element that may be absent."""
    found = [] if element is None else [element]
    for step in path:
        found = [inner for one in found for inner in one if local(inner) == step]
    return found


def attribute(element: etree._Element, key: str) -> str:
    """An attribute whatever its namespace; "" where there is none."""
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == key), "")
