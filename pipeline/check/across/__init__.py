"""What no report can tell alone: each rule tried on all reports of a release, in columns.

        reports, cells, sections  →  trials of each rule  →  rows of rule_results, passed or not
                                                          →  rows of findings, where it failed

A rule is a function from `Frames` to trials, one module a rule, registered below. It doubts no single cell: which of
two reports is wrong stays open, so `sound` and the grade are as each report alone makes them.
"""

from collections.abc import Callable

import pandas as pd

from pipeline.check.across import trials
from pipeline.check.across.carry_over import carry_over
from pipeline.check.across.fees import fees
from pipeline.check.across.frames import Frames
from pipeline.check.across.jumps import jumps
from pipeline.check.across.lateness import lateness
from pipeline.check.across.parts import parts
from pipeline.check.across.repeated_figures import repeated_figures
from pipeline.check.across.repeated_text import repeated_text
from pipeline.check.across.rule_makers import rule_makers
from pipeline.check.across.stock import stock
from pipeline.check.across.versions import versions
from schemas.tables import columns_of

RULES: tuple[Callable[[Frames], pd.DataFrame], ...] = (
    carry_over, stock, repeated_figures, repeated_text, versions, parts, rule_makers, fees, jumps, lateness,
)  # fmt: skip


def tried(frames: Frames) -> pd.DataFrame:
    """Every trial of every rule."""
    return pd.concat([rule(frames) for rule in RULES], ignore_index=True)


def trials_of(**tables: pd.DataFrame) -> pd.DataFrame:
    """Every trial on these tables, and where its report lies: what results and findings follow from."""
    return trials.located(tried(Frames(**tables)), tables["reports"])


def rule_results(made: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand in `rule_results` beside those of single reports."""
    return trials.results(made)


def findings(made: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand in `findings` beside those of single documents."""
    return pd.DataFrame(trials.findings(made), columns=list(columns_of("findings")))
