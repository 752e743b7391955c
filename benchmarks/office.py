"""Reads what LibreOffice saves of reports of known truth, and judges every cell: `python -m benchmarks.office`.

    doc           Word's binary form, which is that of a genuine .wps too: Kingsoft's files say the same in the same way
    office_rtf    RTF as an office program writes it

The reports are drawn as DOCX and saved again, all in one run of LibreOffice. The words of the table are those of
benchmarks/accuracy.py. Exits 1 if a cell is silent, or if a form is less right than the floor.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from benchmarks.accuracy import COLUMNS, WORKERS, Judgement, judged, share
from tests.corpus.render.office import saved
from tests.corpus.reports import Made, make, picked

KINDS = {"doc": "doc", "office_rtf": "rtf"}


def resaved(form: str, seeds: Sequence[int]) -> Iterator[Made]:
    """The reports of these seeds as LibreOffice saves them in a form."""
    made = {f"report{seed}": make(seed, "docx", picked("docx", seed)) for seed in seeds}
    files = saved({name: each.data for name, each in made.items()}, KINDS[form])
    yield from (replace(each, form=form, data=files[name]) for name, each in made.items())


def main(given: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--reports", type=int, default=40, help="of each form")
    ask.add_argument("--seed", type=int, default=60_000)
    ask.add_argument("--floor", type=float, default=99.9, help="least share of right cells of each form, in percent")
    args = ask.parse_args(given)
    print(f"{'form':24}" + "".join(f"{column:>9}" for column in COLUMNS) + f"{'% right':>9}")
    failed = False
    with ProcessPoolExecutor(WORKERS) as pool:
        for form in KINDS:
            made = resaved(form, range(args.seed, args.seed + args.reports))
            failed |= not _told(form, [*pool.map(judged, made, chunksize=4)], args.floor)
    return int(failed)


def _told(form: str, found: Sequence[Judgement], floor: float) -> bool:
    """Prints the line of a form; whether it is as right as asked."""
    tally = sum((judgement.tally for judgement in found), Counter())
    print(f"{form:24}" + "".join(f"{tally[column]:>9}" for column in COLUMNS) + f"{share(tally):>9.2f}")
    return not tally["silent"] and share(tally) >= floor


if __name__ == "__main__":
    sys.exit(main())
