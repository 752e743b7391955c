"""A night with nothing new: `inputs(receipts, listed)` tells what a release is made of, `is_done` whether it was made.

    {"inputs": sha256 of all receipts, sources, code, corrections and schema, "latest": "2026.11.2", "sha256": …}

It is noted once release and portal are there, and holds while the index names that release, it still lies there, and
the portal is the one that would be built. Refusals aren't tried again in such a night, but where the program that
converts documents has come or gone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from pipeline import code_version, storage
from pipeline.fetch.receipts import Receipt
from pipeline.fetch.sources import Source
from pipeline.read.office import program
from pipeline.release.contents import PORTAL, left_out
from pipeline.release.index import RELEASES, read_index
from pipeline.release.portal.build import is_built
from schemas.tables import SCHEMA_VERSION

NAME = "night.json"
SUMS = "SHA256SUMS"


def inputs(receipts: Iterable[Receipt], listed: Iterable[tuple[str, Source]]) -> str:
    """A digest of everything that a release follows from; it takes less than a second for a nation's year."""
    made_by = (
        code_version.code(), code_version.corrections(), SCHEMA_VERSION, program() is not None, sorted(left_out()),
    )  # fmt: skip
    told = hashlib.sha256(f"{made_by!r}\n".encode())
    for receipt in receipts:
        told.update(f"{receipt!r}\n".encode())
    for path, source in listed:
        told.update(json.dumps([path, *astuple(source)]).encode())
    return told.hexdigest()


def note(place: str, published: Path, made_of: str) -> None:
    """Note that the latest release was made of these inputs."""
    storage.write(storage.joined(place, NAME), json.dumps({"inputs": made_of} | _latest(published)).encode())


def forget(place: str) -> None:
    """Note nothing any more: the next night does all its work."""
    storage.remove(storage.joined(place, NAME))


def is_done(place: str, published: Path, made_of: str) -> bool:
    """Whether a release of these inputs is the latest, and all of it is there, the portal too."""
    try:
        told: Mapping[str, Any] = json.loads(storage.read(storage.joined(place, NAME)))
    except (FileNotFoundError, ValueError):
        return False
    latest = _latest(published)
    there = (published / RELEASES / str(latest["latest"]) / SUMS).exists()
    return told == {"inputs": made_of} | latest and there and (PORTAL in left_out() or is_built(published))


def _latest(published: Path) -> dict[str, str | None]:
    index = read_index(published)
    entry = next((release for release in index["releases"] if release["version"] == index["latest"]), {})
    return {"latest": index["latest"], "sha256": entry.get("sha256")}
