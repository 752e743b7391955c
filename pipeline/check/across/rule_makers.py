"""Does a body report 规章 that can't make any? Those of counties and townships can't.

        county   rules  issued 0                 pass
        county   rules  issued 2                 fail: normative documents, most likely, in the wrong row
        level unknown, or no sound value         not assessable

Source: ministries, provinces and cities with districts make 规章 (立法法); from memory, unconfirmed.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import NO_SOUND_VALUE, Frames, current_reports, sound_numbers, written
from pipeline.check.across.trials import outcomes, trials

RULE, TABLE, ITEM = "rules_below_prefecture", "proactive_disclosure", "rules"
BELOW = ("county", "township")


def rule_makers(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports with a table 二, one a measure that it has."""
    cells = frames.proactive_disclosure
    asked = cells.loc[cells["item"] == ITEM, ["report_id", "measure"]].astype(object)
    asked = asked.rename(columns={"measure": "column"}).assign(item=ITEM)
    numbers = sound_numbers(cells, (ITEM,))
    levels = current_reports(frames.reports)[["report_id", "level"]].astype(object)
    made = asked.merge(levels, on="report_id").merge(numbers, on=["report_id", "item", "column"], how="left")
    reason = np.select([made["level"].isna(), made["number"].isna()], ["level_unknown", NO_SOUND_VALUE], "")
    holds = ~(made["level"].isin(BELOW) & (made["number"] > 0))
    number = written(made["number"])
    told = {"reason": reason, "outcome": outcomes(reason == "", holds), "found": number, "equation": number}
    return trials(RULE, made.assign(**told), table=TABLE)
