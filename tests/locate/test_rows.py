"""A document as rows: what is drawn on the left of each example is folded into the rows below it."""

import pytest

from pipeline.locate.rows import MOST_TEXTS, kind, rows
from tests.drawn import cut, document, grid


def drawn(*blocks):
    """Each row as its fields, `_` for a blank one; several rows one below the other."""
    return [" | ".join(f.text.strip() or "_" for f in row.fields) for row in rows(document(*blocks))]


KINDS = """
    | 5            | value |
    | 5件          | value |
    | /            | value |
    | 无           | value |
    |              | blank |
    | 　           | blank |
    | 1 1          | odd   |
    | 5①          | odd   |
    | 约5          | odd   |
    | 2023-01-15   | odd   |
    | 3.其他       | text  |
    | （一）       | text  |
    | 8.           | text  |
    | 规章         | text  |
    | 2023年度报告 | text  |
"""


@pytest.mark.parametrize(("text", "look"), cut(KINDS))
def test_a_field_looks_like(text, look):
    assert kind(text) == look


def test_a_row_of_a_table_is_a_row():
    assert drawn(grid("""
        | 规章   | 5 |   |
        | 行政   | < | 0 |
    """)) == ["规章 | 5 | _", "行政 | 0"]


def test_a_merged_cell_is_inherited_below():
    upper, lower = rows(document(grid("""
        | 组 | 甲 | 1 |
        | ^  | 乙 | 2 |
    """)))
    assert [(f.text, f.inherited, f.deep) for f in upper.fields] == [
        ("组", False, True), ("甲", False, False), ("1", False, False)
    ]  # fmt: skip
    assert [(f.text, f.inherited) for f in lower.fields] == [("组", True), ("乙", False), ("2", False)]
    assert [f.order for f in lower.fields] == [0, 3, 4]


def test_a_field_knows_its_columns():
    (row,) = rows(document(grid("| 甲 | < | 1 |")))
    assert [(f.left, f.right) for f in row.fields] == [(0, 2), (2, 3)]


def test_one_cell_a_line_is_folded():
    assert drawn(grid("""
        | 规章     |
        | 5        |
        |          |
        | 7        |
        | 行政许可 |
        | 0        |
    """, "sequence")) == ["规章 | 5 | _ | 7", "行政许可 | 0"]


def test_bare_lines_are_folded_over_blocks():
    assert drawn("规章\n5\n0\n7\n行政许可\n0\n以上") == ["规章 | 5 | 0 | 7", "行政许可 | 0", "以上"]


def test_numbers_on_their_labels_line():
    assert drawn("规章 5 0 7\n行政 许可 3") == ["规章 | 5 | 0 | 7", "行政 许可 | 3"]


def test_a_number_within_a_sentence_stays_there():
    assert drawn("全年公开 5 条信息") == ["全年公开 5 条信息"]


def test_a_label_over_two_lines_stands_with_its_values():
    assert drawn("其他法律行政\n法规禁止公开\n2\n0") == ["其他法律行政 | 法规禁止公开 | 2 | 0"]


@pytest.mark.parametrize("number", ["- 4 -", "— 5 —", "第 3 页", "第3页 共9页", "3 / 9", "-12-"])
def test_a_page_number_is_no_field(number):
    assert drawn(f"规章\n5\n{number}\n7") == ["规章 | 5 | 7"]


def test_texts_long_before_the_values_are_rows_of_their_own():
    lines = [f"段落{'甲' * i}" for i in range(1, MOST_TEXTS + 3)]
    found = drawn("\n".join([*lines, "5"]))
    assert found[:2] == lines[:2] and found[2:] == [" | ".join([*lines[2:], "5"])]


def test_a_table_ends_what_is_folded():
    assert drawn("规章\n5", grid("| 甲 | 1 |"), "7") == ["规章 | 5", "甲 | 1", "7"]


def test_fields_count_through_the_document():
    found = rows(document("总体情况\n5", grid("| 甲 | 1 |"), "7"))
    assert [f.order for row in found for f in row.fields] == [0, 1, 2, 3, 4]
