"""What an operator decides about releases that are there: `make_stable`, `retract`, `take_down`, `prune`.

A release never changes. What changes is the index: which release is stable, which one nobody should use any more, and
which old ones were removed to save space. Every function holds the lock of `published/`, writes the index at once and
raises PublishError where the version is not one of the releases.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.release.catalog import write_catalog
from pipeline.release.clock import now
from pipeline.release.errors import PublishError, explained
from pipeline.release.index import RELEASES, locked, read_index, write_index

REMOVING = ".removing-"
"""Begins the name of a folder that is being removed; whatever is still there after a kill goes with the next run."""

KEPT_AT_LEAST = 2
"""Releases that always stay: the latest, and the one before it that its changes are told against."""


def make_stable(published: Path, version: str) -> None:
    """Recommend a release; it is then never removed, even when another one becomes the stable one."""
    with explained(published), locked(published):
        index = read_index(published)
        entry = _known(index, version)
        if _is_retracted(index, version):
            raise PublishError(f"{version} was retracted and can't be the stable one: choose another.")
        marked = entry | {"stable_since": entry.get("stable_since") or str(now().date())}
        write_index(published, _replaced(index, marked) | {"stable": version})


def retract(published: Path, version: str, reason_zh: str, reason_en: str) -> None:
    """Withdraw a release: its files stay, with the reason in the index, and no pointer leads to it any more."""
    with explained(published), locked(published):
        index = read_index(published)
        _known(index, version)
        if _is_retracted(index, version):
            raise PublishError(f"{version} was retracted before.")
        told = {"version": version, "time": now().isoformat(timespec="seconds")}
        told |= {"reason_zh": reason_zh, "reason_en": reason_en}
        index |= {"retracted": [*index["retracted"], told]}
        index |= _pointers(index)
        write_index(published, index)
        write_catalog(published, index)


def take_down(published: Path, version: str) -> None:
    """Remove the files of a retracted release, for it holds what must not be public; its entry and the reason stay."""
    with explained(published), locked(published):
        index = read_index(published)
        entry = _known(index, version)
        if not _is_retracted(index, version):
            raise PublishError(f"{version} was not retracted: retract it with the reason first.")
        write_index(published, _replaced(index, entry | {"removed": str(now().date())}))
        _remove(published / RELEASES / version)
        write_catalog(published, read_index(published))


def prune(published: Path, keep: int) -> list[str]:
    """Remove the folders of all but the last `keep` releases, and of none that was ever stable; the versions removed.

    Their entries stay in the index, with the date of removal.
    """
    if keep < KEPT_AT_LEAST:
        raise PublishError(f"at least {KEPT_AT_LEAST} releases are kept: the latest, and what it changed.")
    with explained(published), locked(published):
        index = read_index(published)
        there = [entry for entry in index["releases"] if "removed" not in entry]
        old = [entry for entry in there[:-keep] if _may_go(index, entry)]
        for entry in old:
            index = _replaced(index, entry | {"removed": str(now().date())})
        write_index(published, index)
        write_catalog(published, index)
        for entry in old:
            _remove(published / RELEASES / entry["version"])
        return [entry["version"] for entry in old]


def remove_leftovers(published: Path) -> None:
    """Go on with removals that were cut short; the caller holds the lock."""
    gone = {entry["version"] for entry in read_index(published)["releases"] if "removed" in entry}
    for folder in (published / RELEASES).glob("*"):
        if folder.name.startswith(REMOVING) or folder.name in gone:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Out of sight by one rename, so that no reader meets half a release; then file by file."""
    if not folder.exists():
        return
    hidden = folder if folder.name.startswith(REMOVING) else folder.with_name(f"{REMOVING}{folder.name}")
    folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def _known(index: Mapping[str, Any], version: str) -> dict[str, Any]:
    entry = next((entry for entry in index["releases"] if entry["version"] == version), None)
    if entry is None or "removed" in entry:
        there = [entry["version"] for entry in index["releases"] if "removed" not in entry]
        raise PublishError(f"{version} is no release here; there are: {', '.join(there) or 'none'}.")
    return entry


def _is_retracted(index: Mapping[str, Any], version: str | None) -> bool:
    return any(told["version"] == version for told in index["retracted"])


def _pointers(index: Mapping[str, Any]) -> dict[str, str | None]:
    """`latest` and `stable`, each the newest release that may bear the name and was not retracted."""
    good = [e for e in index["releases"] if "removed" not in e and not _is_retracted(index, e["version"])]
    stable = [entry["version"] for entry in good if "stable_since" in entry]
    kept = index["stable"] if index["stable"] in stable else None
    return {
        "latest": good[-1]["version"] if good else None,
        "stable": kept or (stable[-1] if stable else None),
    }


def _may_go(index: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    return "stable_since" not in entry and entry["version"] not in (index["latest"], index["stable"])


def _replaced(index: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    releases = [entry if e["version"] == entry["version"] else e for e in index["releases"]]
    return dict(index) | {"releases": releases}
