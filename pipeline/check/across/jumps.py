"""Has a number become a hundred times what it was, or a hundredth, from one year to the next?

        2023  penalties 41      2024  penalties 4119      fail: perhaps a slip, perhaps another way to count
        2023  penalties 41      2024  penalties 900       pass
        2023  penalties 0       2024  penalties 500       not assessable: too small to compare

Only what both editions count alike is compared.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import NO_SOUND_VALUE, Frames, looked_up, sound_numbers, with_previous, written
from pipeline.check.across.trials import outcomes, trials

RULE = "jump"
FACTOR = 100
FLOOR = 5
"""The smaller number must be as large, or any change would be a jump."""

PLACES = (
    ("applications", "new_received", "total"),
    ("proactive_disclosure", "licensing", "decisions"),
    ("proactive_disclosure", "penalties", "decisions"),
    ("proactive_disclosure", "coercive_measures", "decisions"),
)


def jumps(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports, one a number that is compared."""
    places = pd.DataFrame(PLACES, columns=["table", "item", "column"])
    pairs = with_previous(frames.reports).rename(columns={"previous_id": "other"}).merge(places, how="cross")
    items, columns = places["item"].unique(), places["column"].unique()
    numbers = pd.concat(
        [sound_numbers(getattr(frames, name), items, columns) for name in places["table"].unique()], ignore_index=True
    )
    now, before = (pd.Series(looked_up(numbers, pairs, report)) for report in ("report_id", "other"))
    low, high = np.fmin(now, before), np.fmax(now, before)
    lacks = [pairs["reason"].ne(""), now.isna() | before.isna(), low < FLOOR]
    reason = np.select(lacks, [pairs["reason"], NO_SOUND_VALUE, "too_small"], "")
    told = {"found": written(now), "expected": written(before), "equation": written(before) + " → " + written(now)}
    return trials(RULE, pairs.assign(reason=reason, outcome=outcomes(reason == "", high < FACTOR * low), **told))
