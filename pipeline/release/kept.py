"""`Kept`: what was read once is kept by what it depends on, so that a night reads only what is new.

    <place>/packs/<code>/<hash>.parquet    rows of some documents (`pipeline/release/packs.py`), named by their SHA-256
    <place>/hashes.parquet                 size, time, inode and SHA-256 of each file, so that none is hashed twice
    <place>/night.json                     what the last release was made of

`<code>` is the version of the code that reads, so whatever follows from it is read anew and nothing else. A pack is
written beside and renamed, and never changes; two runs may write at once, and one that is killed leaves at most a file
that nobody looks for. A pack whose bytes aren't those that its name says counts as not there. The place is
GONGKAI_CACHE, a folder or an `s3://bucket/prefix`, else `.cache/readings` beside the releases.
"""

import hashlib
import logging
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline import storage
from pipeline.settings import setting

log = logging.getLogger(__name__)

HASHES = "hashes.parquet"
PACKS = "packs"
SUFFIX = ".parquet"
MOST_BYTES = 8 * 1024**3
"""Above so many bytes the packs used longest ago are removed; a nation's year takes about a tenth of it."""

STILL_USED = 24 * 3600.0
"""Seconds in which another run may still want what it has used."""


def place(published: Path) -> str:
    """Where readings are kept for what is published in a folder."""
    return setting("GONGKAI_CACHE") or str(published / ".cache" / "readings")


@dataclass(frozen=True, slots=True)
class Kept:
    """The packs of one version of the code; picklable, for workers of other machines too."""

    place: str
    code: str

    @property
    def folder(self) -> str:
        return storage.joined(self.place, PACKS, self.code[:16])

    def write(self, data: bytes) -> str:
        """Keep a pack: its name."""
        name = hashlib.sha256(data).hexdigest()[:32] + SUFFIX
        storage.write(storage.joined(self.folder, name), data)
        return name

    def packs(self) -> list[str]:
        """The names of all packs, sorted."""
        return sorted(name for name in storage.names(self.folder) if name.endswith(SUFFIX) and not name.startswith("."))

    def sound(self, names: Collection[str], beside: Path) -> Iterator[Path]:
        """Files of this machine with the packs of these names whose bytes are what they should be.

        A remote one is copied below `beside`.
        """
        for name in names:
            with suppress(FileNotFoundError):
                file = storage.local(storage.joined(self.folder, name), beside)
                if _named_by_content(file):
                    yield file
                else:
                    log.warning("%s: these bytes are not what was written; they are read anew", file)

    def forget(self) -> None:
        """Remove all packs of this version of the code, so that every document is read anew."""
        for name in self.packs():
            storage.remove(storage.joined(self.folder, name))

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove what was used longest ago until at most `most` bytes are kept; a remote place has its own rules."""
        if storage.is_remote(self.place):
            return
        there = ((file, file.stat()) for file in Path(self.place, PACKS).rglob("*" + SUFFIX))
        files = [(seen.st_mtime, seen.st_size, file) for file, seen in there]
        over = sum(size for _, size, _ in files) - most
        for used, size, file in sorted(files):
            if over <= 0 or time.time() - used < STILL_USED:
                return
            file.unlink(missing_ok=True)
            over -= size


def _named_by_content(file: Path) -> bool:
    with file.open("rb") as stream:
        good = hashlib.file_digest(stream, "sha256").hexdigest()[:32] + SUFFIX == file.name
    if good:
        os.utime(file)  # it was used now
    return good
