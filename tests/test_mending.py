"""Which changes mend a table: one cell's is found and named where it is the only one, and never guessed."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mending import mends
from schemas.load import table
from tests.drawn import lawful

THREE, FOUR = "applications", "reviews_litigation"


def four(upheld, corrected, other, pending, total, route="reconsideration"):
    """Numbers of table 四 with one route filled in as drawn, and zeros elsewhere."""
    shape = table(FOUR, 2021)
    return dict.fromkeys(shape.cells, Decimal(0)) | {
        (route, column): Decimal(n)
        for column, n in zip(shape.columns, (upheld, corrected, other, pending, total), strict=True)
    }


def numbers(edition, seed):
    return {key: Decimal(value) for key, value in lawful(edition, seed).items()}


def test_a_table_that_holds_needs_no_mending():
    assert mends(table(FOUR, 2021), four(1, 2, 0, 0, 3)) == ()
    assert mends(table(THREE, 2021), numbers(2021, 1)) == ()


def test_five_cells_and_one_sum_leave_several_answers():
    #  5 + 0 + 0 + 0 ≠ 0: the 5 may be 0, the total may be 5, and many pairs of cells may be wrong
    (found,) = mends(table(FOUR, 2021), four(5, 0, 0, 0, 0))
    single = {mend for mend in found if len(mend) == 1}
    assert single == {((("reconsideration", "upheld"), Decimal(0)),), ((("reconsideration", "total"), Decimal(5)),)}
    assert len(found) > len(single)


def test_an_equation_with_an_unknown_tells_nothing():
    known = four(5, 0, 0, 0, 0)
    del known["reconsideration", "pending"]
    assert mends(table(FOUR, 2021), known) == ()


def test_two_routes_are_two_parts():
    both = four(5, 0, 0, 0, 0) | {("litigation_direct", "other"): Decimal(1)}
    assert len(mends(table(FOUR, 2021), both)) == 2


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([2021, 2019]), st.integers(0, 50), st.data())
def test_one_changed_cell_of_a_whole_table_three_is_the_one_answer(edition, seed, data):
    shape, true = table(THREE, edition), numbers(edition, seed)
    key = data.draw(st.sampled_from(shape.cells))
    changed = data.draw(st.integers(0, 9_999).map(Decimal).filter(lambda n: n != true[key]))
    assert mends(shape, true | {key: changed}) == ((((key, true[key]),),),)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([2021, 2019]), st.integers(0, 50), st.data())
def test_two_changed_cells_are_never_taken_for_one(edition, seed, data):
    shape, true = table(THREE, edition), numbers(edition, seed)
    keys = data.draw(st.lists(st.sampled_from(shape.cells), min_size=2, max_size=2, unique=True))
    changed = {key: true[key] + data.draw(st.integers(1, 99)) for key in keys}
    for found in mends(shape, true | changed):
        assert all(len(mend) > 1 for mend in found)
