"""Headers and tables drawn to mislead: what is published is right, or in doubt, and never another column's number."""

import pytest

from pipeline.locate import place
from pipeline.read import read
from pipeline.tidy import tidy

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
