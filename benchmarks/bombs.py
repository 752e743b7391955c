"""What small files that grow come to: `python -m benchmarks.bombs --write`.

Each bomb of tests/hostile/bombs.py is read as the pipeline reads it, in a worker process of its own with the pipeline's
limits; of a container the entries are told that would be read next. `--write` keeps the table in benchmarks/bombs.md,
which docs/security.md takes over.
"""

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import replaced
from pipeline.contents import Opened
from pipeline.fetch.receipts import Receipt
from pipeline.report import Reading, read_one
from pipeline.workers import Lost
from tests.corpus.reports import make
from tests.hostile.bombs import BOMBS
from tests.hostile.each import each

KEPT = Path(__file__).with_name("bombs.md")
HEAD = ("| bomb | bytes | what comes of it | CPU s | peak memory, MiB |", "|---|---|---|---|---|")
GOOD = "(a good report, for comparison)"


@dataclass(frozen=True, slots=True)
class Measured:
    """A bomb's bytes, what came of it, the worker's seconds and highest memory; None where it gave no answer."""

    size: int
    comes: str
    seconds: float | None
    peak: int | None


def measured(name: str) -> Measured:
    """The bomb made here and read in a worker, so that only reading it is counted."""
    data = make(1, "html").data if name == GOOD else BOMBS[name].make()
    with tempfile.TemporaryDirectory() as raw:
        file = Path(raw, "documents", "a")
        file.parent.mkdir()
        file.write_bytes(data)
        receipt = Receipt("documents/a", hashlib.sha256(data).hexdigest(), len(data), None, None, None)
        found = next(each(_read, [(raw, receipt)], processes=1))
        return Measured(len(data), found.reason, None, None) if isinstance(found, Lost) else found


def _read(given: tuple[str, Receipt]) -> Measured:
    raw, receipt = given
    start = time.process_time()
    found = read_one(Path(raw), receipt)
    seconds = time.process_time() - start
    return Measured(receipt.size, comes(found), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def comes(found: Reading | Opened) -> str:
    """The reason of a refusal; of a container the number of its entries; else that it was read."""
    if isinstance(found, Opened):
        return f"opened: {len(found.documents)}"
    refused = [row["reason"] for row in found.tables.get("documents_refused", ())]
    return refused[0] if refused else "read"


def row(name: str, found: Measured) -> str:
    cost = "— | —" if found.seconds is None else f"{found.seconds:.1f} | {found.peak:,}"
    return f"| {name} | {found.size:,} | {found.comes} | {cost} |"


def kept(lines: Sequence[str]) -> str:
    """The table with these rows in place of the ones it had for their bombs."""
    return replaced(KEPT, HEAD, (GOOD, *BOMBS), lines)


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="bombs whose name has this in it")
    parser.add_argument("--write", action="store_true", help="keep the rows in benchmarks/bombs.md")
    args = parser.parse_args(given)
    print(*HEAD, sep="\n")
    for name in (GOOD, *BOMBS):
        if args.only in name:
            line = row(name, measured(name))
            print(line, flush=True)
            if args.write:
                KEPT.write_text(kept([line]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
