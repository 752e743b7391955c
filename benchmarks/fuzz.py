"""Reads spoiled files until the time is over: `python -m benchmarks.fuzz --seconds 600 --target docx`.

    input     a good file after changes (tests/hostile/mutations.py); number and seed make it again
    refused   the reader said that it can't be read;  read  it gave a document
    fault     any other exception, more than the limit of time or memory, or the death of the process

The processes and limits are those of `pipeline.workers`. Faults are told as they come, each kind once, and their
inputs kept with `--keep FOLDER`. `--cases FOLDER` adds real documents to the good files. `--write` keeps the rows of
the targets that were read in benchmarks/fuzz.md, a table that docs/security.md takes over; those of others stay.
"""

import argparse
import resource
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.rows import replaced
from pipeline.read.sniff import media_type
from pipeline.workers import Limits, Lost
from tests.hostile.each import each
from tests.hostile.mutations import mutated
from tests.hostile.targets import PARSERS, READERS, REFUSALS, TARGETS

KEPT = Path(__file__).with_name("fuzz.md")
ROOT = Path(__file__).parents[1]
HEAD = (
    "| what reads | inputs | read | refused | faults | CPU s | slowest input, s | peak memory, MiB |",
    "|---|---|---|---|---|---|---|---|",
)
LIMITS = Limits(seconds=60.0)
"""For one input, a fifth of what a document may take; the memory is what a document may take."""

CASE_KINDS = {"application/pdf": "pdf", "text/html": "html", "text/plain": "text", "text/markdown": "text"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs of a target by their numbers, made of good files and perhaps of the real documents in a folder."""

    target: str
    seed: int
    first: int
    count: int
    cases: str = ""


@dataclass(slots=True)
class Tally:
    """What became of inputs; `faults` are told by where they happened, with the number of one that shows each."""

    read: int = 0
    refused: int = 0
    faults: Counter = field(default_factory=Counter)
    shown: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_input: int = -1
    peak: int = 0

    @property
    def inputs(self) -> int:
        return self.read + self.refused + self.faults.total()

    def add(self, other: "Tally") -> None:
        self.read, self.refused = self.read + other.read, self.refused + other.refused
        self.faults += other.faults
        self.shown = other.shown | self.shown
        self.seconds += other.seconds
        if other.slowest > self.slowest:
            self.slowest, self.slowest_input = other.slowest, other.slowest_input
        self.peak = max(self.peak, other.peak)


@cache
def seeds(target: str, cases: str = "") -> tuple[bytes, ...]:
    """The good files of a target, with the real documents of its form."""
    own = tuple(TARGETS[target].seeds())
    found = [file.read_bytes() for file in sorted(Path(cases).rglob("report.*"))] if cases else []
    return (*own, *(data for data in found if CASE_KINDS.get(media_type(data)) == target))


def made(batch: Batch, number: int) -> bytes:
    """Input `number`, the same one whenever it is asked for."""
    random = Random(f"{batch.seed}/{batch.target}/{number}")
    good = seeds(batch.target, batch.cases)
    return mutated(random.choice(good), good, random)


def fuzzed(batch: Batch) -> Tally:
    """In a worker: each input of the batch, read."""
    warnings.simplefilter("ignore")
    tally = Tally()
    for number in range(batch.first, batch.first + batch.count):
        data = made(batch, number)
        start = time.process_time()
        try:
            TARGETS[batch.target].run(data)
            tally.read += 1
        except REFUSALS:
            tally.refused += 1
        except Exception as error:  # what is looked for
            where = _where(error)
            tally.faults[where] += 1
            tally.shown.setdefault(where, number)
        spent = time.process_time() - start
        tally.seconds += spent
        if spent > tally.slowest:
            tally.slowest, tally.slowest_input = spent, number
    tally.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tally


def _where(error: Exception) -> str:
    """An exception's kind and the last place in the project that it came through."""
    own = str(ROOT / "pipeline")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(own)]
    place = f"{Path(frames[-1].filename).relative_to(ROOT)}:{frames[-1].lineno}" if frames else "outside"
    return f"{type(error).__name__} at {place}"


def batches(target: str, seed: int, until: float, most: int | None, cases: str) -> Iterator[Batch]:
    """Batches of a target until the time is over, or so many inputs are made."""
    first = 0
    while time.monotonic() < until and (most is None or first < most):
        count = TARGETS[target].batch if most is None else min(TARGETS[target].batch, most - first)
        yield Batch(target, seed, first, count, cases)
        first += count


def run(target: str, seed: int, seconds: float, most: int | None, cases: str, processes: int | None) -> Tally:
    """A target fuzzed. A batch that is lost is done again an input at a time, so that the one at fault is known."""
    tally, given = Tally(), []

    def kept() -> Iterator[Batch]:
        for batch in batches(target, seed, time.monotonic() + seconds, most, cases):
            given.append(batch)
            yield batch

    for number, found in enumerate(each(fuzzed, kept(), processes, LIMITS)):
        tally.add(_singly(given[number], processes) if isinstance(found, Lost) else found)
    return tally


def _singly(batch: Batch, processes: int | None) -> Tally:
    tally = Tally()
    ones = [Batch(batch.target, batch.seed, batch.first + n, 1, batch.cases) for n in range(batch.count)]
    for one, found in zip(ones, each(fuzzed, ones, processes, LIMITS), strict=True):
        if isinstance(found, Lost):
            found = Tally(faults=Counter([found.reason]), shown={found.reason: one.first})
        tally.add(found)
    return tally


def row(target: str, tally: Tally) -> str:
    counts = f"{tally.inputs:,} | {tally.read:,} | {tally.refused:,} | {tally.faults.total()}"
    return f"| {target} | {counts} | {tally.seconds:,.0f} | {tally.slowest:.1f} | {tally.peak:,} |"


def kept(lines: Sequence[str]) -> str:
    """The table with these rows in place of the ones it had for their targets."""
    return replaced(KEPT, HEAD, TARGETS, lines)


def tell(target: str, tally: Tally, args: argparse.Namespace) -> None:
    """The row, the faults, and their inputs kept."""
    print(row(target, tally), flush=True)
    if tally.slowest > 5:
        print(f"  slow: input {tally.slowest_input} of seed {args.seed}", flush=True)
    for where, number in tally.shown.items():
        print(f"  fault: {where}, {tally.faults[where]} times, e.g. input {number} of seed {args.seed}", flush=True)
        if args.keep:
            folder = Path(args.keep)
            folder.mkdir(parents=True, exist_ok=True)
            data = made(Batch(target, args.seed, number, 1, args.cases), number)
            (folder / f"{target} {args.seed} {number}".replace(" ", "-")).write_bytes(data)


GROUPS = {"parsers": list(PARSERS), "readers": list(READERS)}


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--target", action="append", default=[], choices=[*TARGETS, *GROUPS], help="only this")
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds a target")
    parser.add_argument("--inputs", type=int, help="inputs a target, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", default="", help="a folder of real documents to spoil too")
    parser.add_argument("--keep", help="a folder for the inputs that showed a fault")
    parser.add_argument("--processes", type=int)
    parser.add_argument("--write", action="store_true", help="keep the rows in benchmarks/fuzz.md")
    args = parser.parse_args(given)
    chosen = [target for name in args.target or [*TARGETS] for target in GROUPS.get(name, [name])]
    print(*HEAD, sep="\n")
    faults = 0
    for target in chosen:
        tally = run(target, args.seed, args.seconds, args.inputs, args.cases, args.processes)
        tell(target, tally, args)
        faults += tally.faults.total()
        if args.write:
            KEPT.write_text(kept([row(target, tally)]), "utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
