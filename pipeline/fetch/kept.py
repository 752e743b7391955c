"""What was got, on the disk: `Kept` puts bytes under their hash, `Part` holds what has come of an answer so far.

        raw/.parts/<hash of the address>.part     what has come; .json beside it tells of which version it is
        raw/documents/fetched/<run>/<sha256>.pdf  a document; its folder is the start of the run that brought it first
        raw/pages/<sha256>.html                   a list page: it is no document, but its links are needed again

A file is flushed, then renamed into its place, then its folder is flushed: it is there whole or not at all. Bytes that
are there already are not put a second time, also where the run that put them was killed before it could tell. Folders
sort by time, so of two versions of an address the later one has the later path, which is the order of receipt.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from yarl import URL

from pipeline.disk import sync
from schemas.fetching import fetching

PARTS, PAGES, FETCHED = ".parts", "pages", "documents/fetched"
BOOT = Path("/proc/sys/kernel/random/boot_id")

_HASHED = re.compile(r"[0-9a-f]{64}")
_BY_TYPE = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "application/msword": ".doc",
    "application/zip": ".zip", "text/plain": ".txt",
}  # fmt: skip


class Kept:
    """The bytes of a folder `raw`; `run` names the folder of what is new, such as 20261124T023000Z."""

    def __init__(self, raw: Path, run: str) -> None:
        self._raw, self._run = raw, run
        self._there = {folder: _hashed(raw, folder) for folder in (FETCHED, PAGES)}

    def part(self, url: str) -> "Part":
        """What has come from an address so far."""
        folder = self._raw / PARTS
        folder.mkdir(exist_ok=True)
        return Part(folder / f"{hashlib.sha256(url.encode()).hexdigest()}.part")

    def document(self, part: "Part", url: URL, media_type: str) -> str:
        """Put a document in its place; its path relative to `raw/`."""
        return self._put(part, FETCHED, f"{FETCHED}/{self._run}", _ending(url, media_type))

    def page(self, part: "Part") -> str:
        """Put a list page in its place; its path relative to `raw/`."""
        return self._put(part, PAGES, PAGES, ".html")

    def has(self, path: str) -> bool:
        """Whether a file is at a path relative to `raw/`."""
        return bool(path) and (self._raw / path).is_file()

    def read(self, path: str) -> bytes | None:
        """The bytes at a path relative to `raw/`, None where they are gone."""
        try:
            return (self._raw / path).read_bytes() if path else None
        except OSError:
            return None

    def _put(self, part: "Part", kind: str, folder: str, ending: str) -> str:
        sha256 = part.sha256()
        if sha256 in self._there[kind]:
            part.drop()
        else:
            (self._raw / folder).mkdir(parents=True, exist_ok=True)
            part.move(self._raw / folder / f"{sha256}{ending}")
            self._there[kind][sha256] = f"{folder}/{sha256}{ending}"
        return self._there[kind][sha256]


def _hashed(raw: Path, folder: str) -> dict[str, str]:
    """The files below a folder that are named by their hash, as paths relative to `raw/`."""
    found = (path for path in sorted((raw / folder).rglob("*")) if _HASHED.match(path.name) and path.is_file())
    return {path.name[:64]: path.relative_to(raw).as_posix() for path in found}


def _ending(url: URL, media_type: str) -> str:
    """For people: what a document is its content tells."""
    own = PurePosixPath(url.path).suffix.lower()
    return own if own[1:] in fetching().endings else _BY_TYPE.get(media_type.partition(";")[0].strip().lower(), "")


class Part:
    """What has come of an answer: a file that grows, and a note of which version of the document it is."""

    def __init__(self, path: Path) -> None:
        self._path, self._note = path, path.with_suffix(".json")

    @property
    def size(self) -> int:
        """Bytes that have come and can be gone on with; 0 where it isn't known what they are the start of."""
        return self.come if self.validator else 0

    @property
    def come(self) -> int:
        """Bytes that have come."""
        return self._path.stat().st_size if self._path.exists() else 0

    @property
    def validator(self) -> str:
        """What tells the version: a strong ETag, or the time of the last change; empty where the host told neither.

        Also empty where the machine was started anew since: bytes that were never flushed may be zeros now.
        """
        try:
            told = json.loads(self._note.read_text("utf-8"))
            return str(told["validator"]) if told["boot"] == _boot() else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def begin(self, headers: Mapping[str, str]) -> None:
        """Empty the part, for an answer with these headers."""
        self._path.unlink(missing_ok=True)
        self._note.write_text(json.dumps({"validator": validator(headers), "boot": _boot()}), "utf-8")

    def open(self):
        """The file, to add to."""
        return self._path.open("ab")

    def drop(self) -> None:
        self._path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def read(self) -> bytes:
        return self._path.read_bytes()

    def sha256(self) -> str:
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def move(self, place: Path) -> None:
        """Flush the bytes and rename the file to its place, where it is whole or not at all."""
        sync(self._path)
        os.replace(self._path, place)
        for folder in (place.parent, place.parent.parent):
            sync(folder)
        self._note.unlink(missing_ok=True)


def validator(headers: Mapping[str, str]) -> str:
    """What a request for the rest can name: a strong ETag, else the time of the last change (RFC 9110, 13.1.5)."""
    etag = headers.get("ETag", "")
    return etag if etag.startswith('"') else headers.get("Last-Modified", "")


def _boot() -> str:
    """What tells one start of the machine from another; a system that doesn't tell is taken never to start anew."""
    try:
        return BOOT.read_text()
    except OSError:
        return ""
