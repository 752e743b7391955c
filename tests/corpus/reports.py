"""A report in a form, with what a careful reader sees in it: `make(seed, form, variations)` → a `Made`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.corpus.faults import FAULTS
from tests.corpus.form import Report, Sheet, cells_of, drawn
from tests.corpus.render import RENDERERS
from tests.corpus.truth import Cell, Seen, Truth, expected, random_truth
from tests.corpus.variations import VARIATIONS, Variation, applicable, applies


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a report, its truth, and the cells as printed; `hidden` ones nobody can decide."""

    form: str
    seed: int
    variations: tuple[str, ...]
    data: bytes
    truth: Truth
    cells: dict[Cell, Seen]
    hidden: frozenset[Cell]
    unheaded: frozenset[str]


def make(seed: int, form: str, variations: Collection[str] = (), truth: Truth | None = None) -> Made:
    """A report of the form with the variations, of a random truth where none is given."""
    chosen = [v for v in (VARIATIONS | FAULTS).values() if v.name in variations]
    for variation in chosen:
        assert applies(variation, form), f"{variation.name} does not apply to {form}"
    said = varied(truth or random_truth(seed), chosen, seed)
    report = written(said, chosen, form, seed)
    cells = {cell: ("missing", None) if cell in report.gone else seen for cell, seen in expected(said).items()}
    names = tuple(v.name for v in chosen)
    return Made(form, seed, names, RENDERERS[form](report, seed), said, cells, report.hidden, report.unheaded)


def varied(truth: Truth, chosen: Collection[Variation], seed: int) -> Truth:
    """The truth after the variations that change what is printed."""
    for variation in chosen:
        if variation.of_truth is not None:
            truth = variation.of_truth(truth, Random(f"{variation.name}/{seed}"))
    return truth


def written(truth: Truth, chosen: Collection[Variation], form: str, seed: int) -> Report:
    """The drawing after the variations that change it, with all that is hidden in this form."""
    report = replace(drawn(truth), start=Random(f"start/{seed}").randrange(30))
    for variation in chosen:
        if variation.of_report is not None:
            report = variation.of_report(report, Random(f"{variation.name}/{seed}"))
    return replace(report, hidden=report.hidden | frozenset(_traceless(report))) if form == "bare" else report


def undecidable(truth: Truth, variation: str, form: str, seed: int) -> frozenset[Cell]:
    """The cells of a truth that nobody can decide once it is drawn in a form with one variation."""
    chosen = [VARIATIONS[variation]]
    return written(varied(truth, chosen, seed), chosen, form, seed).hidden


def _traceless(report: Report) -> Iterator[Cell]:
    """Bare lines don't show an empty cell, so in a row that has one nobody knows which number is which."""
    for block in report.blocks:
        if isinstance(block, Sheet):
            for row in block.rows:
                if any(slot.part == "value" and not slot.text for slot in row):
                    yield from cells_of(row, block.table)


def picked(form: str, seed: int, most: int = 3) -> tuple[str, ...]:
    """Up to `most` variations for a form, no two of a kind, the same ones for the same seed."""
    random = Random(f"picked/{form}/{seed}")
    names: dict[str, str] = {}
    for variation in random.sample(applicable(form), random.randint(0, most)):
        names.setdefault(variation.kind, variation.name)
    return tuple(names.values())


def drawn_among(form: str, seed: int, count: int, among: Collection[str]) -> tuple[str, ...]:
    """Exactly `count` of some variations for a form, no two of a kind, the same ones for the same seed."""
    random = Random(f"drawn/{form}/{seed}")
    names: dict[str, str] = {}
    fitting = [variation for variation in applicable(form) if variation.name in among]
    for variation in random.sample(fitting, len(fitting)):
        if len(names) < count:
            names.setdefault(variation.kind, variation.name)
    return tuple(names.values())
