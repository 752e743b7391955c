"""`publish(published, tables, version)`: accepted tables → a release, whole and at once.

The release is built in a hidden folder beside the others, flushed to the disk, read back through the gates
(`pipeline/release/gates/`) and renamed into place; then the index is swung to it. A run that is killed at any point
leaves `latest` where it was, and the next run removes what it left. Where no table has changed there is no new release.
"""

import hashlib
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import code_version
from pipeline.disk import sync
from pipeline.release.build import Build
from pipeline.release.catalog import write_catalog
from pipeline.release.clock import now
from pipeline.release.contents import DATA, Part, faces
from pipeline.release.errors import PublishError, explained
from pipeline.release.files import HALF_WRITTEN, sha256, sums, write_text
from pipeline.release.gates import check_accepted, failures, judge
from pipeline.release.index import RELEASES, locked, read_index, write_index
from pipeline.release.pointers import remove_leftovers
from pipeline.release.readme import readme
from schemas.tables import SCHEMA_VERSION, TABLES

BUILDING = ".building"
PENDING = ".pending"
"""Names the version being put in place; still there after a kill, it tells what was never announced."""

SUMS = "SHA256SUMS"
VERSION = re.compile(r"\d{4}\.([1-9]|1[0-2])\.[1-9]\d{0,5}")

@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the release that is now current, and whether this run made it."""

    version: str
    folder: Path
    is_new: bool


def publish(
    published: Path, tables: Path, version: str | None = None, accepted: Collection[str] = ()
) -> Outcome:
    """Publish the Parquet files in `tables`, one for each table; PublishError where that can't be done.

    Gates named in `accepted` may fail: what they tell stands in the index entry.
    """
    check_accepted(accepted)
    with explained(published), locked(published):
        index = read_index(published)
        _remove_leftovers(published, index)
        write_catalog(published, index)  # a kill between index and catalogue is mended here
        return _publish(published, tables, index, version, accepted)


def _publish(
    published: Path, tables: Path, index: dict[str, Any], version: str | None, accepted: Collection[str]
) -> Outcome:
    wanted = version or next_version(published, index)
    build = Build(published / RELEASES / BUILDING, wanted, now().date(), tables, _base(published, index))
    try:
        build.folder.mkdir(parents=True)
        _write(build, DATA)
        if _unchanged(build, index):
            return Outcome(index["latest"], build.base, is_new=False)
        _check_version(published, index, wanted)
        _write(build, faces())
        rows = _rows(build)
        _finish(build, rows)
        lost = judge(failures(build), accepted)
        return _announce(published, index, build, rows, lost)
    finally:
        shutil.rmtree(build.folder, ignore_errors=True)


def _base(published: Path, index: Mapping[str, Any]) -> Path | None:
    """The latest release's folder, if it is there."""
    folder = published / RELEASES / str(index["latest"])
    return folder if index["latest"] and (folder / SUMS).exists() else None


def _write(build: Build, parts: Iterable[Part]) -> None:
    for part in parts:
        part(build)


def next_version(published: Path, index: Mapping[str, Any]) -> str:
    """Year, month and the next free number within the month."""
    month = f"{now().year}.{now().month}."
    known = [release["version"] for release in index["releases"]]
    there = [folder.name for folder in (published / RELEASES).glob(f"{month}*")]
    taken = [int(name.removeprefix(month)) for name in [*known, *there] if re.fullmatch(rf"{month}\d+", name)]
    return f"{month}{max(taken, default=0) + 1}"


def _check_version(published: Path, index: Mapping[str, Any], version: str) -> None:
    if not VERSION.fullmatch(version):
        raise PublishError(f"{version!r} is no version: give year, month and number, such as 2026.11.1.")
    known = {release["version"] for release in index["releases"]}
    if version in known or (published / RELEASES / version).exists():
        raise PublishError(
            f"{published / RELEASES / version} was published and can't change: give another --version."
        )


def _rows(build: Build) -> dict[str, int]:
    """The number of rows of each table."""
    return {name: pq.read_metadata(build.folder / f"{name}.parquet").num_rows for name in TABLES}


def _content(listed: str) -> str:
    """A digest of what is said, not of its packing: the CSV files and the code book of a `SHA256SUMS`."""
    said = {*(f"csv/{name}.csv" for name in TABLES), "codebook.csv"}
    lines = [line for line in listed.splitlines() if line.split("  ", 1)[1] in said]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _unchanged(build: Build, index: Mapping[str, Any]) -> bool:
    """Whether the latest release says the same, in the same schema."""
    entry = next((r for r in index["releases"] if r["version"] == index["latest"]), None)
    if build.base is None or entry is None or entry["schema_version"] != SCHEMA_VERSION:
        return False
    return _content((build.base / SUMS).read_text("utf-8")) == _content(sums(build.folder))


def _finish(build: Build, rows: Mapping[str, int]) -> None:
    """Add README and checksums, then wait until everything is on the disk."""
    write_text(build.folder / "README.md", readme(build, rows))
    write_text(build.folder / SUMS, sums(build.folder))
    for path in [*build.folder.rglob("*"), build.folder]:
        sync(path)


def _announce(
    published: Path, index: dict[str, Any], build: Build, rows: Mapping[str, int], lost: Mapping[str, list[str]]
) -> Outcome:
    """Rename the release into place and swing the index to it."""
    version, releases = build.version, published / RELEASES
    folder = releases / version
    write_text(releases / PENDING, version)
    build.folder.rename(folder)
    sync(releases)
    entry = {
        "version": version,
        "published": str(build.date),
        "sha256": sha256(folder / SUMS),
        "schema_version": SCHEMA_VERSION,
        "rows": dict(rows),
        "code": code_version.code(),
    } | ({"accepted": dict(lost)} if lost else {})
    index = index | {"latest": version, "releases": [*index["releases"], entry]}
    write_index(published, index)
    write_catalog(published, index)
    (releases / PENDING).unlink()
    return Outcome(version, folder, is_new=True)


def _remove_leftovers(published: Path, index: Mapping[str, Any]) -> None:
    """Remove what a killed run left: a half-built release, or a whole one that the index doesn't know."""
    releases = published / RELEASES
    shutil.rmtree(releases / BUILDING, ignore_errors=True)
    remove_leftovers(published)
    for half in [path for folder in (published, releases) for path in folder.glob(HALF_WRITTEN)]:
        half.unlink()
    pending = releases / PENDING
    if not pending.exists():
        return
    version = pending.read_text("utf-8")
    if VERSION.fullmatch(version) and version not in {release["version"] for release in index["releases"]}:
        shutil.rmtree(releases / version, ignore_errors=True)
    pending.unlink()
