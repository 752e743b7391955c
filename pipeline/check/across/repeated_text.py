"""Does a section say what it said last year, but for years and numbers? One trial a section.

        2023  2023年，我局共受理申请8件，……        2024  2024年，我局共受理申请5件，……       fail, if long enough

Years, digits, signs and blanks are left out on both sides. What is short (无其他需要报告的事项) may well be the same.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import Frames, with_previous
from pipeline.check.across.trials import SECTIONS, outcomes, trials

RULE = "repeats_text"
LONG_ENOUGH = 150
"""Characters that two sections must share."""

LEFT_OUT = r"[\d\W_]+"


def repeated_text(frames: Frames) -> pd.DataFrame:
    """The trials of the sections of all current reports that have any text."""
    words = _words(frames.sections)
    pairs = with_previous(frames.reports).rename(columns={"previous_id": "other"}).merge(words, on="report_id")
    before = words.rename(columns={"report_id": "other", "words": "before"})
    pairs = pairs.merge(before, on=["other", "item"], how="left")
    same = pairs["words"] == pairs["before"]
    short = same & (pairs["words"].str.len() < LONG_ENOUGH)
    lacks = [pairs["reason"].ne(""), pairs["before"].isna(), short]
    reason = np.select(lacks, [pairs["reason"], "no_text", "short_text"], "")
    found = pairs["words"].str.len().astype(str)
    made = pairs.assign(reason=reason, outcome=outcomes(reason == "", ~same), found=found)
    return trials(RULE, made, table=SECTIONS, column="")


def _words(sections: pd.DataFrame) -> pd.DataFrame:
    """Each section's words alone."""
    told = sections[sections["text"].notna()]
    words = told["text"].astype(object).str.replace(LEFT_OUT, "", regex=True)
    made = {"report_id": told["report_id"].astype(object), "item": told["section"].astype(object), "words": words}
    return pd.DataFrame(made)[words != ""]
