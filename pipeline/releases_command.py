"""`gongkai releases`: the releases there are, and what an operator decides about them."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.release import errata, pointers
from pipeline.release.errors import PublishError
from pipeline.release.index import read_index
from pipeline.release.remote import mirrored


def run(published: str, given: argparse.Namespace) -> int:
    """List the releases, or do what the subcommand says; 1, with a sentence on stderr, where it can't be done."""
    try:
        with mirrored(published) as folder:
            _DECISIONS[given.decision](folder, given)
    except PublishError as error:
        print(f"gongkai releases: {error}", file=sys.stderr)
        return 1
    return 0


def _list(published: Path, given: argparse.Namespace) -> None:
    index = read_index(published)
    table = Table("release", "published", "reports", "", box=None, pad_edge=False)
    for entry in reversed(index["releases"]):
        table.add_row(entry["version"], entry["published"], f"{entry['rows']['reports']:,}", _state(index, entry))
    Console(highlight=False).print(table)


def _state(index: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    version = entry["version"]
    reasons = [f"retracted: {told['reason_en']}" for told in index["retracted"] if told["version"] == version]
    pointers = [name for name in ("latest", "stable") if index[name] == version]
    removed = [f"removed {entry['removed']}"] if "removed" in entry else []
    return "; ".join([*pointers, *reasons, *removed])


def _stable(published: Path, given: argparse.Namespace) -> None:
    pointers.make_stable(published, given.version)
    print(f"{given.version} is the stable release")


def _retract(published: Path, given: argparse.Namespace) -> None:
    pointers.retract(published, given.version, given.zh, given.en)
    print(f"{given.version} is retracted; the latest release is {read_index(published)['latest']}")


def _take_down(published: Path, given: argparse.Namespace) -> None:
    pointers.take_down(published, given.version)
    print(f"the files of {given.version} are removed")


def _prune(published: Path, given: argparse.Namespace) -> None:
    gone = pointers.prune(published, given.keep)
    print(f"removed: {', '.join(gone) or 'none'}")


def _erratum(published: Path, given: argparse.Namespace) -> None:
    narrowed = {"report_id": given.report, "item": given.item, "column": given.column}
    erratum = errata.Erratum(given.versions.split(","), given.table, given.zh, given.en, **narrowed)
    print(f"erratum {errata.add(published, erratum)} is in {published / errata.NAME}")


_DECISIONS = {
    None: _list,
    "stable": _stable,
    "retract": _retract,
    "take-down": _take_down,
    "prune": _prune,
    "erratum": _erratum,
}
