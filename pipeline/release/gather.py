"""From documents to rows that can be published: `gathered(raw, receipts, reader)`, where the rows of each lie.

What containers hold is read after all that lies beside them, and what those hold in turn after that, so that each
document is work of its own and the order is always the same. What is kept from an earlier run isn't read again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline.contents import Opened, outermost, under_own_path
from pipeline.engine import packed
from pipeline.fetch.receipts import Receipt, with_source
from pipeline.fetch.sources import Sources, sources
from pipeline.read.limits import MAX_DOCUMENTS
from pipeline.release.kept import Kept
from pipeline.release.packs import Place, kept_together
from pipeline.release.places import Known
from pipeline.report import Reading, read_one, refuse

A_BATCH = 256
"""Documents read and kept together: to hand so many over costs little beside reading them."""

Progress = Callable[[int], None]
Where = TypeVar("Where")


@dataclass(frozen=True)
class Reader:
    """Reads documents, or finds where an earlier run kept what it read; tells `progress` how many are done."""

    raw: Path
    kept: Kept
    known: Known
    progress: Progress

    def read(self, receipts: Sequence[Receipt]) -> Iterator[Place | Opened]:
        """Where the rows of each document lie, in order; of a container what is in it."""
        found = self.known.places(receipts)
        self.progress(sum(place is not None for place in found))
        fresh = self._fresh([receipt for receipt, place in zip(receipts, found, strict=True) if place is None])
        return (next(fresh) if place is None else place for place in found)

    def _fresh(self, receipts: Sequence[Receipt]) -> Iterator[Place | Opened]:
        for some in packed(partial(read_one, self.raw), partial(kept_together, self.kept), receipts, A_BATCH):
            self.progress(len(some))
            yield from some

    def refused(self, readings: Sequence[Reading]) -> Iterator[Place]:
        """Where refusals lie that were made without reading."""
        yield from kept_together(self.kept, [(reading.receipt, reading) for reading in readings])


class Reads(Protocol[Where]):
    """What reads documents: where the rows of each lie, or what is in a container, in order."""

    def read(self, receipts: Sequence[Receipt]) -> Iterator[Where | Opened]: ...

    def refused(self, readings: Sequence[Reading]) -> Iterable[Where]: ...


def gathered(raw: Path, receipts: Sequence[Receipt], reader: Reads[Where]) -> Iterator[Where]:
    """Where the rows of every document lie; one that costs its worker too much, or its life, is refused."""
    inside, waiting = Inside(raw), receipts
    while waiting:
        containers: list[Opened] = []
        for receipt, found in zip(waiting, reader.read(waiting), strict=True):
            inside.know(receipt)
            if isinstance(found, Opened):
                containers.append(found)
            else:
                yield found
        taken = [container for container in containers if inside.takes(container)]
        yield from reader.refused([_overfull(container) for container in containers if container not in taken])
        waiting = [inside.own(document) for container in taken for document in container.documents]


def _overfull(container: Opened) -> Reading:
    return refuse(container.receipt, "too_large", f"more than {MAX_DOCUMENTS:,} documents in one file")


class Inside:
    """The documents in containers: each under a path of its own, and no more of one file than the limit."""

    def __init__(self, raw: Path) -> None:
        self._raw = raw
        self._paths: set[str] = set()
        self._counts: Counter[str] = Counter()

    def know(self, receipt: Receipt) -> None:
        """Take note of a path that is given."""
        self._paths.add(receipt.path)

    def takes(self, container: Opened) -> bool:
        """Count a container's documents; whether the file that it lies in still holds no more than the limit."""
        file = outermost(container.receipt).path
        self._counts[file] += len(container.documents)
        return self._counts[file] <= MAX_DOCUMENTS

    def own(self, receipt: Receipt) -> Receipt:
        """The receipt under a path that no other has, with what the list of sources says of it.

        What the list says of the container is its address; whose reports it holds only they can tell.
        """
        receipt = with_source(replace(receipt, path=under_own_path(receipt.path, self._paths)), self._listed)
        self.know(receipt)
        return receipt if receipt.url else replace(receipt, url=receipt.within.url)

    @cached_property
    def _listed(self) -> Sources:
        """Read where there is a container: a line of the list may name a document in it."""
        return sources(self._raw)
