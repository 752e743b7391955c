"""`Pace`: how gently hosts are asked: so many requests at a time, so many seconds between two starts.

        host A   ├──┤      ├────┤                 two starts are never closer than `seconds_between`, or what
                      ├──┤        ├──┤            robots.txt asks for; at most `per_host` at a time
        host B   ├─────────┤                      all hosts together at most `at_once`

A host that asks to wait is not asked before; one that asks for too long, or of which too many addresses fail in a row,
is left alone for the rest of the run.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pipeline.fetch.failure import Failure
from schemas.fetching import Limits


@dataclass(slots=True)
class _Lane:
    """One host: when it may be asked next, and why it is left alone, if it is."""

    slots: asyncio.Semaphore
    between: float
    start: asyncio.Lock = field(default_factory=asyncio.Lock)
    next: float = 0.0
    failed: int = 0
    resting: str = ""


class Pace:
    """The pace of one run, by the host's name."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = asyncio.Semaphore(limits.at_once)
        self._lanes: dict[str, _Lane] = {}

    def _lane(self, host: str) -> _Lane:
        if host not in self._lanes:
            slots = asyncio.Semaphore(self._limits.per_host)
            self._lanes[host] = _Lane(slots, self._limits.seconds_between)
        return self._lanes[host]

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at the host and hold it; Failure where the host is left alone."""
        lane = self._lane(host)
        async with lane.slots:
            await self._start(lane)
            try:
                yield
            finally:
                self._all.release()

    async def _start(self, lane: _Lane) -> None:
        """Take a place among all once the host may be asked; while one waits for a place, the host may ask to wait."""
        loop = asyncio.get_running_loop()
        async with lane.start:
            await self._all.acquire()
            while not lane.resting and (left := lane.next - loop.time()) > 0:
                self._all.release()
                await asyncio.sleep(left)
                await self._all.acquire()
            if lane.resting:
                self._all.release()
                raise Failure("host_resting", lane.resting)
            lane.next = loop.time() + lane.between

    def slow(self, host: str, seconds: float) -> None:
        """Let at least so many seconds lie between two starts, within the limit."""
        lane = self._lane(host)
        lane.between = max(lane.between, min(seconds, self._limits.longest_crawl_delay))

    def wait(self, host: str, seconds: float) -> None:
        """Don't ask the host for so long; for the rest of the run where it is too long."""
        lane = self._lane(host)
        if seconds > self._limits.longest_wait:
            lane.resting = f"it asked to wait {seconds:.0f} s"
        lane.next = max(lane.next, asyncio.get_running_loop().time() + seconds)

    def settled(self, host: str, lost: bool) -> None:
        """Count how an address of the host ended: `lost` where the host itself could not be talked to."""
        lane = self._lane(host)
        lane.failed = lane.failed + 1 if lost else 0
        if lane.failed >= self._limits.host_failures:
            lane.resting = f"{lane.failed} addresses failed in a row"
