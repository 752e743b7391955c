"""The publishers: one row a body, built from all reports of a release."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


def _several(zh: str, en: str, about_zh: str, about_en: str) -> object:
    return columns.column(zh, en, f"{about_zh}；多个以“ | ”分隔", f"{about_en}; several are joined by “ | ”")


class Publishers(pa.DataFrameModel):
    """Bodies that were resolved as publishers of a report, one row a body."""

    publisher_id: str = columns.publisher_id(nullable=False)
    name: str = columns.column("名称", "name", "规范名称", "official name", nullable=False)
    division_code: str = columns.division_code()
    province: str = columns.column("省级", "province", "省级行政区名称", "division of the province level")
    prefecture: str = columns.column("地级", "prefecture", "地级行政区名称", "division of the prefecture level")
    county: str = columns.column("县级", "county", "县级行政区名称", "division of the county level")
    level: pd.CategoricalDtype = columns.level()
    kind: pd.CategoricalDtype = columns.publisher_kind()
    field: pd.CategoricalDtype = columns.publisher_field()
    also_known_as: str = _several(
        "其他名称",
        "also known as",
        "报告中所印的其他名称和常用简称",
        "other names that reports print, and usual short ones",
    )
    predecessors: str = _several(
        "前身",
        "predecessors",
        "因机构改革或区划更名而由其承接的机关编号",
        "ids of the bodies that it followed, by reform or renaming",
    )
    successors: str = _several(
        "后继",
        "successors",
        "因机构改革或区划更名而承接它的机关编号",
        "ids of the bodies that followed it, by reform or renaming",
    )

    class Config:
        strict = True
        ordered = True
        unique = ["publisher_id"]
        metadata = {
            "title_zh": "发布机关",
            "title_en": "Publishers",
            "description_zh": "每个发布机关一行：名称、行政区划、层级、类别、前身和后继",
            "description_en": "one row a body: its name, division, level and kind, and which bodies came before and "
            "after it",
        }
