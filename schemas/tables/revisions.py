"""Where two documents of one publisher and year differ: one row a cell."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns

EARLIER, LATER = ("较早报告", "earlier"), ("较晚报告", "later")


class Revisions(pa.DataFrameModel):
    """Cells that have another number in a later document of the same publisher and year, one row a cell."""

    publisher_id: str = columns.publisher_id(nullable=False)
    year: pd.Int16Dtype = columns.year(nullable=False)
    earlier_report_id: str = columns.other_report_id(*EARLIER)
    later_report_id: str = columns.other_report_id(*LATER)
    table: pd.CategoricalDtype = columns.column(
        "表", "table", "所在的表", "the table that it stands in", nullable=False, codes="tables"
    )
    item: pd.CategoricalDtype = columns.column(
        "行", "item", "所在表第一主键的代码", "code of the table's first key", nullable=False, codes="items"
    )
    column: pd.CategoricalDtype = columns.column(
        "列",
        "column",
        "所在表第二主键的代码；统计表没有列，为空",
        "code of the table's second key; empty in the list of 2014, which has none",
        nullable=False,
        codes="columns",
        also=("",),
    )
    earlier_status: pd.CategoricalDtype = columns.status(EARLIER)
    earlier_value: pd.Float64Dtype = columns.value(whose=EARLIER)
    later_status: pd.CategoricalDtype = columns.status(LATER)
    later_value: pd.Float64Dtype = columns.value(whose=LATER)
    kind: pd.CategoricalDtype = columns.column(
        "差异性质",
        "kind",
        "两份文件的差异像是更正，还是相互矛盾",
        "whether the documents differ as a correction does, or contradict each other",
        nullable=False,
        codes="revision_kinds",
    )

    class Config:
        strict = True
        ordered = True
        unique = ["publisher_id", "year", "earlier_report_id", "later_report_id", "table", "item", "column"]
        metadata = {
            "title_zh": "同年差异",
            "title_en": "Revisions",
            "description_zh": "同一机关同一年份的两份文件数字不同的单元格，每格一行",
            "description_en": "one row a cell in which two documents of one publisher and year differ",
        }
