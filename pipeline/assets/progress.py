"""`watched(total, log)`: tells how many documents are read, by a bar where somebody watches and a log line at times."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress

SECONDS_BETWEEN_LINES = 5.0
"""A log line costs milliseconds and a row of the event log for good, so there is never one a document."""


@contextmanager
def watched(total: int, log: logging.Logger) -> Iterator[Callable[[int], None]]:
    """A function to call with the number of documents that were done since the last call."""
    started = last = time.monotonic()
    done = 0
    with _bar(total) as advance:

        def progress(number: int) -> None:
            nonlocal done, last
            done += number
            advance(number)
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                log.info(f"{done} of {total} documents read in {last - started:.0f} s")

        yield progress


@contextmanager
def _bar(total: int) -> Iterator[Any]:
    """A bar on the terminal itself, since a step's output is captured; nothing where there is no terminal."""
    try:
        terminal = open("/dev/tty", "w")  # noqa: SIM115 - closed where the bar ends
    except OSError:
        yield lambda _: None
        return
    with terminal, Progress(console=Console(file=terminal), transient=True) as progress:
        task = progress.add_task("documents", total=total)
        yield lambda number: progress.advance(task, number)
