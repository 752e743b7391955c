"""PDF files drawn here with reportlab, and what is read of them."""

import io
from collections.abc import Callable
from contextlib import closing

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import pdf_objects, pdf_page
from pipeline.read.document import OBJECT, Document, Grid, Refusal
from pipeline.read.limits import MAX_PAGES
from pipeline.read.page import Allowance
from pipeline.read.pdf import read
from tests import standin
from tests.read.drawing import held, strokes, words

pytestmark = pytest.mark.usefixtures("without_recognition")

WIDTH, HEIGHT = 600, 400

FORM = """
heading
┌──────────┬───────────────┐
│          │    persons    │
│          ├───────┬───────┤
│          │  all  │ some  │
├──┬───────┼───────┼───────┤
│  │ new   │  11   │   -   │
│  ├───────┼───────┼───────┤
│g │ old   │  20   │  0    │
└──┴───────┴───────┴───────┘
foot
"""
ROWS = ["_ _ persons persons", "_ _ all some", "g new 11 -", "g old 20 0"]


def pdf(*pages: Callable[[Canvas], None], **options) -> bytes:
    """A file with a page for each function that draws one."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), **options)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(x: float, y: float, what: str) -> Callable[[Canvas], None]:
    return lambda canvas: canvas.drawString(x, HEIGHT - y, what)


def lined(drawing: str) -> Callable[[Canvas], None]:
    """The drawing with stroked lines."""

    def draw(canvas: Canvas) -> None:
        for box in strokes(drawing):
            canvas.line(box.left, HEIGHT - box.top, box.right, HEIGHT - box.bottom)
        for word, x, y in words(drawing):
            canvas.drawString(x, HEIGHT - y, word)

    return draw


def barred(drawing: str) -> Callable[[Canvas], None]:
    """The drawing with thin filled rectangles for lines, all within a form, moved and scaled back."""

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("table")
        for box in strokes(drawing):
            width, height = box.right - box.left + 1, box.bottom - box.top + 1
            canvas.rect(box.left * 2, (HEIGHT - box.bottom) * 2, width * 2, height * 2, stroke=0, fill=1)
        canvas.endForm()
        canvas.saveState()
        canvas.scale(0.5, 0.5)
        canvas.doForm("table")
        canvas.restoreState()
        for word, x, y in words(drawing):
            canvas.drawString(x, HEIGHT - y, word)

    return draw


def turned(degrees: int, draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """The page marked as turned, its content turned back, so that a viewer sees it upright."""

    def drawn(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[degrees])
        canvas.rotate(degrees)
        draw(canvas)

    return drawn


def seen(data: bytes) -> list[str | list[str]]:
    return [held(block) if isinstance(block, Grid) else block.text for block in read(data).blocks]


@pytest.mark.parametrize("draw", [lined(FORM), barred(FORM)], ids=["strokes", "filled, in a form"])
def test_a_ruled_table_becomes_a_grid(draw):
    assert seen(pdf(draw)) == ["heading", ROWS, "foot"]


def test_places_count_from_one_and_boxes_are_measured_from_the_top_left():
    heading, grid, foot = read(pdf(text(9, 99, "first page"), lined(FORM))).blocks[1:]
    assert [heading.place.locator, grid.place.locator, foot.place.locator] == ["p2/l1", "p2/t1", "p2/l2"]
    old = grid.rows[3][2]
    assert (old.text, old.place.locator) == ("20", "p2/t1/r4/c3")
    box = old.place.box
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((165, 200, 245, 240), abs=1)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(degrees):
    document = pdf(turned(degrees, lined(FORM)))
    assert seen(document) == ["heading", ROWS, "foot"]
    heading = read(document).blocks[0].place.box
    assert (heading.left, heading.bottom) == pytest.approx((50, 66), abs=3)


def test_chinese_text():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(50, 300, "一、总数：１２")
        canvas.drawString(50, 280, "生僻字\U00020000也在")

    assert seen(pdf(draw)) == ["一、总数：１２", "生僻字\U00020000也在"]


def test_vertical_writing_stays_in_its_cell():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light", isVertical=True))

    def draw(canvas: Canvas) -> None:
        lined("┌─────┬────┐\n│     │ 11 │\n│     ├────┤\n│     │ 12 │\n└─────┴────┘")(canvas)
        canvas.scale(0.1, 0.1)
        canvas.setFont("STSong-Light", 100)
        canvas.drawString(700, 3350, "甲乙丙")
        canvas.drawString(850, 3350, "甲乙")

    assert seen(pdf(draw)) == [["甲甲\n乙乙\n丙 11", "甲甲\n乙乙\n丙 12"]]


def test_a_font_that_is_nowhere_has_a_stand_in():
    """The file names its font and doesn't hold it; lines of one character are read like any other."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 10)
        text(100, 100, "甲")(canvas)
        text(100, 120, "乙1")(canvas)

    assert [block.text for block in read(pdf(draw)).texts()] == ["甲", "乙1"]


def test_the_stand_in_is_what_its_builder_builds():
    assert standin.TARGET.read_bytes() == standin.font()


def test_a_number_cut_into_two_runs_is_joined():
    def draw(canvas: Canvas) -> None:
        lined("┌────┬────┐\n│    │ 1  │\n└────┴────┘")(canvas)
        canvas.drawString(66, HEIGHT - 86, "0")
        canvas.drawString(60, HEIGHT - 86, "2")

    assert seen(pdf(draw)) == [["20 1"]]


def hidden(canvas: Canvas, x: float, y: float, what: str) -> None:
    line = canvas.beginText(x, HEIGHT - y)
    line.setTextRenderMode(3)
    line.textOut(what)
    canvas.drawText(line)


def test_text_that_does_not_show_is_doubtful_beside_text_that_does():
    def draw(canvas: Canvas) -> None:
        lined("┌────┬────┐\n│ 1  │ 1  │\n└────┴────┘")(canvas)
        hidden(canvas, 76, 86, "2")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(126, HEIGHT - 86, "2")

    assert seen(pdf(draw)) == [[f"1{OBJECT}2{OBJECT} 1{OBJECT}2{OBJECT}"]]


def test_a_page_whose_text_is_all_hidden_is_a_scan_with_a_text_layer():
    document = read(pdf(lambda canvas: hidden(canvas, 50, 86, "12")))
    assert [block.text for block in document.texts()] == ["12"]
    assert [(r.rule, r.place.locator) for r in document.remarks] == [("text_layer", "p1")]


def painted(colour: tuple[float, ...] = (1, 1, 1), **options) -> Callable[[Canvas], None]:
    """A rectangle over the 12 of PAIR."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour, **options)
        canvas.rect(64, HEIGHT - 90, 30, 18, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)

    return draw


def pictured(image: Image.Image, mask: object = None) -> Callable[[Canvas], None]:
    return lambda canvas: canvas.drawImage(ImageReader(image), 64, HEIGHT - 90, 30, 18, mask=mask)


def within(box: tuple[float, float, float, float], draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """A drawing that is cut off beyond a box: left, top, right, bottom."""

    def cut(canvas: Canvas) -> None:
        left, top, right, bottom = box
        path = canvas.beginPath()
        path.rect(left, HEIGHT - bottom, right - left, bottom - top)
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0)
        draw(canvas)
        canvas.restoreState()

    return cut


def both(*draws: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def in_a_form(draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def drawn(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.endForm()
        canvas.doForm("inner")

    return drawn


def cropped(box: tuple[float, float, float, float], draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def drawn(canvas: Canvas) -> None:
        left, top, right, bottom = box
        canvas.setCropBox((left, HEIGHT - bottom, right, HEIGHT - top))
        draw(canvas)

    return drawn


PAIR = lined("┌────┬────┐\n│ 12 │ 5  │\n└────┴────┘")
BESIDE_THE_12 = (90, 40, 200, 110)
CLEAR = Image.new("RGBA", (30, 18), (255, 0, 0, 0))


@pytest.mark.parametrize(("draw", "told"), [
    (both(PAIR, painted()), f"{OBJECT}12{OBJECT} 5"),
    (both(in_a_form(PAIR), painted()), f"{OBJECT}12{OBJECT} 5"),
    (both(PAIR, in_a_form(painted())), f"{OBJECT}12{OBJECT} 5"),
    (both(PAIR, painted((0, 0, 0))), f"{OBJECT}12{OBJECT} 5"),
    (both(PAIR, painted(), text(76, 86, "7")), f"{OBJECT}127{OBJECT} 5"),
    (both(PAIR, pictured(Image.new("RGB", (30, 18), "white"))), f"{OBJECT}12{OBJECT}{OBJECT} 5"),
    (within(BESIDE_THE_12, PAIR), f"{OBJECT}12{OBJECT} 5"),
    (in_a_form(within(BESIDE_THE_12, PAIR)), f"{OBJECT}12{OBJECT} 5"),
    (within(BESIDE_THE_12, in_a_form(PAIR)), f"{OBJECT}12{OBJECT} 5"),
], ids=["a white box", "over a form", "in a form", "a black bar", "rewritten", "a picture",
        "cut off", "cut off in a form", "a form cut off"])  # fmt: skip
def test_a_number_that_is_painted_over_or_cut_off_is_doubtful(draw, told):
    assert seen(pdf(draw)) == [[told]]


@pytest.mark.parametrize("draw", [
    both(painted(), PAIR),
    both(PAIR, painted((1, 1, 0), alpha=0.4)),
    both(PAIR, within(BESIDE_THE_12, painted())),
    within((40, 40, 200, 110), PAIR),
    cropped((40, 40, 200, 110), PAIR),
], ids=["below", "seen through", "painted elsewhere", "whole", "on the page"])  # fmt: skip
def test_a_number_that_shows_is_read(draw):
    assert seen(pdf(draw)) == [["12 5"]]


def test_a_seal_that_lets_the_number_through_hides_nothing():
    assert seen(pdf(both(PAIR, pictured(CLEAR, "auto")))) == [[f"12{OBJECT} 5"]]


def test_what_stands_beyond_the_page_is_doubtful():
    document = read(pdf(cropped(BESIDE_THE_12, both(PAIR, text(165, 75, "here")))))
    assert [held(grid) for grid in document.grids()] == [[f"{OBJECT}12{OBJECT} 5"]]
    assert [block.text for block in document.texts()] == ["here"]


def test_digits_that_are_struck_out_are_doubtful():
    def draw(canvas: Canvas) -> None:
        lined("┌────┬────┐\n│ 97 │ 15 │\n└────┴────┘")(canvas)
        canvas.line(68, HEIGHT - 82, 82, HEIGHT - 82)

    assert seen(pdf(draw)) == [[f"{OBJECT}97{OBJECT} 15"]]


def test_a_form_field_and_a_picture_in_a_cell_are_objects():
    def draw(canvas: Canvas) -> None:
        lined("┌────┬────┬────┐\n│    │    │ 5  │\n└────┴────┴────┘")(canvas)
        canvas.acroForm.textfield(name="a", value="128", x=60, y=HEIGHT - 88, width=30, height=14)
        canvas.drawInlineImage(Image.new("RGB", (20, 10)), 110, HEIGHT - 88, 30, 14)

    assert seen(pdf(draw)) == [[f"{OBJECT} {OBJECT} 5"]]


def test_a_hyphen_at_the_end_of_a_line_stays_a_hyphen():
    def draw(canvas: Canvas) -> None:
        text(50, 100, "ab-")(canvas)
        text(50, 112, "cd")(canvas)

    assert seen(pdf(draw)) == ["ab-", "cd"]


def test_bold_by_double_striking_is_read_once():
    def draw(canvas: Canvas) -> None:
        text(50, 100, "110")(canvas)
        text(50.4, 100, "110")(canvas)

    assert seen(pdf(draw)) == ["110"]


def test_a_page_number_stays_where_it_stands():
    def draw(canvas: Canvas) -> None:
        text(280, 380, "- 3 -")(canvas)
        text(50, 100, "text")(canvas)

    assert seen(pdf(draw)) == ["text", "- 3 -"]


def test_a_page_without_text_is_told():
    def picture(canvas: Canvas) -> None:
        canvas.rect(50, 50, 300, 200, fill=1)

    document = read(pdf(text(50, 50, "text"), picture, lambda canvas: None))
    assert [(remark.rule, remark.place.locator) for remark in document.remarks] == [
        ("page_without_text", "p2")
    ]


@pytest.mark.parametrize(("draw", "reason"), [
    (lambda canvas: canvas.rect(50, 50, 300, 200, fill=1), "needs_ocr"),
    (lambda canvas: None, "no_text_layer"),
])  # fmt: skip
def test_no_text_on_any_page_is_refused(draw, reason):
    with pytest.raises(Refusal) as refusal:
        read(pdf(draw))
    assert refusal.value.reason == reason


def test_a_password_is_refused_but_a_mere_restriction_is_not():
    locked = pdf(text(50, 50, "text"), encrypt=StandardEncryption("secret", canPrint=0))
    with pytest.raises(Refusal) as refusal:
        read(locked)
    assert refusal.value.reason == "encrypted"
    assert seen(pdf(text(50, 50, "text"), encrypt=StandardEncryption("", "owner", canPrint=0))) == ["text"]


def test_no_bytes_are_an_empty_file():
    with pytest.raises(Refusal) as refusal:
        read(b"")
    assert refusal.value.reason == "empty_file"


def test_pages_beyond_the_limit_are_told():
    document = read(pdf(*[text(50, 50, "page")] * (MAX_PAGES + 1)))
    assert len(document.blocks) == MAX_PAGES
    assert [(remark.rule, remark.place.locator) for remark in document.remarks] == [
        ("limit_reached", f"p{MAX_PAGES + 1}")
    ]


def test_a_page_of_art_does_not_hide_the_next_one(monkeypatch):
    monkeypatch.setattr(pdf_objects, "MAX_PAGE_STEPS", 300)

    def art(canvas: Canvas) -> None:
        text(50, 50, "art")(canvas)
        for i in range(400):
            canvas.line(i, 0, 400 - i, 300)

    document = read(pdf(art, lined("┌───┬───┐\n│ a │ b │\n└───┴───┘")))
    assert [remark.place.locator for remark in document.remarks] == ["p1"]
    assert held(document.grids()[0]) == ["a b"]


WHOLE = pdf(lined(FORM), text(50, 50, "second page"))


@given(st.integers(min_value=0, max_value=len(WHOLE) - 40))
@settings(deadline=None, max_examples=60)
def test_a_file_cut_off_is_refused(length):
    with pytest.raises(Refusal):
        read(WHOLE[:length])


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=30))
@settings(deadline=None, max_examples=100)
def test_a_file_with_wrong_bytes_is_read_or_refused(changes):
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    read_or_refused(bytes(damaged))


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", WHOLE[:400]]))
@settings(deadline=None)
def test_junk_is_read_or_refused(junk, start):
    read_or_refused(start + junk)


def read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read(data), Document)
    except Refusal as refusal:
        assert refusal.reason in {"empty_file", "damaged", "encrypted", "needs_ocr", "no_text_layer"}


def test_a_page_of_more_characters_than_are_asked_for_together_is_read_in_order():
    lines = [f"line {n} " + "x" * 80 for n in range(30)]
    assert sum(map(len, lines)) > 2 * pdf_page.SWEEP
    drawn = [text(20, 10 + 12 * n, line) for n, line in enumerate(lines)]
    found = read(pdf(lambda canvas: [draw(canvas) for draw in drawn]))
    assert [block.text for block in found.blocks] == lines


def test_an_outline_of_more_corners_than_are_asked_for_together_is_drawn_to_its_end():
    def zigzag(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for n in range(pdf_objects.SWEEP):  # two corners each; the first and the last are the borders of a cell
            path.moveTo(20, HEIGHT - 20 - n)
            path.lineTo(200, HEIGHT - 20 - n)
        canvas.drawPath(path)

    with closing(pdfium.PdfDocument(pdf(zigzag))) as file, closing(file[0]) as page:
        drawing, _ = pdf_objects.drawing_of(page, Allowance())
    assert [round(stroke.top) for stroke in drawing.strokes] == [20 + n for n in range(pdf_objects.SWEEP)]


def test_a_damaged_matrix_leads_nowhere_and_spoils_nothing_else():
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.transform(1e38, 0, 0, 1e38, 1e38, 1e38)
        canvas.transform(1e38, 0, 0, 1e38, 1e38, 1e38)
        canvas.drawString(0, 0, "nowhere")
        canvas.restoreState()
        canvas.drawString(20, 300, "here")

    assert [block.text for block in read(pdf(draw)).blocks] == ["here"]
