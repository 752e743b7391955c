"""What all paged forms share: letters at places, angles and orders, and what becomes of them; prints of browsers and office
programs."""

import re
from pathlib import Path

import pytest

from pipeline.read import pdf
from pipeline.read.document import OBJECT, Box, Grid
from pipeline.read.page import Allowance, Drawing, Letter, Page, is_garbled, laid, needs_ocr
from tests.read.drawing import held, strokes, words

PRINTS = Path(__file__).with_name("prints")
SIZE = 10.0
PAGE = Box(0, 0, 500, 700)


def letter(text: str, x: float, y: float, width: float = SIZE / 2, **more) -> Letter:
    """A character whose baseline begins at (x, y)."""
    ink = Box(x, y - 0.7 * SIZE, x + width, y)
    return Letter(text, ink, Box(x, y - SIZE, x + width, y), x, y, SIZE, **more)


def written(text: str, x: float, y: float, **more) -> list[Letter]:
    return [letter(character, x + i * SIZE / 2, y, **more) for i, character in enumerate(text)]


def drawn(drawing: str) -> tuple[list[Letter], Drawing]:
    return [one for word, x, y in words(drawing) for one in written(word, x, y)], Drawing(strokes(drawing), [], True, PAGE)


def page(letters: list[Letter], drawing: Drawing | None = None) -> Page:
    return laid(1, letters, drawing or Drawing([], [], False, PAGE), Allowance())


def seen(given: Page) -> list[str | list[str]]:
    return [held(block) if isinstance(block, Grid) else block.text for block in given.blocks]


CELL = "┌────┬────┐\n│ 12 │ 5  │\n└────┴────┘"


# ── needs it recognition? ───────────────────────────────────────────────────────────────────────────────


def wide(text: str) -> list[Letter]:
    return [letter(character, 50 + i * SIZE, 50, SIZE) for i, character in enumerate(text)]


@pytest.mark.parametrize(
    ("letters", "garbled"),
    [
        (written("a report in plain letters, 2023", 50, 50), False),
        (wide("政府信息公开工作年度报告二〇二三年某某市人民政府"), False),
        (wide("ｗｉｄｅ　ｌｅｔｔｅｒｓ　ａｒｅ　ｗｉｄｅ　１２３４"), False),
        (written(OBJECT * 12 + "and some that are told", 50, 50), True),
        (written("\ue001\ue002\ue003" * 9, 50, 50), True),
        (wide("QmxzTyuiPkjhgfdsaqwe12345"), True),
        (written("\ue001 a list's sign before plain letters", 50, 50), False),
        (written(OBJECT * 9, 50, 50), False),
    ],
    ids=["Latin", "Chinese", "full-width", "no meaning", "private use", "Latin as wide as Chinese", "one sign", "too few"],
)
def test_text_that_can_not_be_what_is_drawn(letters, garbled):
    assert is_garbled(letters) is garbled


def test_which_pages_need_recognition():
    picture = Drawing([], [Box(0, 0, 500, 700)], True, PAGE)
    assert needs_ocr(page([], picture)) and needs_ocr(page(written("\ue001" * 30, 50, 50)))
    assert needs_ocr(page(written("   ", 50, 50), picture))
    assert not needs_ocr(page(written("text", 50, 50))) and not needs_ocr(page([]))


def test_a_layer_behind_a_picture_is_read_and_told():
    layer = page(written("text", 50, 50, shows=False), Drawing([], [Box(0, 0, 500, 700)], True, PAGE))
    assert not needs_ocr(layer) and [remark.rule for remark in layer.remarks] == ["text_layer"]


@pytest.mark.parametrize(("pictures", "told"), [
    ([Box(50, 200, 400, 500)], ["350 × 300"]),
    ([Box(50, top, 400, top + 20) for top in range(200, 500, 20)], ["350 × 300"]),
    ([Box(50, 200, 170, 320)], []),
    ([Box(50, 200, 400, 220), Box(50, 300, 400, 320)], []),
    ([Box(0, 0, 500, 700)], []),
], ids=["a picture", "cut into strips", "a seal", "lines", "the page's paper"])  # fmt: skip
def test_a_picture_beside_text_is_told(pictures, told):
    remarks = page(written("a report in plain letters, of 2023", 50, 50), Drawing([], pictures, True, PAGE)).remarks
    assert [(remark.rule, remark.detail) for remark in remarks] == [("picture_beside_text", size) for size in told]


# ── what lies over text, and angles ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("order", "told"), [(3, f"{OBJECT}12{OBJECT} 5"), (1, "12 5")], ids=["painted later", "painted before"]
)
def test_an_area_painted_over_a_number(order, told):
    letters, drawing = drawn(CELL)
    letters = [one._replace(order=2) for one in letters]
    over = Drawing(drawing.strokes, [], True, PAGE, covers=((order, Box(66, 70, 90, 95)),))
    assert seen(page(letters, over)) == [[told]]


def test_letters_aslant_stand_in_no_cell_but_digits_make_theirs_doubtful():
    letters, drawing = drawn(CELL)
    assert seen(page([*letters, letter("x", 66, 86, angle=315.0)], drawing)) in (["x", ["12 5"]], [["12 5"], "x"])
    assert seen(page([*letters, letter("7", 80, 86, angle=315.0)], drawing)) == [[f"12{OBJECT}7{OBJECT} 5"]]


# ── prints ──────────────────────────────────────────────────────────────────────────────────────────────

TABLE = ["事项 维持 总计", "复议 12 30", "诉讼 _ 4"]


@pytest.mark.parametrize("name", ["chromium.pdf", "libreoffice.pdf"])
def test_a_print_is_read(name):
    assert held(pdf.read((PRINTS / name).read_bytes()).grids()[0]) == TABLE


def test_a_print_that_lost_the_meaning_of_its_codes_tells_no_digit():
    data = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), (PRINTS / "chromium.pdf").read_bytes())
    (grid,) = pdf.read(data).grids()
    assert not any(character.isdigit() for cell in grid.cells() for character in cell.text)
    assert [OBJECT in cell.text for cell in grid.cells()] == [True] * 7 + [False, True]
