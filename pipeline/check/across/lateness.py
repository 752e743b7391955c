"""Was a report published by the legal date: 31 January for departments, 31 March for governments?

        department, county   2023   published 2024-01-25      pass
        department, county   2023   published 2024-02-06      fail
        town, institution; kind, level or date unknown        not assessable

Source: 政府信息公开条例 (State Council Order 711), Art. 49, for bodies at county level and above, since reporting year
2019. Towns and institutions publish under local notices.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import Frames, current_reports
from pipeline.check.across.trials import outcomes, trials
from schemas.load import codelist

RULE = "published_late"
FIRST_YEAR = 2019
LEVELS = ("national", "province", "prefecture", "county")


def lateness(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports."""
    reports = current_reports(frames.reports)
    days = {code: kind.more["due"] for code, kind in codelist("publisher_kinds").items() if kind.more["due"]}
    due = reports["publisher_kind"].astype(object).map(days)
    bound = due.notna() & reports["level"].isin(LEVELS) & (reports["year"] >= FIRST_YEAR).fillna(False).astype(bool)
    last = (reports["year"] + 1).astype("string").str.cat(due.astype("string"), sep="-").where(bound)
    told = reports["published_on"].astype("string")
    lacks = [~bound, told.isna()]
    reason = np.select(lacks, ["no_legal_date", "no_date"], "")
    holds = (told <= last).fillna(False).astype(bool)
    equation = told + holds.map({True: " ≤ ", False: " > "}) + last
    said = {"found": told, "expected": last, "equation": equation, "reason": reason}
    return trials(RULE, reports.assign(outcome=outcomes(reason == "", holds), **said), table="", item="", column="")
