"""Reads reports of known truth and judges every cell: `python -m benchmarks.accuracy --reports 300 --seed 1`.

    right     status and value are those that are printed
    unread    a number is printed, and it is said to be unreadable or missing: lost, but honest
    wrong     anything else that differs
    invented  a number in a table that the report doesn't have
    silent    wrong or invented, and no error or warning names its cell, row or column
              (one on the whole table counts where no cell of the table is published as reported)

A cell that nobody can decide is judged only where a number is published for it that isn't the true one.
`head` counts reports whose year or publisher is not the true one, `prose` sections that lack their sentences.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from pipeline.fetch.receipts import Receipt
from pipeline.report import Reading, read_report
from schemas.load import table
from tests.corpus.reports import Made, drawn_among, make, picked
from tests.corpus.truth import Cell, Seen
from tests.corpus.variations import COMMON, FORMS, SAVED, VARIATIONS, applies

COLUMNS = ("reports", "right", "unread", "wrong", "invented", "silent", "refused", "head", "prose")
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """The tally of one report, and a line for each cell that is not right."""

    form: str
    seed: int
    variations: tuple[str, ...]
    tally: Counter
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        """The options that draw this report again."""
        spoilt = [f"--variation {name}" for name in self.variations] or ["--clean"]
        return " ".join((f"--form {self.form} --seed {self.seed}", *spoilt))


def judge(task: tuple[str, int, tuple[str, ...]]) -> Judgement:
    """Draw, read and judge one report."""
    form, seed, variations = task
    return judged(make(seed, form, variations))


def judged(made: Made) -> Judgement:
    """Read and judge one report."""
    reading = read_report(receipt_of(made), made.data)
    found = [*verdicts(made, reading)]
    tally = Counter(verdict for verdict, _ in found)
    tally.update({"reports": 1, "refused": "documents_refused" in reading.tables} | _around(made, reading))
    return Judgement(made.form, made.seed, made.variations, tally, tuple(line for _, line in found if line))


def receipt_of(made: Made) -> Receipt:
    return Receipt(f"documents/{made.seed}", sha256(made.data).hexdigest(), len(made.data), None, None, None)


def published(reading: Reading) -> dict[Cell, Seen]:
    """Status and value of every cell of the three tables."""
    cells = {}
    for name in ("proactive_disclosure", "applications", "reviews_litigation"):
        row, column = table(name, 2021).key
        cells |= {(name, r[row], r[column]): (r["status"], r["value"]) for r in reading.tables.get(name, ())}
    return cells


def same(got: Seen, wanted: Seen) -> bool:
    """Whether status and value are the same, a float being as near as floats are."""
    if got[0] != wanted[0] or (got[1] is None) != (wanted[1] is None):
        return False
    return got[1] is None or abs(float(got[1]) - float(wanted[1])) < 1e-6


def verdicts(made: Made, reading: Reading) -> Iterator[tuple[str, str]]:
    """Each verdict with a line that tells it; `silent` comes beside `wrong` or `invented`."""
    got = published(reading)
    read = {name for (name, _, _), (status, _) in got.items() if status == "reported"}
    for cell, wanted in made.cells.items():
        verdict = verdict_on(got.get(cell, ("missing", None)), wanted, cell in made.hidden)
        yield verdict, "" if verdict in ("right", "hidden") else _line(verdict, cell, wanted, got.get(cell))
        if verdict == "wrong" and not _told(reading, cell, cell[0] not in read):
            yield "silent", ""
    for cell in got:
        if cell not in made.cells and got[cell][0] == "reported":
            yield "invented", _line("invented", cell, None, got[cell])
            if not _told(reading, cell, False):
                yield "silent", ""


def verdict_on(got: Seen, wanted: Seen, hidden: bool) -> str:
    """right, unread or wrong; hidden where nobody can decide the cell and no number is claimed for it."""
    if same(got, wanted):
        return "right"
    if hidden and got[0] != "reported":
        return "hidden"
    lost = wanted[0] == "reported" and got[0] in ("unreadable", "missing")
    return "unread" if lost else "wrong"


def _told(reading: Reading, cell: Cell, whole_table: bool) -> bool:
    """Whether an error or warning names the cell, its row or column, or (where that counts) its table."""
    name, row, column = cell
    for finding in reading.tables.get("findings", ()):
        if finding["table"] != name or finding["severity"] not in ("error", "warning"):
            continue
        at = finding["item"] or None, finding["column"] or None
        if at == (None, None):
            if whole_table:
                return True
        elif at[0] in (None, row) and at[1] in (None, column):
            return True
    return False


def _line(verdict: str, cell: Cell, wanted: Seen | None, got: Seen | None) -> str:
    return f"{verdict:8} {'/'.join(cell)}: printed {_shown(wanted)}, published {_shown(got)}"


def _shown(seen: Seen | None) -> str:
    return "nothing" if seen is None else f"{seen[0]} {'' if seen[1] is None else seen[1]}".strip()


def _around(made: Made, reading: Reading) -> dict[str, int]:
    """Whether title and sections are amiss."""
    (report,) = reading.tables.get("reports", ({"year": None, "publisher_printed": None},))
    texts = {row["section"]: row["text"] for row in reading.tables.get("sections", ())}
    amiss = (report["year"], report["publisher_printed"]) != (made.truth.year, made.truth.publisher)
    short = [
        code
        for code, sentences in made.truth.prose.items()
        if code not in made.unheaded and not all(s in texts.get(code, "") for s in sentences)
    ]
    return {"head": int(amiss), "prose": len(short)}


# ── the command


def tasks(args: argparse.Namespace) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Form, seed and variations of each report: those asked for, or at random."""
    asked = args.form or FORMS
    forms = [form for form in asked if all(applies(VARIATIONS[name], form) for name in args.variation)]
    if not forms:
        sys.exit("no form has all of these variations")
    for number in range(args.reports):
        form, seed = forms[number % len(forms)], args.seed + number
        yield form, seed, tuple(args.variation) or _drawn(args, form, seed)


def _drawn(args: argparse.Namespace, form: str, seed: int) -> tuple[str, ...]:
    """The variations of a report for which none were asked."""
    if args.clean:
        return ()
    if args.exactly is None:
        return picked(form, seed)
    return drawn_among(form, seed, args.exactly, COMMON if args.common else VARIATIONS)


def totals(found: Iterable[Judgement]) -> tuple[dict[str, Counter], dict[str, Counter], Counter]:
    """The tallies by form, by variation, and of all."""
    forms: dict[str, Counter] = {}
    variations: dict[str, Counter] = {}
    whole: Counter = Counter()
    for judgement in found:
        whole += judgement.tally
        forms.setdefault(judgement.form, Counter()).update(judgement.tally)
        for name in judgement.variations or ("(none)",):
            variations.setdefault(name, Counter()).update(judgement.tally)
    return forms, variations, whole


def share(tally: Counter) -> float:
    """Right cells in percent of those judged."""
    judged = tally["right"] + tally["unread"] + tally["wrong"]
    return 100 * tally["right"] / judged if judged else 0.0


def _print(title: str, tallies: dict[str, Counter]) -> None:
    print(f"{title:24}" + "".join(f"{column:>9}" for column in COLUMNS) + f"{'% right':>9}")
    for name, tally in sorted(tallies.items(), key=lambda item: share(item[1])):
        print(f"{name:24}" + "".join(f"{tally[column]:>9}" for column in COLUMNS) + f"{share(tally):>9.2f}")


def _amiss(found: Iterable[Judgement]) -> Iterator[Judgement]:
    """The reports that have something wrong, the silent ones first."""
    gravest = ("silent", "wrong", "unread", "prose")
    worst = sorted(found, key=lambda j: [-j.tally[column] for column in gravest])
    return (j for j in worst if any(j.tally[column] for column in COLUMNS[2:]))


def _show(found: Iterable[Judgement], count: int) -> None:
    for judgement in islice(_amiss(found), count):
        told = ", ".join(f"{c} {judgement.tally[c]}" for c in COLUMNS[1:] if judgement.tally[c])
        print(f"\n--reports 1 {judgement.name}\n  {told}")
        for line in judgement.lines[:6]:
            print(f"    {line}")


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    ask.add_argument("--reports", type=int, default=300)
    ask.add_argument("--seed", type=int, default=1, help="of the first report; the others follow")
    ask.add_argument("--form", choices=(*FORMS, *SAVED), action="append", default=[])
    ask.add_argument("--variation", choices=sorted(VARIATIONS), action="append", default=[])
    ask.add_argument("--exactly", type=int, metavar="N", help="N variations in each report, drawn at random")
    ask.add_argument("--common", action="store_true", help="with --exactly: of the common ones")
    ask.add_argument("--clean", action="store_true", help="no variations")
    ask.add_argument("--show", type=int, default=0, metavar="K", help="the K worst reports")
    ask.add_argument("--floor", type=float, default=0.0, help="least share of right cells, in percent")
    ask.add_argument("--silent", type=int, help="silent cells allowed")
    return ask.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """0 where the floors hold, else 1."""
    args = arguments(given)
    with ProcessPoolExecutor(WORKERS) as pool:
        found = [*pool.map(judge, tasks(args), chunksize=8)]
    forms, variations, whole = totals(found)
    _print("form", forms)
    print()
    _print("variation", variations)
    print()
    _print("", {"all": whole})
    _show(found, args.show)
    too_many = args.silent is not None and whole["silent"] > args.silent
    return 1 if too_many or share(whole) < args.floor else 0


if __name__ == "__main__":
    sys.exit(main())
