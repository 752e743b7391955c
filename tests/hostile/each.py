"""`each(work, items)`: the results of single items, done in the project's worker processes with their limits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.workers import Limits, Lost, packed

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(
    work: Callable[[Item], Result], items: Iterable[Item], processes: int | None = None, limits: Limits | None = None
) -> Iterator[Result | Lost]:
    """`work` on every item, in order; both must be picklable, and `work` a module's function."""
    return packed(work, _only, items, 1, processes, limits)


def _only(done: Sequence[tuple[Item, Result | Lost]]) -> Result | Lost:
    ((_, result),) = done
    return result
