"""Where a grid is drawn on its page: every cell's box follows from its edges, whatever spans or juts out."""

import re

import pytest

from pipeline.read import pdf, read
from pipeline.read.document import Box, Grid
from pipeline.read.edges import Paper, edges
from pipeline.read.html import read as read_html
from pipeline.read.page import Allowance, Drawing, laid
from pipeline.read.ruling import tables
from tests.corpus.reports import make
from tests.read.drawing import PAPER, strokes
from tests.read.test_page import PAGE, letter, written

MERGED = """
┌────┬────┬────┐
│    │    │    │
│    ├────┴────┤
│    │         │
├────┼────┬────┤
│    │    │    │
└────┴────┴────┘
"""


def box_of(grid: Grid, locator: str) -> Box:
    """The box of a cell as a user of the table `grids` works it out."""
    row, column = (int(n) - 1 for n in re.search(r"/r(\d+)/c(\d+)$", locator).groups())
    spans = {(r, c): (rows, columns) for r, c, rows, columns in grid.edges.merged}
    rows, columns = spans.get((row, column), (1, 1))
    at = grid.edges
    return Box(at.columns[column], at.rows[row], at.columns[column + columns], at.rows[row + rows])


def test_edges_are_those_that_are_drawn():
    (table,) = tables(strokes(MERGED))
    at = edges(table, PAPER)
    assert (at.width, at.height, at.turn) == (595, 842, 0)
    assert at.columns == (55, 105, 155, 205) and at.rows == (60, 100, 140, 180)
    assert at.merged == ((0, 0, 2, 1), (1, 1, 1, 2))


def test_edges_are_measured_from_the_corner_of_the_page_as_it_is_read():
    (table,) = tables(strokes(MERGED))
    at = edges(table, Paper(Box(-100, 10, 500, 900), 90))
    assert (at.width, at.height, at.turn, at.columns[0], at.rows[0]) == (600, 890, 90, 155, 50)


@pytest.mark.parametrize(("form", "variations"), [("pdf", ()), ("ofd", ()), ("pdf", ("turned_pages",))])
def test_the_box_of_every_cell_follows_from_its_grid(form: str, variations: tuple[str, ...]):
    grids = read(make(3, form, variations).data).grids()
    cells = [(grid, cell) for grid in grids for cell in grid.cells()]
    assert len(cells) > 200 and all(grid.edges.merged for grid in grids)
    for grid, cell in cells:
        there = box_of(grid, cell.place.locator)
        assert there == pytest.approx(cell.place.box) if grid.edges.turn == 0 else there.left < there.right


def test_a_page_that_lies_on_its_side_is_measured_after_it_is_turned():
    """Text that runs down the page is read with the page turned back, and so are its tables."""
    upright = Drawing(strokes(MERGED), [], True, PAGE)
    standing = laid(1, written("123", 60, 75), upright, Allowance()).blocks
    across = [_quarter(box) for box in upright.strokes]
    letters = [_turned(one) for one in written("123", 60, 75)]
    lying = laid(1, letters, Drawing(across, [], True, Box(0, 0, 700, 500)), Allowance()).blocks
    (straight,), (turned,) = ([b for b in blocks if isinstance(b, Grid)] for blocks in (standing, lying))
    assert (turned.edges.width, turned.edges.height, turned.edges.turn) == (500, 700, 270)
    assert turned.edges.columns == pytest.approx(straight.edges.columns)
    assert turned.edges.rows == pytest.approx(straight.edges.rows)
    assert turned.edges.merged == straight.edges.merged
    assert box_of(turned, "p1/t1/r1/c1") == box_of(straight, "p1/t1/r1/c1")
    assert turned.place.box == _quarter(straight.place.box)


def _quarter(box: Box) -> Box:
    """A box of a page of 500 by 700 after that page is laid on its right side."""
    return Box(700 - box.bottom, box.left, 700 - box.top, box.right)


def _turned(one):
    return letter(one.text, 0, 0)._replace(ink=_quarter(one.ink), room=_quarter(one.room), x=700 - one.y, y=one.x, angle=90.0)


def test_a_grid_of_a_form_without_pages_has_no_edges():
    (grid,) = read_html(b"<table><tr><td>1<td>2<tr><td>3<td>4</table>").grids()
    assert grid.edges is None
    assert all(grid.edges for grid in pdf.read(make(3, "pdf").data).grids())
