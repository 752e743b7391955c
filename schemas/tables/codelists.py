"""What every code means: one row a code of a list. Made from `schemas/` alone, so it is the same for all documents."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


class Codelists(pa.DataFrameModel):
    """The codes of all code lists, one row a code."""

    list: str = columns.column(
        "代码表", "list", "代码表的名称，见各表各列的说明", "the code list; columns name the one that they draw on",
        nullable=False,
    )  # fmt: skip
    code: str = columns.column("代码", "code", "数据中所用的代码", "the code as the data have it", nullable=False)
    position: pd.Int16Dtype = columns.column(
        "次序", "position", "在国家格式或代码表中的次序，从 1 计", "its place in the national form or in the list, "
        "counted from 1", nullable=False, ge=1,
    )  # fmt: skip
    title_zh: str = columns.column("中文名称", "Chinese title", "代码的中文名称", "the code's title in Chinese", False)
    title_en: str = columns.column("英文名称", "English title", "代码的英文名称", "the code's title in English", False)
    description_zh: str = columns.column(
        "中文说明", "Chinese description", "名称之外的说明；没有则为空",
        "what the title leaves open; empty where there is nothing",
    )  # fmt: skip
    description_en: str = columns.column(
        "英文说明", "English description", "名称之外的说明；没有则为空",
        "what the title leaves open; empty where there is nothing",
    )  # fmt: skip
    parent: str = columns.column(
        "上级", "parent", "所属的组，是该表 groups 代码表中的代码；没有则为空",
        "the group that it stands in, a code of the table's list of groups; empty where there is none",
    )  # fmt: skip
    editions: str = columns.column(
        "格式版本", "editions", "印有该行或该列的国家格式版本，以空格分隔；不属于格式的为空",
        "editions of the form that print it, separated by blanks; empty for what is not of the form",
    )  # fmt: skip
    more: str = columns.column(
        "其他", "more", "只有该代码表才有的内容，JSON 对象；没有则为空",
        "what only that list tells, as a JSON object; empty where there is nothing",
    )  # fmt: skip

    class Config:
        strict = True
        ordered = True
        unique = ["list", "code"]
        metadata = {
            "title_zh": "代码表",
            "title_en": "Code lists",
            "description_zh": "每个代码一行：中英文名称、说明、在格式中的次序、所属的组、所在的格式版本",
            "description_en": "one row a code: titles and descriptions in both languages, its place in the form, "
            "its group, the editions that have it",
        }
