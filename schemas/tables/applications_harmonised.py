"""Requests by outcome and applicant in the rows that all editions since 2019 have in common: one row a cell."""

import pandas as pd
import pandera.pandas as pa

from schemas import load
from schemas.tables import columns


class ApplicationsHarmonised(pa.DataFrameModel):
    """Requests received and handled in comparable rows since 2019, one row a cell of a current report."""

    report_id: str = columns.report_id()
    publisher_id: str = columns.publisher_id()
    year: pd.Int16Dtype = columns.year(nullable=False)
    item: pd.CategoricalDtype = columns.key_code("applications", "item")
    applicant: pd.CategoricalDtype = columns.key_code("applications", "applicant")
    value: pd.Int64Dtype = columns.column(
        "数值",
        "value",
        "更正值、所印数字或推定值；几行相加的，缺一即为空",
        "the corrected, printed or inferred number; a sum is empty where one of its parts is",
        unit="件",
    )
    basis: pd.CategoricalDtype = columns.column(
        "来源", "basis", "数值从何而来；没有数值的为空", "where the value comes from; empty without one", codes="bases"
    )
    sound: pd.BooleanDtype = columns.column(
        "可靠", "sound", "所依据的单元格全部可靠", "all cells that it is made of are sound", nullable=False
    )
    edition: pd.Int16Dtype = columns.column(
        "格式版本", "edition", "报告所用的格式版本", "edition of the form that the report follows", nullable=False,
        isin=list(load.shapes("applications")),
    )  # fmt: skip
    series_break: pd.BooleanDtype = columns.column(
        "序列中断",
        "series break",
        "与同一机关上一份报告的数值不宜直接比较",
        "the value should not be compared with that of the publisher's report before",
        nullable=False,
    )
    series_break_why: pd.CategoricalDtype = columns.column(
        "中断原因", "why the series breaks", "中断的原因", "why it breaks", codes="series_breaks"
    )

    class Config:
        strict = True
        ordered = True
        unique = ["report_id", "item", "applicant"]
        metadata = {
            "title_zh": "可比申请数据",
            "title_en": "Requests in comparable rows",
            "description_zh": "2019年以来现行报告的表三，按各版共有的行，每格一行；2021年版的三行“其他处理”相加",
            "description_en": "table 三 of the current reports since 2019 in the rows that the editions share, one row "
            "a cell; the three rows of other handling of 2021 are added up",
        }
