"""`gongkai health`: how the installation is, for people and for monitoring; the exit code says whether all is well."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pipeline import folders
from pipeline.operate import facts
from pipeline.operate.alert import unhealthy
from pipeline.operate.deliver import deliver
from pipeline.operate.facts import Fact
from pipeline.release.clock import now
from pipeline.release.errors import PublishError
from pipeline.release.remote import work_folder
from pipeline.settings import setting
from schemas.operating import operating


def run(raw: Path | None, published: str | None, as_json: bool = False, alert: bool = False) -> int:
    """0 where all is well, 1 where something isn't; with `alert` that is told by the channels, too."""
    try:
        found = list(_facts(folders.raw(raw), work_folder(folders.address(published)), now()))
    except (PublishError, OSError) as error:
        print(f"gongkai health: {error}", file=sys.stderr)
        return 1
    bad = [one for one in found if not one.good]
    print(_json(found) if as_json else "\n".join(map(_line, found)))
    if bad and alert:
        deliver(unhealthy(bad))
    return 1 if bad else 0


def _facts(raw: Path, published: Path, at: datetime) -> Iterator[Fact]:
    yield facts.released(published)
    if setting("DAGSTER_HOME"):
        from pipeline.assets.history import of_instance  # a second to load, and only where there is an instance

        yield from of_instance(at)
    yield facts.reachable(raw)
    yield facts.covered(published, at)
    yield from (facts.room(folder) for folder in (raw, published))


def _line(one: Fact) -> str:
    title = operating().facts[one.name].title
    return f"{'✓' if one.good else '✗'} {title.zh} {title.en}: {one.zh} {one.en}"


def _json(found: list[Fact]) -> str:
    told = {"good": all(one.good for one in found), "facts": [asdict(one) for one in found]}
    return json.dumps(told, ensure_ascii=False, indent=2)
