"""Which blanks are 0 in every solution, against all solutions of small tables counted out."""

import random
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.identities import bounds, places
from pipeline.solutions import zeros
from schemas.load import table
from tests.drawn import lawful

THREE, FOUR = table("applications", 2021), table("reviews_litigation", 2021)
ROUTE = [key for key in FOUR.cells if key[0] == "reconsideration"]


def numbers(**known):
    return {("reconsideration", outcome): Decimal(n) for outcome, n in known.items()}


@pytest.mark.parametrize(("known", "zero"), [
    ({"upheld": 2, "corrected": 1, "total": 3}, {"other", "pending"}),
    ({"upheld": 2, "total": 3}, set()),
    ({"total": 0}, {"upheld", "corrected", "other", "pending"}),
    ({"upheld": 2, "corrected": 2, "total": 3}, set()),
    ({}, set()),
], ids=["all but the rest", "one too few", "nothing", "no solution", "nothing known"])  # fmt: skip
def test_a_route_whose_total_leaves_nothing_for_its_blanks(known, zero):
    assert {column for row, column in zeros(FOUR, numbers(**known)) if row == "reconsideration"} == zero


def counted(known):
    """The blanks of one route that are 0 in each of its solutions, all counts up to 12 tried."""
    blank = [key for key in ROUTE if key not in known]
    found = [dict(zip(blank, tried, strict=True)) for tried in product(range(13), repeat=len(blank))]
    *parts, total = ROUTE
    holds = [one for one in found if sum((known | one)[k] for k in parts) == (known | one)[total]]
    return {key for key in blank if holds and all(one[key] == 0 for one in holds)}


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(ROUTE), st.integers(0, 3).map(Decimal), min_size=2))
def test_as_counted_out(known):
    assert {key for key in zeros(FOUR, known) if key in ROUTE} == counted(known)


def test_what_only_several_equations_together_prove():
    """A table with a fifth of its cells blotted out, in which no equation alone says that these four are 0."""
    dice = random.Random(94)
    true = {key: Decimal(n) for key, n in lawful(seed=94, most=dice.choice([1, 1, 2])).items()}
    share = dice.choice([0.1, 0.2, 0.3, 0.5, 0.7])
    known = {key: n for key, n in true.items() if dice.random() > share}
    by_one = {key for key, (_, most) in bounds(THREE, known).items() if most == 0}
    together = zeros(THREE, known) - by_one
    assert len(together) == 4 and all(true[key] == 0 for key in together)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 999), st.sets(st.sampled_from(THREE.cells), max_size=60))
def test_no_blank_is_called_zero_that_was_something_else(seed, blotted):
    true = {key: Decimal(n) for key, n in lawful(seed=seed, most=2).items()}
    proved = zeros(THREE, {key: n for key, n in true.items() if key not in blotted})
    assert all(true[key] == 0 for key in proved)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 999), st.sets(st.sampled_from(THREE.cells), max_size=60))
def test_nothing_that_intervals_prove_is_lost(seed, blotted):
    known = {key: Decimal(n) for key, n in lawful(seed=seed, most=1).items() if key not in blotted}
    assert {key for key, (_, most) in bounds(THREE, known).items() if most == 0} <= zeros(THREE, known)


def test_every_equation_is_a_constraint():
    assert len(list(places(THREE))) == 7 + 7 + 25
