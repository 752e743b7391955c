"""An audit by hand: a sheet of cells drawn at random, what an auditor saw, and the error rate.

`drawn(cells, size, seed)` draws in proportion from each stratum (form of the document, grade of the report) and at
least one of each; `rates(rows)` counts, with Wilson's interval (95 %), which says something for 0 errors too. In the
column `seen` stands what the source prints, `blank` for an empty cell, `missing` for none; an empty field is a cell
that nobody looked at.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import pandas as pd

from pipeline.numbers import Number, read_number

Z = 1.959964
"""Standard deviations of a normal distribution that hold 95 % of it."""

STRATUM = ("form", "grade")
KEY = ("report_id", "table", "item", "column")
PUBLISHED = ("status", "value", "printed", "sound")
SHEET = (*KEY, *STRATUM, "source_path", "source_sha256", "locator", "seen", "note", *PUBLISHED)
"""The columns of a sheet; what was published stands behind what the auditor writes, who best covers it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of `cells` looked at in a stratum, `wrong` differ from the source, `wrong_sound` of them said to be sound.

    `withheld` more were unreadable to the program, so they publish no number and can't be wrong.
    """

    form: str
    grade: str
    cells: int
    wrong: int
    wrong_sound: int
    withheld: int
    rate: float | None
    low: float | None
    high: float | None


def drawn(cells: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """Rows of `cells`, as many as asked or all, the same for the same seed; sorted by key."""
    chance, parts = Random(seed), []
    for _, stratum in cells.sort_values(list(KEY)).groupby(list(STRATUM), observed=True):
        wanted = max(1, round(size * len(stratum) / len(cells)))
        parts.append(stratum.iloc[chance.sample(range(len(stratum)), min(wanted, len(stratum)))])
    return pd.concat(parts).sort_values(list(KEY), ignore_index=True)


def rates(rows: Iterable[Mapping[str, str]]) -> list[Rate]:
    """A rate for each stratum, and one for all with `all` in place of form and grade; empty where nothing was seen."""
    seen = [row for row in rows if row["seen"].strip()]
    strata = sorted({tuple(row[name] for name in STRATUM) for row in seen})
    found = [_rate(*stratum, [r for r in seen if (r["form"], r["grade"]) == stratum]) for stratum in strata]
    return [*found, _rate("all", "all", seen)] if seen else []


def _rate(form: str, grade: str, rows: Sequence[Mapping[str, str]]) -> Rate:
    judged = [row for row in rows if row["status"] != "unreadable"]
    wrong = [row for row in judged if not _agrees(row)]
    sound = sum(row["sound"].lower() == "true" for row in wrong)
    low, high = wilson(len(wrong), len(judged))
    rate = len(wrong) / len(judged) if judged else None
    return Rate(form, grade, len(judged), len(wrong), sound, len(rows) - len(judged), rate, low, high)


def _agrees(row: Mapping[str, str]) -> bool:
    seen = row["seen"].strip()
    if row["status"] == "reported":
        number = read_number(seen)
        return isinstance(number, Number) and float(number.value) == float(row["value"])
    return seen == (row["printed"].strip() if row["status"] == "marked" else row["status"])


def wilson(wrong: int, cells: int) -> tuple[float | None, float | None]:
    """The score interval of a proportion (Wilson 1927), 95 %; nothing is known where no cell was looked at."""
    if not cells:
        return None, None
    share, spread = wrong / cells, Z * Z / cells
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / cells + spread / cells / 4)
    return max(0.0, middle - half), min(1.0, middle + half)
