"""E-mail (.eml): `entries(data)`, the text of a letter and what is attached to it, in the letter's order.

    multipart/mixed
    ├ multipart/alternative            one text in two forms: only the page is an entry
    │ ├ text/plain
    │ └ text/html                      body.html
    ├ application/pdf; name=年报.pdf     年报.pdf
    └ message/rfc822                   message.eml, a container of its own

A picture that the text shows within itself is a part of it and no entry. The part at which a letter is cut off can't
be opened, nor one whose base64 is spoilt: a piece of a document must not be read as the whole.
"""

import email
import email.policy
from collections.abc import Iterator, Sequence
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from functools import partial

from pipeline.read.decode import is_blank
from pipeline.read.document import Refusal
from pipeline.read.entry import Entry, as_path, name_of
from pipeline.read.limits import MAX_DOCUMENTS, MAX_PARTS

LONGEST_HEADER = 2_000
"""Characters of a name as it is written in a header."""

ENDINGS = {"text/html": ".html", "text/plain": ".txt", "message/rfc822": ".eml"}
CUT_OFF = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect")
SPOILT = ("InvalidBase64CharactersDefect", "InvalidBase64LengthDefect", "InvalidBase64PaddingDefect")


class _AsWritten(email.policy.Compat32):
    """Headers with their bytes, of which those in GBK would be lost otherwise."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def entries(data: bytes) -> Sequence[Entry]:
    """The texts and attachments. Raises `Refusal`: `too_large` or `damaged`."""
    if data.lower().count(b"boundary") > MAX_PARTS:
        raise Refusal("too_large", f"more than {MAX_PARTS:,} boundaries between parts")
    try:
        letter = email.message_from_bytes(data, policy=_AsWritten())
        parts = list(_parts(letter))
    except RecursionError as error:
        raise Refusal("too_large", "parts nested beyond measure") from error
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Refusal("damaged", f"{type(error).__name__}: {error}") from error
    if len(parts) > MAX_DOCUMENTS:
        raise Refusal("too_large", f"{len(parts):,} parts, at most {MAX_DOCUMENTS:,}")
    return [Entry(_path(part, n), partial(_open, part, cut)) for n, (part, cut) in enumerate(parts, 1)]


def _parts(part: Message, cut: bool = False) -> Iterator[tuple[Message, bool]]:
    """The parts that are documents, each with whether the letter is cut off in it."""
    kind = part.get_content_type()
    if not kind.startswith("multipart/") or not isinstance(part.get_payload(), list):
        if not _is_blank(part):
            yield part, cut
        return
    inner = _chosen(kind, part.get_payload())
    cut = cut or any(type(defect).__name__ in CUT_OFF for defect in part.defects)
    for one in inner:
        yield from _parts(one, cut and one is part.get_payload()[-1])


def _chosen(kind: str, inner: Sequence[Message]) -> Sequence[Message]:
    """The parts that count: of texts that say the same the fullest alone; no pictures within a page."""
    if kind == "multipart/alternative":
        fullest = _fullest(inner)
        return [p for p in inner if p is fullest or p.get_content_maintype() != "text" or _is_attached(p)]
    if kind == "multipart/related":
        return [part for part in inner if not _is_within_page(part)]
    return inner


def _fullest(inner: Sequence[Message]) -> Message | None:
    """The last page; the last text where there is no page, nor parts that may hold one."""
    pages = [part for part in inner if part.get_content_type() == "text/html"]
    if pages or any(part.is_multipart() for part in inner):
        return pages[-1] if pages else None
    return next((part for part in reversed(inner) if part.get_content_type() == "text/plain"), inner[-1])


def _is_within_page(part: Message) -> bool:
    return part.get_content_maintype() == "image" and "content-id" in part and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    return (part.get_content_disposition() or "") == "attachment"


def _is_blank(part: Message) -> bool:
    """Whether a text says nothing, as what stands before attachments often does."""
    if part.get_content_maintype() != "text" or part.get_filename():
        return False
    return is_blank(name_of(part.get_payload(decode=True) or b""))


def _path(part: Message, number: int) -> str:
    kind = part.get_content_type()
    stem = "message" if kind == "message/rfc822" else "body"
    return as_path(_file_name(part), stem + ENDINGS[kind] if kind in ENDINGS else str(number))


def _file_name(part: Message) -> str:
    """The name that a header gives the part, in whichever way it is written."""
    given = str(part.get_filename() or "")[:LONGEST_HEADER]
    try:
        pieces = decode_header(given)
    except HeaderParseError:
        pieces = [(given, None)]
    return "".join(_decoded(piece, charset) for piece, charset in pieces)


def _decoded(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return name_of(piece.encode("utf-8", "surrogateescape"))
    try:
        return piece.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError):
        return name_of(piece)


def _open(part: Message, cut: bool) -> bytes:
    if cut:
        raise Refusal("damaged", "the letter is cut off within this part")
    if part.get_content_type() == "message/rfc822":
        return _letter(part)
    data = part.get_payload(decode=True)
    if data is None or any(type(defect).__name__ in SPOILT for defect in part.defects):
        raise Refusal("damaged", "its base64 is spoilt")
    return data


def _letter(part: Message) -> bytes:
    try:
        return part.get_payload(0).as_bytes()
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Refusal("damaged", f"{type(error).__name__}: {error}") from error
