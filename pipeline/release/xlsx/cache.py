"""`Cache`: workbooks by the hash of what they are made of, in `published/.cache/xlsx/`.

    <key>.xlsx     a workbook, whole: written beside, flushed, renamed
    <key>.sha256   its SHA-256; a workbook that no longer has it is made anew
    used.json      the keys that each of the last releases used; no others are kept
"""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.disk import sync
from pipeline.release.files import sha256, write_text

KEPT = 5
"""Releases whose workbooks are kept."""
USED = "used.json"


class Cache:
    """The cache in a folder; only one process publishes at a time, so nobody else writes there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(".*"):
            left.unlink()  # of a killed run

    def copy(self, key: str, make: Callable[[Path], None], target: Path) -> None:
        """Copy the workbook of that key to `target`; `make` writes it first where it isn't there."""
        held, told = self._folder / f"{key}.xlsx", self._folder / f"{key}.sha256"
        if not _is_whole(held, told):
            beside = self._folder / f".{key}"
            make(beside)
            sync(beside)
            beside.rename(held)
            write_text(told, sha256(held))
        shutil.copyfile(held, target)

    def keep(self, version: str, keys: Iterable[str]) -> None:
        """Note what a release uses, and remove what none of the last ones does."""
        used = {name: listed for name, listed in self._used().items() if name != version} | {version: sorted(keys)}
        used = dict(list(used.items())[-KEPT:])
        write_text(self._folder / USED, json.dumps(used, indent=1) + "\n")
        known = {key for listed in used.values() for key in listed}
        for file in self._folder.iterdir():
            if file.name != USED and file.stem not in known:
                file.unlink()

    def _used(self) -> dict[str, list[str]]:
        """What the last releases used; nothing where that can't be read, since a cache can be made anew."""
        try:
            return dict(json.loads((self._folder / USED).read_text("utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return {}


def _is_whole(held: Path, told: Path) -> bool:
    return held.exists() and told.exists() and told.read_text("utf-8") == sha256(held)
