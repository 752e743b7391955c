"""Files that hold documents: `listing(data)` lists what is in one, `taken_out(data, number)` gives one's bytes.

A container is opened a document at a time: whoever reads one later asks for its bytes again, so a document that
kills its process costs itself alone. A new container is one module with `entries(data)` and one line in `CONTAINERS`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from pipeline.read.document import Refusal
from pipeline.read.entry import Entry
from pipeline.read.limits import MAX_BYTES
from pipeline.read.sniff import MAIL, ZIP, media_type

CONTAINERS = {ZIP: "pipeline.read.archive", MAIL: "pipeline.read.mail"}
"""Media type → the module that opens it."""


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry as it is listed: its path in the container; `sha256` is empty where it can't be taken out."""

    path: str
    sha256: str
    size: int


def is_container(data: bytes) -> bool:
    """Whether the bytes are a file that holds documents, by content."""
    try:
        return len(data) <= MAX_BYTES and media_type(data) in CONTAINERS
    except Refusal:
        return False


def listing(data: bytes) -> tuple[ListedEntry, ...]:
    """What a container holds, in its order.

    Raises `Refusal`, `too_large` or `damaged`, where the container as a whole can't be opened or exceeds a limit.
    """
    return tuple(_listed(entry) for entry in _entries(data))


def entry_paths(data: bytes) -> frozenset[str]:
    """The paths of what a container holds; raises `Refusal` as `listing` does."""
    return frozenset(entry.path for entry in _entries(data))


def taken_out(data: bytes, number: int) -> bytes:
    """The bytes of document `number`, counted from 0; raises `Refusal` where it can't be taken out."""
    return _entries(data)[number].open()


def _entries(data: bytes) -> Sequence[Entry]:
    return import_module(CONTAINERS[media_type(data)]).entries(data)


def _listed(entry: Entry) -> ListedEntry:
    try:
        data = entry.open()
    except Refusal:  # it is met again, and told, where the document is read
        return ListedEntry(entry.path, "", 0)
    return ListedEntry(entry.path, hashlib.sha256(data).hexdigest(), len(data))
