"""Tables that lack some or all of their rulings: drawn text, the strokes that are inferred, and the grids that come of it."""

import pytest

from pipeline.read.across import columns
from pipeline.read.document import Box, Grid, Text
from pipeline.read.ruling import rulings, tables
from pipeline.read.sheet import blocks
from pipeline.read.unruled import cells
from pipeline.read.words import may_end_in_value
from tests.read.drawing import PAPER, held, words
from tests.read.test_ruling import glyph


def read(drawing: str, *, down: float = 18, rules: bool = False) -> list[str | list[str]]:
    """What is made of words at their places, `down` points a line; each `─` line is a ruling from end to end."""
    lines = drawing.strip("\n").split("\n")
    across = [Box(50, 60 + n * down, 50 + 10 * len(lines[n]), 60 + n * down) for n, line in enumerate(lines) if "─" in line]
    letters = [
        glyph(letter, x + 5 * i, 60 + round((y - 50) // 20) * down + 4)
        for word, x, y in words(drawing.strip("\n"))
        for i, letter in enumerate(word)
    ]
    inferred = [*across, *columns(rulings(across), letters), *cells(rulings(across), letters)]
    return [_told(block) for block in blocks(1, letters, tables(inferred), PAPER)]


def _told(block: Grid | Text) -> str | list[str]:
    return held(block) if isinstance(block, Grid) else block.text


def test_rulings_across_only_give_columns_from_what_stands_one_above_the_other():
    assert read("""
────────────────────────────
  what      all      some
────────────────────────────
  new        11       2
────────────────────────────
  old        20
────────────────────────────
""") == [["what all some", "new 11 2", "old 20 _"]]  # fmt: skip


def test_a_column_of_blanks_is_known_by_its_header_only():
    headed = """
────────────────────────────────────
  what      all      some    none
────────────────────────────────────
  new        11       2
────────────────────────────────────
"""
    bare = """
────────────────────────────────────
  new        11       2
────────────────────────────────────
  old        20       0
────────────────────────────────────
"""
    assert read(headed) == [["what all some none", "new 11 2 _"]]
    assert read(bare) == [["new 11 2", "old 20 0"]]


def test_a_line_of_prose_between_rulings_parts_two_tables():
    assert read("""
────────────────────────────
  new        11       2
────────────────────────────
  a_text_that_reaches_very_far_on_and_on_and_on
────────────────────────────
  old   20      7       9
────────────────────────────
""") == [["new 11 2"], "a_text_that_reaches_very_far_on_and_on_and_on", ["old 20 7 9"]]  # fmt: skip


def test_columns_that_are_not_clear_are_one():
    """Two numbers in one cell are no number."""
    assert read("""
────────────────────────────
  new        11       2
────────────────────────────
  old    2000000000000000000000000000000
────────────────────────────
""") == [["new 11 2", "old 2000000000000000000000000000000"]]  # fmt: skip


def test_rulings_around_prose_are_no_table():
    assert read("""
────────────────────────────
  a letter head
────────────────────────────
  a foot
────────────────────────────
""") == ["a letter head", "a foot"]  # fmt: skip


def test_rows_without_any_ruling_are_parted_where_their_labels_fall_apart():
    assert read("""
           all      some    none


  new       11       2       5


  old       20       0       4
""", down=9) == [["_ all some none", "new 11 2 5", "old 20 0 4"]]  # fmt: skip


def test_a_label_of_several_lines_stands_around_its_values():
    assert read("""
           all      some    none


  a long
            11       2       5
  label


  old       20       0       4
""", down=7) == [["_ all some none", "a long\nlabel 11 2 5", "old 20 0 4"]]  # fmt: skip


@pytest.mark.parametrize(
    "between",
    ["blanks", "a_row\nof_blanks"],
    ids=["one line", "two lines"],
)
def test_a_row_of_blanks_between_two_rows_is_never_taken_for_a_part_of_either(between):
    drawn = f"""
  new       11       2       5

{between}

  old       20       0       4
"""
    assert read(drawn, down=9) == ["new 11 2 5", *between.split("\n"), "old 20 0 4"]


@pytest.mark.parametrize(
    "prose",
    ["in 2021 we had 3 of 5", "tel 12 34 56 for all", "2021 5 8 a day"],
    ids=["numbers in a sentence", "a text behind numbers", "a date"],
)
def test_numbers_in_prose_are_no_row(prose):
    assert read(f"\n{prose}\n\nmore of it\n") == [prose, "more of it"]


def test_one_value_beside_a_label_is_a_row_below_a_header_only():
    assert read("""
  what          decisions

  new               7
""", down=9) == [["what decisions", "new 7"]]  # fmt: skip
    assert read("""
  new               7

  old               9
""", down=9) == ["new 7", "old 9"]  # fmt: skip


@pytest.mark.parametrize(
    "line, may",
    [("new 11", True), ("20件。", True), ("sum -", True), ("1,234", True), ("2023 a report", False), ("", False)],
)
def test_which_lines_are_looked_at_for_values(line, may):
    row = [glyph(letter, 50 + 5 * i, 60) for i, letter in enumerate(line or " ")]
    assert may_end_in_value(row) is may


def test_a_line_whose_characters_stand_at_two_heights_is_looked_at():
    assert may_end_in_value([glyph("a", 50, 60), glyph("b", 55, 61)])
