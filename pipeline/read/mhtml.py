"""A web archive (.mht, .mhtml): `read(data)` finds the page among the parts and reads it as HTML.

The page is the part that `start` names or where the archive says it was saved from, else the first HTML part; a
page saved alone is its own root. Its pictures are looked at as HTML's are; frames are not read.

    <img src="cid:7@a">            the part whose Content-ID is <7@a>
    <img src="a.files/7.png">      the part whose Content-Location is where that leads from the page's own
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from urllib.parse import urljoin

from pipeline.read import html
from pipeline.read.document import Document, Refusal
from pipeline.read.limits import MAX_MIME_BYTES, MAX_MIME_DEPTH, MAX_MIME_LINES, MAX_MIME_PARTS
from pipeline.read.sniff import BEFORE

MEDIA_TYPES = ("multipart/related",)

PAGES = ("text/html", "application/xhtml+xml")
FAILURES = (MessageError, ValueError, LookupError, TypeError, RecursionError)
"""What the mail parser may raise over headers that are none."""

_NESTED = re.compile(rb"^Content-Type[ \t]*:\s*multipart/", re.IGNORECASE | re.MULTILINE)


def read(data: bytes) -> Document:
    """The page's paragraphs and tables, placed as in HTML.

    Raises Refusal: damaged where there is no page, too_large, or what the HTML reader refuses.
    """
    archive = _archive(data)
    page = _page(archive)
    return replace(html.read(_bytes_of(page), _Pictures(archive, page).bytes_of), media_type=MEDIA_TYPES[0])


def scan_of(data: bytes, number: int):
    """The scan of the page's picture `number`, from 1."""
    archive = _archive(data)
    page = _page(archive)
    return html.scan_of(_bytes_of(page), number, _Pictures(archive, page).bytes_of)


def _archive(data: bytes) -> Message:
    if len(data) > MAX_MIME_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of a web archive, at most {MAX_MIME_BYTES:,}")
    if data.count(b"\n") > MAX_MIME_LINES:
        raise Refusal("too_large", f"more than {MAX_MIME_LINES:,} lines of a web archive")
    if data.count(b"\n--") > MAX_MIME_PARTS:
        raise Refusal("too_large", f"more than {MAX_MIME_PARTS:,} parts of a web archive")
    if len(_NESTED.findall(data)) > MAX_MIME_DEPTH:
        raise Refusal("too_large", f"more than {MAX_MIME_DEPTH} web archives inside each other")
    try:
        return message_from_bytes(data.lstrip(BEFORE))
    except FAILURES as error:
        raise Refusal("damaged", f"a web archive: {error}") from error


def _page(archive: Message) -> Message:
    """The root page."""
    try:
        pages = [part for part in archive.walk() if part.get_content_type() in PAGES]
        if not pages:
            raise Refusal("damaged", "a web archive without a page")
        return _root(archive, pages)
    except FAILURES as error:
        raise Refusal("damaged", f"a web archive: {error}") from error


def _bytes_of(part: Message) -> bytes:
    """A part's content, however it is written for the way."""
    try:
        content = part.get_payload(decode=True)
    except FAILURES as error:
        raise Refusal("damaged", f"a web archive: {error}") from error
    return content if isinstance(content, bytes) else b""


class _Pictures:
    """The pictures of an archive by the addresses under which its page shows them."""

    def __init__(self, archive: Message, page: Message) -> None:
        self._base = str(page.get("Content-Location") or "")
        self._parts = {address: part for part in archive.walk() for address in _addresses(part)}

    def bytes_of(self, address: str) -> bytes:
        """A picture's bytes; none where the archive holds none of that address."""
        try:
            part = self._parts.get(address) or self._parts.get(urljoin(self._base, address))
            return b"" if part is None else _bytes_of(part)
        except (ValueError, Refusal):
            return b""


def _addresses(part: Message) -> Iterator[str]:
    if part.get_content_maintype() == "image":
        yield str(part.get("Content-Location") or "")
        yield f"cid:{str(part.get('Content-ID') or '').strip().strip('<>')}"


def _root(archive: Message, pages: list[Message]) -> Message:
    """The page that the archive names, or the first one."""
    start = archive.get_param("start")
    places = {archive.get(name) for name in ("Content-Location", "Snapshot-Content-Location")} - {None}
    named = [page for page in pages if start is not None and page.get("Content-ID") == start]
    located = [page for page in pages if page.get("Content-Location") in places]
    return [*named, *located, *pages][0]
