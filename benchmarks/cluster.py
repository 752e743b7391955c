"""A Dask cluster of this machine against its process pool: `python -m benchmarks.cluster --folder FOLDER`.

The synthetic nation is published three times from the same bytes, and nothing is kept in between:

    pool         as it comes, a process a core
    1 worker     a scheduler and a worker, processes of their own: GONGKAI_ENGINE=dask://…
    2 workers    the same with two

Where that is allowed (root, `ip netns`), the workers stand in network namespaces with addresses of their own.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.nation import write
from benchmarks.speed import night

FORMS = "xlsx,csv-zh,portal"
"""What the releases do without."""

PORT = 8786
HERE = "127.0.0.1"
NET = "10.213.0."
"""The scheduler has .1 of it, the workers .11, .12, …"""

READY = 60
"""Seconds that a scheduler and its workers have to find each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker runs: its address, and what its command begins with."""

    address: str
    prefix: tuple[str, ...] = ()


# ── places


@contextmanager
def namespaces(count: int) -> Iterator[Sequence[Place]]:
    """Network namespaces on one bridge; OSError or CalledProcessError where they aren't allowed."""
    with ExitStack() as left:
        _ip("link add gk0 type bridge", left, "link del gk0")
        _ip(f"addr add {NET}1/24 dev gk0")
        _ip("link set gk0 up")
        for n in range(1, count + 1):
            _ip(f"netns add gk{n}", left, f"netns del gk{n}")
            _ip(f"link add gkv{n} master gk0 type veth peer name eth0 netns gk{n}")
            _ip(f"link set gkv{n} up")
            for asked in (f"addr add {NET}{10 + n}/24 dev eth0", "link set eth0 up", "link set lo up"):
                _ip(f"-n gk{n} {asked}")
        yield [Place(f"{NET}{10 + n}", ("ip", "netns", "exec", f"gk{n}")) for n in range(1, count + 1)]


def _ip(asked: str, left: ExitStack | None = None, undo: str = "") -> None:
    subprocess.run(["ip", *asked.split()], check=True, capture_output=True)
    if left is not None:
        left.callback(subprocess.run, ["ip", *undo.split()], check=False, capture_output=True)


@contextmanager
def places(count: int) -> Iterator[tuple[str, Sequence[Place]]]:
    """The scheduler's address and the workers' places: in namespaces, else on the loopback."""
    with ExitStack() as left:
        try:
            found = left.enter_context(namespaces(count))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"no network namespaces, so the loopback: {error}", file=sys.stderr)
            yield HERE, [Place(HERE)] * count
        else:
            yield f"{NET}1", found


# ── the cluster


@contextmanager
def cluster(count: int) -> Iterator[tuple[str, Sequence[subprocess.Popen]]]:
    """A scheduler and workers with a thread each; the address for GONGKAI_ENGINE, and the workers."""
    with places(count) as (host, there), ExitStack() as left:
        module, scheduler = [sys.executable, "-m"], f"tcp://{host}:{PORT}"
        asked = [*module, "distributed.cli.dask_scheduler", "--host", host, "--port", str(PORT), "--no-dashboard"]
        _started(left, asked)
        asked = [*module, "distributed.cli.dask_worker", scheduler, *"--nthreads 1 --no-nanny --no-dashboard".split()]
        workers = [_started(left, [*place.prefix, *asked, "--host", place.address]) for place in there]
        _wait(scheduler, count)
        yield f"dask://{host}:{PORT}", workers


def _started(left: ExitStack, asked: Sequence[str]) -> subprocess.Popen:
    process = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    left.callback(process.wait, READY)
    left.callback(process.terminate)
    return process


def _wait(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, timeout=READY) as client:
        client.wait_for_workers(count, timeout=READY)


def cpu(process: int) -> float:
    """CPU seconds of a process and all below it."""
    ticks, below = os.sysconf("SC_CLK_TCK"), _below()
    wanted, total = [process], 0
    while wanted:
        one = wanted.pop()
        wanted += below.get(one, ())
        total += sum(map(int, _stat(one)[11:15]))
    return total / ticks


def _below() -> Mapping[int, Sequence[int]]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if stat := _stat(int(folder.name)):
            children.setdefault(int(stat[1]), []).append(int(folder.name))
    return children


def _stat(process: int) -> Sequence[str]:
    """What follows the name in /proc/PID/stat: state, parent, …; empty for a process that has ended."""
    try:
        return Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ()


# ── measured


def measured(work: Path, name: str, workers: int) -> tuple[float, float, str]:
    """Wall seconds of reading, CPU seconds of those who read, and the release's list of hashes."""
    cache = work / "cache"
    for folder in (cache, work / "published"):
        shutil.rmtree(folder, ignore_errors=True)
    given = {"GONGKAI_CACHE": str(cache), "GONGKAI_WITHOUT": FORMS, "SOURCE_DATE_EPOCH": "1767225600"}
    if not workers:
        told = night(work, given)
        used = told["workers"]
    else:
        with cluster(workers) as (address, processes):
            before = sum(cpu(process.pid) for process in processes)
            told = night(work, {**given, "GONGKAI_ENGINE": address})
            used = sum(cpu(process.pid) for process in processes) - before
    print(f"{time.strftime('%X')} {name}: {told}", file=sys.stderr)
    sums = sorted((work / "published" / "releases").glob("*/SHA256SUMS"))
    return told["steps"]["readings"], used, sums[-1].read_text("utf-8")


def lines(folder: Path, documents: int) -> Iterator[str]:
    """A line a way: wall seconds of reading, CPU milliseconds a document, and whether the release is the pool's."""
    work = folder / f"nation-{documents}"
    write(work, documents)
    found = {name: measured(work, name, n) for name, n in {"pool": 0, "1 worker": 1, "2 workers": 2}.items()}
    for name, (wall, used, sums) in found.items():
        same = "" if name == "pool" else "yes" if sums == found["pool"][2] else "**no**"
        faster = f"{found['1 worker'][0] / wall:.2f} ×" if name == "2 workers" else ""
        ratio = "" if name == "pool" else f"{used / found['pool'][1]:.2f} ×"
        yield f"| {documents:,} | {name} | {wall:.0f} | {faster} | {1000 * used / documents:.1f} | {ratio} | {same} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="where the synthetic nation is made, and kept")
    parser.add_argument("--documents", type=int, default=1_000)
    given = parser.parse_args()
    for line in lines(given.folder, given.documents):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
