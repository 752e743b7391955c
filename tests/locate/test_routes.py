"""Table 四 as real reports print it: one row of fifteen, three tables of five, a row a route."""

import pytest

from pipeline.locate import place
from tests.drawn import document, form, grid, held, lawful_routes, notes, printed

FOUR = "reviews_litigation"
FIGURES = lawful_routes(3)
SHAPES = ("cells", "fields", "sequence")
DOUBT = dict.fromkeys(("reconsideration", "litigation_direct", "litigation_after_reconsideration"), "? ? ? ? ?")
NOT_SHOWN = dict.fromkeys(DOUBT, ". . . . .")


def placed(*blocks):
    return place(document(*blocks)).tables[FOUR]


def drawn():
    return form(FOUR, 2021, FIGURES)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_one_row_of_fifteen(shape, seed):
    figures = lawful_routes(seed)
    found = placed(grid(form(FOUR, 2021, figures), shape))
    assert held(found) == printed(FOUR, 2021, figures) and notes(found) == []


def test_one_label_a_line_with_its_numbers_behind():
    fields = [field for line in drawn()[:3] for field in line if field not in ("<", "^")]
    found = placed("\n".join([*fields, " ".join(drawn()[3])]))
    assert held(found) == printed(FOUR, 2021, FIGURES)


@pytest.mark.parametrize("shape", SHAPES)
def test_three_tables(shape):
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blocks = []
    for route, label in zip(DOUBT, ("行政复议", "未经复议直接起诉", "复议后起诉"), strict=True):
        numbers = printed(FOUR, 2021, FIGURES)[route].split()
        blocks.append(grid([[label, *["<"] * 4], outcomes, numbers], shape))
    assert held(placed(*blocks)) == printed(FOUR, 2021, FIGURES)


@pytest.mark.parametrize("shape", ["cells", "fields"])
def test_a_row_a_route(shape):
    found = placed(grid("""
        |                  | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
        | 行政复议         | 1        | 2        | 3        | 4        | 10   |
        | 未经复议直接起诉 | 0        | 0        | 1        | 0        | 1    |
        | 复议后起诉       | 5        | 0        | 0        | 0        | 5    |
    """, shape))
    assert list(held(found).values()) == ["1 2 3 4 10", "0 0 1 0 1", "5 0 0 0 5"]


def test_blank_cells_are_cells():
    lines = drawn()
    lines[3] = ["", "", "", "", "0", *["/"] * 5, *[""] * 5]
    assert list(held(placed(grid(lines))).values()) == ["_ _ _ _ 0", "/ / / / /", "_ _ _ _ _"]


@pytest.mark.parametrize("shape", SHAPES)
def test_routes_in_another_order_are_in_doubt(shape):
    lines = drawn()
    lines[1][5], lines[1][10] = lines[1][10], lines[1][5]
    found = placed(grid(lines, shape))
    expected = {**printed(FOUR, 2021, FIGURES)}
    expected["litigation_direct"], expected["litigation_after_reconsideration"] = (
        expected["litigation_after_reconsideration"], expected["litigation_direct"]
    )  # fmt: skip
    assert held(found) in (DOUBT, expected)
    assert held(found) != DOUBT or {rule for rule, _ in notes(found)} == {"doubtful_columns"}


@pytest.mark.parametrize(("shape", "line", "column", "route"), [
    ("cells", 1, 0, "reconsideration"), ("fields", 1, 0, "reconsideration"), ("sequence", 1, 0, "reconsideration"),
    ("cells", 2, 5, "litigation_direct"), ("fields", 2, 5, "litigation_direct"), ("sequence", 2, 5, "litigation_direct"),
])  # fmt: skip
def test_outcomes_in_another_order_are_never_bound_in_the_layouts(shape, line, column, route):
    lines = drawn()
    lines[line][column], lines[line][column + 1] = lines[line][column + 1], lines[line][column]
    assert held(placed(grid(lines, shape)))[route] != printed(FOUR, 2021, FIGURES)[route]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [14, 16, 5])
def test_another_count_of_numbers_is_in_doubt(shape, count):
    lines = drawn()
    lines[3] = [str(n) for n in range(1, count + 1)]
    assert set(held(placed(grid(lines, shape))).values()) <= {"? ? ? ? ?", ". . . . ."}


@pytest.mark.parametrize("shape", ["fields", "sequence"])
def test_a_lost_cell_is_not_made_up_for_by_blank_fields_behind(shape):
    lines = drawn()
    lines[3] = [*lines[3][:12], *lines[3][13:], "", ""]
    found = placed(grid(lines, shape))
    assert held(found)["litigation_after_reconsideration"] in ("? ? ? ? ?", ". . . . .")


@pytest.mark.parametrize("shape", ["cells", "fields"])
def test_a_second_row_of_numbers_is_told(shape):
    found = placed(grid([*drawn(), ["7"] * 15], shape))
    assert held(found) == DOUBT or notes(found)


def test_labels_without_numbers_are_the_table_not_shown():
    found = placed(grid(drawn()[:3], "fields"))
    assert held(found) == NOT_SHOWN


@pytest.mark.parametrize("text", ["行政复议\n行政诉讼", "结果维持 1 件，结果纠正 2 件。", "行政复议 3\n行政诉讼 2"])
def test_prose_is_no_table(text):
    assert FOUR not in place(document(text)).tables


def test_a_numbered_note_below_changes_nothing():
    found = placed(grid(drawn()), "注：1.以上为本机关情况。")
    assert held(found) == printed(FOUR, 2021, FIGURES)
