"""Is the information-handling fee that the prose tells a multiple of 10 元, as its rates make every total?

        收取信息处理费120元        pass        收取信息处理费0.5万元       pass
        收取信息处理费125元        fail        约100元, or no fee told    not assessable

Source: the rates of 国办函〔2020〕109号, each a multiple of 10 元.
"""

import numpy as np
import pandas as pd

from pipeline.check.across.frames import Frames, current_reports, written
from pipeline.check.across.trials import SECTIONS, outcomes, trials
from schemas.load import codelist

RULE, SUBJECT, ITEM = "fee_not_multiple", "fee_charged", "other_matters"
STEP = 10


def fees(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports; of several fees, the first that is no multiple is told."""
    asked = current_reports(frames.reports)[["report_id"]].astype(object)
    made = asked.merge(_told(frames.narrative_figures), on="report_id", how="left")
    known = made["yuan"].notna()
    reason, amount = np.where(known, "", "fee_not_told"), written(made["yuan"])
    made = made.assign(reason=reason, outcome=outcomes(known, made["rest"] == 0), found=amount, equation=amount)
    return trials(RULE, made, table=SECTIONS, item=ITEM, column="")


def _told(figures: pd.DataFrame | None) -> pd.DataFrame:
    """One fee a report, in 元, with what is left of it beyond whole tens."""
    if figures is None:
        return pd.DataFrame(columns=["report_id", "yuan", "rest"]).astype({"yuan": float, "rest": float})
    exact = figures[(figures["subject"] == SUBJECT) & ~figures["approximate"].astype(bool)]
    yuan = exact["value"] * exact["unit"].astype(object).map(_yuan())
    rest = (yuan.round(2) * 100).round() % (STEP * 100)
    made = pd.DataFrame({"report_id": exact["report_id"].astype(object), "yuan": yuan, "rest": rest}).dropna()
    return made.sort_values(["report_id", "rest"], ascending=[True, False], kind="stable").drop_duplicates("report_id")


def _yuan() -> dict[str, float]:
    """How many 元 a unit of money is, under each of its names."""
    units = [code for code in codelist("units").values() if code.more["yuan"]]
    return {name: float(u.more["yuan"]) for u in units for name in (u.code, *u.more["aliases"].split())}
