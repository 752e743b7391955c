"""Rulings become cells: drawn tables and the grids they are."""

import random

import pytest

from pipeline.read.document import OBJECT, Box, Grid, Text
from pipeline.read.glyphs import Glyph, lines
from pipeline.read.limits import MAX_RULINGS
from pipeline.read.ruling import TooManyRulings, tables
from pipeline.read.sheet import blocks
from tests.read.drawing import PAPER, held, strokes, words

SIZE = 10.0


def glyph(text: str, x: float, y: float, width: float = SIZE / 2) -> Glyph:
    """A character whose baseline begins at x, y and whose ink fills its room."""
    return Glyph(text, Box(x, y - SIZE * 0.7, x + width, y), y, x, x + width)


def glyphs(drawing: str) -> list[Glyph]:
    return [glyph(letter, x + 5 * i, y) for word, x, y in words(drawing) for i, letter in enumerate(word)]


def page(drawing: str) -> list[Text | Grid]:
    return blocks(1, glyphs(drawing), tables(strokes(drawing)), PAPER)


def test_a_number_that_goes_on_over_a_border_is_doubtful_at_both_sides():
    drawn = tables(strokes("┌────┬────┐\n│    │    │\n└────┴────┘"))
    over = [glyph("2", 98, 84), glyph("7", 103, 84)]
    (grid,) = blocks(1, over, drawn, PAPER)
    assert held(grid) == [f"{OBJECT}2{OBJECT} {OBJECT}7{OBJECT}"]
    (grid,) = blocks(1, [glyph("2", 92, 84), glyph("7", 108, 84)], drawn, PAPER)
    assert held(grid) == ["2 7"]


def test_a_cell_with_a_picture_holds_an_object():
    (drawn,) = tables(strokes("┌────┬────┐\n│    │    │\n└────┴────┘"))
    (grid,) = blocks(1, [], [drawn], PAPER, [Box(60, 75, 80, 85), Box(400, 400, 410, 410)])
    assert held(grid) == [f"{OBJECT} _"]


def seen(drawing: str) -> list[str | list[str]]:
    return [held(block) if isinstance(block, Grid) else block.text for block in page(drawing)]


def test_a_missing_border_is_a_merge():
    drawing = """
    ┌───┬───────┐
    │ a │   b   │
    │   ├───┬───┤
    │   │ c │ d │
    └───┴───┴───┘
    """
    assert seen(drawing) == [["a b b", "a c d"]]
    (grid,) = page(drawing)
    b = grid.rows[0][1]
    assert (b.column_span, b.row_span, b.place.locator) == (2, 1, "p1/t1/r1/c2")
    assert b.place.box == Box(95.0, 60.0, 175.0, 100.0)


def test_text_and_tables_stand_in_the_order_of_their_height():
    assert seen("""
    before
    ┌───┬───┐
    │ a │ b │
    └───┴───┘
    between
    ┌───┬───┐
    │ c │ d │
    └───┴───┘
    after
    """) == ["before", ["a b"], "between", ["c d"], "after"]


def test_a_table_cut_by_the_page_has_no_border_at_the_cut():
    assert seen("""
    │   │ b │
    │ a ├───┤
    │   │ d │
    ├───┼───┤
    │ e │ f │
    """) == [["a b", "a d", "e f"]]


def test_a_table_without_borders_at_its_sides():
    assert seen("""
    ────┬────
      a │ b
    ────┼────
      c │ d
    ────┴────
    """) == [["a b", "c d"]]


def test_where_the_outline_has_a_bay_there_is_no_cell():
    assert seen("""
    ┌───┬───┬───┐
    │ a │ b │ c │
    ├───┼───┴───┘
    │ d │
    └───┘
    """) == [["a b c", "d . ."]]


def test_a_frame_is_transparent():
    assert seen("""
    ┌───────────────┐
    │ heading       │
    │  ┌───┬───┐    │
    │  │ a │ b │    │
    │  └───┴───┘    │
    ├───────────────┤
    │ foot          │
    └───────────────┘
    """) == ["heading", ["a b"], "foot"]


def test_a_table_in_a_cell_has_its_own_text():
    assert seen("""
    ┌──────────────┬─────┐
    │ a            │     │
    │  ┌───┬───┐   │  b  │
    │  │ c │ d │   │     │
    │  └───┴───┘   │     │
    └──────────────┴─────┘
    """) == [["a b"], ["c d"]]


def test_underlines_and_side_lines_are_no_table():
    assert seen("""
    heading
    ───────
    │ text
    """) == ["heading", "text"]


def test_a_line_that_juts_out_makes_no_column():
    assert seen("""
        │
    ┌───┼───┐
    │ a │ b │
    ├───┼───┼──
    │ c │ d │
    └───┴───┘
    """) == [["a b", "c d"]]


def test_double_and_doubled_borders_make_no_slivers():
    drawing = """
    ┌───┬───┐
    │ a │ b │
    └───┴───┘
    """
    beside = [Box(s.left + 2, s.top + 2, s.right + 2, s.bottom + 2) for s in strokes(drawing)]
    (table,) = tables(strokes(drawing) + beside)
    assert [(slot.row, slot.column) for slot in table.slots] == [(0, 0), (0, 1)]


def test_dots_and_dashes_are_lines():
    across = [Box(50 + 2 * i, y, 51 + 2 * i, y + 1) for i in range(50) for y in (50, 80)]
    down = [Box(x, 50 + 2 * i, x + 1, 51 + 2 * i) for i in range(15) for x in (50, 100, 149)]
    (table,) = tables(across + down)
    assert len(table.slots) == 2


def test_the_order_of_strokes_does_not_matter():
    drawn = strokes("""
    ┌───┬───────┬───┐
    │   │       │   │
    ├───┼───┬───┼───┤
    │   │   │   │   │
    └───┴───┴───┴───┘
    """)
    shuffled = random.Random(7).sample(drawn, len(drawn))
    assert tables(shuffled) == tables(drawn)


def test_thick_areas_are_no_rulings():
    assert tables([Box(50, 50, 150, 80), Box(150, 50, 250, 80)]) == []


def test_a_drawing_of_countless_lines_is_refused():
    hatching = [Box(50, 10 * i, 500, 10 * i) for i in range(MAX_RULINGS + 1)]
    with pytest.raises(TooManyRulings, match="1001 rulings across"):
        tables([*hatching, Box(100, 0, 100, 9999)])


def text_of(*placed: tuple[str, float]) -> str:
    """The one line that characters at these x make, each half as wide as high."""
    (line,) = lines(glyph(text, x, 100) for text, x in placed)
    return line.text


def test_a_number_in_two_runs_is_one_number():
    assert text_of(("1", 56), ("1", 50)) == "11"
    assert text_of(("1", 50), ("1", 58)) == "11"


def test_two_numbers_far_apart_are_two():
    assert text_of(("1", 50), ("1", 62)) == "1 1"
    assert text_of(("1", 50), ("1", 80)) == "1 1"


def glyph_at(text: str, x: float, base: float = 100, size: float = 10, **more) -> Glyph:
    return Glyph(text, Box(x, base - size, x + size / 2, base), base, x, x + size / 2, **more)


@pytest.mark.parametrize(("case", "drawn", "read"), [
    ("a raised digit", [glyph_at("8", 50), glyph_at("1", 55, base=97, size=6)], "8 1"),
    ("a small digit on the line", [glyph_at("8", 50), glyph_at("1", 55, size=7)], "8 1"),
    ("digits of nearly one size", [glyph_at("8", 50), glyph_at("1", 55, size=9)], "81"),
    ("a small letter", [glyph_at("甲", 50), glyph_at("1", 60, base=97, size=6)], "甲1"),
    ("struck, then written anew", [glyph_at("9", 50, is_doubtful=True), glyph_at("1", 55)], f"{OBJECT}9{OBJECT}1"),
    ("written over", [glyph_at("5", 50), glyph_at("8", 50.5)], f"{OBJECT}58{OBJECT}"),
    ("struck twice to look bold", [glyph_at("5", 50), glyph_at("5", 50.5)], "5"),
    ("a hidden copy of what shows", [glyph_at("5", 50, is_doubtful=True), glyph_at("5", 50.2)], "5"),
    ("a blank under the text", [glyph_at(" ", 50), glyph_at("8", 50.5)], "8"),
])  # fmt: skip
def test_digits_that_are_no_part_of_the_number_beside_them_stand_apart(case, drawn, read):
    assert [line.text for line in lines(drawn)] == [read], case


def test_a_gap_wider_than_a_character_is_a_space():
    assert text_of(("甲", 50), ("乙", 58)) == "甲乙"
    assert text_of(("甲", 50), ("乙", 68)) == "甲 乙"


def test_latin_words_part_at_a_narrow_gap():
    assert text_of(("a", 50), ("b", 55), ("c", 64)) == "ab c"


def test_a_drawn_space_counts_unless_it_lies_under_the_text():
    assert text_of(("1", 50), (" ", 55), ("2", 60)) == "1 2"
    assert text_of(("1", 50), (" ", 52), ("2", 55)) == "12"


def test_a_character_struck_twice_is_read_once():
    assert text_of(("1", 50), ("1", 50.5), ("1", 55), ("1", 55.5), ("2", 60)) == "112"


def test_raised_figures_stay_on_their_line():
    raised = [glyph("m", 50, 100), glyph("2", 55, 96.8), glyph("a", 50, 112)]
    assert [line.text for line in lines(raised)] == ["m2", "a"]


def test_white_space_alone_is_no_line():
    assert lines([glyph(" ", 50, 100)]) == []


def test_lines_of_one_table_do_not_move_those_of_another():
    """Borders in pairs, as a browser prints cells apart: a pair above lies half a step beside the pair below."""
    def pair(x: float, top: float) -> list[Box]:
        return [Box(x, top, x + 0.7, top + 60), Box(x + 2.3, top, x + 3, top + 60)]

    def frame(top: float) -> list[Box]:
        sides = [Box(x, top, x + 0.7, top + 60) for x in (100, 300)]
        return [*sides, *(Box(100, y, 300, y + 0.7) for y in (top, top + 30, top + 60))]

    for table in tables([*frame(100), *pair(200, 100), *frame(300), *pair(197.5, 300)]):
        assert {slot.column for slot in table.slots} == {0, 1}


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        ("""
        ┌───┬───┬───┐
        │ a │ b │ 7 │
        ├───┤   │   │
        │   │   │   │
        │   ├───┼───┤
        │   │ c │ 8 │
        └───┴───┴───┘
        """, ["a b 7", "_ c 8"]),
        ("""
        ┌───┬───┬───┐
        │ a │ b │ 7 │
        │   ├───┼───┤
        │   │   │   │
        └───┴───┴───┘
        """, ["a b 7", "a _ _"]),
        ("""
        ┌───┬───┬───┐
        │ a │ b │ 7 │
        ├───┤   │   │
        │ d │   │   │
        └───┴───┴───┘
        """, ["a b 7", "d b 7"]),
    ],
    ids=["a border too many", "an empty row", "something in it"],
)  # fmt: skip
def test_a_row_of_which_nothing_but_an_empty_cell_begins_is_none(drawing, told):
    (grid,) = page(drawing)
    assert held(grid) == told
