"""Table 三 once more, one row a report: a column for each item and applicant, `granted__total`.

The model is made from the layouts, as their 182 columns are: those of all editions of the form together.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns
from schemas.tables.applications import NAME, UNIT

Cell = tuple[str, str]


def cells() -> Mapping[str, Cell]:
    """The columns that hold a cell, in published order, each with its item and applicant."""
    items, applicants = columns.codes(f"{NAME}.item"), columns.codes(f"{NAME}.applicant")
    return {f"{item}__{applicant}": (item, applicant) for item in items for applicant in applicants}


def _cell(item: columns.Entry, applicant: columns.Entry) -> Any:
    return columns.column(
        f"{item.title_zh}：{applicant.title_zh}",
        f"{item.title_en}: {applicant.title_en}",
        "申请表中该项目、该申请人的数值：所印的数字，没有印数字、该版本没有该单元格的为空，空白不是 0",
        "value of that item and applicant in applications: the number as printed, empty where none is printed and "
        "where the edition has no such cell, for a blank is not 0",
        unit=UNIT,
    )


def _fields() -> dict[str, tuple[Any, Any]]:
    """Type and field of each column."""
    items, applicants = columns.entries(f"{NAME}.item"), columns.entries(f"{NAME}.applicant")
    not_sound = columns.column(
        "存疑单元格数",
        "cells not sound",
        "本行各单元格中 sound 不为真的个数；用到某一格之前请查该格的 sound",
        "cells of this row that are not sound; look up a cell's own sound in applications before you rely on it",
        nullable=False,
        ge=0,
    )
    return (
        {"report_id": (str, columns.report_id()), "year": (pd.Int16Dtype, columns.year())}
        | {name: (pd.Int64Dtype, _cell(items[i], applicants[a])) for name, (i, a) in cells().items()}
        | {"cells_not_sound": (pd.Int16Dtype, not_sound)}
    )


class _Config:
    strict = True
    ordered = True
    unique = ["report_id"]
    metadata = {
        "title_zh": "收到和处理政府信息公开申请情况（宽表）",
        "title_en": "Requests for government information received and handled, one row a report",
        "description_zh": "国家格式表三，每份报告一行，每个单元格一列，由 applications 派生",
        "description_en": "table 三 of the national form, one row a report and one column a cell; "
        "derived from applications",
    }


def _model() -> type[pa.DataFrameModel]:
    fields = _fields()
    body = {name: field for name, (_, field) in fields.items()}
    told = {"__annotations__": {name: kind for name, (kind, _) in fields.items()}, "__module__": __name__}
    return type("ApplicationsWide", (pa.DataFrameModel,), {**body, **told, "__doc__": __doc__, "Config": _Config})


ApplicationsWide = _model()
