"""Table 三 of the form, requests received and handled: one row a cell."""

import pandas as pd

from schemas.tables import columns
from schemas.tables.consistency import Cells

NAME = "applications"
UNIT = "件"


class Applications(Cells):
    """Requests for government information received and handled, one row a cell of the form."""

    report_id: str = columns.report_id()
    item: pd.CategoricalDtype = columns.key_code(NAME, "item")
    applicant: pd.CategoricalDtype = columns.key_code(NAME, "applicant")
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
        unique = ["report_id", "item", "applicant"]
        metadata = {
            "title_zh": "收到和处理政府信息公开申请情况",
            "title_en": "Requests for government information received and handled",
            "description_zh": "国家格式表三，每个单元格一行：按办理结果和申请人类别统计的申请件数",
            "description_en": "table 三 of the national form, one row a cell: requests by outcome and by kind of "
            "applicant",
        }
