"""An OFD file as a package: `Package(data)` hands out its XML parts, each parsed once, within limits.

What is missing or damaged makes only the part `Unread` that needs it: the rest of the document is read.
"""

import posixpath
from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.read import package
from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_BYTES, MAX_PAGE_XML

ROOT = "OFD.xml"
ENCRYPTIONS = "encryptions.xml"
"""The part that GM/T 0099 puts beside the root of an encrypted file."""

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
        self._package = package.Package(data)
        self._members = _members(self._package.names())
        self._parsed: dict[str, Element | Unread] = {}

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
        return self._unpacked(path.lower(), MAX_BYTES)

    def _read(self, key: str) -> Element:
        try:
            return package.parsed(self._unpacked(key, MAX_PAGE_XML))
        except (ValueError, etree.XMLSyntaxError, Refusal) as error:
            raise _unread(key, error) from error

    def _unpacked(self, key: str, most: int) -> bytes:
        if key not in self._members:
            raise Unread(f"{key}: no such part")
        try:
            return self._package.bytes_of(self._members[key], most)
        except Refusal as refused:
            raise _unread(key, refused) from refused


def _unread(key: str, error: Exception) -> Exception:
    """What becomes of a part that can't be read; a file under a password is refused as a whole."""
    is_locked = isinstance(error, Refusal) and error.reason == "encrypted"
    return error if is_locked else Unread(f"{key}: {error}")


def _members(names: Iterable[str]) -> dict[str, str]:
    """The archive's members by their path, which writers spell in any case.

    Two members of one name are two files in one: which of them a viewer shows can't be told.
    """
    found: dict[str, str] = {}
    for member in names:
        path = posixpath.normpath(member.replace("\\", "/")).lower()
        if path == ENCRYPTIONS:
            raise Refusal("encrypted", member)
        if path in found:
            raise Refusal("damaged", f"two members are named {member}")
        found[path] = member
    return found
