"""Which column each value belongs to: fields behind the label, and every way to bind them that loses none."""

import pytest

from pipeline.locate.columns import BY_HEADER, candidates
from pipeline.locate.headers import EXTRA, Header
from pipeline.locate.rows import Field, kind
from pipeline.read.document import Place
from tests.drawn import cut

CODES = ("a", "b", "c")


def fields(drawing, first=1):
    texts = [text.replace("␣", "") for text in drawing.split(" ")]
    return [Field(t, Place(""), 100 + i, first + i, first + i + 1, kind(t)) for i, t in enumerate(texts)]


def ways(drawing, header=Header()):  # noqa: B008 - a frozen value
    found = candidates(fields(drawing), CODES, header)
    return {offset: " ".join(("·" if f is None else f.text or "␣") for f in way) for offset, way in found.items()}


@pytest.mark.parametrize(("drawing", "expected"), [
    ("5 0 5",     {0: "5 0 5"}),
    ("␣ 5 0 5 ␣", {1: "5 0 5"}),
    ("5 0 5 ␣ ␣", {0: "5 0 5"}),
    ("␣ 5 ␣ ␣",   {0: "␣ 5 ␣", 1: "5 ␣ ␣"}),
    ("␣ ␣ ␣ ␣",   {0: "␣ ␣ ␣", 1: "␣ ␣ ␣"}),
    ("␣ ␣",       {0: "␣ ␣ ·"}),
    ("5 0",       {}),
    ("5",         {}),
    ("5 ␣",       {}),
    ("5 0 5 5",   {}),
    ("5 ␣ 0 5",   {}),
    ("/ - 无",    {0: "/ - 无"}),
    ("5 1① 5",   {0: "5 1① 5"}),
    ("5 共计 5",  {}),
])  # fmt: skip
def test_by_position(drawing, expected):
    assert ways(drawing) == expected


# A header that names three grid columns, the second before the first.
SWAPPED = Header(ranges={"a": (2, 3), "b": (1, 2), "c": (3, 4)}, order=("b", "a", "c"))
WIDE = Header(ranges={"a": (1, 3), "b": (3, 4), "c": (4, 5)}, order=CODES)
SUBTOTAL = Header(ranges={"a": (1, 2), EXTRA: (2, 3), "b": (3, 4), "c": (4, 5)}, order=("a", EXTRA, "b", "c"))


def test_a_header_outweighs_the_layouts_order():
    assert set(ways("1 2 3", SWAPPED).values()) == {"2 1 3"}


def test_below_a_wide_header_only_one_value_stands():
    assert ways("5 ␣ 0 5", WIDE) == {BY_HEADER: "5 0 5"}
    assert ways("5 5 0 5", WIDE) == {}


def test_a_column_that_the_layout_lacks_takes_its_value():
    assert ways("1 9 2 3", SUBTOTAL) == {BY_HEADER: "1 2 3"}


def test_a_value_outside_the_headers_columns_is_not_lost():
    assert ways("1 2 3 4", Header(ranges={"a": (1, 2), "b": (2, 3), "c": (3, 4)}, order=CODES)) == {}


def test_a_cell_that_spans_rows_is_no_value_of_one_row():
    deep = [Field("5", Place(""), 1, 1, 2, "value", deep=True), *fields("0 5", 2)]
    assert candidates(deep, CODES, Header()) == {}


ORDERS = """
    | a b c   | 1 2 3 |
    | c b a   | 3 2 1 |
    | a c     | 1 2 3 |
    | b       | 1 2 3 |
    |         | 1 2 3 |
    | c a     | –     |
    | a extra | –     |
"""


@pytest.mark.parametrize(("order", "expected"), cut(ORDERS))
def test_the_order_in_which_a_header_prints_the_columns(order, expected):
    """Three values below labels of which some may be lost: bound only where the order is not in doubt."""
    found = ways("1 2 3", Header(order=tuple(order.split())))
    assert found == ({} if expected == "–" else {0: expected})


def test_an_extra_label_takes_its_value_by_order():
    assert ways("1 9 2 3", Header(order=("a", EXTRA, "b", "c"))) == {0: "1 2 3"}
