"""How a rule came out at each place: a frame of trials → rows of `rule_results` and of `findings`.

        rule        report_id   item        column  outcome  equation   found  expected  other
        carry_over  甲-2024     carried_in  total   fail     3 ≠ 5      5      3         甲-2023

Every trial is a result, passed or not; a finding is made only where it failed. `reason` says why a trial could not be
made (a sentence of schemas/messages.yaml), `explanation` quotes the report that says why the rule is broken.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.check.finding import Finding, finding, where
from schemas.load import Table, codelist, messages, sections, shapes

COLUMNS = (
    "rule", "report_id", "table", "item", "column", "outcome", "equation", "found", "expected", "other", "reason",
    "explanation",
)  # fmt: skip
SECTIONS = "sections"


def trials(rule: str, made: pd.DataFrame, **same: str) -> pd.DataFrame:
    """Trials of a rule from a frame with some of the columns, `same` in every row and empty text elsewhere."""
    filled = made.assign(rule=rule, **same).reindex(columns=list(COLUMNS), fill_value="")
    return filled.astype(object).where(filled.notna(), "").reset_index(drop=True)


def outcomes(tried: Any, holds: Any, excused: Any = False) -> np.ndarray:
    """Each trial's outcome: whether it could be made, whether the rule holds, and whether the report says why not."""
    shape = np.shape(tried)
    tried, holds, excused = (np.broadcast_to(np.asarray(given, bool), shape) for given in (tried, holds, excused))
    return np.select([~tried, holds, excused], ["not_assessable", "pass", "explained"], "fail")


def results(made: pd.DataFrame) -> pd.DataFrame:
    """The trials as rows of `rule_results`."""
    why = {f"why_{language}": _why(made, language) for language in ("zh", "en")}
    return made[["rule", "report_id", "item", "column", "outcome"]].assign(**why)


def _why(made: pd.DataFrame, language: str) -> pd.Series:
    """The outcome's title, and the equation, the explanation or the reason behind it."""
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    titles = {code: getattr(listed, f"title_{language}") for code, listed in codelist("outcomes").items()}
    reasons = {name: said[language] for name, said in messages().items()}
    told = made["reason"].map(lambda reason: reasons[f"because_{reason}"] if reason else "")
    text = told.where(made["outcome"] == "not_assessable", made["equation"])
    text += (comma + made["explanation"]).where(made["outcome"] == "explained", "")
    return made["outcome"].map(titles) + (colon + text).where(text != "", "")


def located(made: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The trials with the `source_path` of their reports."""
    paths = reports.set_index("report_id")["source_path"].astype(object)
    return made.assign(source_path=made["report_id"].map(paths))


def findings(made: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """A row of `findings` for each located trial that failed; its id says report, rule and place."""
    for trial in made[made["outcome"] == "fail"].itertuples(index=False):
        found = replace(_finding(trial), table=trial.table or None, item=_item(trial), column=trial.column or None)
        place = "-".join(filter(None, (trial.report_id, trial.rule, trial.item, trial.column)))
        yield {"finding_id": place, "report_id": trial.report_id, "source_path": trial.source_path} | asdict(found)


def _finding(trial: Any) -> Finding:
    names = {name: (getattr(trial, name),) * 2 for name in ("equation", "other")}
    return finding(trial.rule, found=trial.found, expected=trial.expected, words=names | {"where": _where(trial)})


def _item(trial: Any) -> str | None:
    """The item that a finding names; a result on a whole table has the table's code in that place."""
    return None if trial.item in ("", trial.table) else trial.item


def _where(trial: Any) -> tuple[str, str]:
    """The place in words."""
    if trial.table == SECTIONS:
        return sections()[trial.item].zh, sections()[trial.item].en
    return where(_shape(trial), _item(trial), trial.column or None) if trial.table else ("", "")


def _shape(trial: Any) -> Table:
    """The newest edition of the table that has the row and column."""
    every = list(shapes(trial.table).values())
    has = (s for s in every if (_item(trial) or "") in ("", *s.rows) and trial.column in ("", *s.columns))
    return next(has, every[0])
