"""`receipts(raw, hashes)`: one `Receipt` for each document below `raw/documents/`; `open_document` gives its bytes.

A document that can't be opened has a receipt too, without a hash, so that it is refused and never forgotten.
Links are followed where they stay inside `raw/documents/`, and nowhere else.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.fetch.hashes import Hashes
from pipeline.fetch.sources import FILE, Source, Sources, sources

DOCUMENTS = "documents"
CHUNK = 1024 * 1024

LEFTOVERS = re.compile(r"^\.|^~\$|~$|^(Thumbs\.db|desktop\.ini|__MACOSX)$", re.IGNORECASE)
"""Names that systems and editors leave behind, hidden files among them; no document is called so."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A document that was got.

    `path` is relative to `raw/` with slashes (`documents/a/b.pdf`); bytes of a name that are no UTF-8 are
    written `\\xNN`. `sha256` is empty where the document can't be opened, `size` is in bytes. `listed` is what
    `raw/sources.csv` says of it. A document in a container has the container's receipt in `within`, and its `number`
    there.
    """

    path: str
    sha256: str
    size: int
    media_type: str | None
    url: str | None
    time: str | None
    listed: Source | None = None
    within: "Receipt | None" = None
    number: int = 0


def receipts(raw: Path, hashes: Hashes | None = None) -> Iterator[Receipt]:
    """A receipt for each document, in the order of their paths; OSError as `documents` says.

    `hashes` spares the reading of files that look untouched, and takes note of the others.
    """
    found, listed, hashes = documents(raw), sources(raw), hashes or Hashes()
    for file in found:
        yield with_source(_receipt(raw, file, hashes), listed)


def with_source(receipt: Receipt, listed: Sources) -> Receipt:
    """The receipt with what the list of sources says of the document."""
    source = listed.of(receipt.path, receipt.url)
    if source is None:
        return receipt if receipt.listed is None else replace(receipt, listed=None)
    return replace(receipt, url=receipt.url or source.url, listed=source)


def documents(raw: Path) -> list[Path]:
    """The documents' paths in their order; OSError where `raw/documents/` is no folder to list."""
    top = raw / DOCUMENTS
    if not top.is_dir():
        raise FileNotFoundError(f"{top} is no folder")
    os.scandir(top).close()  # a folder that can't be listed is an error, not an empty one
    start = len(os.path.join(raw, ""))
    found = (os.path.join(folder, name) for folder, name in _names(top))
    return [Path(file) for file in sorted(found, key=lambda file: _utf8(file[start:]))]


def _names(top: Path) -> Iterator[tuple[str, str]]:
    """Folder and name of each file below `top`, and of each folder that can't or must not be entered."""
    closed: list[OSError] = []
    for folder, folders, files in os.walk(top, onerror=closed.append):
        folders[:] = [name for name in folders if not LEFTOVERS.search(name)]
        linked = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        outside = [name for name in linked if not _inside(Path(folder, name), top)]
        yield from ((folder, name) for name in [*files, *outside] if not LEFTOVERS.search(name))
    yield from (os.path.split(error.filename) for error in closed)


def _inside(file: Path, top: Path) -> bool:
    try:
        return file.resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def shown(raw: Path, file: Path) -> str:
    """The path as published: relative to `raw/`, with slashes, valid UTF-8 whatever the bytes of the name."""
    return _utf8(os.fspath(file)[len(os.path.join(raw, "")) :])


def _utf8(path: str) -> str:
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def _on_disk(raw: Path, path: str) -> Path:
    """The file that `shown` gave `path` for."""
    plain = raw / path
    if plain.exists() or "\\x" not in path:
        return plain
    encoded = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes.fromhex(m[1].decode()), path.encode())
    return raw / os.fsdecode(encoded)


def _receipt(raw: Path, file: Path, hashes: Hashes) -> Receipt:
    path = shown(raw, file)
    try:
        seen = os.lstat(file)
        if not stat.S_ISREG(seen.st_mode):  # a link may lead elsewhere today
            return Receipt(path, *_hashed(raw, file), None, None, None)
        sha256 = hashes.of(path, seen, lambda: _hashed(raw, file)[0])
        return Receipt(path, sha256, seen.st_size, None, None, None)
    except OSError:
        # open_document meets the same error and tells it
        return Receipt(path, "", 0, None, None, None)


def _hashed(raw: Path, file: Path) -> tuple[str, int]:
    """Hash and size of a document."""
    with _open(raw, file) as stream:
        digest = hashlib.sha256()
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
        return digest.hexdigest(), stream.tell()


def _open(raw: Path, file: Path):
    """The file opened for reading; OSError where it leads outside or is a pipe or device."""
    if file.is_symlink() and not _inside(file, raw / DOCUMENTS):
        raise OSError(f"a link that leads outside {DOCUMENTS}/")
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError("no regular file")
    return file.open("rb")


def open_document(raw: Path, receipt: Receipt) -> bytes:
    """The bytes of the document; OSError where it can't be opened or is no longer what the receipt says."""
    with _open(raw, _on_disk(raw, receipt.path)) as stream:
        data = stream.read(receipt.size + 1)
    if hashlib.sha256(data).hexdigest() != receipt.sha256:
        raise OSError("changed while it was being read")
    return data


def is_document(raw: Path, path: str) -> bool:
    """Whether a document lies at a path relative to `raw/`, inside `documents/`."""
    try:
        file = raw / path
        return _inside(file, raw / DOCUMENTS) and file.is_file() and not LEFTOVERS.search(file.name)
    except (OSError, ValueError):
        return False


def fingerprint(raw: Path) -> str:
    """A cheap digest of all paths, sizes and times: it changes as documents, or the list of sources, do."""
    digest = hashlib.sha256()
    for file in [*documents(raw), *filter(Path.is_file, [raw / FILE])]:
        seen = file.lstat()
        digest.update(f"{shown(raw, file)}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
