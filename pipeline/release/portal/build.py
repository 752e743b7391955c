"""Build the whole site beside the one that is there, then put it in its place."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import schemas
from pipeline.release.errata import read_errata
from pipeline.release.errors import explained
from pipeline.release.index import RELEASES, locked, read_index
from pipeline.release.portal.pages import compare, data, divisions, findings, front, publisher, query, ranking
from pipeline.release.portal.shards import write_shards
from pipeline.release.portal.site import HERE, Site

PORTAL = "portal"
BUILDING = ".portal"
FORMER = ".portal-former"
MADE_OF = "made-of.json"

PAGES: tuple[Callable[[Site], None], ...] = (
    *(page.write for page in (front, publisher, compare, divisions, ranking, findings, query, data)),
    write_shards,
)
"""What a portal consists of; each is a function that writes its files below the site's folder."""


def build(published: Path) -> Path | None:
    """The site of the latest release, None where there is none; PublishError where the disk fails.

    Where the site that is there was made of the same things it stays. Whoever looks meanwhile sees the old one.
    """
    with explained(published), locked(published):
        building, portal = published / BUILDING, published / PORTAL
        for left in (building, published / FORMER):
            shutil.rmtree(left, ignore_errors=True)
        index = read_index(published)
        if index["latest"] is None:
            return None
        if is_built(published):
            return portal
        _write(building, published, index)
        (building / MADE_OF).write_text(_made_of(published, index), encoding="utf-8")
        return _put_in_place(published, building)


def is_built(published: Path) -> bool:
    """Whether the site that is there is the one that `build` would make."""
    noted = published / PORTAL / MADE_OF
    return noted.exists() and noted.read_text("utf-8") == _made_of(published, read_index(published))


def _write(building: Path, published: Path, index: Mapping[str, Any]) -> None:
    version = index["latest"]
    entry = next(entry for entry in index["releases"] if entry["version"] == version)
    site = Site(building, published / RELEASES / version, version, entry["published"])
    building.mkdir()
    site.copy_assets()
    for write in PAGES:
        write(site)


def _made_of(published: Path, index: Mapping[str, Any]) -> str:
    """What the pages depend on, as JSON: the release, what is said of releases, the code, the libraries set up."""
    told = {name: index[name] for name in ("latest", "stable", "retracted")}
    told |= {"releases": [entry["version"] for entry in index["releases"] if "removed" not in entry]}
    told |= {"errata": read_errata(published), "code": _code(), "query": query.is_set_up()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"


def _code() -> str:
    """A hash of this room's files and of `schemas/`, which have its words."""
    found = hashlib.sha256()
    for folder in (HERE, Path(schemas.__file__).parent):
        files = (f for f in folder.rglob("*") if f.is_file() and "node_modules" not in f.parts and f.suffix != ".pyc")
        for file in sorted(files):
            found.update(file.read_bytes())
    return found.hexdigest()


def _put_in_place(published: Path, building: Path) -> Path:
    portal, former = published / PORTAL, published / FORMER
    shutil.rmtree(former, ignore_errors=True)
    if portal.exists():
        portal.rename(former)
    building.rename(portal)
    shutil.rmtree(former, ignore_errors=True)
    return portal
