"""What the reports' prose tells in figures, one row a figure, with its clause and what the tables say to it."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


class NarrativeFigures(pa.DataFrameModel):
    """Figures told in the sections' text, one row a figure."""

    report_id: str = columns.report_id()
    figure_id: str = columns.column(
        "数字编号", "figure", "报告内的顺序编号", "counts the figures of a report in their order", nullable=False
    )
    section: pd.CategoricalDtype = columns.column(
        "章节", "section", "所在章节", "the section that tells it", nullable=False, codes="sections"
    )
    subject: pd.CategoricalDtype = columns.column(
        "所数事物", "subject", "数字所数的事物", "what is counted", nullable=False, codes="subjects"
    )
    of: str = columns.column(
        "所属", "of", "所印的账号、类别、渠道或结果；没有则为空",
        "the account, category, channel or outcome as printed; empty where there is none",
    )  # fmt: skip
    value: float = columns.column(
        "数值", "value", "文中的数字；万、亿已换算，金额单位不换算；称未发生的为 0",
        "the number told: 万 and 亿 are worked out, units of money are not; 0 where the text says that there was none",
        nullable=False,
    )  # fmt: skip
    unit: str = columns.column(
        "单位", "unit", "所印的单位；称未发生的为该事物通常的单位",
        "the unit as printed; where the text says that there was none, the usual unit of the subject",
    )  # fmt: skip
    approximate: pd.BooleanDtype = columns.column(
        "约数", "approximate", "文中称约、余、近等", "the text says about, more than or the like", nullable=False
    )
    text: str = columns.column("原句", "text", "所在的分句", "the clause", nullable=False)
    start: pd.Int64Dtype = columns.column(
        "起点", "start", "分句在该章节正文中的起点，从 0 计",
        "where the clause begins in the section's text, counted from 0", nullable=False, ge=0,
    )  # fmt: skip
    end: pd.Int64Dtype = columns.column(
        "终点", "end", "分句在该章节正文中的终点", "where it ends", nullable=False, ge=0
    )
    table_cell: str = columns.column(
        "对应单元格", "table cell", "与之核对的单元格，表/行/列，几格之和以 + 连接；没有则为空",
        "the cell that it is held against, as table/row/column, joined by + for a sum; empty where there is none",
    )  # fmt: skip
    reconciliation: pd.CategoricalDtype = columns.column(
        "核对结果", "reconciliation", "与表格或分项核对的结果；无可核对的为空",
        "how it stands to the table or to its parts; empty where there is nothing to hold it against",
        codes="reconciliations",
    )  # fmt: skip
    part_of: str = columns.column(
        "所属总数", "part of", "列在哪一个数字之下", "the figure in whose list this one stands"
    )

    @pa.dataframe_check(error="a clause ends behind where it begins")
    def clause_has_a_length(cls, figures: pd.DataFrame) -> pd.Series:
        return figures["start"] < figures["end"]

    class Config:
        strict = True
        ordered = True
        unique = ["report_id", "figure_id"]
        metadata = {
            "title_zh": "文字中的数字",
            "title_en": "Figures told in prose",
            "description_zh": "正文中的每个数字一行：所数事物、所在分句、与表格核对的结果",
            "description_en": "one row a figure told in prose: what it counts, its clause, and how it stands to the "
            "tables",
        }
