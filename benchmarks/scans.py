"""Reads scans of reports of known truth and judges every cell: `python -m benchmarks.scans --reports 10`.

    resolution    150, 200 or 300 dots an inch
    how taken     clean · rough (up to 2.5° askew, noise, strong JPEG) · sealed (a red seal over a table, 1.5° askew)
    right, unread, silent  as in benchmarks.accuracy; an empty or marked cell called unreadable counts as unread

The fonts are the machine's (tests/corpus/render/scan.py). `--write` keeps the rows of the settings that were read in
benchmarks/scans.md, a table that docs/accuracy.md takes over; those of others stay as they were.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from benchmarks.accuracy import receipt_of, verdicts
from benchmarks.rows import replaced
from pipeline.report import read_report
from tests.corpus.render import scan
from tests.corpus.render.scan import Scanner
from tests.corpus.reports import Made, make, picked, varied, written
from tests.corpus.truth import random_truth
from tests.corpus.variations import VARIATIONS

KEPT = Path(__file__).with_name("scans.md")
HEAD = (
    "| setting | reports | from seed | cells | right | unread | wrong | silent | refused | CPU s a page |",
    "|---|---|---|---|---|---|---|---|---|---|",
)
RESOLUTIONS = (150, 200, 300)
MANNERS = {
    "clean": {},
    "rough": {"skew": 2.5, "noise": 12.0, "quality": 65},
    "sealed": {"skew": 1.5, "noise": 5.0, "quality": 80, "seal": True},
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A setting's counts, seconds of this process and pages."""

    setting: str
    seeds: Sequence[int]
    tally: Counter
    seconds: float
    pages: int


def settings() -> dict[str, Scanner]:
    return {f"{manner} {dpi}": Scanner(dpi, **how) for manner, how in MANNERS.items() for dpi in RESOLUTIONS}


def taken(setting: str, scanner: Scanner, seeds: Sequence[int], varies: bool) -> Taken:
    """Draw, scan, read and judge the reports of a setting."""
    tally, seconds, pages = Counter(), 0.0, 0
    for seed in seeds:
        made, count = _scanned(seed, scanner, picked("pdf", seed) if varies else ())
        start = time.process_time()
        reading = read_report(receipt_of(made), made.data)
        seconds, pages = seconds + time.process_time() - start, pages + count
        tally["refused"] += "documents_refused" in reading.tables
        for verdict, line in verdicts(made, reading):
            honest = verdict == "wrong" and line.rstrip().endswith(("published unreadable", "published missing"))
            tally["unread" if honest else verdict] += 1
            if verdict in ("silent", "invented") or (verdict == "wrong" and not honest):
                print(f"{setting} seed {seed} {made.variations}: {verdict} {line}", flush=True)
    return Taken(setting, seeds, tally, seconds, pages)


def _scanned(seed: int, scanner: Scanner, variations: Sequence[str]) -> tuple[Made, int]:
    made = make(seed, "pdf", variations)
    chosen = [VARIATIONS[name] for name in variations]
    report = written(varied(random_truth(seed), chosen, seed), chosen, "pdf", seed)
    pages = scan.pages(report, seed, scanner)
    return replace(made, data=scan.as_pdf(pages, scanner)), len(pages)


def row(found: Taken) -> str:
    judged = sum(found.tally[verdict] for verdict in ("right", "unread", "wrong"))
    share = 100 * found.tally["right"] / max(1, judged)
    counts = " | ".join(str(found.tally[v]) for v in ("unread", "wrong", "silent", "refused"))
    drawn = f"{found.setting} | {len(found.seeds)} | {found.seeds[0]}"
    seconds = found.seconds / max(1, found.pages)
    return f"| {drawn} | {judged} | {share:.2f} % | {counts} | {seconds:.1f} |"


def rows(args: argparse.Namespace) -> Iterator[str]:
    """A row a setting, in their order; a core reads a setting."""
    chosen = {name: scanner for name, scanner in settings().items() if not args.setting or name in args.setting}
    seeds = [range(args.seed, args.seed + args.reports)] * len(chosen)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from map(row, pool.map(taken, chosen, chosen.values(), seeds, [args.varied] * len(chosen)))


def kept(lines: Sequence[str]) -> str:
    """The table with these rows in place of the ones it had for their settings."""
    return replaced(KEPT, HEAD, settings(), lines)


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=10, help="reports a setting")
    parser.add_argument("--seed", type=int, default=1, help="the first report")
    parser.add_argument("--setting", action="append", default=[], choices=settings(), help="only this one")
    parser.add_argument("--write", action="store_true", help="keep the rows in benchmarks/scans.md")
    parser.add_argument("--varied", action="store_true", help="with up to three variations of the corpus each")
    args = parser.parse_args(given)
    if not scan.faces():
        print("no font to draw with: apt-get install fonts-wqy-microhei fonts-arphic-uming", file=sys.stderr)
        return 1
    print(*HEAD, sep="\n")
    for line in rows(args):
        print(line, flush=True)
        if args.write:
            KEPT.write_text(kept([line]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
