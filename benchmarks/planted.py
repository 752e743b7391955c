"""Errors planted in true tables: `python -m benchmarks.planted --tables 10000`.

In each lawful table 三 one cell is changed, then two, then three. Told is what breaks an identity; located is a
change of one cell that is named with its true value. Exits 1 unless all are told and all single ones located.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal

from pipeline.identities import Key, equations
from pipeline.mending import mends
from schemas.load import table
from tests.drawn import lawful

MOST = 3
CHANGES = (1, 2, 5, 10, 100, 999)


def judge(seed: int) -> Counter:
    """One table with one, two and three cells changed."""
    dice = random.Random(seed)
    shape = table("applications", dice.choice([2021, 2019]))
    true = _numbers(seed, shape.edition)
    tally: Counter = Counter()
    for count in range(1, MOST + 1):
        cells = dice.sample(shape.cells, count)
        printed = true | {cell: _other(dice, true[cell]) for cell in cells}
        tally[f"{count} told"] += any(e.outcome == "fail" for e in equations(shape, printed))
        if count == 1:
            tally["1 located"] += mends(shape, printed) == ((((cells[0], true[cells[0]]),),),)
    return tally


def _numbers(seed: int, edition: int) -> dict[Key, Decimal]:
    """A lawful table as it would be with every cell printed."""
    most = random.Random(seed).choice([1, 9, 400])
    return {key: Decimal(value) for key, value in lawful(edition, seed, most).items()}


def _other(dice: random.Random, number: Decimal) -> Decimal:
    changed = number + dice.choice(CHANGES) * dice.choice([1, -1])
    return changed if changed >= 0 else number + dice.choice(CHANGES)


def _tallies(count: int, seed: int) -> Iterator[Counter]:
    with ProcessPoolExecutor(2) as pool:
        yield from pool.map(judge, range(seed, seed + count), chunksize=50)


def main(given: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--tables", type=int, default=10_000)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args(given)
    whole = sum(_tallies(args.tables, args.seed), Counter())
    for name in ("1 told", "1 located", "2 told", "3 told"):
        print(f"{name:12}{whole[name]:>8} of {args.tables}")
    return int(any(whole[name] < args.tables for name in ("1 told", "1 located", "2 told", "3 told")))


if __name__ == "__main__":
    sys.exit(main())
