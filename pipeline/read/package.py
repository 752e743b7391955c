"""A file that is an archive of parts (DOCX, XLSX, OFD): `Package(data).xml("xl/workbook.xml")`, unpacked within limits,
its XML without entities. Nothing is unpacked to disk: a name is only ever looked up among those of the archive.
"""

import io
import zipfile
import zlib

from lxml import etree

from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_BYTES, MAX_MEMBERS, MAX_PART, MAX_RATIO, MAX_UNPACKED

SMALL_PART = 1024 * 1024
"""A part up to this size may be packed to any degree."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, OverflowError, ValueError)
"""What unpacking a damaged archive may raise."""


class Package:
    """An archive of parts.

    Opening it, or a part, raises `Refusal`: `damaged`, `encrypted`, `too_large`, or `empty_file` for no bytes.
    """

    def __init__(self, data: bytes) -> None:
        if not data:
            raise Refusal("empty_file")
        if len(data) > MAX_BYTES:
            raise Refusal("too_large", f"{len(data):,} bytes")
        if data.count(b"PK\x01\x02") > MAX_MEMBERS:
            raise Refusal("too_large", f"more than {MAX_MEMBERS:,} members")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise Refusal("damaged", str(error)) from error
        self.parts = {part.filename: part for part in self._archive.infolist()}
        self._left = MAX_UNPACKED

    def names(self) -> list[str]:
        """The parts' names in the order of the archive's directory, also one that stands there twice."""
        return self._archive.namelist()

    def xml(self, name: str, most: int = MAX_PART) -> etree._Element | None:
        """The root of a part; None where the package has no part of that name."""
        if name not in self.parts:
            return None
        try:
            return parsed(self.bytes_of(name, most))
        except (ValueError, etree.XMLSyntaxError) as error:
            raise Refusal("damaged", f"{name}: {error}") from error

    def bytes_of(self, name: str, most: int = MAX_PART) -> bytes:
        """A part as it is, if it unpacks to no more than `most` bytes; KeyError where there is none of that name."""
        part = self.parts[name]
        if part.flag_bits & 1:
            raise Refusal("encrypted", name)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("damaged", f"{name} is packed by method {part.compress_type}")
        if part.file_size > min(most, self._left, max(SMALL_PART, MAX_RATIO * part.compress_size)):
            raise Refusal("too_large", f"{name} unpacks to {part.file_size:,} bytes")
        self._left -= part.file_size
        try:
            return self._archive.read(part)
        except (*DAMAGE, RuntimeError) as error:
            raise Refusal("damaged", f"{name}: {error}") from error


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
