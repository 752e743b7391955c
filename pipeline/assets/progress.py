"""`tracked(items, log)`: the items one by one, with a bar where somebody watches and a log line at times."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import Progress

SECONDS_BETWEEN_LINES = 5.0
"""A log line costs milliseconds and a row of the event log for good, so there is never one a document."""

T = TypeVar("T")


def tracked(items: Sequence[T], log: logging.Logger) -> Iterator[T]:
    started = last = time.monotonic()
    with _bar(len(items)) as advance:
        for done, item in enumerate(items):
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                log.info(f"{done} of {len(items)} documents read in {last - started:.0f} s")
            yield item
            advance()


@contextmanager
def _bar(total: int) -> Iterator[Any]:
    """A bar on the terminal itself, since a step's output is captured; nothing where there is no terminal."""
    try:
        terminal = open("/dev/tty", "w")  # noqa: SIM115 - closed where the bar ends
    except OSError:
        yield lambda: None
        return
    with terminal, Progress(console=Console(file=terminal), transient=True) as progress:
        task = progress.add_task("documents", total=total)
        yield lambda: progress.advance(task)
