"""What one year carried out and the next took in: one row a publisher, year and applicant."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns

UNIT = "件"


class Continuity(pa.DataFrameModel):
    """Requests carried over between a publisher's reports of two years in a row, one row an applicant."""

    publisher_id: str = columns.publisher_id(nullable=False)
    year: pd.Int16Dtype = columns.year(nullable=False)
    applicant: pd.CategoricalDtype = columns.key_code("applications", "applicant")
    previous_report_id: str = columns.other_report_id("上年报告", "previous")
    report_id: str = columns.report_id()
    carried_out_previous: pd.Int64Dtype = columns.column(
        "上年结转下年度",
        "carried out last year",
        "上年报告中结转下年度继续办理的件数；没有可靠数字的为空",
        "what last year's report carries out; empty where it holds no sound number",
        unit=UNIT,
    )
    carried_in: pd.Int64Dtype = columns.column(
        "本年上年结转",
        "carried in this year",
        "本年报告中上年结转的件数；没有可靠数字的为空",
        "what this year's report takes in; empty where it holds no sound number",
        unit=UNIT,
    )
    outcome: pd.CategoricalDtype = columns.column(
        "检验结果", "outcome", "两数是否相等", "whether both are one number", nullable=False, codes="outcomes"
    )
    explanation: str = columns.explanation()

    class Config:
        strict = True
        ordered = True
        unique = ["publisher_id", "year", "applicant"]
        metadata = {
            "title_zh": "年度衔接",
            "title_en": "Continuity between years",
            "description_zh": "同一机关相邻两年之间结转的件数，每类申请人一行",
            "description_en": "one row a kind of applicant: what a publisher carried out of one year and took into "
            "the next",
        }
