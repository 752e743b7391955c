"""What stands in a single cell."""

from pipeline.read.document import OBJECT
from tests.spec.case import Case, Scanned, rows
from tests.spec.example import Example

TWO, THREE = "proactive_disclosure", "applications"
TITLE = ("单元格", "What stands in a cell")

FEES = """
    | …                  |
    | 第二十条第（八）项 |
    | 信息内容           | 本年收费金额（单位：万元） |
    | 行政事业性收费     | {} |
"""
RULES = """
    | 第二十条第（一）项 |
    | 信息内容           | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | 规章               | {} | 0 | 0 |
    | …                  |
"""


def fees(printed: str) -> Case:
    return rows(TWO, FEES.format(printed))


def rules(printed: str) -> Case:
    return rows(TWO, RULES.format(printed))


def granted(total: str) -> Case:
    return rows(THREE, f"""
        | …              | | | | | | | |
        | （一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | {total} |
        | …              | | | | | | | |
    """)  # fmt: skip


def scanned(total: str) -> Case:
    return Scanned(granted(total).drawing)


BLANK = ("该格为空白，没有可判断的内容", "the cell is blank, so there is nothing to judge")
NO_NUMBER = ("该格没有数字", "the cell holds no number")

EXAMPLES = (
    Example("unreadable_cell", fails=granted("1 1"), passes=granted("/"), silent=granted(""), why=BLANK),
    Example("unclear_picture", fails=scanned(f"1{OBJECT}"), passes=scanned("0"), silent=granted("1 1"), why=(
        "文件本身有文字", "the file says it in text")),
    Example("fraction", fails=granted("1.5"), passes=granted("0"), silent=fees("1.5"), why=(
        "金额可以有小数", "an amount of money may have decimals")),
    Example("negative", fails=rules("-1"), passes=rules("1"), silent=rows(TWO, """
        | …              |
        | 第二十条第（五）项 |
        | 信息内容       | 上一年项目数量 | 本年增/减 | 处理决定数量 |
        | 行政许可       | 3 | -1 | 0 |
        | …              |
    """, 2019), why=("“本年增/减”可以是负数", "“change this year” may be negative")),
    Example("note_in_cell", fails=rules("2（修订1）"), passes=rules("2"), silent=rules(""), why=BLANK),
    Example("note_turns_value", fails=rules("3（减少）"), passes=rules("3（修订1）"), silent=rules("3"), why=(
        "该格没有附注", "the cell has no note")),
    Example("unit_differs", fails=fees("3940元"), passes=fees("0.394万元"), silent=fees("/"), why=NO_NUMBER),
    Example("unit_undecided", fails=rows(TWO, """
        | …                            |
        | 第二十条第（八）项           |
        | 信息内容                     | 本年收费金额 |
        | 行政事业性收费（元、万元）   | 0.5 |
    """), passes=rows(TWO, """
        | …                            |
        | 第二十条第（八）项           |
        | 信息内容                     | 本年收费金额 |
        | 行政事业性收费（万元）       | 0.5 |
    """), silent=fees("0.5"), why=("只印有格式规定的单位", "only the unit of the form is printed")),
)  # fmt: skip
