"""A web archive (.mht, .mhtml): `read(data)` finds the page among the parts and reads it as HTML.

The page is the part that `start` names or where the archive says it was saved from, else the first HTML part; a
page saved alone is its own root. What it shows besides, pictures and frames, is not read.
"""

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

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
    return replace(html.read(_page(_archive(data))), media_type=MEDIA_TYPES[0])


def scan_of(data: bytes, number: int):
    """The scan of the page's picture `number`, from 1."""
    return html.scan_of(_page(_archive(data)), number)


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


def _page(archive: Message) -> bytes:
    """The bytes of the root page, however they are written for the way."""
    try:
        pages = [part for part in archive.walk() if part.get_content_type() in PAGES]
        if not pages:
            raise Refusal("damaged", "a web archive without a page")
        content = _root(archive, pages).get_payload(decode=True)
    except FAILURES as error:
        raise Refusal("damaged", f"a web archive: {error}") from error
    return content if isinstance(content, bytes) else b""


def _root(archive: Message, pages: list[Message]) -> Message:
    """The page that the archive names, or the first one."""
    start = archive.get_param("start")
    places = {archive.get(name) for name in ("Content-Location", "Snapshot-Content-Location")} - {None}
    named = [page for page in pages if start is not None and page.get("Content-ID") == start]
    located = [page for page in pages if page.get("Content-Location") in places]
    return [*named, *located, *pages][0]
