"""Whether each table is there, whole, once, and where it belongs."""

from tests.spec.case import Case, rows
from tests.spec.example import Example
from tests.spec.form import REFUSED, REFUSED_WHY
from tests.spec.identities import NO_THREE, NO_THREE_WHY

THREE, FOUR = "applications", "reviews_litigation"
TITLE = ("表格", "Whether the tables are there")

WHOLE = Case("…")
ABSENT = Case("""
    某某市教育局2023年政府信息公开工作年度报告
    一、总体情况
    本年度工作如常。
    二、主动公开政府信息情况
    【表二】
""")
TWICE = """
    …
    【表三】
    | …              | | | | | | | |
    | （一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    | （一）予以公开 | {} | 0 | 0 | 0 | 0 | 0 | {} |
    | （二）部分公开（区分处理的，只计这一情形，不计其他情形） | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
    | …              | | | | | | | |
    …
"""
AGAIN = """
    …
    六、其他需要报告的事项
    本年度工作如常。
    【表三】
    | …              | | | | | | | |
    | （一）予以公开 | {} | 0 | 0 | 0 | 0 | 0 | {} |
    | …              | | | | | | | |
"""

EXAMPLES = (
    Example("missing_table", fails=NO_THREE, passes=WHOLE, silent=REFUSED, why=REFUSED_WHY),
    Example("empty_table", fails=rows(FOUR, """
        | 行政复议           |  |  |  |  |  |
        | 未经复议直接起诉   |  |  |  |  |  |
        | 复议后起诉         |  |  |  |  |  |
    """), passes=rows(FOUR, """
        | 行政复议           |  |  |  |  | 0 |
        | 未经复议直接起诉   |  |  |  |  | 0 |
        | 复议后起诉         |  |  |  |  | 0 |
    """), silent=ABSENT, why=("报告没有表四", "the report has no table 四")),
    Example("missing_cells", fails=rows(THREE, """
        | …                          | | | | | | | |
        | 1.属于国家秘密             | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 3.危及“三安全一稳定”       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                          | | | | | | | |
    """), passes=rows(THREE, """
        | …                          | | | | | | | |
        | 1.属于国家秘密             | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 2.其他法律行政法规禁止公开 |  |  |  |  |  |  |  |
        | 3.危及“三安全一稳定”       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | …                          | | | | | | | |
    """), silent=NO_THREE, why=NO_THREE_WHY),
    Example("conflicting_rows", fails=Case(TWICE.format(2, 2)), passes=Case(TWICE.format(1, 1)), silent=WHOLE, why=(
        "各行只出现一次", "each row stands there once")),
    Example("table_twice", fails=Case(AGAIN.format(5, 5)), passes=Case(AGAIN.format(0, 0)), silent=WHOLE, why=(
        "表格只出现一次", "the table stands there once")),
    Example("wrong_heading", fails=Case("""
        …
        二、主动公开政府信息情况
        【表二】
        【表三】
        …
    """), passes=WHOLE, silent=NO_THREE, why=NO_THREE_WHY),
    Example("table_elsewhere", fails=Case("""
        …
        二、主动公开政府信息情况
        【表二】
        三、收到和处理政府信息公开申请情况
        四、政府信息公开行政复议、行政诉讼情况
        【表四】
        …
        六、其他需要报告的事项
        【表三】
    """), passes=WHOLE, silent=Case("""
        …
        二、主动公开政府信息情况
        【表二】
        【表三】
        …
    """), why=("表三没有自己的标题，见 wrong_heading", "table 三 has no heading of its own: see wrong_heading")),
    Example("no_heading", fails=Case("""
        【表三】
        六、其他需要报告的事项
        无。
    """), passes=WHOLE, silent=NO_THREE, why=NO_THREE_WHY),
    Example("outdated_layout", fails=Case("""
        …
        【表二·2019】
        …
    """), passes=Case("""
        某某市教育局2020年政府信息公开工作年度报告
        …
        【表二·2019】
        三、收到和处理政府信息公开申请情况
        【表三·2019】
        …
    """), silent=Case("""
        某某市教育局政府信息公开工作年度报告
        …
        【表二·2019】
        …
    """), why=("报告年份不明", "the year of the report is unknown")),
    Example("premature_layout", fails=Case("""
        某某市教育局2020年政府信息公开工作年度报告
        …
    """), passes=WHOLE, silent=Case("""
        某某市教育局政府信息公开工作年度报告
        …
    """), why=("报告年份不明", "the year of the report is unknown")),
    Example("mixed_layouts", fails=Case("""
        …
        【表三·2019】
        …
    """), passes=WHOLE, silent=Case("【表三】"), why=("报告只有一张表", "the report has one table only")),
    Example("edition_undecided", fails=Case("""
        三、收到和处理政府信息公开申请情况
        【表三】
        | …                                            | | | | | | | |
        | 4.无正当理由大量反复申请                     | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        | 5.要求行政机关确认或重新出具已获取信息       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
    """), passes=Case("""
        三、收到和处理政府信息公开申请情况
        【表三】
    """), silent=NO_THREE, why=NO_THREE_WHY),
)  # fmt: skip
