"""Pictures of reports: what is read is right, what isn't certain is said to be unreadable, and nothing is guessed."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.fetch.receipts import Receipt
from pipeline.read import pdf_picture, picture, read
from pipeline.read.document import OBJECT, Document, Place, Refusal, Remark
from pipeline.read.extra import recognises
from pipeline.read.page import GARBLED, Page
from pipeline.report import read_report

SCANS = Path(__file__).parent / "scans"
with_ocr = pytest.mark.skipif(not recognises(), reason="text recognition is not installed: make setup-ocr")


def rows_of(data: bytes) -> dict:
    return dict(read_report(Receipt("documents/a.png", "ab" * 32, len(data), None, None, None), data).tables)


def told(name: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """What a careful reader sees in a scan: status and value by cell."""
    with (SCANS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {(r["table"], r["row"], r["column"]): (r["status"], r["value"]) for r in csv.DictReader(lines)}


def published(found: dict) -> dict[tuple[str, str, str], dict]:
    keys = {"proactive_disclosure": ("item", "measure"), "applications": ("item", "applicant"),
            "reviews_litigation": ("route", "outcome")}  # fmt: skip
    return {(name, r[one], r[other]): r for name, (one, other) in keys.items() for r in found.get(name, ())}


def png(picture: Image.Image, **given) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "PNG", **given)
    return packed.getvalue()


@with_ocr
@pytest.mark.parametrize("name", ["rough.jpg", "seal.jpg", pytest.param("fax.tiff", marks=pytest.mark.slow)])
def test_a_scan_is_read_cell_by_cell(name):
    found = rows_of((SCANS / name).read_bytes())
    cells, right = published(found), told(name)
    assert {row["method"] for row in cells.values() if row["status"] == "reported"} == {"ocr"}
    for at, (status, value) in right.items():
        row = cells[at]
        assert (row["status"], row["value"]) == (status, float(value) if value else None), at
    assert found["reports"][0]["year"] and found["reports"][0]["publisher"]


@with_ocr
@pytest.mark.parametrize(("seen_as", "name", "statuses"), [
    pytest.param(lambda said: replace(said, text=said.text.replace("0", "9")), "seal.jpg", {"unreadable"}, id="sums-break"),
    pytest.param(lambda said: replace(said, text=said.text + OBJECT, is_sure=False), "rough.jpg", {"unreadable", "missing"}, id="readings-differ"),
])  # fmt: skip
def test_what_is_not_certain_is_unreadable_and_told(seen_as, name, statuses, monkeypatch):
    """A recogniser that misreads each 0 alike is betrayed by the sums; one that differs from itself, by that."""
    from pipeline.read import seen

    honest = seen._seen

    def seen_wrongly(line, readings):
        said = honest(line, readings)
        return seen_as(said) if said.text.isdigit() else said

    monkeypatch.setattr(seen, "_seen", seen_wrongly)
    found = rows_of((SCANS / name).read_bytes())
    figures = {at for at, (_, value) in told(name).items() if value.isdigit()}
    assert {row["status"] for at, row in published(found).items() if at in figures} <= statuses
    assert {"unclear_picture"} <= {finding["rule"] for finding in found["findings"]}


@with_ocr
def test_a_blank_picture_has_nothing_to_read():
    with pytest.raises(Refusal) as refusal:
        read(png(Image.new("RGB", (800, 1000), "white")))
    assert refusal.value.reason == "no_text_layer"


@with_ocr
def test_a_pdf_page_that_is_a_picture_is_recognised():
    page = Image.open(SCANS / "seal.jpg").convert("RGB")
    packed = io.BytesIO()
    page.save(packed, "PDF", resolution=150)
    document = read(packed.getvalue())
    assert document.grids() and {cell.place.method for grid in document.grids() for cell in grid.cells()} == {"ocr"}


def test_without_the_extra_a_picture_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr("pipeline.read.extra.recognises", lambda: False)
    (row,) = rows_of((SCANS / "seal.jpg").read_bytes())["documents_refused"]
    assert row["reason"] == "needs_ocr"
    assert "make setup-ocr" in row["message_zh"] and "make setup-ocr" in row["message_en"]


def test_a_picture_beyond_all_measure_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(picture, "MAX_PIXELS", 1000)
    with pytest.raises(Refusal) as refusal:
        picture.scan_of(png(Image.new("L", (100, 100))), 1)
    assert refusal.value.reason == "too_large"


@pytest.mark.parametrize("cut", [60, 200, 1000])
def test_a_damaged_picture_is_refused(cut):
    drawn = Image.effect_noise((200, 200), 50)
    ImageDraw.Draw(drawn).text((10, 10), "1")
    with pytest.raises(Refusal):
        picture.scan_of(png(drawn)[:cut], 1)


def test_text_formats_stay_text():
    document = read("二〇二三年报告\n一、总体情况".encode())
    assert isinstance(document, Document) and {text.place.method for text in document.texts()} == {"text"}


def ruled(*figures: tuple[str, str]) -> bytes:
    """A picture of one row of cells at 200 dots an inch, each with a figure in a colour."""
    drawn = Image.new("RGB", (1654, 500), "white")
    pen, font = ImageDraw.Draw(drawn), ImageFont.load_default(28)
    for n, (figure, colour) in enumerate(figures):
        left = 100 + 160 * n
        for top in (200, 260):
            pen.rectangle((left, top, left + 160, top + 60), outline="black", width=2)
            pen.text((left + 60, top + 14), figure if top == 200 else "35", fill=colour if top == 200 else "black", font=font)
    return png(drawn, dpi=(200, 200))


@with_ocr
@pytest.mark.parametrize(("figure", "colour", "seen"), [
    ("", "black", ""),
    ("12", "black", "12"),
    ("12.5", "black", "12.5"),
    ("-3", "black", "-3"),
    ("/", "black", "/"),
    ("7", "red", "7"),
    ("7", (222, 222, 222), OBJECT),
    ("7", (238, 238, 238), OBJECT),
    ("7", (255, 225, 120), OBJECT),
])  # fmt: skip
def test_a_cell_is_blank_only_where_nothing_is_written(figure, colour, seen):
    (grid,) = read(ruled(("8", "black"), (figure, colour), ("9", "black"))).grids()
    text = grid.rows[0][1].text
    assert text == seen if seen != OBJECT else OBJECT in text or text == figure
    assert [grid.rows[0][n].text for n in (0, 2)] == ["8", "9"]


@with_ocr
@pytest.mark.parametrize("quarters", [Image.Transpose.ROTATE_90, pytest.param(Image.Transpose.ROTATE_180, marks=pytest.mark.slow)])
def test_a_page_on_its_side_is_turned(quarters):
    page = Image.open(SCANS / "seal.jpg").transpose(quarters)
    as_it_came, turned = (picture.scan_of(data, 1) for data in ((SCANS / "seal.jpg").read_bytes(), png(page, dpi=(150, 150))))
    assert abs(turned.ink.astype(int) - as_it_came.ink).mean() < 2


@with_ocr
def test_figures_alone_tell_no_direction():
    drawn = Image.new("RGB", (1654, 800), "white")
    pen, font = ImageDraw.Draw(drawn), ImageFont.load_default(28)
    for n in range(24):
        pen.text((60 + 130 * (n % 12), 100 + 300 * (n // 12)), "6891", fill="black", font=font)
    turned = drawn.transpose(Image.Transpose.ROTATE_180)
    from pipeline.read.straight import straightened

    pixels = np.asarray(turned)
    assert (picture.scan_of(png(turned, dpi=(200, 200)), 1).ink == straightened(pixels, 200).ink).all()


@pytest.mark.parametrize(("font", "meant"), [("Helvetica", False), ("standin", True)])
def test_text_is_drawn_as_meant_only_in_a_font_that_the_file_holds(font, meant):
    pdfmetrics.registerFont(TTFont("standin", pdf_picture.__file__.replace("pdf_picture.py", "standin.ttf")))
    packed = io.BytesIO()
    canvas = Canvas(packed)
    canvas.setFont(font, 10)
    canvas.drawString(50, 500, "\u53e3")
    canvas.save()
    with pdfium.PdfDocument(packed.getvalue()) as pdf:
        assert pdf_picture.is_drawn_as_meant(pdf, 1) is meant


@with_ocr
@pytest.mark.parametrize(("meant", "methods"), [(True, {"ocr"}), (False, set())])
def test_a_page_whose_characters_mean_nothing_is_recognised_where_its_fonts_are_there(meant, methods, monkeypatch):
    from pipeline.read import pdf

    monkeypatch.setattr(pdf, "laid", lambda number, *_: Page((), (Remark(GARBLED, Place(f"p{number}")),), GARBLED))
    monkeypatch.setattr(pdf, "is_drawn_as_meant", lambda *_: meant)
    packed = io.BytesIO()
    Image.open(io.BytesIO(ruled(("8", "black"), ("7", "black"), ("9", "black")))).save(packed, "PDF", resolution=200)
    pages = pdf.read_pages(packed.getvalue())
    assert {block.place.method for page in pages for block in page.blocks} == methods
    assert {page.lacks for page in pages} == ({None} if meant else {GARBLED})
