"""`packed(work, pack, items)`: the same work on many items in processes with limits, results in the items' order.

        items ─→ batches ─→ a process each ─→ work, item by item ─→ pack, what is handed back of a batch

Items go in batches, since handing over costs more than a small item does; still each costs itself alone. An item that
hangs, eats memory or kills its process comes back as `Lost`, and the rest go on: a process marks in a small file how
far it is, so where one dies or hangs it is known which item was under way. That one is done again in a process of its
own, the others of its batch as before. Written against `concurrent.futures`.
"""

import gc
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.settings import setting

Item = TypeVar("Item")
Result = TypeVar("Result")
Packed = TypeVar("Packed")

AHEAD = 2
"""Batches under way for each process: enough to keep it busy, few enough to do again."""

COLLECTED = (20_000, 20, 20)
"""Thresholds of the cycle collector in a worker. A document is a hundred thousand small objects, nearly all of them
needed until its rows are made: looking through them after every 700 (Python's own) takes a tenth of the time."""

MOST_TRIES = 3
"""So often a batch is handed to processes that end before they begin it: then none can be started here."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost: seconds of wall time, and bytes of memory for its process.

    Text takes a second; a scan of as many pages as are read takes three minutes. `batch` is after how many seconds a
    batch is handed back with what is done, however much is left of it.
    """

    seconds: float = 300.0
    memory: int = 4 * 1024**3
    batch: float = 10.0


@dataclass(frozen=True, slots=True)
class Lost:
    """An item without a result; `reason` is a code of `schemas/codelists/refusals.csv`."""

    reason: str
    detail: str


Work = Callable[[Item], Result]
Pack = Callable[[Sequence[tuple[Item, Result | Lost]]], Packed]


class _OutOfTime(BaseException):
    """Raised in a worker at its time limit; no handler of ordinary exceptions may swallow it."""


@dataclass(slots=True)
class _Task(Generic[Item]):
    """A batch under way; `mark` is the file that tells how far it is."""

    items: Sequence[Item]
    future: Future
    mark: Path
    tries: int = 1

    @property
    def begun(self) -> int | None:
        """The place of the item under way; None where the batch was not begun."""
        with suppress(FileNotFoundError, ValueError):
            return int(self.mark.read_bytes())
        return None

    @property
    def has_results(self) -> bool:
        return self.future.done() and not self.future.cancelled() and self.future.exception() is None

    def hangs(self, seconds: float) -> bool:
        """Whether an item has been under way for so long."""
        if self.future.done():
            return False
        with suppress(FileNotFoundError):
            return time.time() - self.mark.stat().st_mtime > seconds
        return False


class Pool(Generic[Item, Result, Packed]):
    """Processes for one kind of work: `work` on each item and `pack` on a batch of items with their results.

    Both must be picklable, and functions of a module. `packed` may be called again and again; `close` ends it.
    """

    def __init__(self, work: Work, pack: Pack, processes: int, limits: Limits) -> None:
        self._work, self._pack, self._processes, self._limits = work, pack, processes, limits
        self._marks = tempfile.TemporaryDirectory(prefix="gongkai-marks-")
        self._number = 0
        self._pool = _executor(processes, limits)

    def packed(self, items: Iterable[Item], size: int) -> Iterator[Packed]:
        """What `pack` makes of each batch of up to `size` items, in order."""
        todo, waiting = iter(items), deque[_Task[Item]]()
        while True:
            while len(waiting) < AHEAD * self._processes and (some := tuple(islice(todo, size))):
                waiting.append(self._submitted(some))
            if not waiting:
                return
            task = waiting.popleft()
            try:
                made, done = self._result(task, waiting)
            except (BrokenProcessPool, _Hangs):
                again = list(self._again([task, *waiting]))
                waiting = deque(again)
                continue
            yield made
            task.mark.unlink(missing_ok=True)
            if done < len(task.items):
                waiting.appendleft(self._submitted(task.items[done:]))

    def close(self) -> None:
        _kill(self._pool)
        self._marks.cleanup()

    def _submitted(self, items: Sequence[Item], tries: int = 1) -> _Task[Item]:
        self._number += 1
        mark = Path(self._marks.name, str(self._number))
        return _Task(items, _submit(self._pool, self._batch(items, mark)), mark, tries)

    def _batch(self, items: Sequence[Item], mark: Path) -> Callable[[], tuple[Packed, int]]:
        return partial(_batch, self._work, self._pack, items, self._limits, mark)

    def _result(self, task: _Task[Item], others: Iterable[_Task[Item]]) -> tuple[Packed, int]:
        """What a batch came to, and how many of its items; `_Hangs` where any batch has an item that does."""
        while True:
            try:
                return task.future.result(timeout=self._limits.seconds)
            except TimeoutError:
                if task.future.done():
                    raise  # the work's own
                if any(each.hangs(2 * self._limits.seconds) for each in (task, *others)):
                    raise _Hangs from None

    def _again(self, tasks: Iterable[_Task[Item]]) -> Iterator[_Task[Item]]:
        """The batches after the processes were ended: those with results as they are, the others begun anew."""
        _kill(self._pool)
        self._pool = _executor(self._processes, self._limits)
        for task in tasks:
            if task.has_results:
                yield task
            elif (at := task.begun) is None:
                if task.tries == MOST_TRIES:
                    raise BrokenProcessPool("no process can be started for this work: they end before they begin it")
                yield self._submitted(task.items, task.tries + 1)
            else:
                yield from self._around(task.items, at)

    def _around(self, items: Sequence[Item], at: int) -> Iterator[_Task[Item]]:
        """The item under way alone, those before and behind it together; where it was the packing, all one by one."""
        parts = [items[:at], items[at : at + 1], items[at + 1 :]] if at < len(items) else [[item] for item in items]
        for part in filter(len, parts):
            yield self._alone(part) if len(part) == 1 else self._submitted(part)

    def _alone(self, items: Sequence[Item]) -> _Task[Item]:
        """One item, done in a process of its own."""
        own, mark, made = _executor(1, self._limits), Path(self._marks.name, "alone"), Future()
        mark.unlink(missing_ok=True)
        try:
            made.set_result(self._result(_Task(items, _submit(own, self._batch(items, mark)), mark), ()))
        except _Hangs:
            made.set_result(self._lost(items, Lost("too_slow", f"> {self._limits.seconds:g} s")))
        except BrokenProcessPool:
            made.set_result(self._lost(items, Lost("worker_died", "process ended without an answer")))
        finally:
            _kill(own)
        return _Task(items, made, mark)

    def _lost(self, items: Sequence[Item], lost: Lost) -> tuple[Packed, int]:
        return self._pack([(item, lost) for item in items]), len(items)


class _Hangs(Exception):
    """An item has been under way for longer than its time limit allows."""


def packed(
    work: Work, pack: Pack, items: Iterable[Item], size: int, processes: int | None = None, limits: Limits | None = None
) -> Iterator[Packed]:
    """What `pack` makes of each batch of up to `size` items with the results of `work`, in order."""
    pool = Pool(work, pack, processes or workers(), limits or Limits())
    try:
        yield from pool.packed(items, size)
    finally:
        pool.close()


def workers() -> int:
    """How many processes: GONGKAI_WORKERS, else one a core; ValueError where that is no positive number."""
    given = setting("GONGKAI_WORKERS")
    if given is None:
        return os.cpu_count() or 1
    if not given.isdecimal() or int(given) == 0:
        raise ValueError(f"GONGKAI_WORKERS is {given!r}: give a number of processes, or unset it.")
    return int(given)


def _executor(processes: int, limits: Limits) -> ProcessPoolExecutor:
    # forked from a clean server: a fork of this process, which may hold threads and locks, could hang
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(processes, context, initializer=partial(_restrict, limits.memory))


def _submit(pool: ProcessPoolExecutor, call: Callable[[], Result]) -> Future:
    try:
        return pool.submit(call)
    except BrokenProcessPool as broken:
        failed: Future = Future()
        failed.set_exception(broken)
        return failed


def _restrict(memory: int) -> None:
    gc.set_threshold(*COLLECTED)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _batch(
    work: Work, pack: Pack, items: Sequence[Item], limits: Limits, mark: Path
) -> tuple[Packed, int]:
    """In the worker: the results of the first items, packed, and how many they are."""
    started, done = time.monotonic(), []
    handle = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        for at, item in enumerate(items):
            os.pwrite(handle, b"%d" % at, 0)
            done.append((item, _bounded(work, item, limits)))
            if time.monotonic() - started > limits.batch:
                break
        os.pwrite(handle, b"%d" % len(items), 0)
        return pack(done), len(done)
    finally:
        os.close(handle)


def _bounded(work: Work, item: Item, limits: Limits) -> Result | Lost:
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


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the pool's processes at once: one that hangs in foreign code listens to nothing else."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)
