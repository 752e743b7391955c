"""The table `grids`: of which grids it has a row, and what that says."""

from dataclasses import replace

from pipeline.locate import place
from pipeline.read import read
from pipeline.read.document import Edges, Grid, Place
from pipeline.report import read_report
from pipeline.tidy.grids import grids
from schemas.load import CELLS
from schemas.tables import columns_of
from tests.corpus.reports import make
from tests.drawn import document, form, grid
from tests.test_report import RECEIPT

EDGES = Edges(595.27, 841.889, 90, (-0.04, 100.0, 140.25), (50.0, 71.96), ((0, 0, 2, 1), (1, 1, 1, 2)))


def at(drawn: Grid, locator: str, edges: Edges | None) -> Grid:
    """The drawn grid at a place of its own."""
    cells = {id(c): c._replace(place=Place(c.place.locator.replace("t1", locator, 1))) for c in drawn.cells()}
    rows = tuple(tuple(cells.get(id(cell)) for cell in row) for row in drawn.rows)
    return Grid(rows, drawn.shape, Place(locator), edges)


def test_a_row_tells_page_edges_and_merged_cells():
    read = document(at(grid(form("reviews_litigation")), "p4/t2", EDGES))
    assert list(grids(place(read))) == [{
        "locator": "p4/t2", "page": 4, "page_width": 595.3, "page_height": 841.9, "turn": 90,
        "column_edges": "0 100 140.2", "row_edges": "50 72", "merged": "r1/c1:r2/c1 r2/c2:r2/c3",
    }]  # fmt: skip


def test_where_nothing_spans_there_is_no_list_of_merged_cells():
    read = document(at(grid(form("reviews_litigation")), "p1/t1", replace(EDGES, merged=())))
    assert [row["merged"] for row in grids(place(read))] == [None]


def test_only_grids_that_hold_cells_of_the_form_are_told():
    other = at(grid("| 职责 | 数量 |\n| 甲 | 3 |"), "p1/t1", EDGES)
    read = document(other, at(grid(form("reviews_litigation")), "p2/t1", EDGES))
    assert [row["locator"] for row in grids(place(read))] == ["p2/t1"]


def test_a_document_without_pages_has_none():
    assert list(grids(place(document(grid(form("reviews_litigation")))))) == []


def test_every_cell_of_a_grid_on_a_page_has_its_grid_also_where_a_table_goes_on_over_pages():
    data = next(
        made.data
        for made in (make(seed, "pdf") for seed in range(9))
        if len({one.place.locator.split("/")[0] for one in read(made.data).grids()}) > 1
    )
    tables = read_report(RECEIPT, data).tables
    known = {row["locator"] for row in tables["grids"]}
    assert all(row.keys() == columns_of("grids").keys() for row in tables["grids"])
    named = {row["locator"].partition("/r")[0] for name in CELLS for row in tables.get(name, ()) if row["locator"]}
    assert named == known and len({locator.split("/")[0] for locator in known}) > 1
