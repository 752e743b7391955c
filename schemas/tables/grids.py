"""Where on their pages the tables stood in which cells were read: one row a grid."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns

POINTS = r"^-?\d+(\.\d)?( -?\d+(\.\d)?)+$"
MERGED = r"^r\d+/c\d+:r\d+/c\d+( r\d+/c\d+:r\d+/c\d+)*$"
QUARTERS = (0, 90, 180, 270)


def _edges(zh: str, en: str, lines_zh: str, lines_en: str) -> str:
    return columns.column(
        zh, en,
        f"各{lines_zh}的边线，以空格分隔，由页面左上角量起，比{lines_zh}数多一",
        f"the lines between which the {lines_en} lie, parted by blanks and measured from the page's top left corner: "
        f"one more than there are {lines_en}",
        nullable=False, unit="pt", str_matches=POINTS,
    )  # fmt: skip


class Grids(pa.DataFrameModel):
    """Grids on pages that hold published cells, one row a grid."""

    report_id: str = columns.report_id()
    locator: str = columns.column(
        "位置", "locator",
        "表格在文件中的位置：p 页，t 表；单元格的位置 p4/t1/r7/c5 属于表格 p4/t1",
        "where the grid stands: p page, t table; a cell at p4/t1/r7/c5 belongs to the grid p4/t1",
        nullable=False, str_matches=r"^p\d+/t\d+$",
    )  # fmt: skip
    page: pd.Int64Dtype = columns.column(
        "页", "page", "第几页，从 1 计；网页和 DOCX 中为第几幅图",
        "the page, counted from 1; in a web page or DOCX the picture", nullable=False, ge=1,
    )  # fmt: skip
    page_width: float = columns.column(
        "页宽", "page width", "转正之后的页面宽度", "the page's width after it was turned",
        nullable=False, unit="pt", ge=0,
    )  # fmt: skip
    page_height: float = columns.column(
        "页高", "page height", "转正之后的页面高度", "the page's height after it was turned",
        nullable=False, unit="pt", ge=0,
    )  # fmt: skip
    turn: pd.Int16Dtype = columns.column(
        "旋转", "turn", "为使表格直立，页面顺时针转过的角度；边线按转正之后的页面量",
        "by how much the page was turned clockwise for the grid to stand upright; edges are measured after that",
        nullable=False, unit="°", isin=QUARTERS,
    )  # fmt: skip
    column_edges: str = _edges("列边线", "column edges", "列", "columns")
    row_edges: str = _edges("行边线", "row edges", "行", "rows")
    merged: str = columns.column(
        "合并单元格", "merged cells", "跨行或跨列的单元格：首行首列:末行末列，以空格分隔；没有则为空",
        "the cells that span: first row and column:last row and column, parted by blanks; empty where none does",
        str_matches=MERGED,
    )  # fmt: skip

    class Config:
        strict = True
        ordered = True
        unique = ["report_id", "locator"]
        metadata = {
            "title_zh": "页面上的表格",
            "title_en": "Grids on pages",
            "description_zh": "在有页面的文件（PDF、OFD、扫描件）中读出单元格的每个表格一行：所在页、边线和合并单元格，"
            "由此可知每个单元格在页面上的方框",
            "description_en": "one row a table of a page (PDF, OFD, scans) in which cells were read: its page, its "
            "edges and merged cells, which give the box of every cell",
        }
