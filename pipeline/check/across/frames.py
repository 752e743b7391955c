"""What the rules across reports look at: `Frames`, the accepted tables, and two views of them.

        reports       甲 2023, 甲 2024            →   with_previous:  甲 2024 beside 甲 2023
        applications  values, sound                →   sound_numbers:  one number a cell, none where it is in doubt
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from schemas.load import CELLS, STATISTICS, TABLES, layout_column
from schemas.tables import key

PUBLISHER_UNKNOWN, YEAR_UNKNOWN = "publisher_unknown", "year_unknown"
NO_PREVIOUS_REPORT, NO_SOUND_VALUE = "no_previous_report", "no_sound_value"
"""Why a rule can't be tried, as far as several rules share it; the sentences are in schemas/messages.yaml."""


NUMBERS = ("value_corrected", "value", "value_inferred")
"""Where a cell's number stands, the best first."""

_CELL = ("report_id", *NUMBERS, "status", "sound")
LOOKED_AT = {
    "reports": (
        "report_id", "source_path", "publisher_id", "publisher", "publisher_kind", "division_code", "level", "scope",
        "year", "published_on", *map(layout_column, CELLS), "is_current",
    ),
    **{name: (*_CELL, *key(name)[1:]) for name in TABLES},
    STATISTICS: (*_CELL, *key(STATISTICS)[1:], "local_label"),
    "sections": ("report_id", "section", "text"),
    "narrative_figures": ("report_id", "subject", "value", "unit", "approximate"),
}  # fmt: skip
"""The columns that rules read, by table."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The published tables by name. One without prose figures has None there."""

    reports: pd.DataFrame
    proactive_disclosure: pd.DataFrame
    applications: pd.DataFrame
    reviews_litigation: pd.DataFrame
    statistics_2014: pd.DataFrame
    sections: pd.DataFrame
    narrative_figures: pd.DataFrame | None = None


def current_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """One report a publisher and year."""
    return reports[reports["is_current"].astype(bool)]


def with_previous(reports: pd.DataFrame) -> pd.DataFrame:
    """Each current report with the report that its publisher made a year before, and `reason` where there is none."""
    now = current_reports(reports)
    known = now[now["publisher_id"].notna() & now["year"].notna()]
    before = known[["publisher_id", "year", "report_id"]].rename(columns={"report_id": "previous_id"})
    found = now.merge(before.assign(year=before["year"] + 1), on=["publisher_id", "year"], how="left")
    lacks = [found["publisher_id"].isna(), found["year"].isna(), found["previous_id"].isna()]
    return found.assign(reason=np.select(lacks, [PUBLISHER_UNKNOWN, YEAR_UNKNOWN, NO_PREVIOUS_REPORT], ""))


def sound_numbers(cells: pd.DataFrame, items: Sequence[str], columns: Sequence[str] = ()) -> pd.DataFrame:
    """Report, item, column and number of the cells that are sound or were reviewed.

    A blank that can only be 0 counts as 0, a value that a reviewer corrected as corrected.
    """
    second = cells.columns[2]
    wanted = cells["item"].isin(items) & (cells["sound"].astype(bool) | cells["value_corrected"].notna())
    wanted &= cells[second].isin(columns) if columns else True
    found = cells[wanted]
    corrected, value, inferred = (found[name].astype("Float64") for name in NUMBERS)
    number = corrected.fillna(value).fillna(inferred)
    return pd.DataFrame({
        "report_id": found["report_id"].astype(object), "item": found["item"].astype(object),
        "column": found[second].astype(object), "number": number.astype(float),
    })  # fmt: skip


def looked_up(numbers: pd.DataFrame, keys: pd.DataFrame, report: str = "report_id") -> np.ndarray:
    """The number of each of `keys` (its report, `item` and `column`), NaN where there is none."""
    wanted = keys[[report, "item", "column"]].set_axis(["report_id", "item", "column"], axis=1).astype(object)
    return wanted.merge(numbers, on=["report_id", "item", "column"], how="left")["number"].to_numpy()


def written(numbers: pd.Series | np.ndarray) -> pd.Series:
    """Numbers as text, whole ones without a fraction; nothing where there is none."""
    series = pd.Series(numbers, dtype=float)
    whole = series.notna() & (series % 1 == 0)
    text = series.astype(str).where(series.notna(), "")
    return text.mask(whole, series.fillna(0).where(whole, 0).astype("int64").astype(str))
