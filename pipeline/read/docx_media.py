"""Pictures in a DOCX: `sources(paragraph)`, the ids of those that it shows, and `Media(data)`, their bytes.

A picture is named in the text by an id (`r:embed`), whose target the part beside the text tells
(`word/_rels/document.xml.rels`); only targets within the package are looked up, among its members.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from pipeline.read.docx_xml import DELETED, name, unwrapped
from pipeline.read.limits import MAX_BYTES, MAX_MEMBERS, MAX_TEXT_BYTES

RELATIONS = "word/_rels/document.xml.rels"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SOURCES = {"blip": f"{LINKS}embed", "imagedata": f"{LINKS}id"}
"""The elements that show a picture, of DrawingML and VML, and what names it."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, KeyError)
"""What taking a picture out of a damaged or encrypted archive may raise."""


def sources(paragraph: etree._Element) -> Iterator[str]:
    """The ids of the pictures in a paragraph, each once; those in its text boxes are their paragraphs'."""
    if next(paragraph.iter("{*}blip", "{*}imagedata"), None) is not None:
        yield from dict.fromkeys(_sources(paragraph))


def _sources(element: etree._Element) -> Iterator[str]:
    for inner in unwrapped(element):
        named = SOURCES.get(name(inner).rpartition("}")[2])
        if named is not None:
            yield inner.get(named, "")
        elif name(inner) != "txbxContent" and name(inner) not in DELETED:
            yield from _sources(inner)


class Media:
    """The pictures of a package by their ids."""

    def __init__(self, data: bytes = b"") -> None:
        self._data = data

    def bytes_of(self, source: str) -> bytes:
        """A picture's bytes; none where it isn't there, is damaged or larger than a file may be."""
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                return _taken(archive, self._targets.get(source, ""), MAX_BYTES)
        except DAMAGE:
            return b""

    @cached_property
    def _targets(self) -> dict[str, str]:
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                root = etree.fromstring(_taken(archive, RELATIONS, MAX_TEXT_BYTES), _parser())
        except (*DAMAGE, etree.XMLSyntaxError):
            return {}
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join("/word", one.get("Target", ""))).lstrip("/")
            for one in root
            if one.get("TargetMode") != "External"
        }


def _taken(archive: zipfile.ZipFile, member: str, most: int) -> bytes:
    """A member's bytes, if it unpacks to no more than `most`; what it says of itself is not believed."""
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ValueError(f"more than {MAX_MEMBERS:,} members")
    with archive.open(member) as stream:
        taken = stream.read(most + 1)
    if len(taken) > most:
        raise ValueError(f"{member} is too large")
    return taken


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
