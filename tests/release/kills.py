"""Publishing killed by -9 at every point and at random, beside readers that verify: `python -m tests.release.kills`.

A point is a change to the file system below `published/` that Python makes: a file opened for writing, a rename, a
folder made, a file removed. The process counts them and kills itself at the one it was told; at random it is killed
from outside, within whatever library is writing. Readers follow the index all the while, as users would.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import queue
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.release.errors import PublishError
from pipeline.release.files import write_parquet
from pipeline.release.publish import publish
from schemas.tables import TABLES, conform
from tests.release.small import cell, report, row

SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["pipeline.release.publish", "tests.release.small"])

REFUSED = 3
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate"}
LASTING = {"index.json", "catalog.jsonld", "releases", ".lock", ".cache"}
"""What may stand below `published/` when nobody is at work."""


@dataclass
class Told:
    """What was seen: publishes killed, reads that verified, and whatever was not as it should be."""

    killed: int = 0
    reads: int = 0
    violations: list[str] = field(default_factory=list)


def accepted(folder: Path, value: int) -> Path:
    """The tables of a run whose documents hold this value."""
    folder.mkdir(parents=True)
    counted = dict.fromkeys(("expected", "publishers", "published", "parsed", "sound"), 1)
    rows = {
        "reports": [report(year=2023, layout_applications=2021)],
        "applications": [cell(value=value)],
        "coverage": [row("coverage", division_code="", year=2023, **counted)],
    }
    for name in TABLES:
        write_parquet(name, conform(name, rows.get(name, ())), folder / f"{name}.parquet")
    return folder


def _publish(published: Path, tables: Path, at_point: Callable[[int, str], None] | None = None) -> None:
    """Publish in this process, telling each point by number and name; ends with REFUSED on a PublishError."""
    seen = 0

    def hook(event: str, given: tuple) -> None:
        nonlocal seen
        if at_point is not None and _is_change(event, given, published):
            seen += 1
            at_point(seen, f"{event} {Path(os.fsdecode(given[0])).name}")

    sys.addaudithook(hook)
    try:
        publish(published, tables)
    except PublishError as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)


def _die(wanted: int, number: int, name: str) -> None:
    if number == wanted:
        os.kill(os.getpid(), signal.SIGKILL)


def _fail(first: int, last: int, code: int, number: int, name: str) -> None:
    """The disk fails from one point to another: a full one once, since removing helps; a read-only one for good."""
    if first <= number <= last:
        raise OSError(code, os.strerror(code), name)


def _tell(points: "multiprocessing.Queue[str]", number: int, name: str) -> None:
    points.put(name)


def _is_change(event: str, given: tuple, published: Path) -> bool:
    if event == "open":
        path, _mode, flags = given
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return bool(writing) and isinstance(path, (str, bytes, os.PathLike)) and _below(path, published)
    return event in CHANGES and _below(given[0], published)


def _below(path: str | bytes | os.PathLike, published: Path) -> bool:
    return os.fsdecode(path).startswith(str(published))


def points_of(work: Path) -> list[str]:
    """The named points of a publish that makes a second release."""
    publish_in_peace(work / "p", accepted(work / "first", 1))
    points = SPAWN.Queue()
    process = _start(work / "p", accepted(work / "second", 2), partial(_tell, points))
    found = [points.get()]
    while process.is_alive() or not points.empty():
        with suppress(queue.Empty):
            found.append(points.get(timeout=0.2))
    return found


def _start(published: Path, tables: Path, at_point: Callable[[int, str], None] | None) -> Any:
    process = SPAWN.Process(target=_publish, args=(published, tables, at_point))
    process.start()
    return process


def publish_in_peace(published: Path, tables: Path) -> None:
    process = _start(published, tables, None)
    process.join()
    if process.exitcode:
        raise RuntimeError(f"publishing undisturbed ended with {process.exitcode}")


def publish_on_a_failing_disk(published: Path, tables: Path, first: int, last: int, code: int) -> int:
    """The exit code of a publish between whose points the disk fails with that errno."""
    process = _start(published, tables, partial(_fail, first, last, code))
    process.join()
    return process.exitcode


def wrong_with(published: Path) -> str:
    """What a reader finds wrong with the latest release; empty where every byte is what the index promises."""
    index = json.loads((published / "index.json").read_text("utf-8"))
    entry = next(entry for entry in index["releases"] if entry["version"] == index["latest"])
    folder = published / "releases" / index["latest"]
    listed = (folder / "SHA256SUMS").read_bytes()
    if hashlib.sha256(listed).hexdigest() != entry["sha256"]:
        return f"{folder.name}: SHA256SUMS is not the index's"
    lines = dict(reversed(line.split("  ", 1)) for line in listed.decode().splitlines())
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    if there != {*lines, "SHA256SUMS"}:
        return f"{folder.name}: files {sorted(there ^ {*lines, 'SHA256SUMS'})}"
    broken = [name for name, sha in lines.items() if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha]
    return f"{folder.name}: bytes of {broken}" if broken else ""


def _read_on(published: Path, stop: "multiprocessing.synchronize.Event", out: "multiprocessing.Queue") -> None:
    reads, violations = 0, []
    while not stop.is_set():
        try:
            wrong = wrong_with(published)
        except Exception as error:
            wrong = repr(error)
        violations += [wrong] if wrong else []
        reads += 1
        time.sleep(0.005)  # the publishes want a processor too
    out.put((reads, violations))


@contextmanager
def readers(published: Path, told: Told, number: int) -> Iterator[None]:
    stop, out = SPAWN.Event(), SPAWN.Queue()
    processes = [SPAWN.Process(target=_read_on, args=(published, stop, out)) for _ in range(number)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        stop.set()
        for reads, violations in (out.get() for _ in processes):
            told.reads += reads
            told.violations += violations
        for process in processes:
            process.join()


def leftovers(published: Path) -> set[str]:
    """What nobody at work should have left: files beside the index, folders that the index doesn't know."""
    known = {entry["version"] for entry in json.loads((published / "index.json").read_text("utf-8"))["releases"]}
    there = {path.name for path in published.iterdir()} - LASTING
    return there | ({path.name for path in (published / "releases").iterdir()} - known)


def kill(work: Path, at_points: list[int], at_random: int, seed: int, readers_beside: int = 2) -> Told:
    """Publish, killed at these points and then so many times at random; every publish has something new to say."""
    told, published, chance = Told(), work / "p", random.Random(seed)
    publish_in_peace(published, accepted(work / "0", 0))
    started = time.monotonic()
    publish_in_peace(published, accepted(work / "00", 1))
    usual = time.monotonic() - started
    with readers(published, told, readers_beside):
        for number, point in enumerate([*at_points, *[0] * at_random], start=1):
            process = _start(published, accepted(work / str(number), number + 1), partial(_die, point))
            process.join(None if point else chance.uniform(0.0, usual))
            process.kill()
            process.join()
            told.killed += process.exitcode == -signal.SIGKILL
        publish_in_peace(published, accepted(work / "last", -1))
    told.violations += [f"left behind: {name}" for name in sorted(leftovers(published))]
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, required=True, help="an empty folder")
    given = parser.parse_args()
    points = points_of(given.work / "points")
    told = kill(given.work / "kills", [*range(1, len(points) + 1)], given.random, given.seed)
    print(f"{len(points)} named points; {told.killed} of {len(points) + given.random} publishes killed, {told.reads} verifying reads")
    print("\n".join(told.violations) or "no violation, nothing left behind")
    sys.exit(bool(told.violations))


if __name__ == "__main__":
    main()
