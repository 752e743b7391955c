"""Figures told in prose, held against the tables and against their parts."""

from tests.spec.case import Case
from tests.spec.example import Example

TITLE = ("文字中的数字", "Figures told in prose")


def told(sentence: str, received: int = 5) -> Case:
    return Case(f"""
        …
        一、总体情况
        {sentence}
        二、主动公开政府信息情况
        …
        【表三】
        | …                                | | | | | | | |
        | 一、本年新收政府信息公开申请数量 | {received} | 0 | 0 | 0 | 0 | 0 | {received} |
        | …                                | | | | | | | |
        | （一）予以公开                   | {received} | 0 | 0 | 0 | 0 | 0 | {received} |
        | …                                | | | | | | | |
        | （七）总计                       | {received} | 0 | 0 | 0 | 0 | 0 | {received} |
        | …                                | | | | | | | |
        …
    """)  # fmt: skip


NO_FIGURE = ("文字中没有数字", "the text tells no figure")
SILENT = told("本年度工作如常。")

EXAMPLES = (
    Example("prose_contradicts", fails=told("收到政府信息公开申请258件。"), passes=told("收到政府信息公开申请5件。"),
            silent=SILENT, why=NO_FIGURE),
    Example("prose_office_alone", fails=told("区政府办代表区政府受理申请2件。"), passes=told("区政府办代表区政府受理申请5件。"),
            silent=SILENT, why=NO_FIGURE),
    Example("breakdown_differs", fails=told("公开信息9条，其中甲类5条、乙类6条。"), passes=told("公开信息9条，其中甲类5条、乙类2条。"),
            silent=told("公开信息9条。"), why=("文字没有列出分项", "the text lists no parts")),
)  # fmt: skip
