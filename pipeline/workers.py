"""`each(work, items)`: the same work on many items in processes with limits, results in the items' order.

An item that hangs, eats memory or kills its process costs itself alone: it comes back as `Lost`, and the rest
go on. Where a process dies, the items that were under way are done again one by one, each in a process of its
own, so that the one at fault shows itself. Written against `concurrent.futures`.
"""

import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Generic, TypeVar

from pipeline.settings import setting

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items under way for each process: enough to keep it busy, few enough to do again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost: seconds of wall time, and bytes of memory for its process.

    Text takes a second; a scan of as many pages as are read takes three minutes.
    """

    seconds: float = 300.0
    memory: int = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Lost:
    """An item without a result; `reason` is a code of `schemas/codelists/refusals.csv`."""

    reason: str
    detail: str


class _OutOfTime(BaseException):
    """Raised in a worker at its time limit; no handler of ordinary exceptions may swallow it."""


@dataclass(slots=True)
class _Task(Generic[Item]):
    item: Item
    future: Future


def each(
    work: Callable[[Item], Result], items: Iterable[Item], processes: int | None = None, limits: Limits | None = None
) -> Iterator[Result | Lost]:
    """`work` on every item; `work` and the items must be picklable, and `work` a module's function."""
    processes, limits = processes or workers(), limits or Limits()
    todo = iter(items)
    waiting: deque[_Task[Item]] = deque()
    pool = _pool(processes, limits)
    try:
        while True:
            waiting.extend(_submit(pool, work, islice(todo, AHEAD * processes - len(waiting)), limits))
            if not waiting:
                return
            try:
                yield waiting[0].future.result(timeout=2 * limits.seconds)
                waiting.popleft()
            except (BrokenProcessPool, TimeoutError):
                _kill(pool)
                yield from (_alone(work, task, limits) for task in waiting)
                waiting.clear()
                pool = _pool(processes, limits)
    finally:
        _kill(pool)


def workers() -> int:
    """How many processes: GONGKAI_WORKERS, else one a core; ValueError where that is no positive number."""
    given = setting("GONGKAI_WORKERS")
    if given is None:
        return os.cpu_count() or 1
    if not given.isdecimal() or int(given) == 0:
        raise ValueError(f"GONGKAI_WORKERS is {given!r}: give a number of processes, or unset it.")
    return int(given)


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], items: Iterable[Item], limits: Limits
) -> Iterator[_Task[Item]]:
    for item in items:
        try:
            yield _Task(item, pool.submit(_bounded, work, item, limits))
        except BrokenProcessPool as broken:
            failed: Future = Future()
            failed.set_exception(broken)
            yield _Task(item, failed)


def _pool(processes: int, limits: Limits) -> ProcessPoolExecutor:
    # forked from a clean server: a fork of this process, which may hold threads and locks, could hang
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(processes, context, initializer=partial(_restrict, limits.memory))


def _restrict(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _bounded(work: Callable[[Item], Result], item: Item, limits: Limits) -> Result | Lost:
    """In the worker: the result, or why there is none."""
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        return work(item)
    except _OutOfTime:
        return Lost("too_slow", f"> {limits.seconds:g} s")
    except MemoryError:
        return Lost("too_much_memory", f"> {limits.memory // 1024**2} MiB")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _out_of_time(*_: object) -> None:
    raise _OutOfTime


def _alone(work: Callable[[Item], Result], task: _Task[Item], limits: Limits) -> Result | Lost:
    """The item's result if it has one, else the item done again in a process of its own."""
    if task.future.done() and not task.future.cancelled() and task.future.exception() is None:
        return task.future.result()
    pool = _pool(1, limits)
    try:
        return pool.submit(_bounded, work, task.item, limits).result(timeout=2 * limits.seconds)
    except TimeoutError:
        return Lost("too_slow", f"> {limits.seconds:g} s")
    except BrokenProcessPool:
        return Lost("worker_died", "process ended without an answer")
    finally:
        _kill(pool)


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the pool's processes at once: one that hangs in foreign code listens to nothing else."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)
