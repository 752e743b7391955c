"""Does a report print last year's numbers again? One trial a table, on the numbers that are not 0.

        2023  8 │ 2 │ 6 │ 4 │ …
        2024  8 │ 2 │ 6 │ 4 │ …        every number the same    fail
        2024  0 │ 1 │ 0 │ …            the same, but too few for that to say anything: not assessable

A stock (现行有效) may well stay as it is, so a table needs enough other numbers. Tables are compared by a hash of
their numbers: a nation's cells side by side would not fit in memory.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import Frames, with_previous, written
from pipeline.check.across.trials import outcomes, trials

RULE = "repeats_figures"
ENOUGH = {"applications": 10, "proactive_disclosure": 3}
"""So many numbers above 0 must be the same; one request alone fills six cells of table 三."""

DISTINCT = 3
"""So many different numbers must be among them."""

STOCKS = ("in_force", "total_disclosed", "items_previous_year")


def repeated_figures(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports, one a table."""
    pairs = with_previous(frames.reports).rename(columns={"previous_id": "other"})
    return pd.concat([_of(pairs, name, getattr(frames, name)) for name in ENOUGH], ignore_index=True)


def _of(pairs: pd.DataFrame, name: str, cells: pd.DataFrame) -> pd.DataFrame:
    prints = _prints(_paired(pairs, cells))
    now, before = (prints.reindex(pairs[report]).reset_index(drop=True) for report in ("report_id", "other"))
    same = (now["print"] == before["print"]) & now["print"].notna()
    enough = (now["moving"] >= ENOUGH[name]) & (now["distinct"] >= DISTINCT)
    unread = ~(now["whole"].eq(True) & before["whole"].eq(True))
    lacks = [pairs["reason"].ne(""), unread, same & ~enough]
    reason = np.select(lacks, [pairs["reason"], "cells_unread", "few_numbers"], "")
    made = pairs.assign(reason=reason, outcome=outcomes(reason == "", ~same), found=written(now["moving"]))
    return trials(RULE, made, table=name, item=name, column="")


def _paired(pairs: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of reports of which one made a year before is there, too: the others needn't be looked at."""
    both = pairs.loc[pairs["reason"].eq(""), ["report_id", "other"]]
    return cells[cells["report_id"].isin(both.stack().unique())]


def _prints(cells: pd.DataFrame) -> pd.DataFrame:
    """By report: a hash of its numbers but 0, how many of them are no stocks, how many differ, whether all was read."""
    item, second = cells.columns[1:3]
    report = cells["report_id"].astype(object)
    number = cells["value"].astype("Float64").fillna(0).astype(float)
    filled = cells[number != 0].assign(number=number)
    marks = pd.util.hash_pandas_object(filled[[item, second, "number"]].astype({item: str, second: str}), index=False)
    grouped = filled.groupby(report[filled.index], observed=True)
    return pd.DataFrame({
        "whole": ~cells["status"].isin(("unreadable", "missing")).groupby(report).any(),
        "print": marks.groupby(report[filled.index]).sum(),
        "moving": (~filled[second].isin(STOCKS)).groupby(report[filled.index]).sum(),
        "distinct": grouped["number"].nunique(),
    })  # fmt: skip
