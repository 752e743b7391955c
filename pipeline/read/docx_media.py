"""Pictures in a DOCX: `sources(paragraph)`, the ids of those that it shows, and `Media(package)`, their bytes.

A picture is named in the text by an id (`r:embed`), whose target the part beside the text tells
(`word/_rels/document.xml.rels`); only targets within the package are looked up, among its members.
"""

import posixpath
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from pipeline.read.document import Refusal
from pipeline.read.docx_xml import DELETED, name, unwrapped
from pipeline.read.limits import MAX_BYTES, MAX_TEXT_BYTES
from pipeline.read.package import Package

RELATIONS = "word/_rels/document.xml.rels"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SOURCES = {"blip": f"{LINKS}embed", "imagedata": f"{LINKS}id"}
"""The elements that show a picture, of DrawingML and VML, and what names it."""

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

    def __init__(self, package: Package | None = None) -> None:
        self._package = package

    def bytes_of(self, source: str) -> bytes:
        """A picture's bytes; none where it isn't there, is damaged or larger than a file may be."""
        part = self._targets.get(source)
        try:
            return self._package.bytes_of(part, MAX_BYTES) if part else b""
        except Refusal:
            return b""

    @cached_property
    def _targets(self) -> dict[str, str]:
        """The parts that the package holds, by the ids under which the text names them."""
        if self._package is None:
            return {}
        try:
            relations = self._package.xml(RELATIONS, MAX_TEXT_BYTES)
        except Refusal:
            return {}
        named = {one.get("Id", ""): _part(one) for one in (() if relations is None else relations)}
        return {code: part for code, part in named.items() if part in self._package.parts}


def _part(relation: etree._Element) -> str:
    """The part to which a relation leads; none where it leads out of the package."""
    if relation.get("TargetMode") == "External":
        return ""
    return posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
