"""Do the members of a government have together no more requests than its own report, which adds them up?

        aggregate of 320813, 2023   new_received 36
        own_office  民政局  20
        own_office  教育局  10       30 ≤ 36      pass: members may be missing
        own_office  财政局  40       70 > 36      fail

A government is never added to its members, and none is a member: what a lower one adds up would count twice. Scope
unknown, no member with a sound total, or no sound total of its own: not assessable.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import (
    NO_SOUND_VALUE,
    PUBLISHER_UNKNOWN,
    YEAR_UNKNOWN,
    Frames,
    current_reports,
    looked_up,
    sound_numbers,
    written,
)
from pipeline.check.across.trials import outcomes, trials

RULE, TABLE, ITEM, COLUMN = "parts_exceed_whole", "applications", "new_received", "total"
PLACE = ["division_code", "year"]
GOVERNMENT, TOWN = "government", "township"


def parts(frames: Frames) -> pd.DataFrame:
    """The trials of the reports of governments that have a division of their own."""
    reports = current_reports(frames.reports).assign(item=ITEM, column=COLUMN)
    reports["number"] = looked_up(sound_numbers(frames.applications, (ITEM,), (COLUMN,)), reports)
    governs = (reports["publisher_kind"] == GOVERNMENT) & (reports["level"] != TOWN)
    wholes = reports[governs].reset_index(drop=True)
    members = reports[(reports["publisher_kind"] != GOVERNMENT) & (reports["scope"] == "own_office")]
    known = members.dropna(subset=["publisher_id", *PLACE, "number"])  # unresolved, one body may be there twice
    sums = known.groupby(PLACE)["number"].agg(["sum", "size"]).reset_index()
    return _tried(wholes.merge(sums, on=PLACE, how="left"))


def _tried(wholes: pd.DataFrame) -> pd.DataFrame:
    lacks = {
        PUBLISHER_UNKNOWN: wholes["publisher_id"].isna(), YEAR_UNKNOWN: wholes["year"].isna(),
        "scope_unknown": wholes["scope"].ne("aggregate"), "no_members": wholes["size"].isna(),
        NO_SOUND_VALUE: wholes["number"].isna(),
    }  # fmt: skip
    reason = np.select(list(lacks.values()), list(lacks), "")
    holds = wholes["sum"] <= wholes["number"]
    equation = written(wholes["sum"]) + " (" + written(wholes["size"]) + ")" + holds.map({True: " ≤ ", False: " > "})
    told = {"found": written(wholes["number"]), "expected": "≥ " + written(wholes["sum"]), "reason": reason}
    told |= {"equation": equation + told["found"], "outcome": outcomes(reason == "", holds)}
    return trials(RULE, wholes.assign(**told), table=TABLE)
