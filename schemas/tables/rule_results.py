"""Each rule tried on each report, passed or not: one row a trial."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns

WHOLE = ("",)
"""The empty string: the rule is not about one item or column. A key can't be null."""


class RuleResults(pa.DataFrameModel):
    """Results of the rules, one row a rule, report and row or column tried."""

    rule: pd.CategoricalDtype = columns.rule()
    report_id: str = columns.report_id()
    item: pd.CategoricalDtype = columns.column(
        "行",
        "item",
        "所检验的行；空字符串表示不针对某一行",
        "the row tried; the empty string where it is not about one",
        nullable=False,
        codes="items",
        also=WHOLE,
    )
    column: pd.CategoricalDtype = columns.column(
        "列",
        "column",
        "所检验的列；空字符串表示不针对某一列",
        "the column tried; the empty string where it is not about one",
        nullable=False,
        codes="columns",
        also=WHOLE,
    )
    outcome: pd.CategoricalDtype = columns.column(
        "检验结果", "outcome", "规则是否成立", "whether the rule holds", nullable=False, codes="outcomes"
    )
    why_zh: str = columns.column("理由（中文）", "why (Chinese)", "结果的理由", "why the rule came out so")
    why_en: str = columns.column("理由（英文）", "why (English)", "结果的理由", "why the rule came out so")

    class Config:
        strict = True
        ordered = True
        unique = ["rule", "report_id", "item", "column"]
        metadata = {
            "title_zh": "规则检验结果",
            "title_en": "Rule results",
            "description_zh": "每条规则每次检验一行：成立、不成立、已说明或无法检验",
            "description_en": "one row a trial of a rule on a report: it held, was broken, was explained or could "
            "not be tried",
        }
