"""What is wrong or worth knowing, as narrow as it is known: one row a finding."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


class Findings(pa.DataFrameModel):
    """Findings on reports and documents, one row a finding."""

    finding_id: str = columns.column("问题编号", "finding", "问题的编号", "the finding", nullable=False)
    report_id: str = columns.report_id(nullable=True)
    source_path: str = columns.source_path()
    rule: pd.CategoricalDtype = columns.rule()
    severity: pd.CategoricalDtype = columns.column(
        "严重程度",
        "severity",
        "对数据的影响程度",
        "how much it touches the data",
        nullable=False,
        codes="severities",
    )
    responsibility: pd.CategoricalDtype = columns.column(
        "责任",
        "responsibility",
        "问题出在报告还是读取",
        "whether the print or the reading is at fault",
        nullable=False,
        codes="responsibilities",
    )
    table: pd.CategoricalDtype = columns.column(
        "表",
        "table",
        "所涉的表；空表示整份报告",
        "the table concerned; empty means the whole report",
        codes="tables",
    )
    item: pd.CategoricalDtype = columns.column(
        "行",
        "item",
        "所涉表第一主键的代码；空表示全部",
        "code of the table's first key; empty means all",
        codes="items",
    )
    column: pd.CategoricalDtype = columns.column(
        "列",
        "column",
        "所涉表第二主键的代码；空表示全部",
        "code of the table's second key; empty means all",
        codes="columns",
    )
    found: str = columns.column("所见", "found", "文件中所见", "what was found")
    expected: str = columns.column("应为", "expected", "应有的内容", "what was expected")
    suggestion: str = columns.column(
        "建议值", "suggestion", "建议的数值，仅数字", "the number suggested, nothing else"
    )
    message_zh: str = columns.message("中文", "Chinese")
    message_en: str = columns.message("英文", "English")

    class Config:
        strict = True
        ordered = True
        unique = ["finding_id"]
        metadata = {
            "title_zh": "问题",
            "title_en": "Findings",
            "description_zh": "每个问题一行：规则、严重程度、责任、所涉单元格和中英文说明",
            "description_en": "one row a doubt: rule, severity, responsibility, the cells concerned, a sentence in "
            "Chinese and in English",
        }
