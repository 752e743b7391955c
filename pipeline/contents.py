"""A document's bytes wherever it lies, and what a container holds: `bytes_of(raw, receipt)`, `opened(receipt, data)`.

    documents/2023.zip                   a container, has no row of its own
    documents/2023.zip!/财政局.pdf         a document, with a receipt as a file has one
    documents/2023.zip!/报送.eml           another container
    documents/2023.zip!/报送.eml!/年报.docx

A document in a container is taken out of it whenever it is read, so that it can be read on its own in any process.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from pipeline.fetch.receipts import LEFTOVERS, Receipt, is_document, open_document
from pipeline.read import links
from pipeline.read.containers import entry_paths, is_container, listing, taken_out
from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_BYTES, MAX_CONTAINERS

INSIDE = "!/"
"""Stands between a container's path and that of a document in it."""

LONGEST_LIST = 3
"""Names of files that a sentence lists."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A container whose documents are to be read one by one."""

    receipt: Receipt
    documents: tuple[Receipt, ...]


def bytes_of(raw: Path, receipt: Receipt) -> bytes:
    """The bytes of a document. Raises OSError as `open_document`, `Refusal` where a container holds them back."""
    if receipt.within is None:
        return open_document(raw, receipt)
    data = taken_out(bytes_of(raw, receipt.within), receipt.number)
    if receipt.sha256 and hashlib.sha256(data).hexdigest() != receipt.sha256:
        raise OSError("changed while it was being read")
    return data


def opened(receipt: Receipt, data: bytes) -> Opened | None:
    """The receipts of what a container holds; None where the bytes are no container.

    Raises `Refusal` where it holds nothing, can't be opened or exceeds a limit. What systems leave behind counts as
    nothing.
    """
    if not is_container(data):
        return None
    if depth(receipt) >= MAX_CONTAINERS:
        raise Refusal("too_large", f"more than {MAX_CONTAINERS} containers inside each other")
    found = tuple(_receipts(receipt, data))
    if not found:
        raise Refusal("nothing_inside")
    return Opened(receipt, found)


def _receipts(receipt: Receipt, data: bytes) -> Iterator[Receipt]:
    taken: set[str] = set()
    for number, one in enumerate(listing(data)):
        if not any(map(LEFTOVERS.search, one.path.split("/"))):
            path = under_own_path(receipt.path + INSIDE + one.path, taken)
            taken.add(path)
            yield Receipt(path, one.sha256, one.size, None, None, receipt.time, None, receipt, number)


def depth(receipt: Receipt) -> int:
    """How many containers a document lies in."""
    return 0 if receipt.within is None else 1 + depth(receipt.within)


def outermost(receipt: Receipt) -> Receipt:
    """The file that a document lies in, itself where it is one."""
    return receipt if receipt.within is None else outermost(receipt.within)


def under_own_path(path: str, taken: Collection[str]) -> str:
    """A path that no other document has: two files of an archive may be called alike."""
    own, copies = path, 1
    while own in taken:
        copies += 1
        own = f"{path}~{copies}"
    return own


def linked_files(page: bytes, is_there: Callable[[str], bool]) -> str:
    """The files beside a page that it links to and that are there, listed; "" where there are none or it is no page.

    `is_there` is asked for paths relative to the page's folder.
    """
    paths = dict.fromkeys(path for link in links(page) if (path := _relative(link)) and is_there(path))
    names = list(paths)
    more = f" + {len(names) - LONGEST_LIST}" if len(names) > LONGEST_LIST else ""
    return ", ".join(names[:LONGEST_LIST]) + more


def _relative(link: str) -> str:
    """The path that a link gives; "" where it leads to a site, to the root or to the page itself."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:  # [ without ] is no address
        return ""
    path = "" if parts.scheme or parts.netloc else unquote(parts.path)
    return "" if path.startswith("/") or "\0" in path else path


def beside(raw: Path, receipt: Receipt) -> Callable[[str], bool]:
    """Tells whether a document lies at a path relative to the receipt's own: on the disk, or in its container."""
    own = PurePosixPath(receipt.path)
    if receipt.within is None:
        return lambda path: path != own.name and is_document(raw, str(own.parent / path))
    entries = cache(lambda: entry_paths(bytes_of(raw, receipt.within)))
    return lambda path: _within(receipt, path) in entries()


def _within(receipt: Receipt, path: str) -> str:
    """The path in its container that a link of a document leads to; "" where that is the document itself."""
    own = receipt.path.removeprefix(receipt.within.path + INSIDE)
    target = normpath(str(PurePosixPath(own).parent / path))
    return "" if target == own else target


def document_at(path: str) -> tuple[Receipt, bytes]:
    """The document at a path of this machine, in a container too: `folder/a.zip!/b.pdf`.

    Raises OSError where it isn't there, `Refusal` where its container holds it back or it is too large.
    """
    names = path.split(INSIDE)
    files = (INSIDE.join(names[:count]) for count in range(len(names), 0, -1))
    file = next(filter(os.path.isfile, files), path)
    receipt, data = _file(file)
    while receipt.path != path:
        found = opened(receipt, data)
        inner = found.documents if found else ()
        receipt = next((one for one in inner if f"{path}{INSIDE}".startswith(one.path + INSIDE)), None)
        if receipt is None:
            raise FileNotFoundError(f"no {path}")
        data = taken_out(data, receipt.number)
    return receipt, data


def _file(path: str) -> tuple[Receipt, bytes]:
    size = os.stat(path).st_size
    if size > MAX_BYTES:
        raise Refusal("too_large", f"{size} > {MAX_BYTES} bytes")
    data = Path(path).read_bytes()
    return Receipt(path, hashlib.sha256(data).hexdigest(), len(data), None, None, None), data
