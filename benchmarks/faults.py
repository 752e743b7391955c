"""Plants each fault of reading in true reports of every form: `python -m benchmarks.faults --reports 50`.

The words of the table are those of benchmarks/accuracy.py; 50 reports a fault and form. Exits 1 if a cell is silent.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.accuracy import COLUMNS, WORKERS, Judgement, judge, share
from tests.corpus.faults import FAULTS


def tasks(reports: int, seed: int, only: str | None) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Form, seed and fault of each report."""
    for name, variation in FAULTS.items():
        for form in variation.forms if only in (None, name) else ():
            for number in range(reports):
                yield form, seed + number, (name,)


def found(reports: int, seed: int, only: str | None = None) -> list[Judgement]:
    with ProcessPoolExecutor(WORKERS) as pool:
        return [*pool.map(judge, tasks(reports, seed, only), chunksize=8)]


def main(given: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--reports", type=int, default=50)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--fault", choices=sorted(FAULTS))
    args = ask.parse_args(given)
    tallies: dict[str, Counter] = {}
    silent = []
    for judgement in found(args.reports, args.seed, args.fault):
        tallies.setdefault(judgement.variations[0], Counter()).update(judgement.tally)
        silent += [judgement] if judgement.tally["silent"] else []
    print(f"{'fault':24}" + "".join(f"{column:>9}" for column in COLUMNS) + f"{'% right':>9}")
    for name, tally in tallies.items():
        print(f"{name:24}" + "".join(f"{tally[column]:>9}" for column in COLUMNS) + f"{share(tally):>9.2f}")
    for judgement in silent[:10]:
        print(f"\n{judgement.name}", *judgement.lines[:4], sep="\n    ")
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
