"""Build the whole site beside the one that is there, then put it in its place."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from pipeline.release.errors import explained
from pipeline.release.index import RELEASES, locked, read_index
from pipeline.release.portal.pages import compare, data, divisions, findings, front, publisher, query, ranking
from pipeline.release.portal.shards import write_shards
from pipeline.release.portal.site import Site

PORTAL = "portal"
BUILDING = ".portal"
FORMER = ".portal-former"

PAGES: tuple[Callable[[Site], None], ...] = (front.write, publisher.write, compare.write, divisions.write, ranking.write, findings.write, data.write, query.write, write_shards)
"""What a portal consists of; each is a function that writes its files below the site's folder."""


def build(published: Path, version: str) -> Path:
    """The site's folder; PublishError where the disk fails. Whoever looks meanwhile sees the old site, then the new one."""
    with explained(published), locked(published):
        building = published / BUILDING
        shutil.rmtree(building, ignore_errors=True)
        entry = next(entry for entry in read_index(published)["releases"] if entry["version"] == version)
        site = Site(building, published / RELEASES / version, version, entry["published"])
        building.mkdir()
        site.copy_assets()
        for write in PAGES:
            write(site)
        site.write("build.json", json.dumps({"version": version}) + "\n")
        return _put_in_place(published, building)


def _put_in_place(published: Path, building: Path) -> Path:
    portal, former = published / PORTAL, published / FORMER
    shutil.rmtree(former, ignore_errors=True)
    if portal.exists():
        portal.rename(former)
    building.rename(portal)
    shutil.rmtree(former, ignore_errors=True)
    return portal
