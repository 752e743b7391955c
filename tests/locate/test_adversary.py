"""Headers and tables drawn to mislead: what is published is right, or in doubt, and never another column's number."""

import pytest

from pipeline.locate import place
from pipeline.read import read
from pipeline.tidy import tidy
from tests.drawn import document, form, grid, lawful

THREE = """\t总计\t自然人\t法人或其他组织
商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他
一、本年新收政府信息公开申请数量\t36\t30\t1\t2\t3\t0\t0
二、上年结转政府信息公开申请数量\t5\t5\t0\t0\t0\t0\t0
四、结转下年度继续办理\t9\t8\t1\t0\t0\t0\t0
"""


def cells(text, table):
    found = tidy(place(read(text.encode())))
    return {key: (cell.status, cell.value) for key, cell in found.get(table, {}).items()}


def test_a_header_of_two_lines_with_the_total_first():
    found = cells(THREE, "applications")
    assert found["new_received", "natural_person"] in (("reported", 30), ("unreadable", None))
    assert found["new_received", "total"] in (("reported", 36), ("unreadable", None))


@pytest.mark.parametrize("header", ["本年制发件数\t现行有效件数\t废止", "制发\t有效\t废止", "制定\t修改\t废止"])
def test_a_header_that_is_half_read_does_not_bind_the_rest_by_position(header):
    text = f"信息内容\t{header}\n规章\t1\t9\t2\n行政规范性文件\t3\t8\t4\n信息内容\t本年处理决定数量\n行政许可\t7\n行政处罚\t6\n"
    assert cells(text, "proactive_disclosure").get(("rules", "repealed")) != ("reported", 9)


@pytest.mark.parametrize(("header", "unit"), [
    ("本年收费金额（单位：万元）", "万元"), ("本年收费金额（元）", "元"), ("本年收费金额（单位为元）", "元"),
    ("本年收费金额（人民币元）", "元"), ("本年收费金额（千元）", "千元"), ("本年收费金额", "万元"),
])  # fmt: skip
def test_the_unit_that_a_header_prints_is_the_values_unit(header, unit):
    text = f"信息内容\t本年处理决定数量\n行政许可\t7\n行政处罚\t6\n行政强制\t0\n信息内容\t{header}\n行政事业性收费\t12\n"
    found = tidy(place(read(text.encode())))["proactive_disclosure"]["fees", "amount"]
    assert (found.value, found.unit) == (12, unit)


def test_two_years_of_routes_below_each_other_are_in_doubt():
    head = "\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
    year = "行政复议\t{0}\t0\t0\t0\t{0}\n未经复议直接起诉\t0\t0\t0\t0\t0\n复议后起诉\t0\t0\t0\t0\t0\n"
    found = cells(head + year.format(4) + "\n" + head + year.format(6), "reviews_litigation")
    assert found["reconsideration", "upheld"] == ("unreadable", None)
    assert found["litigation_direct", "total"] == ("reported", 0)


BLOCKS = """信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t1\t0\t9
行政规范性文件\t3\t4\t8
信息内容\t{decisions}
行政许可\t7
信息内容\t本年处理决定数量
行政处罚\t6
行政强制\t0
信息内容\t{amount}
{label}\t12
"""


def blocks(decisions="本年处理决定数量", amount="本年收费金额（单位：万元）", label="行政事业性收费"):
    return tidy(place(read(BLOCKS.format(decisions=decisions, amount=amount, label=label).encode())))["proactive_disclosure"]


@pytest.mark.parametrize("heading", ["上年处理决定数量", "累计处理决定数量", "本年公开数量", "项目数量", "受理申请数量"])
def test_a_block_whose_header_is_no_label_is_not_read_by_the_header_of_the_block_above(heading):
    found = blocks(decisions=heading)
    assert found["licensing", "decisions"].status == "unreadable"
    assert found["penalties", "decisions"].value == 6


@pytest.mark.parametrize("heading", ["收费总额（元）", "本年收费项目数量", "本年减免收费金额（单位：万元）", "累计收费金额"])
def test_an_amount_under_a_header_that_is_no_label_is_not_read(heading):
    assert blocks(amount=heading)["fees", "amount"].status == "unreadable"


@pytest.mark.parametrize(("amount", "label", "unit"), [
    ("本年收费金额/元", "行政事业性收费", "元"), ("本年收费金额（以元为单位）", "行政事业性收费", "元"),
    ("本年收费金额", "行政事业性收费（元）", "元"), ("本年收费金额", "行政事业性收费", "万元"),
])  # fmt: skip
def test_the_unit_may_stand_anywhere_near_the_amount(amount, label, unit):
    found = blocks(amount=amount, label=label)["fees", "amount"]
    assert (found.value, found.unit) == (12, unit)


def test_two_units_near_an_amount_are_told():
    placed = place(read(BLOCKS.format(decisions="本年处理决定数量", amount="本年收费金额", label="行政事业性收费（元、万元）").encode()))
    assert [n.column for n in placed.tables["proactive_disclosure"].notes if n.rule == "unit_undecided"] == ["amount"]


def test_a_line_above_the_table_says_the_unit_where_nothing_nearer_does():
    text = "单位：件、元\n" + BLOCKS.format(decisions="本年处理决定数量", amount="本年收费金额", label="行政事业性收费")
    assert tidy(place(read(text.encode())))["proactive_disclosure"]["fees", "amount"].unit == "元"


@pytest.mark.parametrize(("year", "told"), [("2022", True), ("2023", False)])
def test_a_header_that_names_another_year_is_told(year, told):
    text = "某局2023年政府信息公开工作年度报告\n" + BLOCKS.format(
        decisions=f"{year}年处理决定数量", amount="本年收费金额", label="行政事业性收费"
    )
    notes = place(read(text.encode())).tables["proactive_disclosure"].notes
    assert ("licensing" in [n.row for n in notes if n.rule == "other_year"]) is told


def test_last_years_column_under_a_header_over_two_years_is_no_column_of_the_form():
    drawn = """
        | 信息内容     | 本年处理决定数量 | <    |
        | ^            | 上年             | 本年 |
        | 行政许可     | 7                |      |
        | 行政处罚     | 5                | 6    |
        | 行政强制     | 1                | 0    |
    """
    found = tidy(place(document(grid(drawn))))["proactive_disclosure"]
    assert found["licensing", "decisions"].value is None
    assert found["penalties", "decisions"].value in (6, None)


@pytest.mark.parametrize(("label", "rule"), [("部门行政规范性文件", "label_uncertain"), ("行政规范文件", "label_differs")])
def test_a_label_that_says_more_than_the_forms_is_uncertain_where_no_identity_tells(label, rule):
    drawn = form("proactive_disclosure")
    drawn = [[field.replace("行政规范性文件", label) for field in line] for line in drawn]
    notes = place(document(grid(drawn))).tables["proactive_disclosure"].notes
    assert (rule, "normative_documents") in [(n.rule, n.row) for n in notes]


@pytest.mark.parametrize("heading", ["撤销处理决定数量", "上半年处理决定数量", "本年处理决定数量占比（%）"])
def test_a_column_header_that_says_more_than_the_forms_is_none(heading):
    assert blocks(decisions=heading)["licensing", "decisions"].status == "unreadable"


@pytest.mark.parametrize("heading", ["本年处理决定数量（件）", "本年处理决定数量（单位：件）", "本年(2023)处理决定数量"])
def test_a_year_or_a_unit_in_a_column_header_is_no_other_label(heading):
    assert blocks(decisions=heading)["licensing", "decisions"].value == 7


def test_foreign_labels_before_the_first_known_one_leave_the_columns_in_doubt():
    text = "信息内容\n修改\n制发\n废止\n规章\n1\n2\n3\n行政规范性文件\n4\n5\n6\n信息内容\n本年处理决定数量\n行政许可\n7\n行政处罚\n6\n"
    assert cells(text, "proactive_disclosure")["rules", "issued"][0] == "unreadable"


def test_a_row_of_blanks_whose_numbers_follow_without_a_label_is_in_doubt():
    drawn = form("applications")
    lines = [list(line) for line in drawn]
    cut = lines[8]
    lines[8:9] = [[*cut[:3], *[""] * 7], ["", "", "", "0", "2", "0", "0", "0", "0", "2"]]
    placed = place(document(grid(lines))).tables["applications"]
    assert [n.rule for n in placed.notes if n.row == list(placed.table.rows)[5]] == ["doubtful_columns"]


ROUTES = "{0}\t\t\t\t\t{1}\t\t\t\t\t{2}\t\t\t\t\n" + "\t".join(["结果维持\t结果纠正\t其他结果\t尚未审结\t总计"] * 3) + "\n"
VALUES = "1\t0\t0\t0\t1\t2\t0\t0\t0\t2\t3\t0\t0\t0\t3\n"


@pytest.mark.parametrize(("routes", "status"), [
    (("行政复议", "未经复议直接起诉", "复议后起诉"), "reported"),
    (("行政复议", "一审", "二审"), "unreadable"),
    (("未经复议直接起诉", "复议后起诉", "行政复议"), "unreadable"),
])  # fmt: skip
def test_routes_that_the_header_names_otherwise_are_not_bound_by_position(routes, status):
    found = cells("四、政府信息公开行政复议、行政诉讼情况\n" + ROUTES.format(*routes) + VALUES, "reviews_litigation")
    assert found["reconsideration", "upheld"][0] == status


@pytest.mark.parametrize("header", ["本年制发件数\t现行有效件数\t", "制发\t现行有效\t废止", "废止\t现行有效\t本年制"])
def test_a_label_read_out_of_its_place_leaves_the_columns_in_doubt(header):
    lines = [*header.split("\t")]
    for text in ("信息内容\t" + header, "\n".join(["信息内容", *filter(None, lines)])):
        rows = "规章\t1\t9\t2\n行政规范性文件\t3\t8\t4\n信息内容\t本年处理决定数量\n行政许可\t7\n行政处罚\t6\n"
        found = cells(f"{text}\n{rows}", "proactive_disclosure")
        assert found["rules", "issued"][0] == "unreadable", text


def test_a_note_below_the_table_that_says_another_unit_is_told():
    text = BLOCKS.format(decisions="本年处理决定数量", amount="本年收费金额（单位：万元）", label="行政事业性收费")
    notes = place(read(f"{text}注：收费金额单位为元\n".encode())).tables["proactive_disclosure"].notes
    assert ("unit_undecided", "fees") in [(n.rule, n.row) for n in notes]


REPORT = "海州市人民政府2023年政府信息公开工作年度报告\n一、总体情况\n略。\n二、主动公开政府信息情况\n{0}\n" + BLOCKS.format(
    decisions="本年处理决定数量", amount="本年收费金额", label="行政事业性收费"
)


@pytest.mark.parametrize(("line", "told"), [
    ("海州市人民政府办公室2023年政府信息公开工作年度报告", True),
    ("海州市人民政府\n2022年政府信息公开工作年度报告", True),
    ("表2：2022年度情况", True),
    ("附件：下属单位情况", True),
    ("江苏省海州市人民政府2023年政府信息公开工作年度报告", False),
    ("与2022年相比，本年公开的文件有所减少。", False),
    ("2023年主动公开的情况见下表", False),
])  # fmt: skip
def test_a_title_or_caption_of_another_report_above_a_table_is_told(line, told):
    notes = place(read(REPORT.format(line).encode())).tables["proactive_disclosure"].notes
    assert ("other_report" in [n.rule for n in notes]) is told


@pytest.mark.parametrize(("line", "status"), [("附件：下属单位情况", "reported"), ("另表", "unreadable")])
def test_a_second_table_below_a_line_for_an_annex_leaves_the_first_alone(line, status):
    table = form("applications", 2021, lawful(seed=1)), form("applications", 2021, lawful(seed=2))
    text = "\n".join(f"说明之{i}。" for i in range(12))
    found = tidy(place(document(grid(table[0]), text, line, grid(table[1]))))["applications"]
    assert found["granted", "natural_person"].status == status


@pytest.mark.parametrize(("outcomes", "status"), [
    ("结果维持\t结果纠正\t其他结果\t尚未审结\t总计", "reported"),
    ("结果维持\t撤诉\t其他结果\t尚未审结\t总计", "unreadable"),
    ("结果维持\t\t其他结果\t尚未审结\t总计", "unreadable"),
])  # fmt: skip
def test_an_outcome_that_is_none_of_the_forms_leaves_the_routes_in_doubt(outcomes, status):
    routes = "行政复议\t\t\t\t\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t\n"
    found = cells(routes + "\t".join([outcomes] * 3) + "\n" + VALUES, "reviews_litigation")
    assert found["reconsideration", "upheld"][0] == status


def test_a_header_whose_tabs_became_blanks_is_read_in_its_own_order():
    text = "自然人 科研机构 商业企业 社会公益组织 法律服务机构 其他 总计\n" + "\n".join(
        f"{label} 1 2 3 0 0 0 6" for label in ("一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计")
    )
    found = cells(text, "applications")
    assert found["granted", "business"] in (("reported", 3), ("unreadable", None))


@pytest.mark.parametrize("header", ["自然人\t商业企业\t社会公益组织\t\t法律服务机构\t其他\t总计",
                                    "其 商业企业 科研机构 社会公益组织 自然人 其他 总计"])  # fmt: skip
def test_columns_that_changed_places_with_one_label_lost_are_in_doubt(header):
    separator = "\t" if "\t" in header else " "
    labels = ("一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计")
    lines = [separator.join((label, "1", "2", "3", "4", "5", "0", "15")) for label in labels]
    head = f"\t{header}" if separator == "\t" else header
    found = cells("\n".join([head, *lines]), "applications")
    assert {found["granted", column][0] for column in ("natural_person", "research_institution")} == {"unreadable"}
