"""A fetch killed with -9 in the middle, again and again: `killed(site, raw, times)` → what stood in the receipts.

`python -m tests.fetch.kills RAW` is the fetch that is killed.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.fetch.crawl import fetch
from tests.fetch.five_hundred import HOSTS, limits
from tests.fetch.site import Site

ROOT = Path(__file__).parents[2]


def killed(site: Site, raw: Path, times: int, seed: int) -> Iterator[bytes]:
    """Kill so many fetches, each after some more requests; after each, the bytes of receipts.csv."""
    chosen = random.Random(seed)
    for _ in range(times):
        goal = len(site.log) + chosen.randint(5, 35)
        process = subprocess.Popen([sys.executable, "-m", "tests.fetch.kills", str(raw)], cwd=ROOT)
        while len(site.log) < goal and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chosen.uniform(0, 0.02))
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, "it ended before it was killed"
        file = raw / "receipts.csv"
        yield file.read_bytes() if file.exists() else b""


if __name__ == "__main__":
    fetch(Path(sys.argv[1]), HOSTS, limits=limits())
