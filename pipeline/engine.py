"""`packed(work, pack, items, most)`: as `pipeline/workers.py` does it, where GONGKAI_ENGINE says.

    (unset)                 in processes of this machine, GONGKAI_WORKERS of them
    dask://scheduler:8786   on the machines of a Dask cluster (the extra `dask`)

A cluster hands out batches and nothing else: on its machines each is done by a process of the same kind as here, with
the same limits, so a document that hangs or kills its process costs itself alone there too, and no worker of the
cluster. A worker that is lost has its batches done again by another. What is read is not sent back through the
scheduler: packs go to GONGKAI_CACHE, which every machine must reach, as it must `raw/`.
"""

import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from itertools import islice

from pipeline import code_version, workers
from pipeline.settings import setting
from pipeline.workers import AHEAD, Item, Limits, Pack, Packed, Pool, Work

DASK = "dask://"
A_PROCESS = 4
"""Batches for each process at least: of few items every process gets some."""

RETRIES = 5
"""So often a batch is done again whose worker was lost."""


class EngineError(Exception):
    """The engine that GONGKAI_ENGINE names can't be used; the text says why and what to do."""


def packed(work: Work, pack: Pack, items: Sequence[Item], most: int) -> Iterator[Packed]:
    """What `pack` makes of each batch of up to `most` items with the results of `work`, in order. EngineError."""
    address = setting("GONGKAI_ENGINE") or ""
    if not address:
        processes = workers.workers()
        return workers.packed(work, pack, items, _size(len(items), processes, most), processes)
    if not address.startswith(DASK):
        raise EngineError(f"GONGKAI_ENGINE is {address!r}: give dask://host:port, or unset it to work on this machine.")
    return _on_cluster(partial(_cluster, address), work, pack, items, most)


def _size(items: int, processes: int, most: int) -> int:
    return max(1, min(most, -(-items // (A_PROCESS * processes))))


def _on_cluster(cluster: Callable, work: Work, pack: Pack, items: Sequence[Item], most: int) -> Iterator[Packed]:
    """Batches handed to an executor, some ahead for each process."""
    with cluster() as (executor, processes):
        size, todo, waiting = _size(len(items), processes, most), iter(items), deque()
        while True:
            while len(waiting) < AHEAD * processes and (some := tuple(islice(todo, size))):
                waiting.append(executor.submit(there, work, pack, some))
            if not waiting:
                return
            yield from waiting.popleft().result()


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a Dask cluster whose machines run this very code, and how many processes it has."""
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineError("GONGKAI_ENGINE wants Dask: make setup-dask, or pip install 'gongkai[dask]'.") from error
    try:
        client = Client(address.replace(DASK, "tcp://", 1), timeout=30)
    except OSError as error:
        raise EngineError(f"no scheduler answers at {address}: {error}") from error
    with client:
        codes = client.run(code_version.code)
        others = sorted(worker for worker, code in codes.items() if code != code_version.code())
        if others or not codes:
            what = f"{', '.join(others)} run other code: install the same version there" if others else "has no workers"
            raise EngineError(f"{address}: {what}.")
        with client.get_executor(pure=False, retries=RETRIES) as executor:
            yield executor, sum(client.nthreads().values())


_own = threading.local()
"""The processes of a thread of a cluster's worker, kept for its next batch."""


def there(work: Work, pack: Pack, items: Sequence[Item]) -> list[Packed]:
    """On a machine of the cluster: a batch in a process of its own."""
    wanted = pickle.dumps((work, pack))
    if getattr(_own, "wanted", None) != wanted:
        if hasattr(_own, "pool"):
            _own.pool.close()
        _own.pool, _own.wanted = Pool(work, pack, 1, Limits()), wanted
    return list(_own.pool.packed(items, len(items)))
