"""How rows and columns were told apart, and where that stays in doubt."""

from tests.spec.case import Case, rows
from tests.spec.example import Example
from tests.spec.identities import NO_THREE, NO_THREE_WHY

TWO, THREE = "proactive_disclosure", "applications"
TITLE = ("行与列的归属", "How rows and columns were bound")

NO_TWO = Case("""
    …
    二、主动公开政府信息情况
    三、收到和处理政府信息公开申请情况
    …
""")
NO_TWO_WHY = ("报告没有表二", "the report has no table 二")
PRINTED = ("标签与格式相同", "the label is that of the form")


def process(label: str) -> Case:
    return rows(THREE, f"""
        | …                          | | | | | | | |
        | 5.属于三类内部事务信息     | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | {label} | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 7.属于行政执法案卷         | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                          | | | | | | | |
    """)  # fmt: skip


def added(number: str) -> Case:
    return rows(TWO, f"""
        | …                  |
        | 行政规范性文件     | 0 | 0 | 0 |
        | 其他主动公开文件   | {number} | {number} | {number} |
        | 第二十条第（五）项 |
        | …                  |
    """)  # fmt: skip


def header(issued: str) -> Case:
    return rows(TWO, f"""
        | 第二十条第（一）项 |
        | 信息内容           | {issued} | 本年废止件数 | 现行有效件数 |
        | 规章               | 3 | 0 | 0 |
        | …                  |
    """)  # fmt: skip


def reconsideration(fields: str) -> Case:
    return Case(f"""
        四、政府信息公开行政复议、行政诉讼情况
        {fields}
    """, "fields")  # fmt: skip


NEAT = """| 行政复议 | < | < | < | < |
        | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
        | 2 | 0 | 0 | 0 | 2 |"""

EXAMPLES = (
    Example("bound_by_order", fails=process(""), passes=process("6.属于四类过程性信息"), silent=NO_THREE, why=NO_THREE_WHY),
    Example("row_order", fails=rows(THREE, """
        | …                          | | | | | | | |
        | 1.属于国家秘密             | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 3.危及“三安全一稳定”       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 4.保护第三方合法权益       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                          | | | | | | | |
    """), passes=rows(THREE, """
        | …                          | | | | | | | |
        | 1.属于国家秘密             | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 3.危及“三安全一稳定”       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 4.保护第三方合法权益       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                          | | | | | | | |
    """), silent=NO_THREE, why=NO_THREE_WHY),
    Example("label_differs", fails=process("6.属于四类过程性性信息"), passes=process("６、属于 四类过程性信息"),
            silent=process(""), why=("没有标签，见 bound_by_order", "there is no label: see bound_by_order")),
    Example("label_uncertain", fails=rows(THREE, """
        | …                          | | | | | | | |
        | 5.属于三类内部事务信息     | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 6.属于四类过程性性信息     | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 8.属于行政查询事项         | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                          | | | | | | | |
    """), passes=process("6.属于四类过程性性信息"), silent=process("6.属于四类过程性信息"), why=PRINTED),
    Example("unplaced_number", fails=added("77"), passes=added(""), silent=NO_TWO, why=NO_TWO_WHY),
    Example("doubtful_columns", fails=rows(THREE, """
        | …              | | | | | | | |
        | （一）予以公开 | 4 | 1 | 2 | 7 |
        | …              | | | | | | | |
    """, shape="fields"), passes=rows(THREE, """
        | …              | | | | | | | |
        | （一）予以公开 | 4 | 0 | 1 | 0 | 2 | 0 | 7 |
        | …              | | | | | | | |
    """, shape="fields"), silent=NO_THREE, why=NO_THREE_WHY),
    Example("columns_by_position", fails=rows(THREE, """
        | 一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                                | | | | | | | |
    """), passes=rows(THREE, """
        | …                                | | | | | | | |
        | 一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                                | | | | | | | |
    """), silent=NO_THREE, why=NO_THREE_WHY),
    Example("no_column_header", fails=Case("""
        | 行政许可 | 7 |
        | 行政处罚 | 6 |
        | 行政强制 | 0 |
        | 规章     | 1 | 2 | 3 |
    """), passes=Case("""
        | 信息内容 | 本年处理决定数量 |
        | 行政许可 | 7 |
        | 行政处罚 | 6 |
        | 行政强制 | 0 |
    """), silent=rows(THREE, """
        | 一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                                | | | | | | | |
    """), why=("勾稽关系印证了各列，见 columns_by_position", "identities confirm the columns: see columns_by_position")),
    Example("columns_by_identity", fails=reconsideration("""
        | 行政复议 | < | < | < | < | |
        | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | |
        |  | 2 |  |  | 2 | |
    """.strip()), passes=reconsideration(NEAT), silent=Case("【表二】"), why=(
        "表二没有勾稽关系", "table 二 has no identities")),
    Example("other_report", fails=Case("""
        …
        二、主动公开政府信息情况
        某某市教育局2022年政府信息公开工作年度报告
        【表二】
        …
    """), passes=Case("""
        …
        二、主动公开政府信息情况
        本年度的情况见下表。
        【表二】
        …
    """), silent=NO_TWO, why=NO_TWO_WHY),
    Example("other_year", fails=header("2022年制发件数"), passes=header("本年（2023）制发件数"), silent=header("本年制发件数"),
            why=("表头没有年份", "the header names no year")),
)  # fmt: skip
