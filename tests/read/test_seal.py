"""A seal over a table: what it shows is read, what it hides is not, and what is near it in red is no seal."""

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from pipeline.read import read
from pipeline.read.document import OBJECT
from pipeline.read.extra import recognises

pytestmark = pytest.mark.skipif(not recognises(), reason="text recognition is not installed: make setup-ocr")

RED = (214, 40, 36)


def table() -> Image.Image:
    """Two rows of three cells at 200 dots an inch: 35, a blank, 46 and below them 57, 68, 79."""
    drawn = Image.new("RGB", (1000, 500), "white")
    pen, font = ImageDraw.Draw(drawn), ImageFont.load_default(28)
    for n, figures in enumerate((("35", "57"), ("", "68"), ("46", "79"))):
        for row, figure in enumerate(figures):
            left, top = 200 + 160 * n, 180 + 70 * row
            pen.rectangle((left, top, left + 160, top + 70), outline="black", width=2)
            pen.text((left + 60, top + 18), figure, fill="black", font=font)
    return drawn


def stamped(page: Image.Image, hides: bool) -> Image.Image:
    """The page with a broad bar over the cells in the middle: thin ink with a ring around it, or thick paint."""
    seal = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(seal)
    pen.rectangle((395, 120, 510, 235), fill=RED)
    if not hides:
        pen.ellipse((330, 100, 590, 400), outline=RED, width=9)
        return ImageChops.multiply(page, seal)
    painted = page.copy()
    painted.paste(seal, mask=seal.convert("L").point(lambda grey: 255 * (grey < 200)))
    return painted


def texts(page: Image.Image) -> list[str]:
    packed = io.BytesIO()
    page.save(packed, "PNG", dpi=(200, 200))
    return [cell.text for grid in read(packed.getvalue()).grids() for cell in grid.cells()]


def test_what_a_seal_shows_is_read():
    assert texts(stamped(table(), hides=False)) == ["35", "", "46", "57", "68", "79"]


def test_below_paint_that_hides_the_rulings_no_cell_is_blank():
    assert texts(stamped(table(), hides=True)) == ["35", OBJECT, "46", "57", "68", "79"]


def test_red_figures_beside_each_other_are_no_seal():
    page = table()
    drawn = ImageDraw.Draw(page)
    drawn.text((420, 198), "91", fill=RED, font=ImageFont.load_default(28))
    assert texts(page) == ["35", "91", "46", "57", "68", "79"]


@pytest.mark.parametrize("figure", ["24", "-3", "12.5"])
def test_a_figure_below_a_seal_is_not_taken_for_a_part_of_it(figure):
    page = table()
    ImageDraw.Draw(page).text((410, 198), figure, fill="black", font=ImageFont.load_default(28))
    said = texts(stamped(page, hides=False))[1]
    assert said == figure or OBJECT in said


@pytest.mark.parametrize(("figures", "enough"), [
    (["0", "0", "0", "0", "9", "6"], True),
    (["0", "0", "0", "9", "9", "9"], False),
    (["", "", "", "", "", ""], False),
])  # fmt: skip
def test_of_six_readings_four_are_enough(figures, enough):
    from pipeline.read.recogniser import Reading
    from pipeline.read.seen import _most

    readings = [Reading(figure, 0.9 if figure else 0.0, figure, 0.9 if figure else 0.0) for figure in figures]
    chosen = _most(readings)
    assert {reading.figures for reading in chosen} == ({"0"} if enough else set(figures))


@pytest.mark.parametrize("seen", [{"0": 0.9}, {"0": 0.3}, {"￼": 0.9}])
def test_unsure_readings_do_not_count(seen):
    from pipeline.read.recogniser import Reading
    from pipeline.read.seen import _most

    ((figures, surety),) = seen.items()
    readings = [Reading(figures, surety, figures, surety)] * 4 + [Reading("7", 0.9, "7", 0.9)] * 2
    assert len(_most(readings)) == (4 if figures == "0" and surety >= 0.5 else 6)
