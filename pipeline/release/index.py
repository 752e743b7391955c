"""`published/index.json`: the one small file that says which release is current, replaced at once."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.release.errors import PublishError, explained
from pipeline.release.files import write_text

NAME = "index.json"
RELEASES = "releases"
LOCK = ".lock"
EMPTY = {"latest": None, "stable": None, "releases": [], "retracted": [], "failed": []}
FAILED_KEPT = 100
"""Failed runs remembered; an unattended night run must not fill the index."""


def read_index(published: Path) -> dict[str, Any]:
    """The index, an empty one where there is none; PublishError where it can't be understood."""
    path = published / NAME
    if not path.exists():
        return dict(EMPTY)
    try:
        found = json.loads(path.read_text("utf-8"))
        return EMPTY | found
    except (ValueError, TypeError) as error:
        raise PublishError(
            f"{path} is no index ({error}): restore it from a copy, then publish again."
        ) from error


def write_index(published: Path, index: dict[str, Any]) -> None:
    write_text(published / NAME, json.dumps(index, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def locked(published: Path) -> Iterator[None]:
    """Only one process at a time changes `published/`; the lock falls with its holder."""
    published.mkdir(parents=True, exist_ok=True)
    with (published / LOCK).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def record_failure(published: Path, run: str, reason: str, now: datetime) -> None:
    """Add a failed run to the index, once; `latest` stays where it is."""
    with explained(published), locked(published):
        index = read_index(published)
        if any(failure["run"] == run for failure in index["failed"]):
            return
        failure = {"time": now.isoformat(timespec="seconds"), "run": run, "reason": reason}
        write_index(published, index | {"failed": [*index["failed"], failure][-FAILED_KEPT:]})
