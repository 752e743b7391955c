"""Are as many documents in force as last year's stock and this year's changes leave? Layout of 2021 on both sides.

        2023  in_force 5
        2024  in_force 8   issued 3   repealed 0       5 + 3 − 0 = 8     pass
        2024  in_force 9   issued 3   repealed 0       5 + 3 − 0 ≠ 9     fail; explained where the report says why

Source: inferred from the columns' names; a soft rule, since documents are also found to be invalid, or counted anew.
"""

import pandas as pd

from pipeline.check.across.explanations import explained
from pipeline.check.across.frames import NO_SOUND_VALUE, Frames, looked_up, sound_numbers, with_previous, written
from pipeline.check.across.trials import outcomes, trials

RULE, TABLE, LAYOUT = "stock", "proactive_disclosure", "layout_proactive_disclosure"
EDITION = 2021
"""The edition whose columns are a stock and its changes."""

ITEMS = ("rules", "normative_documents")
MEASURES = ("in_force", "issued", "repealed")


def stock(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports, one an item."""
    pairs = _pairs(frames)
    known = pairs["reason"] == ""
    expected = pairs["before"] + pairs["issued"] - pairs["repealed"]
    holds = expected == pairs["in_force"]
    told = explained(frames.sections, pairs["report_id"].where(known & ~holds), RULE)
    made = pairs.assign(
        outcome=outcomes(known, holds, told != ""), explanation=told, equation=_equation(pairs, holds),
        found=written(pairs["in_force"]), expected=written(expected),
    )  # fmt: skip
    return trials(RULE, made, table=TABLE, column="in_force")


def _pairs(frames: Frames) -> pd.DataFrame:
    found = with_previous(frames.reports).rename(columns={"previous_id": "other"})
    pairs = found.merge(pd.DataFrame({"item": ITEMS}), how="cross")
    numbers = sound_numbers(frames.proactive_disclosure, ITEMS, MEASURES)
    for measure in MEASURES:
        pairs[measure] = looked_up(numbers, pairs.assign(column=measure))
    pairs["before"] = looked_up(numbers, pairs.assign(column="in_force"), "other")
    editions = frames.reports.set_index("report_id")[LAYOUT].astype(float)
    fits = (pairs["report_id"].map(editions) == EDITION) & (pairs["other"].map(editions) == EDITION)
    pairs["reason"] = pairs["reason"].mask(pairs["reason"].eq("") & ~fits, "other_layout")
    lacks = pairs[["before", *MEASURES]].isna().any(axis=1)
    return pairs.assign(reason=pairs["reason"].mask(pairs["reason"].eq("") & lacks, NO_SOUND_VALUE))


def _equation(pairs: pd.DataFrame, holds: pd.Series) -> pd.Series:
    before, issued, repealed, left = (written(pairs[name]) for name in ("before", "issued", "repealed", "in_force"))
    return before + " + " + issued + " − " + repealed + holds.map({True: " = ", False: " ≠ "}) + left
