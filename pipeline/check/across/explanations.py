"""Does the report say why a rule is broken? `explained(sections, reports, rule)` → the first sentence that does.

        …因统计口径调整，上年结转数与上年报告不一致。…      explains a carry-over that doesn't join
        …结转下年度继续办理2件。…                          tells a number and explains nothing

The words are in schemas/writing.yaml (`explanations`).
"""

import pandas as pd

from schemas.load import writing

ENDS = "。；！？\n"

LONGEST = 1_000
"""Characters: what is longer is no sentence, and a pattern let loose on it would try every beginning with every end."""


def explained(sections: pd.DataFrame, reports: pd.Series, rule: str) -> pd.Series:
    """For each of the reports, the first sentence that speaks of what the rule is about and gives a reason, or ""."""
    told = sections[sections["report_id"].isin(reports) & sections["text"].notna()]
    sentences = told.set_index("report_id")["text"].astype(object).str.split(f"[{ENDS}]", regex=True).explode()
    sentences = sentences[sentences.str.len() <= LONGEST]
    found = sentences[sentences.str.contains(writing().explanations[rule], regex=True).astype(bool)].str.strip()
    first = found[~found.index.duplicated()].to_dict()
    return reports.map(lambda report: first.get(report, "")).astype(object)
