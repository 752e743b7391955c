"""What stands above the values: labels as drawn, and the columns that they name."""

from pipeline.locate.headers import EXTRA, column_index, names_columns, read_header
from pipeline.locate.rows import rows
from schemas.load import table
from tests.drawn import document, form, grid

THREE = table("applications", 2021)
TWO = table("proactive_disclosure", 2021)


def header(drawing, shape, codes=None, form="cells"):
    found = rows(document(grid(drawing, form)))
    return read_header(found, shape, codes or tuple(shape.columns))


def test_the_official_header_names_seven_columns():
    found = header(form("applications")[:3], THREE)
    assert found.ranges == {code: (3 + i, 4 + i) for i, code in enumerate(THREE.columns)}
    assert found.order == tuple(THREE.columns)


def test_without_merges_only_the_order_is_left():
    found = header(form("applications")[:3], THREE, form="fields")
    assert found.ranges == {} and found.order == tuple(THREE.columns)


def test_a_label_cut_over_two_cells_is_one():
    found = header("""
        | 自然人 | 法人或其他组织 | <    | <            | <            | <    | 总计 |
        | ^      | 商业           | 科研 | 社会公益组织 | 法律服务机构 | 其他 | ^    |
        | ^      | 企业           | 机构 | ^            | ^            | ^    | ^    |
    """, THREE)
    assert found.order == tuple(THREE.columns)


def test_a_subtotal_is_an_extra_column():
    found = header("""
        | 自然人 | 法人或其他组织 | <        | <            | <            | <    | <    | 总计 |
        | ^      | 商业企业       | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 小计 | ^    |
    """, THREE)
    assert found.ranges[EXTRA] == (6, 7) and found.ranges["total"] == (7, 8)


def test_a_label_over_two_separate_runs_of_columns_is_none():
    found = header("| 自然人 | 总计 | 自然人 |", THREE)
    assert set(found.ranges) == {"total"}


def test_a_deeper_label_comes_before_the_one_above_it():
    found = header("""
        | 总计           | <    |
        | 自然人         | 其他 |
    """, THREE)
    assert set(found.ranges) == {"natural_person", "other_organization"}


def test_units_are_read_from_the_header():
    codes = TWO.columns_of("fees")
    assert header("| 信息内容 | 本年收费金额（单位：万元） |", TWO, codes).units == {"amount": "万元"}
    assert header("| 信息内容 | 本年收费金额（单位：元） |", TWO, codes).units == {"amount": "元"}
    assert header("| 信息内容 | 本年收费金额 |", TWO, codes).units == {}


def test_no_rows_make_no_header():
    assert read_header((), TWO, ("amount",)).order == ()


def test_a_header_row_names_two_columns_and_holds_no_value():
    index = column_index("applications", 2021, tuple(THREE.columns))
    found = rows(document(grid("""
        | 自然人 | 商业企业 |
        | 自然人 | 5        |
        | 自然人 |          |
    """)))
    assert [names_columns(row, index) for row in found] == [True, False, False]
