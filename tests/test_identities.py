"""The four identities: where each holds, where it fails, where it can't be assessed, and what blanks must be."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.identities import bounds, conflict, equations, places
from schemas.load import table
from tests.drawn import lawful, lawful_routes

EDITIONS = (2021, 2019)
SEEDS = st.integers(min_value=0, max_value=10**6)


def broken(shape, figures):
    return {(e.identity.code, e.where) for e in equations(shape, decimals(figures)) if e.outcome == "fail"}


def decimals(figures):
    return {key: Decimal(value) for key, value in figures.items()}


def outcome(code, where, **figures):
    """How one equation comes out where only `figures` (row or column → number) are known."""
    shape = table("reviews_litigation" if code == "route" else "applications", 2021)
    along_row = where in shape.rows
    known = {(where, k) if along_row else (k, where): Decimal(v) for k, v in figures.items()}
    (found,) = [e.outcome for e in equations(shape, known) if (e.identity.code, e.where) == (code, where)]
    return found


def results(edition=2021, **figures):
    """All result rows at 0, but for those given."""
    rows = table("applications", edition).rows
    others = ("new_received", "carried_in", "total_handled", "carried_out")
    return {row: 0 for row in rows if row not in others} | figures


ORGANIZATIONS = dict.fromkeys(
    ("business", "research_institution", "public_interest_organization", "legal_service_organization"), 0
)
BALANCED = {"new_received": 8, "carried_in": 2, "total_handled": 9, "carried_out": 1}


def without(figures, *names):
    return {name: value for name, value in figures.items() if name not in names}


@pytest.mark.parametrize(
    ("expected", "figures"),
    [
        ("pass", BALANCED),
        ("fail", BALANCED | {"carried_out": 2}),
        ("fail", without(BALANCED | {"total_handled": 11}, "carried_out")),  # 8 + 2 is less than 11 already
        ("pass", without(BALANCED | {"total_handled": 10}, "carried_out")),  # the blank being 0
        ("not_assessable", without(BALANCED, "carried_out")),  # the blank can be 1
        ("not_assessable", without(BALANCED, "carried_in", "carried_out")),
        ("not_assessable", {}),
    ],
)
def test_balance(expected, figures):
    assert outcome("balance", "natural_person", **figures) == expected


@pytest.mark.parametrize(
    ("expected", "figures"),
    [
        ("pass", results(granted=3, other_remaining=2, total_handled=5)),
        ("fail", results(granted=3, other_remaining=2, total_handled=6)),
        ("fail", without(results(granted=3, other_remaining=2, total_handled=4), "denied_state_secret")),
        ("not_assessable", without(results(granted=3, other_remaining=2, total_handled=6), "denied_state_secret")),
        ("not_assessable", results(granted=3)),
    ],
)
def test_results(expected, figures):
    assert outcome("results", "total", **figures) == expected


@pytest.mark.parametrize(
    ("expected", "figures"),
    [
        ("pass", ORGANIZATIONS | {"natural_person": 4, "other_organization": 1, "total": 5}),
        ("fail", ORGANIZATIONS | {"natural_person": 4, "other_organization": 1, "total": 4}),
        ("fail", ORGANIZATIONS | {"natural_person": 4, "total": 3}),
        ("pass", {"natural_person": 4, "total": 4}),
        ("not_assessable", {"natural_person": 4, "total": 5}),
        ("not_assessable", ORGANIZATIONS | {"natural_person": 4, "other_organization": 1}),
    ],
)
def test_applicants(expected, figures):
    assert outcome("applicants", "granted", **figures) == expected


@pytest.mark.parametrize(
    ("expected", "figures"),
    [
        ("pass", {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 11}),
        ("fail", {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}),
        ("fail", {"upheld": 10, "total": 9}),
        ("not_assessable", {"upheld": 10, "corrected": 1, "other": 0, "pending": 0}),
    ],
)
def test_route(expected, figures):
    assert outcome("route", "litigation_direct", **figures) == expected


@pytest.mark.parametrize(
    ("name", "edition", "counts"),
    [
        ("applications", 2021, {"balance": 7, "results": 7, "applicants": 25}),
        ("applications", 2019, {"balance": 7, "results": 7, "applicants": 23}),
        ("reviews_litigation", 2021, {"route": 3}),
        ("reviews_litigation", 2019, {"route": 3}),
        ("proactive_disclosure", 2021, {}),
        ("proactive_disclosure", 2019, {}),
    ],
)
def test_so_many_equations(name, edition, counts):
    codes = [identity.code for identity, *_ in places(table(name, edition))]
    assert {code: codes.count(code) for code in codes} == counts


def test_the_results_are_all_rows_between_the_two_received_and_the_total():
    for edition, count in ((2021, 21), (2019, 19)):
        shape = table("applications", edition)
        (sums,) = {identity.left for identity in shape.identities if identity.code == "results"}
        assert sums == tuple(shape.rows)[2:-2] and len(sums) == count


@pytest.mark.parametrize("edition", EDITIONS)
@given(seed=SEEDS)
@settings(max_examples=25)
def test_a_lawful_table_breaks_nothing(edition, seed):
    assert not broken(table("applications", edition), lawful(edition, seed))
    assert not broken(table("reviews_litigation", edition), lawful_routes(seed))


@pytest.mark.parametrize("edition", EDITIONS)
@given(seed=SEEDS, data=st.data())
@settings(max_examples=150)
def test_any_change_to_one_two_or_three_cells_breaks_something(edition, seed, data):
    shape = table("applications", edition)
    figures = lawful(edition, seed)
    # near each other, where a change is likeliest to hide
    rows = data.draw(st.lists(st.sampled_from(list(shape.rows)), min_size=2, max_size=2, unique=True))
    columns = data.draw(st.lists(st.sampled_from(list(shape.columns)), min_size=2, max_size=2, unique=True))
    near = [(row, column) for row in rows for column in columns]
    changed = data.draw(st.lists(st.sampled_from(near), min_size=1, max_size=3, unique=True))
    step = data.draw(st.sampled_from([1, -1, 2, 7]))
    for key in changed:
        figures[key] += data.draw(st.sampled_from([step, -step]))
    assert broken(shape, figures)


@pytest.mark.parametrize("edition", EDITIONS)
def test_four_corners_of_a_rectangle_can_hide(edition):
    shape, figures = table("applications", edition), lawful(edition)
    for row, column, by in [("granted", "business", 1), ("granted", "research_institution", -1)]:
        figures[row, column] += by
        figures["denied_state_secret", column] -= by
    assert not broken(shape, figures)


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_cell_breaks_a_set_of_identities_of_its_own(edition):
    shape, figures = table("applications", edition), lawful(edition)
    broken_by = {frozenset(broken(shape, figures | {key: figures[key] + 1})) for key in shape.cells}
    assert len(broken_by) == len(shape.cells) and frozenset() not in broken_by


# What blanks must be


@pytest.mark.parametrize("edition", EDITIONS)
@given(seed=SEEDS, data=st.data())
@settings(max_examples=40)
def test_the_true_value_is_always_within_bounds(edition, seed, data):
    shape, figures = table("applications", edition), decimals(lawful(edition, seed, most=3))
    blank = data.draw(st.sets(st.sampled_from(shape.cells), min_size=1, max_size=80))
    found = bounds(shape, {key: value for key, value in figures.items() if key not in blank})
    assert set(found) == blank
    assert conflict(shape, {key: value for key, value in figures.items() if key not in blank}) is None
    assert all(least <= figures[key] <= most for key, (least, most) in found.items())


@given(seed=SEEDS, data=st.data())
@settings(max_examples=40)
def test_one_blank_in_a_full_table_is_known(seed, data):
    shape, figures = table("applications", 2021), decimals(lawful(seed=seed))
    key = data.draw(st.sampled_from(shape.cells))
    found = bounds(shape, {k: v for k, v in figures.items() if k != key})
    assert found == {key: (figures[key], figures[key])}


def test_blanks_beside_a_zero_total_are_zero():
    shape = table("reviews_litigation", 2021)
    found = bounds(shape, {("reconsideration", "total"): Decimal(0)})
    zero = {key for key, (_, most) in found.items() if most == 0}
    assert zero == {("reconsideration", c) for c in shape.columns if c != "total"}


def test_blanks_that_make_up_the_rest_are_zero():
    found = bounds(
        table("reviews_litigation", 2021),
        decimals({("reconsideration", "upheld"): 3, ("reconsideration", "total"): 3}),
    )
    assert {found["reconsideration", c][1] for c in ("corrected", "other", "pending")} == {0}


def test_a_blank_total_has_a_least_and_no_most():
    found = bounds(table("reviews_litigation", 2021), decimals({("reconsideration", "upheld"): 3}))
    assert found["reconsideration", "total"] == (3, Decimal("Infinity"))


def test_where_an_equation_fails_nothing_follows():
    figures = decimals({("reconsideration", "upheld"): 3, ("reconsideration", "total"): 2})
    assert bounds(table("reviews_litigation", 2021), figures) == {}


def test_a_blank_for_which_row_and_column_ask_different_numbers():
    shape, figures = table("applications", 2021), decimals(lawful())
    del figures["granted", "business"]
    assert conflict(shape, figures) is None
    figures["denied_state_secret", "business"] += 1
    assert conflict(shape, figures) == ("granted", "business")
    assert bounds(shape, figures) == {}


@given(seed=SEEDS, data=st.data())
@settings(max_examples=40)
def test_a_conflict_names_a_blank(seed, data):
    shape, figures = table("applications", 2021), decimals(lawful(seed=seed))
    blank = data.draw(st.sets(st.sampled_from(shape.cells), min_size=1, max_size=30))
    known = {key: value for key, value in figures.items() if key not in blank}
    wrong = data.draw(st.sampled_from(sorted(known)))
    assert conflict(shape, known | {wrong: known[wrong] + 1}) in {None, *blank}


@given(seed=SEEDS, data=st.data())
@settings(max_examples=40)
def test_bounds_end_for_any_figures(seed, data):
    shape, figures = table("applications", 2021), decimals(lawful(seed=seed, most=10**6))
    blank = data.draw(st.sets(st.sampled_from(shape.cells), max_size=60))
    wrong = data.draw(st.dictionaries(st.sampled_from(shape.cells), st.integers(0, 10**14).map(Decimal), max_size=4))
    known = {key: value for key, value in (figures | wrong).items() if key not in blank}
    assert set(bounds(shape, known)) in (set(), set(shape.cells) - set(known))
