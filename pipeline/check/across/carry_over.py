"""Does what a report carried out come in the year after? One trial an applicant; also the table `continuity`.

        2023  carried_out   natural_person 3 │ total 3
        2024  carried_in    natural_person 3 │ total 3       pass
        2024  carried_in    natural_person 5 │ total 5       fail; explained where the report of 2024 says why
        2024  carried_in    1 1                              not assessable

Source: 四、结转下年度继续办理 and 二、上年结转政府信息公开申请数量 are one number by their names.
"""

import pandas as pd

from pipeline.check.across.explanations import explained
from pipeline.check.across.frames import NO_SOUND_VALUE, Frames, looked_up, sound_numbers, with_previous, written
from pipeline.check.across.trials import outcomes, trials
from schemas.load import codelist

RULE, TABLE = "carry_over", "applications"
IN, OUT = "carried_in", "carried_out"


def carry_over(frames: Frames) -> pd.DataFrame:
    """The trials of all current reports."""
    pairs = _pairs(frames.reports, frames.applications, frames.sections)
    equation = written(pairs["out"]) + pairs["outcome"].map({"pass": " = "}).fillna(" ≠ ") + written(pairs["in"])
    told = {"found": written(pairs["in"]), "expected": written(pairs["out"]), "equation": equation}
    return trials(RULE, pairs.assign(**told, item=IN), table=TABLE)


def continuity(reports: pd.DataFrame, applications: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table: every publisher's reports of two years in a row, by applicant."""
    pairs = _pairs(reports, applications, sections)
    both = pairs[pairs["other"].notna()]
    return both.assign(
        applicant=both["column"], previous_report_id=both["other"], carried_out_previous=both["out"].astype("Int64"),
        carried_in=both["in"].astype("Int64"), explanation=both["explanation"].where(both["explanation"] != ""),
    )  # fmt: skip


def _pairs(reports: pd.DataFrame, applications: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Each current report, its applicants, and the two numbers that should be one."""
    applicants = pd.DataFrame({"column": list(codelist(f"{TABLE}.applicant"))})
    pairs = with_previous(reports).rename(columns={"previous_id": "other"}).merge(applicants, how="cross")
    numbers = sound_numbers(applications, (IN, OUT))
    pairs["in"] = looked_up(numbers, pairs.assign(item=IN))
    pairs["out"] = looked_up(numbers, pairs.assign(item=OUT), "other")
    known = pairs["in"].notna() & pairs["out"].notna()
    pairs["reason"] = pairs["reason"].mask(pairs["reason"].eq("") & ~known, NO_SOUND_VALUE)
    return _judged(pairs, known, pairs["in"] == pairs["out"], sections)


def _judged(pairs: pd.DataFrame, known: pd.Series, holds: pd.Series, sections: pd.DataFrame) -> pd.DataFrame:
    told = explained(sections, pairs["report_id"].where(known & ~holds), RULE)
    return pairs.assign(outcome=outcomes(known, holds, told != ""), explanation=told)
