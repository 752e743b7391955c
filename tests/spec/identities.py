"""What must add up, and where the error is where it doesn't."""

from tests.spec.case import Case, rows
from tests.spec.example import Example

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"
TITLE = ("勾稽关系", "What must add up")

NO_THREE = Case("""
    …
    三、收到和处理政府信息公开申请情况
    四、政府信息公开行政复议、行政诉讼情况
    …
""")
NO_THREE_WHY = ("报告没有表三", "the report has no table 三")

LAWFUL = rows(THREE, """
    | …                                | | | | | | | |
    | 一、本年新收政府信息公开申请数量 | 8 | 1 | 0 | 0 | 0 | 0 | 9 |
    | 二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    | （一）予以公开                   | 9 | 1 | 0 | 0 | 0 | 0 | 10 |
    | …                                | | | | | | | |
    | （七）总计                       | 9 | 1 | 0 | 0 | 0 | 0 | 10 |
    | 四、结转下年度继续办理           | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
""")

ROUTE_BROKEN = rows(FOUR, """
    | 行政复议 | 10 | 1 | 0 | 0 | 0 |
    | …        | | | | | |
""")
ROUTE_LAWFUL = rows(FOUR, """
    | 行政复议 | 10 | 1 | 0 | 0 | 11 |
    | …        | | | | | |
""")
TOTAL_BROKEN = rows(THREE, """
    | …              | | | | | | | |
    | （一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | 1 |
    | …              | | | | | | | |
""")

EXAMPLES = (
    Example(
        "balance",
        fails=rows(THREE, """
            | …                                | | | | | | | |
            | 一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
            | 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
            | …                                | | | | | | | |
            | （七）总计                       | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
            | 四、结转下年度继续办理           | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
        """),
        passes=LAWFUL,
        silent=rows(THREE, """
            | …                                | | | | | | | |
            | 一、本年新收政府信息公开申请数量 | 8 |  | 0 | 0 | 0 | 0 | 8 |
            | …                                | | | | | | | |
            | （七）总计                       | 8 |  | 0 | 0 | 0 | 0 | 8 |
            | …                                | | | | | | | |
        """),
        why=("商业企业一列两边都有空白，无法检验", "both sides have a blank in the column of businesses: not assessable"),
    ),
    Example(
        "results",
        fails=rows(THREE, """
            | …              | | | | | | | |
            | （一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
            | …              | | | | | | | |
            | （七）总计     | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
            | …              | | | | | | | |
        """),
        passes=LAWFUL,
        silent=rows(THREE, """
            | …              | | | | | | | |
            | （一）予以公开 | 1 1 | 0 | 0 | 0 | 0 | 0 | 0 |
            | …              | | | | | | | |
        """),
        why=("自然人一列有一格无法判读，无法检验", "a cell in the column of natural persons can't be read: not assessable"),
    ),
    Example(
        "applicants",
        fails=TOTAL_BROKEN,
        passes=LAWFUL,
        silent=rows(THREE, """
            | …              | | | | | | | |
            | （一）予以公开 | 0 | 0 | 0 | 0 | 0 |  |  |
            | …              | | | | | | | |
        """),
        why=("该行有两个空白，无法检验", "the row has two blanks: not assessable"),
    ),
    Example(
        "route",
        fails=ROUTE_BROKEN,
        passes=ROUTE_LAWFUL,
        silent=rows(FOUR, """
            | 行政复议 |  | 0 | 0 | 0 |  |
            | …        | | | | | |
        """),
        why=("结果与总计都有空白，无法检验", "an outcome and the total are blank: not assessable"),
    ),
    Example(
        "error_located",
        fails=TOTAL_BROKEN,
        passes=ROUTE_BROKEN,
        silent=LAWFUL,
        why=("勾稽关系全部成立，没有错误可以定位", "every identity holds, so there is no error to locate"),
    ),
    Example(
        "error_not_located",
        fails=ROUTE_BROKEN,
        passes=TOTAL_BROKEN,
        silent=LAWFUL,
        why=("勾稽关系全部成立，没有错误可以定位", "every identity holds, so there is no error to locate"),
    ),
    Example(
        "identities_conflict",
        fails=rows(THREE, """
            | …                                | | | | | | | |
            | 一、本年新收政府信息公开申请数量 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |
            | …                                | | | | | | | |
            | （一）予以公开                   | 4 | 0 | 0 | 0 | 0 | 0 |  |
            | …                                | | | | | | | |
            | 1.属于国家秘密                   | 0 | 0 | 0 | 0 | 0 | 0 | 1 |
            | …                                | | | | | | | |
            | （七）总计                       | 4 | 0 | 0 | 0 | 0 | 0 | 4 |
            | …                                | | | | | | | |
        """),
        passes=rows(THREE, """
            | …                                | | | | | | | |
            | 一、本年新收政府信息公开申请数量 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |
            | …                                | | | | | | | |
            | （一）予以公开                   | 4 | 0 | 0 | 0 | 0 | 0 |  |
            | …                                | | | | | | | |
            | （七）总计                       | 4 | 0 | 0 | 0 | 0 | 0 | 4 |
            | …                                | | | | | | | |
        """),
        silent=LAWFUL,
        why=("没有空白单元格", "no cell is blank"),
    ),
    Example(
        "blank_not_zero",
        fails=rows(FOUR, """
            | 行政复议 |  | 0 | 0 | 0 | 2 |
            | …        | | | | | |
        """),
        passes=rows(FOUR, """
            | 行政复议 |  | 0 | 0 | 0 | 0 |
            | …        | | | | | |
        """),
        silent=rows(FOUR, """
            | 行政复议 |  |  | 0 | 0 | 2 |
            | …        | | | | | |
        """),
        why=("有两个空白，不能确定哪一个不是零", "two cells are blank, and either could be 0"),
    ),
)  # fmt: skip
