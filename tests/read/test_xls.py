"""XLS: what a sheet of the old form shows, as in XLSX; any bytes are a document or a refusal."""

import io

import pytest

from pipeline.read import media_type, read
from pipeline.read.document import OBJECT, Grid, Refusal
from pipeline.read.sniff import XLS
from tests.read.drawing import held

xlwt = pytest.importorskip("xlwt")


def drawn(draw) -> bytes:
    book = xlwt.Workbook()
    draw(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(draw):
    """A book of one sheet called Sheet1."""
    return drawn(lambda book: draw(book.add_sheet("Sheet1")))


def grids(data: bytes) -> list[list[str]]:
    assert media_type(data) == XLS
    return [held(block) for block in read(data).blocks if isinstance(block, Grid)]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (3, "", "3"),
        (12.5, "0.00", "12.50"),
        (0.1 + 0.2, "General", "0.3"),
        (1234, "#,##0", "1,234"),
        (3, ";;;", OBJECT),
        (3, "# ?/?", OBJECT),
        (True, "", OBJECT),
        ("一件", "", "一件"),
        (45316, "yyyy/m/d", "2024/1/25"),
    ],
)
def test_what_a_cell_shows(value, style, text):
    look = xlwt.easyxf(num_format_str=style) if style else xlwt.Style.default_style

    def draw(page):
        page.write(0, 0, "甲")
        page.write(0, 1, value, look)

    assert grids(sheet(draw)) == [[f"甲 {text}"]]


@pytest.mark.parametrize("look", ["font: struck_out on", "font: escapement superscript", "font: color white"])
def test_what_is_struck_raised_or_white_is_no_number(look):
    def draw(page):
        page.write(0, 0, "甲")
        page.write(0, 1, 3, xlwt.easyxf(look))

    assert grids(sheet(draw)) == [[f"甲 {OBJECT}3{OBJECT}"]]


def test_merged_cells_hidden_rows_columns_and_sheets():
    def draw(book):
        page = book.add_sheet("Sheet1")
        page.write_merge(0, 1, 0, 0, "甲")
        for row, values in enumerate([(1, 2), (3, 4), (5, 6)]):
            for column, value in enumerate(values, 1):
                page.write(row, column, value)
        page.write(2, 0, "乙")
        page.row(1).hidden = True
        page.col(1).hidden = True
        other = book.add_sheet("藏")
        other.write(0, 0, "x")
        other.visibility = 1

    assert grids(drawn(draw)) == [["甲 2", "乙 6"]]


@pytest.mark.parametrize("cut", [600, 1_500, 2_600, 4_000])
def test_a_cut_or_spoilt_file_is_refused_or_read(cut):
    data = sheet(lambda page: [page.write(r, 0, f"行{r}") for r in range(60)])
    for spoilt in (data[:cut], data[:cut] + b"\xff" * 64 + data[cut + 64 :]):
        try:
            read(spoilt)
        except Refusal as refused:
            assert refused.reason in ("damaged", "unsupported_type", "no_text_layer", "too_large")
