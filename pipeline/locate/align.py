"""The monotone alignment of a document's rows with a layout's rows: `align(offers, costs, size)`.

Labels alone can't tell `其他` or `总计` apart; their place among their neighbours can. The alignment that
scores best wins; it is local, so that a table is found wherever it stands, and it may leave rows of the
document (page furniture, repeated headers) and rows of the layout (cut off, lost) unbound, at a price.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

SKIPPED_LAYOUT_ROW = 0.02
"""The price of a layout row that the document doesn't show, between two that it does."""


def align(offers: Sequence[Mapping[int, float]], costs: Sequence[float]) -> tuple[float, dict[int, int]]:
    """The best-scoring pairs {document row: layout row}, both growing, and their score.

    `offers[i]` gives what binding row i to each layout row is worth, `costs[i]` what passing over it costs
    where it stands between two bound rows. Of equal alignments the earlier rows win. (0.0, {}) if none.
    """
    offering = [i for i, offer in enumerate(offers) if offer]
    if not offering:
        return 0.0, {}
    first, end = offering[0], offering[-1] + 1
    score, pairs = _aligned(tuple([tuple(offer.items()) for offer in offers[first:end]]), tuple(costs[first:end]))
    return score, {first + i: j for i, j in pairs}


@lru_cache(maxsize=1024)
def _aligned(
    offers: tuple[tuple[tuple[int, float], ...], ...], costs: tuple[float, ...]
) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The alignment of the rows from the first that offers anything to the last: of one form's tables it is one."""
    best: dict[int, tuple[float, int, int]] = {}  # layout row → (score, document row, passed cost there)
    came: dict[tuple[int, int], tuple[int, int] | None] = {}
    passed = [0.0]
    top: tuple[float, tuple[int, int] | None] = (0.0, None)
    for i, offer in enumerate(offers):
        found = {}
        for j, worth in offer:
            score, before = _extend(best, j, passed[i])
            came[i, j] = before
            found[j] = score + worth
            if found[j] > top[0] + 1e-9:
                top = (found[j], (i, j))
        passed.append(passed[i] + costs[i])
        for j, score in found.items():
            if j not in best or score > best[j][0] - (passed[i + 1] - best[j][2]) + 1e-9:
                best[j] = (score, i, passed[i + 1])
    return top[0], tuple(_trace(came, top[1]).items())


def _extend(
    best: Mapping[int, tuple[float, int, int]], j: int, passed: float
) -> tuple[float, tuple[int, int] | None]:
    """The best alignment that a pair on layout row `j` can follow, or the start of a new one."""
    score, before = 0.0, None
    for k, (reached, row, at) in best.items():
        if k < j:
            value = reached - (passed - at) - SKIPPED_LAYOUT_ROW * (j - k - 1)
            if value > score + 1e-9:
                score, before = value, (row, k)
    return score, before


def _trace(came: Mapping[tuple[int, int], tuple[int, int] | None], pair: tuple[int, int] | None) -> dict[int, int]:
    pairs = {}
    while pair is not None:
        pairs[pair[0]] = pair[1]
        pair = came[pair]
    return dict(sorted(pairs.items()))
