"""An OFD file as a package: `Package(data)` hands out its XML parts, each parsed once, within limits.

Nothing is unpacked to disk: a location is only ever looked up among the names of the archive.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_BYTES, MAX_MEMBERS, MAX_PAGE_XML, MAX_RATIO, MAX_UNPACKED

ROOT = "OFD.xml"
ENCRYPTIONS = "encryptions.xml"
"""The part that GM/T 0099 puts beside the root of an encrypted file."""

SMALL_PART = 1024 * 1024
"""A part up to this size may be packed to any degree."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
"""What unpacking a damaged archive may raise."""

Element = etree._Element


class Unread(Exception):
    """A part that isn't there, is damaged or is beyond a limit; the message says which and why."""


def name(element: Element) -> str:
    """The element's name without its namespace: writers use several; a comment has none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children with one of these names, in their order."""
    return (child for child in (() if element is None else element) if name(child) in names)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of a name, its child, and so on."""
    for step in path:
        element = next(children(element, step), None)
    return element


def text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


class Package:
    """The archive of an OFD file."""

    def __init__(self, data: bytes) -> None:
        """Raises Refusal: empty_file, too_large, encrypted, damaged."""
        if not data:
            raise Refusal("empty_file")
        if len(data) > MAX_BYTES:
            raise Refusal("too_large", f"{len(data)} bytes")
        if data.count(b"PK\x01\x02") > MAX_MEMBERS:
            raise Refusal("too_large", f"more than {MAX_MEMBERS:,} members")
        self._archive = _opened(data)
        self._members = _members(self._archive)
        self._parsed: dict[str, Element | Unread] = {}
        self._left = MAX_UNPACKED

    def close(self) -> None:
        self._archive.close()

    def located(self, location: str, beside: str) -> str:
        """The member that a location names, as seen from the part that names it; Unread where there is none.

        A location begins at the package's root or beside its part; some writers forget which.
        """
        plain = location.strip().replace("\\", "/")
        for start in ("" if plain.startswith("/") else posixpath.dirname(beside), ""):
            path = posixpath.normpath(posixpath.join(start, plain.lstrip("/")))
            if path.lower() in self._members:
                return path
        raise Unread(f"{location}: no such part")

    def part(self, path: str) -> Element:
        """The root element of a part. Raises Unread."""
        key = path.lower()
        if key not in self._parsed:
            try:
                self._parsed[key] = self._read(key)
            except Unread as unread:
                self._parsed[key] = unread
        found = self._parsed[key]
        if isinstance(found, Unread):
            raise found
        return found

    def bytes_of(self, path: str) -> bytes:
        """A member that is no XML. Raises Unread."""
        member = self._members.get(path.lower())
        if member is None:
            raise Unread(f"{path}: no such part")
        return self._unpacked(member, MAX_BYTES)

    def _read(self, key: str) -> Element:
        member = self._members.get(key)
        if member is None:
            raise Unread(f"{key}: no such part")
        try:
            return _parsed(self._unpacked(member, MAX_PAGE_XML))
        except (ValueError, etree.XMLSyntaxError) as error:
            raise Unread(f"{member.filename}: {error}") from error

    def _unpacked(self, member: zipfile.ZipInfo, most: int) -> bytes:
        if member.flag_bits & 1:
            raise Refusal("encrypted", member.filename)
        limit = min(most, self._left, max(SMALL_PART, MAX_RATIO * member.compress_size))
        if member.file_size > limit:
            raise Unread(f"{member.filename} unpacks to {member.file_size} bytes, more than {limit}")
        self._left -= member.file_size
        try:
            return self._archive.read(member)
        except DAMAGE as error:
            raise Unread(f"{member.filename}: {error}") from error


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise Refusal("damaged", str(error)) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's members by their path, which writers spell in any case.

    Two members of one name are two files in one: which of them a viewer shows can't be told.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        path = posixpath.normpath(member.filename.replace("\\", "/")).lower()
        if path == ENCRYPTIONS:
            raise Refusal("encrypted", member.filename)
        if path in found:
            raise Refusal("damaged", f"two members are named {member.filename}")
        found[path] = member
    return found


def _parsed(xml: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type declaration")
    return root
