"""The six sections of each report: heading and text."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


class Sections(pa.DataFrameModel):
    """Sections of the reports with their text, one row a section."""

    report_id: str = columns.report_id()
    section: pd.CategoricalDtype = columns.column(
        "章节",
        "section",
        "国家格式规定的章节",
        "a section that the form prescribes",
        nullable=False,
        codes="sections",
    )
    heading: str = columns.column("所印标题", "heading", "文件中所印的标题", "the heading as printed")
    text: str = columns.column(
        "正文", "text", "章节的文字，不含表格", "the section's text without its tables"
    )
    present: pd.BooleanDtype = columns.column(
        "存在", "present", "文件中有该章节", "the document has the section", nullable=False
    )

    class Config:
        strict = True
        ordered = True
        unique = ["report_id", "section"]
        metadata = {
            "title_zh": "章节",
            "title_en": "Sections",
            "description_zh": "每份报告六个章节各一行：所印标题和不含表格的正文",
            "description_en": "one row a section of a report: its heading as printed, and its text without tables",
        }
