"""XLSX: what a sheet shows, and nothing else; what hides behind a number; workbooks that are bombs."""

import time

import pytest

from pipeline.fetch.receipts import Receipt
from pipeline.read import media_type, read
from pipeline.read.document import OBJECT, Grid, Refusal
from pipeline.read.sniff import XLSX
from pipeline.report import read_report
from tests.read.books import Page, book, number
from tests.read.boxes import zipped
from tests.read.drawing import held

STYLES = """
<numFmts><numFmt numFmtId="164" formatCode="0.00"/><numFmt numFmtId="165" formatCode=";;;"/>
  <numFmt numFmtId="166" formatCode="[>9]0;0"/></numFmts>
<fonts><font/><font><strike/></font><font><vertAlign val="superscript"/></font><font><color rgb="FFFFFFFF"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill></fills>
<borders><border/><border><left style="thin"/></border></borders>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf fontId="1"/><xf fontId="2"/>
  <xf fontId="3"/><xf fontId="3" fillId="1"/><xf borderId="1"/><xf numFmtId="14"/><xf numFmtId="9999"/></cellXfs>
"""


def grids(*pages: Page, **given) -> list[list[str]]:
    """The rows of each grid, as `held` draws them."""
    data = book({f"Sheet{n}": page for n, page in enumerate(pages, 1)}, STYLES, **given)
    assert media_type(data) == XLSX
    return [held(block) for block in read(data).blocks if isinstance(block, Grid)]


def test_merged_cells_are_expanded_and_blank_ones_are_cells():
    page = Page([("甲", "", "", "乙"), ("", "1", "", "2")], after='<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>')
    assert grids(page) == [["甲 _ _ 乙", "甲 1 _ 2"]]
    data = book({"s": page})
    (grid,) = [block for block in read(data).blocks if isinstance(block, Grid)]
    blank = grid.rows[0][1]
    assert grid.rows[0][2] is blank and blank.column_span == 2 and blank.place.locator == "s1/r1/c2"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number("3"), "3"),
        (number("12.5", 1), "12.50"),
        (number("3", formula="SUM(B1:B2)"), "3"),
        ("<c><f>SUM(B1:B2)</f></c>", OBJECT),
        ("<c><f>SUM(B1:B2)</f><v/></c>", OBJECT),
        ('<c t="str"><f>""</f><v></v></c>', "_"),
        ('<c t="e"><v>#REF!</v></c>', OBJECT),
        ('<c t="b"><v>1</v></c>', OBJECT),
        (number("3", 2), OBJECT),
        (number("3", 3), OBJECT),
        (number("3", 10), OBJECT),
        (number("3", 4), f"{OBJECT}3{OBJECT}"),
        (number("3", 5), f"{OBJECT}3{OBJECT}"),
        (number("3", 6), f"{OBJECT}3{OBJECT}"),
        (number("3", 7), "3"),
        (number("45316", 9), "2024/1/25"),
        (number("x"), OBJECT),
        ('<c t="s"><v>1</v></c>', "1 2"),
        ('<c t="s"><v>0</v></c>', "报告"),
        ('<c t="s"><v>9</v></c>', OBJECT),
    ],
)
def test_what_a_cell_shows(cell, text):
    strings = "<si><t>报告</t><rPh><t>bàogào</t></rPh></si><si><r><t>1</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r></si>"
    assert grids(Page([("甲", cell, "乙")]), strings=strings) == [[f"甲 {text} 乙"]]


def test_zeros_that_a_sheet_does_not_show_are_blank():
    page = Page([("甲", number("0"), number("3"))], before='<sheetViews><sheetView showZeros="0"/></sheetViews>')
    assert grids(page) == [["甲 _ 3"]]


def test_hidden_rows_columns_and_sheets_are_not_there():
    page = Page(
        [("甲", "1", "2"), ("乙", "3", "4"), ("丙", "5", "6")],
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        rows_are={2: 'hidden="1"'},
    )
    assert grids(page, Page([("a", "b")], state="hidden"), Page([("a", "c")], state="veryHidden")) == [["甲 2", "乙 6"]]


def test_a_line_without_borders_stands_outside_the_table_and_a_blank_value_within_borders_is_a_cell():
    border = '<c s="8"/>'
    rows = [("二、主动公开",), (f"{border[:-2]} t=\"inlineStr\"><is><t>规章</t></is></c>", border, border), (border, border, border)]
    blocks = read(book({"Sheet1": Page(rows)}, STYLES)).blocks
    assert blocks[0].text == "二、主动公开" and blocks[0].place.locator == "s1/r1/c1"
    assert held(blocks[1]) == ["规章 _ _", "_ _ _"]


def test_tables_stand_apart_where_a_row_is_blank_and_passages_are_text():
    rows = [("甲", "1"), (), ("乙", "2"), ("一段\n文字",), ("丙", "3")]
    blocks = read(book({"表": Page(rows)}, STYLES)).blocks
    assert [held(b) if isinstance(b, Grid) else b.text for b in blocks] == ["表", ["甲 1"], ["乙 2"], "一段", "文字", ["丙 3"]]


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
    page = Page(data=f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>{far}</sheetData>',
                after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')  # fmt: skip
    started = time.monotonic()
    blocks = read(book({"Sheet1": page})).blocks
    assert len(blocks) == 1 and time.monotonic() - started < 2


def test_a_row_as_wide_as_a_sheet_is_told_and_not_read():
    ends = '<c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c>'
    document = read(book({"Sheet1": Page(data=f'<sheetData><row r="1">{ends}</row></sheetData>')}))
    assert [remark.rule for remark in document.remarks] == ["limit_reached"] and not document.blocks


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        read(data)
    return refusal.value.reason


def test_workbooks_that_can_not_be_read():
    assert refused(book({"s": Page()})) == "no_text_layer"
    assert refused(book({"s": Page([("a", "b")])})[:900]) == "damaged"
    assert refused(zipped({"xl/workbook.xml": b"<workbook/>"})) == "no_text_layer"
    assert refused(zipped({"xl/workbook.xml": b"<workbook"})) == "damaged"


def test_entities_that_grow_are_refused():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><workbook>&l9;</workbook>'
    assert refused(zipped({"xl/workbook.xml": data.encode()})) == "damaged"


def test_parts_and_merges_beyond_measure_are_refused():
    assert refused(book({"s": Page(data="<sheetData/>" + " " * 50_000_000)})) == "too_large"
    merges = "".join(f'<mergeCell ref="A1:XFD{1_048_000 + n % 500}"/>' for n in range(120_000))
    rows = [[str(n)] for n in range(200)]
    assert refused(book({"s": Page(rows, after=f"<mergeCells>{merges}</mergeCells>")})) == "too_large"


def test_an_error_in_a_table_is_unreadable_and_told():
    """The form's table 二 with #REF! where a number should stand."""
    rows = [
        ("某市档案局2023年政府信息公开工作年度报告",),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", number("0"), number("0"), number("0")),
        ("行政规范性文件", number("2"), '<c t="e"><v>#REF!</v></c>', number("9")),
        ("信息内容", "本年处理决定数量"),
        ("行政许可", number("3")),
        ("行政处罚", number("4")),
        ("行政强制", number("5")),
        ("信息内容", "本年收费金额（单位：万元）"),
        ("行政事业性收费", number("6.5", 1)),
    ]
    receipt = Receipt("documents/a.xlsx", "0" * 64, 1, None, None, None)
    tables = read_report(receipt, book({"Sheet1": Page(rows)}, STYLES)).tables
    cells = {(r["item"], r["measure"]): (r["status"], r["printed"]) for r in tables["proactive_disclosure"]}
    assert cells["normative_documents", "repealed"] == ("unreadable", OBJECT)
    assert cells["normative_documents", "in_force"] == ("reported", "9")
    assert cells["fees", "amount"] == ("reported", "6.50")
    assert any((f["rule"], f["column"]) == ("unreadable_cell", "repealed") for f in tables["findings"])
