"""The monotone alignment, on offers drawn as a document row a line and a layout row a column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.locate.align import SKIPPED_LAYOUT_ROW, align
from tests.drawn import cut


def aligned(drawing, cost=0.05):
    offers = [{j: float(worth) for j, worth in enumerate(line) if worth} for line in cut(drawing)]
    return align(offers, [cost] * len(offers))


@pytest.mark.parametrize("pairs, drawing", [
    ({0: 0, 1: 1, 2: 2}, """
        | 1 |   |   |
        |   | 1 |   |
        |   |   | 1 |
    """),
    ({0: 0, 2: 1}, """
        | 1 |   |
        |   |   |
        |   | 1 |
    """),
    ({0: 0, 1: 3}, """
        | 1 |   |   |   |
        |   |   |   | 1 |
    """),
    ({0: 0, 1: 1, 3: 2}, """
        | 1   |     |     |
        |     | 1   |     |
        | 0.2 |     |     |
        |     |     | 1   |
    """),
    ({0: 1, 1: 2}, """
        |   | 1 |     |
        |   |   | 1   |
        | 1 |   |     |
    """),
    ({}, """
        |   |
        |   |
    """),
])  # fmt: skip
def test_both_sides_grow(drawing, pairs):
    assert aligned(drawing)[1] == pairs


def test_a_label_that_stands_twice_is_told_by_its_neighbours():
    found = aligned("""
        | 1   |     | 1   |     |
        |     | 1   |     |     |
        | 1   |     | 1   |     |
        |     |     |     | 1   |
    """)
    assert found[1] == {0: 0, 1: 1, 2: 2, 3: 3}


def test_it_is_local():
    """Two rows far from the others are not worth what passing over everything between costs."""
    far = [{0: 1.0}, {1: 1.0}, *[{}] * 60, {2: 1.0}, {3: 1.0}, {4: 1.0}]
    score, pairs = align(far, [0.05] * len(far))
    assert pairs == {62: 2, 63: 3, 64: 4} and score == pytest.approx(3.0)


def test_a_layout_row_passed_over_has_its_price():
    assert align([{0: 1.0}, {4: 1.0}], [0, 0])[0] == pytest.approx(2 - 3 * SKIPPED_LAYOUT_ROW)


def test_nothing_offered_gives_nothing():
    assert align([], []) == (0.0, {})
    assert align([{}, {}], [0.1, 0.1]) == (0.0, {})


@given(st.lists(st.dictionaries(st.integers(0, 5), st.floats(0.1, 1), max_size=3), max_size=12))
def test_it_is_monotone_and_worth_what_it_says(offers):
    score, pairs = align(offers, [0.05] * len(offers))
    layout = list(pairs.values())
    assert layout == sorted(set(layout)) and all(j in offers[i] for i, j in pairs.items())
    rows = sorted(pairs)
    passed = sum(i not in pairs for i in range(rows[0], rows[-1])) * 0.05 if rows else 0
    skipped = (layout[-1] - layout[0] + 1 - len(layout)) * SKIPPED_LAYOUT_ROW if rows else 0
    assert score == pytest.approx(sum(offers[i][j] for i, j in pairs.items()) - passed - skipped)
    assert score >= max((worth for offer in offers for worth in offer.values()), default=0) - 1e-6


@given(
    offers=st.lists(st.dictionaries(st.integers(0, 5), st.sampled_from([0.25, 0.5, 1.0]), max_size=2), max_size=8),
    before=st.integers(0, 3),
    behind=st.integers(0, 3),
)
def test_rows_that_offer_nothing_around_a_table_change_nothing(offers, before, behind):
    fit, pairs = align(offers, [0.05] * len(offers))
    padded = [{}] * before + offers + [{}] * behind
    again, moved = align(padded, [0.05] * len(padded))
    assert again == pytest.approx(fit) and moved == {before + i: j for i, j in pairs.items()}
