"""What is printed in a cell, and the cell that is published: status, value, unit, and what is odd about it."""

from decimal import Decimal

import pytest

from pipeline.locate import place
from pipeline.tidy import tidy
from schemas.load import codelist, table
from tests.drawn import cut, document, form, grid, lawful, lawful_routes

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"


def tidied(name, figures=None, edition=2021, drawn=None):
    return tidy(place(document(grid(drawn or form(name, edition, figures)))))[name]


def said(cell):
    """Status, value, unit and oddity in words, `–` for none."""
    value = "–" if cell.value is None else format(cell.value, "f")
    return [cell.status, value, cell.unit or "–", cell.problem or "–"]


COUNTS = """
    | 5                | reported   | 5  | –  | –               |
    | 1,234            | reported   | 1234 | – | –              |
    | 5.0              | reported   | 5.0 | – | –               |
    | 5件              | reported   | 5  | 件 | –               |
    | 22（修订16件）   | reported   | 22 | –  | –               |
    | -3               | reported   | -3 | –  | negative        |
    |                  | blank      | –  | –  | –               |
    | /                | marked     | –  | –  | –               |
    | 无               | marked     | –  | –  | –               |
    | 1.5              | unreadable | –  | –  | fraction        |
    | 5元              | unreadable | –  | –  | unreadable_cell |
    | 1 1              | unreadable | –  | –  | unreadable_cell |
    | 约5              | unreadable | –  | –  | unreadable_cell |
"""


@pytest.mark.parametrize(("printed", "status", "value", "unit", "problem"), cut(COUNTS))
def test_a_count(printed, status, value, unit, problem):
    cell = tidied(THREE, {("granted", "business"): printed})["granted", "business"]
    assert said(cell) == [status, value, unit, problem] and cell.printed == printed


AMOUNTS = """
    | fees       | amount   | 12.5     | reported   | 12.5   | 万元 | –        |
    | fees       | amount   | 3940元   | reported   | 3940   | 元   | –        |
    | fees       | amount   | 0.5万元  | reported   | 0.5    | 万元 | –        |
    | fees       | amount   | -1       | reported   | -1     | 万元 | negative |
    | fees       | amount   | /        | marked     | –      | –    | –        |
    | rules      | issued   | 5        | reported   | 5      | 件   | –        |
    | rules      | issued   | 5份      | reported   | 5      | 件   | –        |
    | rules      | issued   | 1.5      | unreadable | –      | –    | fraction |
    | rules      | in_force | 22（a）  | reported   | 22     | 件   | –        |
    | penalties  | decisions | 1,234   | reported   | 1234   | 件   | –        |
"""


@pytest.mark.parametrize(("item", "measure", "printed", "status", "value", "unit", "problem"), cut(AMOUNTS))
def test_a_measure_of_table_two(item, measure, printed, status, value, unit, problem):
    assert said(tidied(TWO, {(item, measure): printed})[item, measure]) == [status, value, unit, problem]


OLD = """
    | licensing   | items_change | -1942      | reported | -1942    | 项   | – |
    | licensing   | items_change | +2         | reported | 2        | 项   | – |
    | procurement | amount       | 251000元   | reported | 251000   | 元   | – |
    | procurement | amount       | 160.5964万元 | reported | 160.5964 | 万元 | – |
    | procurement | amount       | 8040       | reported | 8040     | –    | – |
"""


@pytest.mark.parametrize(("item", "measure", "printed", "status", "value", "unit", "problem"), cut(OLD))
def test_a_measure_of_the_old_table_two(item, measure, printed, status, value, unit, problem):
    assert said(tidied(TWO, {(item, measure): printed}, 2019)[item, measure]) == [status, value, unit, problem]


def test_the_headers_unit_holds_for_a_bare_number():
    drawn = form(TWO, 2021, {("fees", "amount"): "3940"})
    drawn[-2][1] = "本年收费金额（单位：元）"
    cell = tidied(TWO, drawn=drawn)["fees", "amount"]
    assert (cell.value, cell.unit, cell.layout_unit) == (3940, "元", "万元")


def test_the_cells_unit_outweighs_the_headers():
    drawn = form(TWO, 2021, {("fees", "amount"): "3940元"})
    assert tidied(TWO, drawn=drawn)["fees", "amount"].unit == "元"


def test_a_note_is_kept():
    assert tidied(TWO, {("rules", "issued"): "22（其中修订16件）"})["rules", "issued"].note == "(其中修订16件)"


def test_every_cell_of_the_layout_is_there():
    drawn = form(THREE)
    del drawn[10]
    cells = tidied(THREE, drawn=drawn)
    assert tuple(cells) == table(THREE, 2021).cells
    assert {cell.status for cell in cells.values()} == {"reported", "missing"}
    assert {cell.printed for cell in cells.values() if cell.status == "missing"} == {None}


def test_a_row_in_doubt_is_unreadable():
    drawn = form(THREE)
    drawn.insert(6, [*drawn[5][:3], *"9999999"])
    cells = tidied(THREE, drawn=drawn)
    assert {cells["granted", column].status for column in table(THREE, 2021).columns} == {"unreadable"}


def test_each_status_is_in_the_code_list():
    figures = {("granted", "business"): "", ("granted", "total"): "/", ("carried_out", "total"): "1 1"}
    drawn = form(THREE, 2021, figures)
    del drawn[10]
    statuses = {cell.status for cell in tidied(THREE, drawn=drawn).values()}
    assert statuses == {"reported", "blank", "marked", "unreadable", "missing"} == set(codelist("statuses"))


# What a blank must be


def inferred(name, figures):
    return {key for key, cell in tidied(name, figures).items() if cell.inferred is not None}


def test_a_blank_is_no_zero():
    cell = tidied(FOUR, {("reconsideration", "upheld"): ""})["reconsideration", "upheld"]
    assert (cell.status, cell.value) == ("blank", None)


@pytest.mark.parametrize("empty", ["", "/", "无"])
def test_blanks_and_marks_beside_a_zero_total_are_inferred(empty):
    figures = dict.fromkeys([("reconsideration", c) for c in ("upheld", "corrected", "other", "pending")], empty)
    cells = tidied(FOUR, figures)
    assert {key for key, cell in cells.items() if cell.inferred == Decimal(0)} == set(figures)
    assert all(cells[key].value is None for key in figures)


def test_blanks_that_the_total_leaves_room_for_are_not():
    figures = {("reconsideration", "upheld"): "", ("reconsideration", "other"): "", ("reconsideration", "total"): "1"}
    assert inferred(FOUR, figures) == set()


def test_a_blank_that_must_be_another_number_is_not_inferred():
    assert inferred(FOUR, {("reconsideration", "upheld"): "", ("reconsideration", "total"): "2"}) == set()


def test_blanks_are_not_inferred_from_an_identity_that_fails():
    figures = {("reconsideration", "upheld"): "", ("reconsideration", "other"): "3"}
    assert inferred(FOUR, figures) == set()


def test_blanks_are_not_inferred_beside_a_negative_number():
    figures = {("reconsideration", "upheld"): "", ("litigation_direct", "other"): "-3"}
    assert inferred(FOUR, figures) == set()


def test_what_cannot_be_read_is_not_inferred():
    figures = {("reconsideration", "upheld"): "1 1"}
    assert inferred(FOUR, figures) == set()


def test_a_form_that_prints_no_zeros_is_inferred_whole():
    """All blanks of a lawful table whose zeros were left out, totals printed."""
    three = ("new_received", "granted", "total_handled")
    figures = lawful(most=0) | {(row, column): 3 for row in three for column in ("natural_person", "total")}
    shown = {key: n or "" for key, n in figures.items()} | {
        (row, "total"): figures[row, "total"] for row in table(THREE, 2021).rows
    }
    assert inferred(THREE, shown) == {key for key, text in shown.items() if text == ""}


def test_table_two_has_no_identities_and_infers_nothing():
    assert inferred(TWO, {("rules", "issued"): ""}) == set()


@pytest.mark.parametrize("seed", range(5))
def test_an_inferred_zero_was_a_zero(seed):
    figures = lawful(seed=seed, most=1)
    hidden = {key: "" if index % 3 == seed % 3 else n for index, (key, n) in enumerate(figures.items())}
    assert all(figures[key] == 0 for key in inferred(THREE, hidden))
    routes = lawful_routes(seed, most=1)
    hidden = {key: "" if key[1] != "total" else n for key, n in routes.items()}
    assert all(routes[key] == 0 for key in inferred(FOUR, hidden))
