"""Which is likelier at fault, print or reading: a cell, and what stands beside it."""

import pytest

from pipeline.check import check
from pipeline.check.likelihood import reread
from pipeline.locate import place
from pipeline.tidy import tidy
from tests.drawn import document, form, grid, lawful

THREE = "applications"
FIGURES = lawful(seed=5)
FORBIDDEN = 8
"""The line of the drawn table of requests that a law forbids to grant: three of header, five of other rows before it."""


def drawn(*fields, label=None, shape="cells"):
    """A lawful table three with other fields in that row."""
    lines = form(THREE, 2021, FIGURES)
    lines[FORBIDDEN][3 : 3 + len(fields)] = fields
    if label is not None:
        lines[FORBIDDEN][2] = label
    return place(document(grid(lines, shape)))


@pytest.mark.parametrize("shape", ["cells", "fields"])
@pytest.mark.parametrize(("fields", "expected", "likelier"), [
    (("1", "1"), "11", "cut"),
    (("0", "3"), "3", "shifted"),
    (("7", "3"), "5", "print"),
    (("7", "0"), "0", "print"),
])  # fmt: skip
def test_what_stands_beside_a_cell_tells(fields, expected, likelier, shape):
    placement = drawn(*fields, shape=shape)
    assert reread(placement, placement.tables[THREE], ("denied_forbidden_by_law", "natural_person"), expected) == likelier


def test_a_row_that_was_bound_by_order_may_be_another():
    placement = drawn("7", label="")
    assert reread(placement, placement.tables[THREE], ("denied_forbidden_by_law", "natural_person"), "5") == "row"


@pytest.mark.parametrize(("label", "blame", "said"), [
    (None, "publisher", "a misprint is likelier than a misreading"),
    ("", "extraction", "how the row was bound is in doubt"),
])  # fmt: skip
def test_the_finding_says_so_and_whose_fault_it_is(label, blame, said):
    placement = drawn(str(FIGURES["denied_forbidden_by_law", "natural_person"] + 1), label=label)
    (found,) = [f for f in check(placement, tidy(placement)).findings if f.rule == "error_located"]
    assert (found.responsibility, found.suggestion) == (blame, str(FIGURES["denied_forbidden_by_law", "natural_person"]))
    assert said in found.message_en and "；" in found.message_zh
