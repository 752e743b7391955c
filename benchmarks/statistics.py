"""How well the list of 2014 is read, over random reports of every form: `python -m benchmarks.statistics --count 40`.

For each form and each variation: reports, rows right, unread (told so), wrong, and silent: wrong with no finding on the
row. Exits 1 where a row is silent or less than the floor are right.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fetch.receipts import Receipt
from pipeline.report import Reading, read_report
from schemas.load import TABLES
from tests.corpus.statistics import FORMS, NAME, Made, make, picked
from tests.corpus.truth import Seen

FLOOR = 99.9
"""Rows in a hundred that must be right."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A report with the verdict on each of its rows, and a line on each that isn't right."""

    made: Made
    tally: Counter[str]
    lines: tuple[str, ...]


def judge(made: Made) -> Judged:
    """Each row held against the truth: right, unread, wrong or silent; `invented` for one that nobody printed."""
    sha256 = hashlib.sha256(made.data).hexdigest()
    reading = read_report(Receipt("documents/report", sha256, len(made.data), None, None, None), made.data)
    found = {row["local_label"] or row["indicator"]: row for row in reading.tables.get(NAME, ())}
    tally: Counter[str] = Counter()
    lines = []
    for name, wanted in made.truth.counts.items():
        verdict = _verdict(found.pop(name, None), wanted, name in made.unseen, reading)
        tally[verdict] += 1
        if verdict != "right":
            lines.append(f"{made.form} {made.seed} {made.variations} {name}: {verdict}, {wanted}")
    extra = [name for name, row in found.items() if row["status"] != "missing"]
    extra += [name for name in TABLES if reading.tables.get(name)]
    tally["invented"] += len(extra)
    return Judged(made, tally, (*lines, *(f"{made.form} {made.seed} {made.variations} invented {n}" for n in extra)))


def _verdict(row: dict | None, wanted: Seen, unseen: bool, reading: Reading) -> str:
    if row is None:
        return "unread" if wanted[1] is not None else "right" if unseen else "unread"
    if (row["status"], row["value"]) == (wanted[0], None if wanted[1] is None else float(wanted[1])):
        return "right"
    if row["status"] in ("unreadable", "missing"):
        return "right" if unseen else "unread"
    return "wrong" if any(_names(f, row) for f in reading.tables["findings"]) else "silent"


def _names(finding: dict, row: dict) -> bool:
    return finding["severity"] != "info" and finding["table"] == NAME and finding["item"] == row["indicator"]


def reports(count: int) -> Iterator[Made]:
    """So many of each form, each with up to three variations."""
    for form in FORMS:
        for seed in range(count):
            yield make(seed, form, picked(form, seed))


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="reports of each form")
    parser.add_argument("--show", type=int, default=20, help="rows that aren't right, so many")
    args = parser.parse_args(given)
    judged = [judge(made) for made in reports(args.count)]
    tallies: dict[str, Counter[str]] = {}
    for one in judged:
        for name in (one.made.form, *(f"+{v}" for v in one.made.variations), "all"):
            tallies.setdefault(name, Counter()).update(one.tally | Counter(reports=1))
    print(f"{'':22}" + "".join(f"{word:>10}" for word in WORDS) + "   % right")
    for name, tally in tallies.items():
        print(f"{name:22}" + "".join(f"{tally[word]:>10}" for word in WORDS) + f"{share(tally):>10.3f}")
    print("\n".join([line for one in judged for line in one.lines][: args.show]))
    whole = tallies["all"]
    return int(whole["silent"] + whole["invented"] > 0 or share(whole) < FLOOR)


WORDS = ("reports", "right", "unread", "wrong", "silent", "invented")


def share(tally: Counter[str]) -> float:
    """Rows in a hundred that are right."""
    rows = sum(tally[word] for word in WORDS[1:5])
    return 100 * tally["right"] / rows if rows else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
