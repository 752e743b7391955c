"""Table 四 of the form, reconsideration and litigation: one row a cell."""

import pandas as pd

from schemas.tables import columns
from schemas.tables.consistency import Cells

NAME = "reviews_litigation"
UNIT = "件"


class ReviewsLitigation(Cells):
    """Administrative reconsideration and litigation over disclosure, one row a cell of the form."""

    report_id: str = columns.report_id()
    route: pd.CategoricalDtype = columns.key_code(NAME, "route")
    outcome: pd.CategoricalDtype = columns.key_code(NAME, "outcome")
    year: pd.Int16Dtype = columns.year()
    value: pd.Int64Dtype = columns.value(UNIT)
    status: pd.CategoricalDtype = columns.status()
    printed: str = columns.printed()
    locator: str = columns.locator()
    method: pd.CategoricalDtype = columns.method()
    value_inferred: pd.Int64Dtype = columns.value_inferred(UNIT)
    value_corrected: pd.Int64Dtype = columns.value_corrected(UNIT)
    sound: pd.BooleanDtype = columns.sound()

    class Config:
        unique = ["report_id", "route", "outcome"]
        metadata = {
            "title_zh": "政府信息公开行政复议、行政诉讼情况",
            "title_en": "Administrative reconsideration and litigation over open government information",
            "description_zh": "国家格式表四，每个单元格一行：按途径和结果统计的行政复议、行政诉讼件数",
            "description_en": "table 四 of the national form, one row a cell: reconsideration and litigation by "
            "route and outcome",
        }
