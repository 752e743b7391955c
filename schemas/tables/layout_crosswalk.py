"""How the rows of one edition of the form relate to those of a later one: one row a correspondence."""

import pandas as pd
import pandera.pandas as pa

from schemas import load
from schemas.tables import columns


def _edition(zh: str, en: str) -> object:
    about = f"国家格式的{zh}版本", f"the {en} of the two editions"
    return columns.column(f"{zh}版本", f"{en} edition", *about, nullable=False, isin=list(load.layouts()))


def _table(zh: str, en: str) -> object:
    about = f"{zh}版本中的表", f"the table in the {en} edition"
    return columns.column(f"{zh}表", f"{en} table", *about, nullable=False, codes="tables")


class LayoutCrosswalk(pa.DataFrameModel):
    """What of one edition of the form corresponds to what of a later one, one row a row or cell of the earlier."""

    from_edition: pd.Int16Dtype = _edition("较早", "earlier")
    from_table: pd.CategoricalDtype = _table("较早", "earlier")
    from_codes: str = columns.column(
        "较早代码",
        "earlier code",
        "较早版本的行，或“行/列”",
        "row of the earlier edition, or row/column",
        nullable=False,
    )
    to_edition: pd.Int16Dtype = _edition("较晚", "later")
    to_table: pd.CategoricalDtype = _table("较晚", "later")
    to_codes: str = columns.column(
        "较晚代码",
        "later codes",
        "较晚版本的行，或“行/列”，以加号相连；没有对应的为空字符串",
        "rows of the later edition, or row/column, joined by plus signs; the empty string where nothing corresponds",
        nullable=False,
    )
    relation: pd.CategoricalDtype = columns.column(
        "关系", "relation", "两者的关系", "how they relate", nullable=False, codes="relations"
    )
    note_zh: str = columns.column("说明（中文）", "note (Chinese)", "说明", "why", nullable=False)
    note_en: str = columns.column("说明（英文）", "note (English)", "说明", "why", nullable=False)

    class Config:
        strict = True
        ordered = True
        unique = ["from_edition", "from_table", "from_codes", "to_edition"]
        metadata = {
            "title_zh": "格式对照",
            "title_en": "Crosswalk of the editions",
            "description_zh": "2014、2019、2021 年版格式之间的对照，较早版本的每行或每格对每个较晚版本一行",
            "description_en": "how the editions of 2014, 2019 and 2021 correspond: one row a row or cell of the "
            "earlier edition and later edition",
        }
