"""What differs from the release before: one row a changed value, one row a row that came or went."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


class Changes(pa.DataFrameModel):
    """The changes that lead from the release before to this one, each with its reason."""

    table: str = columns.column("表", "table", "有变化的表", "the table that changed", nullable=False)
    row: str = columns.column(
        "行", "row", "该行的主键，JSON 数组", "the key of the row, as a JSON array", nullable=False
    )
    field: str = columns.column(
        "列", "field", "有变化的列；* 为整行", "the column that changed; * is the whole row", nullable=False
    )
    letter: pd.CategoricalDtype = columns.column(
        "增改删", "letter", "新增、修改或删除", "added, modified or deleted", nullable=False, codes="letters"
    )
    report_id: str = columns.report_id(nullable=True)
    old: str = columns.column(
        "原值", "old", "上一版发布的值，JSON；整行为 JSON 对象，只列非空的列；新增时为空",
        "what the release before has, as JSON; a whole row as an object of its columns that aren't null; "
        "empty for a new row",
    )  # fmt: skip
    new: str = columns.column(
        "新值", "new", "本版发布的值，写法同上；删除时为空",
        "what this release has, likewise; empty for a deleted row",
    )  # fmt: skip
    why: pd.CategoricalDtype = columns.column(
        "原因", "why", "变化的原因", "why it changed", nullable=False, codes="change_reasons"
    )

    class Config:
        strict = True
        ordered = True
        unique = ["table", "row", "field"]
        metadata = {
            "title_zh": "与上一版发布的差异",
            "title_en": "Changes from the release before",
            "description_zh": "与上一版发布相比新增、修改、删除的内容，每个变化的值一行，附原因",
            "description_en": "one row a value or row that differs from the release before, with the reason",
        }
