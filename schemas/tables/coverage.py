"""How many reports there should be, and how many are here: one row a division and year."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


def _count(zh: str, en: str, about_zh: str, about_en: str) -> object:
    return columns.column(zh, en, about_zh, about_en, nullable=False, ge=0)


class Coverage(pa.DataFrameModel):
    """Publishers expected and reports published, parsed and sound, one row a division and year."""

    division_code: str = columns.column(
        "行政区划代码",
        "division code",
        "报告年份的行政区划代码；空字符串表示区划不明或中央机关",
        "code of the division; the empty string where it is unknown, and for central bodies",
        nullable=False,
        str_matches=r"^([0-9]{6})?$",
    )
    year: pd.Int16Dtype = columns.year(nullable=False)
    level: pd.CategoricalDtype = columns.column(
        "层级", "level", "行政区划的层级；不明的为空", "level of the division; empty where unknown", codes="levels"
    )
    expected: pd.Int64Dtype = _count(
        "应有机关数",
        "publishers expected",
        "来源清单所列的机关，以及当年或往年有报告的机关，每个机关计一次；有后继机关的，止于其最后一份报告",
        "bodies that raw/sources.csv lists and those with a report for this or an earlier year, each once; one with "
        "an heir, until its last report",
    )
    publishers: pd.Int64Dtype = _count(
        "有报告机关数", "publishers with a report", "其中当年有报告的机关", "those of them with a report for the year"
    )
    published: pd.Int64Dtype = _count(
        "报告数",
        "reports published",
        "读出报告的文件数，同一机关的多份都计",
        "documents that gave a report, several of one body counted each",
    )
    parsed: pd.Int64Dtype = _count(
        "读出表格的报告数", "reports parsed", "其中至少读出一张表的", "those of them with at least one table read"
    )
    sound: pd.Int64Dtype = _count(
        "甲乙级报告数", "sound reports", "其中等级为甲或乙的", "those of them of grade A or B"
    )

    class Config:
        strict = True
        ordered = True
        unique = ["division_code", "year"]
        metadata = {
            "title_zh": "覆盖情况",
            "title_en": "Coverage",
            "description_zh": "每个行政区划每年一行：应有机关数、报告数、读出表格数",
            "description_en": "one row a division and year: publishers expected, reports published, parsed and sound",
        }
