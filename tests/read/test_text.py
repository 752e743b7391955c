"""Tables drawn with tabs and pipes: the lines as published on the left, what is handed on below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import Refusal, text
from pipeline.read.document import OBJECT, Grid
from pipeline.read.limits import MAX_CELLS, MAX_LINES, MAX_TEXT_BYTES


def blocks(source):
    """Each text as its string, each grid as its rows; '·' where a short row has no cell."""
    return [
        [["·" if cell is None else cell.text for cell in row] for row in block.rows]
        if isinstance(block, Grid)
        else block.text
        for block in text.read(source.encode()).blocks
    ]


def sequence(source):
    """The cells of the only grid, which must be a sequence."""
    (grid,) = text.read(source.encode()).grids()
    assert (grid.shape, grid.width) == ("sequence", 1)
    return [cell.text for cell in grid.cells()]


def test_a_line_is_a_text_with_its_number():
    document = text.read("标题\r\n\r\n　正文\u200b 5 件\n".encode())
    assert [(block.text, block.place.locator) for block in document.blocks] == [
        ("标题", "l1"),
        ("正文 5 件", "l3"),
    ]
    assert (document.media_type, document.title) == ("text/plain", None)


def test_every_tab_separates_and_a_blank_line_parts_nothing():
    source = "二、情况\n\t\t甲\t乙\n收到\t\t1\t2\t\n\n办结\t件\t1\t\n三、其他"
    assert blocks(source) == [
        "二、情况",
        [
            ["", "", "甲", "乙", "·"],
            ["收到", "", "1", "2", ""],
            ["办结", "件", "1", "", "·"],
        ],
        "三、其他",
    ]


def test_places_of_fields():
    (grid,) = text.read(b"x\n\na\t1\n\t2\t\n").grids()
    assert grid.place.locator == "l3"
    assert [cell.place.locator for cell in grid.cells()] == ["l3/f1", "l3/f2", "l4/f1", "l4/f2", "l4/f3"]


def test_a_row_with_its_label_only_stays_between_rows():
    assert blocks("a\t1\t2\n\tb\nc\t3\t4") == [[["a", "1", "2"], ["", "b", "·"], ["c", "3", "4"]]]


@pytest.mark.parametrize(
    "source",
    [
        "\t第一段。\n\t第二段。",
        "电话\t123",
        "首页 | 公开 | 年报",
        "|六、其他事项",
        "本年收到申请|5件。\n" + "办结情况见下，" * 40 + "|",
        "a |\n正文。\nb |",
    ],
)
def test_tabs_and_pipes_in_prose_make_no_table(source):
    assert blocks(source) == [" ".join(line.split()) for line in source.split("\n")]


def test_markdown_has_borders_and_rules():
    source = "前文\n| 规章 | 0 |  |\n|---|:-:|---|\n| - | -- | 2 |\n后文"
    assert blocks(source) == ["前文", [["规章", "0", ""], ["-", "--", "2"]], "后文"]


def test_small_markdown_tables_of_one_row_each():
    source = "| 0 | 5 |\n|---|---|\n| 国家秘密 | 0 | 1 |\n|---|---|---|\n止公开\n| 7 | 7 |\n|---|---|"
    assert blocks(source) == [[["0", "5", "·"], ["国家秘密", "0", "1"]], "止公开", [["7", "7"]]]


def test_pipes_that_end_fields():
    source = "规章 | 0 | 1 |\n许可 | 2 | ||\n处罚 | | 3 |"
    assert blocks(source) == [[["规章", "0", "1", "·"], ["许可", "2", "", ""], ["处罚", "", "3", "·"]]]


def test_pipes_that_stand_between_fields():
    assert blocks("规章 | 0 | 1\n许可 | 2 |\n处罚 | 4 | 3") == [
        [["规章", "0", "1"], ["许可", "2", ""], ["处罚", "4", "3"]]
    ]


def test_a_first_pipe_is_a_border_only_if_every_row_has_it():
    assert blocks("三、 | 甲 | 1 |\n| 乙 | 2 |\n| | 3 |") == [
        [["三、", "甲", "1"], ["", "乙", "2"], ["", "", "3"]]
    ]


def test_a_blank_form_in_rows_is_rows():
    source = "内容 | 制发 | 废止 |\n" + "规章 | | |\n" * 6
    assert blocks(source) == [[["内容", "制发", "废止"]] + [["规章", "", ""]] * 6]


def test_a_wide_line_alone_is_a_row():
    assert blocks("共\n0 | 0 | 1 | 0 | 1\n计") == ["共", [["0", "0", "1", "0", "1"]], "计"]


def test_sequence_of_ended_cells():
    """The pipe after a cell ends it; `|` and `||` alone end one and two empty ones."""
    assert sequence("收到 |\n5 |\n|\n||\n5 |\n结转 |\n0 |") == ["收到", "5", "", "", "", "5", "结转", "0"]


def test_sequence_of_pipes_between_lines():
    """No cell is empty here; the line before the first pipe belongs to it, the one after the last doesn't."""
    source = "二、情况\n规章\n|\n0\n|\n科研\n机构\n|\n|\n3\n|\n三、其他"
    assert sequence(source) == ["规章", "0", "科研", "机构", "", "3"]
    assert blocks(source)[0] == "二、情况"
    assert blocks(source)[-1] == "三、其他"


def test_sequence_with_a_heading_inside():
    assert sequence("规章 |\n0 |\n三、申请\n甲 |\n1 |") == ["规章", "0", "三、申请", "甲", "1"]


def test_sequence_whose_rows_are_opened_by_a_pipe():
    """Each row is three cells; a pipe alone opens it and ends nothing, the other one ends an empty cell."""
    source = "二、情况\n|\n规章 |\n0 |\n1 |\n|\n许可 |\n2 |\n|\n|\n处罚 |\n3 | |"
    assert sequence(source) == ["规章", "0", "1", "许可", "2", "", "处罚", "3", ""]


def test_pipes_at_uneven_distance_open_no_row():
    assert sequence("|\n规章 |\n0 |\n|\n许可 |\n2 |\n5 |\n|\n6 |") == [
        "",
        "规章",
        "0",
        "",
        "许可",
        "2",
        "5",
        "",
        "6",
    ]


def test_a_passage_ends_a_sequence():
    passage = "本机关全年依法办理各项申请，" * 8
    assert blocks(f"甲 |\n1 |\n2 |\n{passage}\n乙 |\n3 |\n4 |") == [
        [["甲"], ["1"], ["2"]],
        passage,
        [["乙"], ["3"], ["4"]],
    ]


def test_places_of_a_sequence():
    (grid,) = text.read("甲 |\n乙\n1 | |\n".encode() * 2).grids()
    assert [cell.place.locator for cell in grid.cells()][:4] == ["l1/f1", "l2/f1", "l3/f1", "l3/f2"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a" * (MAX_TEXT_BYTES + 1), "too_large"),
        (b"a\n" * (MAX_LINES + 1), "too_large"),
        (b"|" * (MAX_CELLS + 1), "too_large"),
        ((b"a|" * 400 + b"\n" + b"b|1|\n" * 1000), "too_large"),
        (b"", "empty_file"),
        (b"<html><p>5</p></html>", "unsupported_type"),
        (b"%PDF-1.7", "unsupported_type"),
    ],
)
def test_refusals(data, reason):
    with pytest.raises(Refusal) as refused:
        text.read(data)
    assert refused.value.reason == reason


words = st.text("规章甲乙15", min_size=1, max_size=4)
fields = st.one_of(words, st.just(""))
tables = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.tuples(words, words, *[fields] * (width - 2)).map(list), min_size=2, max_size=6)
)


@given(tables)
def test_a_table_of_tabs_is_read_as_written(rows):
    assert blocks("\n".join("\t".join(row) for row in rows)) == [rows]


@given(tables)
def test_a_markdown_table_is_read_as_written(rows):
    assert blocks("\n".join(f"| {' | '.join(row)} |" for row in rows)) == [rows]


@given(st.lists(fields, min_size=3, max_size=30).filter(lambda cells: any(cells) and cells[0]))
def test_a_sequence_is_read_as_written(cells):
    assert sequence("\n".join(f"{cell} |" for cell in cells)) == cells


@given(st.text("甲5|\t -:\n", max_size=60))
def test_no_visible_character_is_lost_but_pipes_and_rules(source):
    try:
        document = text.read(source.encode())
    except Refusal:
        assert not source.strip()
        return
    cells = [cell.text for grid in document.grids() for cell in grid.cells()]
    kept = "".join(cells + [block.text for block in document.texts()])
    assert sorted(c for c in kept if c in "甲5") == sorted(c for c in source if c in "甲5")


def test_a_cell_between_two_pipes_is_one_cell():
    assert sequence("| 规章 |\n| 7 |\n| |\n| 5 |\n| 行政许可 |\n| 1 |") == ["规章", "7", "", "5", "行政许可", "1"]


def test_a_blank_cell_is_no_opening_of_a_row():
    source = "|\n规章 |\n1 |\n2 |\n|\n行政许可 |\n|\n|\n8 |"
    assert sequence(source)[-4:] == ["行政许可", "", "", "8"]


def test_a_number_without_a_pipe_among_numbers_with_one_is_in_doubt():
    numbers = "\n".join(f"项目{i} |\n{i} |" for i in range(9))
    assert f"{OBJECT}4{OBJECT}" in sequence(f"{numbers}\n末项 |\n|\n4\n5 |")
