"""The list of 2014 bound row by row: whatever tells rows apart, and what leaves them in doubt."""

from itertools import zip_longest

import pytest

from pipeline.locate import place
from pipeline.locate.placement import PlacedTable
from pipeline.read import read
from schemas.load import TABLES, table
from tests.drawn import cut, document, form, grid, held, notes, report, statistics

TITLE = "沭阳县教育局2015年政府信息公开工作年度报告"
SHAPE = table("statistics_2014", 2014)
COUNTS = {code: str(n) for n, code in enumerate(SHAPE.rows, 1)}
"""A count of its own for each row, so that a mix-up shows."""


def placed(*blocks) -> PlacedTable:
    found = place(document(TITLE, *blocks))
    assert set(found.tables) == {"statistics_2014"}
    return found.tables["statistics_2014"]


def whole() -> list[list[str]]:
    return statistics(COUNTS)


def at(drawn: list[list[str]], label: str) -> int:
    return next(n for n, row in enumerate(drawn) if label in row[0])


def changed(drawn: list[list[str]], *rows: str) -> list[list[str]]:
    """The list with rows in place of those of the same label, or with others: label | unit | count."""
    for label, *rest in (cut(row)[0] for row in rows):
        n = at(drawn, label)
        drawn[n : n + 1] = [[label, *rest]]
    return drawn


@pytest.mark.parametrize("shape", ["cells", "fields"])
def test_each_row_holds_its_own_count(shape):
    assert held(placed(grid(whole(), shape))) == COUNTS


def test_a_flow_of_cells_is_read_the_same():
    assert held(placed("\n".join(field for row in whole() for field in row))) == COUNTS
    assert held(placed("\n".join(" ".join(row) for row in whole()))) == COUNTS


@pytest.mark.parametrize("line", ["{}：{}{}", "{}: {} {}", "{} {} {}", "{} {}{}"])
def test_a_line_may_hold_label_count_and_unit(line):
    found = held(placed("\n".join(line.format(label, count, unit) for label, unit, count in whole()[1:])))
    assert {code: count.rstrip("条次件篇个人万元 ") for code, count in found.items()} == COUNTS


def test_a_list_whose_labels_are_all_torn_over_two_rows_is_found():
    """Without a header, only the pieces together tell that a list is there."""
    halves = ((label[: len(label) // 2], label[len(label) // 2 :], rest) for label, *rest in whole()[1:])
    torn = [row for left, right, rest in halves for row in ([left, "", ""], [right, *rest])]
    assert COUNTS.keys() <= held(placed(grid(torn, "cells"))).keys()


def beside() -> list[list[str]]:
    """The list as two, each half as long."""
    head, *body = whole()
    half = (len(body) + 1) // 2
    return [head * 2, *(a + b for a, b in zip_longest(body[:half], body[half:], fillvalue=["", "", ""]))]


def test_two_lists_side_by_side_are_read_one_after_the_other():
    assert held(placed(grid(beside()))) == COUNTS


def test_two_lists_side_by_side_may_go_on_in_another_grid():
    assert held(placed(grid(beside()[:20]), grid(beside()[20:]))) == COUNTS


# What stands in which column


@pytest.mark.parametrize("columns", [("2014年", "2015年"), ("本年数", "上年数"), ("一季度", "二季度")])
def test_of_two_columns_without_the_headers_name_neither_is_taken(columns):
    lines = [["统计指标", "单位", *columns], *([*row, "7"] for row in whole()[1:])]
    assert set(held(placed(grid(lines))).values()) == {"?"}


def test_a_blank_beside_another_years_number_is_no_count():
    lines = [["统计指标", "单位", "2015年", "2014年"], *([*row, "7"] for row in whole()[1:])]
    lines[at(lines, "收到申请数")][2] = ""
    assert held(placed(grid(lines)))["requests"] == "?"


def test_the_header_tells_the_count_from_last_years():
    lines = [["序号", "统计指标", "单位", "上年统计数", "统计数"], *(["9", *row[:2], "7", row[2]] for row in whole()[1:])]
    lines[at([row[1:] for row in lines], "收到申请数")][4] = ""
    assert held(placed(grid(lines))) == COUNTS | {"requests": "_"}


def test_a_header_of_another_year_is_told():
    lines = [["统计指标", "单位", "2014年统计数"], *whole()[1:]]
    assert ("other_year", "requests") in notes(placed(grid(lines)))
    lines[0][2] = "2015年统计数"
    assert notes(placed(grid(lines))) == []


def test_numbers_before_their_labels_in_a_flow_are_in_doubt():
    shifted = "\n".join(line for row in whole()[1:] for line in (row[2], row[0]))
    assert set(held(placed(f"附件\n5\n{shifted}")).values()) <= {"?", "."}


# Units


def test_a_unit_may_stand_beside_behind_or_in_the_label():
    lines = changed(whole(), "七、依申请公开信息收取的费用 | 元 | 300", "（二）举办各类培训班数 | 期 | 2")
    own = placed(grid(lines))
    assert own.cells["fees_charged", ""].unit == "元" and ("unit_undecided", "trainings") in notes(own)
    inside = [[f"{row[0]}（{row[1]}）", row[2]] for row in whole()[1:]]
    assert {c.unit for c in placed(grid(inside)).cells.values()} == {line.unit for line in SHAPE.rows.values()}


def test_a_line_above_may_tell_the_unit_of_amounts():
    bare = [[row[0], row[2]] for row in whole()[1:]]
    assert placed("单位：元", grid(bare)).cells["funds", ""].unit == "元"
    assert ("unit_undecided", "funds") in notes(placed("单位：元", grid(bare), "注：费用单位为万元"))


# Labels


def test_twins_are_told_apart_by_the_rows_around_them():
    lines = [row for row in whole() if "四、" not in row[0] and "五、" not in row[0]]
    assert held(placed(grid(lines))) == COUNTS | {"reconsiderations": ".", "litigations": "."}
    lines = [row for row in whole() if row[2] not in {COUNTS[c] for c in SHAPE.rows if c.startswith("reconsiderations")}]
    gone = {code: "." for code in SHAPE.rows if code.startswith("reconsiderations")}
    assert held(placed(grid(lines))) == COUNTS | gone


def test_a_twin_that_nothing_tells_apart_is_in_doubt():
    both = {code for code in SHAPE.rows if code.startswith(("reconsiderations", "litigations"))}
    lines = [row for row in whole() if row[2] not in {COUNTS[code] for code in both - {"reconsiderations_corrected"}}]
    found = held(placed(grid(lines)))
    assert found["reconsiderations_corrected"] == "?" and found["litigations_corrected"] == "."


def test_a_misprinted_label_is_told_and_a_turned_one_is_not_guessed():
    lines = whole()
    lines[at(lines, "属于已主动公开范围数")][0] = "1.属于已主动公开的范围数"
    assert ("label_differs", "answered_already_public") in notes(placed(grid(lines)))
    lines = whole()
    lines[at(lines, "4.不同意公开答复数")][0] = "4.同意公开答复数"
    found = held(placed(grid(lines)))
    assert (found["answered_granted"], found["answered_denied"]) == ("?", ".")


def test_a_label_may_lack_its_remark_and_its_last_character():
    lines = whole()
    lines[at(lines, "专项经费")][0] = "（四）政府信息公开专项经费"
    lines[at(lines, "1.当面申请数")][0] = "1.当面申请"
    assert held(placed(grid(lines))) == COUNTS and notes(placed(grid(lines))) == []


def test_a_label_torn_over_two_rows_is_joined():
    lines = whole()
    n = at(lines, "危及国家安全")
    label, unit, count = lines[n]
    lines[n : n + 1] = [[label[:9], "", ""], [label[9:], unit, count]]
    assert held(placed(grid(lines))) == COUNTS


def test_a_row_out_of_order_is_told():
    lines = whole()
    lines.insert(at(lines, "1.当面申请数"), lines.pop(at(lines, "4.信函申请数")))
    assert ("row_order", "requests_by_letter") in notes(placed(grid(lines)))
    assert held(placed(grid(lines))) == COUNTS


# Rows of their own


def local(*rows: list[str], below: str = "4.信函申请数") -> PlacedTable:
    lines = whole()
    lines[at(lines, below) + 1 : at(lines, below) + 1] = rows
    return placed(grid(lines))


def test_a_local_row_keeps_its_label_and_unit_and_takes_nothing_from_the_forms():
    found = local(["5.手机客户端申请数", "件", "900"])
    assert {code: count for code, count in held(found).items() if code in COUNTS} == COUNTS
    assert held(found)["local_item_01"] == "900" and found.table.rows["local_item_01"].zh == "5.手机客户端申请数"
    assert found.cells["local_item_01", ""].unit == "件" and ("local_row", "local_item_01") in notes(found)


def test_a_sum_that_a_local_row_may_be_part_of_is_no_rule_there():
    rules = {identity.code for identity in SHAPE.identities}
    own = local(["5.手机客户端申请数", "件", "900"]).table
    assert {i.code for i in own.identities} == rules - {"requests_by_channel"}
    assert {i.code for i in local(["其中：属实件数", "件", "1"], below="六、").table.identities} == rules


def test_a_local_row_that_is_like_a_missing_one_is_uncertain():
    lines = whole()
    lines[at(lines, "3.网络申请数")][0] = "3.网上提交申请数"
    found = placed(grid(lines))
    assert held(found)["requests_online"] == "." and ("label_uncertain", "local_item_01") in notes(found)


def test_a_telephone_number_below_the_list_is_no_row():
    assert list(local(["联系电话", "填报日期", "84212345"], below="（三）接受培训人员数").table.rows) == list(SHAPE.rows)


# Other tables, and none


def test_the_list_twice_with_other_figures_is_in_doubt():
    other = statistics({code: str(int(count) + 1) for code, count in COUNTS.items()})
    assert set(held(placed(grid(whole()), "上一年度", grid(other))).values()) == {"?"}
    assert held(placed(grid(whole()), "附件", grid(whole()))) == COUNTS


def test_the_forms_of_later_editions_hold_no_list_and_the_list_no_form():
    for edition in (2019, 2021):
        assert set(place(report(edition)).tables) == set(TABLES)
    assert set(place(document(TITLE, grid(whole()))).tables) == {"statistics_2014"}


def test_a_report_may_hold_both():
    both = place(document(TITLE, grid(form("applications")), "附件", grid(whole())))
    assert set(both.tables) == {"applications", "statistics_2014"} and held(both.tables["statistics_2014"]) == COUNTS


@pytest.mark.parametrize("text", [
    "全年收到申请数 12 件，当面申请数 3 件，网络申请数 9 件。", "（一）收到申请数 12\n1.当面申请数 3",
])  # fmt: skip
def test_prose_that_names_some_rows_is_no_list(text):
    assert place(read(f"{TITLE}\n{text}".encode())).tables == {}
