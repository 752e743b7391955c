"""What a cell's text says, drawn as a table, and the laws that hold for any text."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.numbers import MAX_DIGITS, Blank, Mark, Number, Quantity, Unreadable, is_value, read_number, read_quantity
from tests.drawn import cut


def said(text):
    """The outcome in words: `5`, `5 · 件`, `22 · (…)`, `blank`, `mark slash`, `unreadable`."""
    match read_number(text):
        case Number(value, unit, note):
            return " · ".join(filter(None, (format(value, "f"), unit, note)))
        case Mark(code):
            return f"mark {code}"
        case other:
            return type(other).__name__.lower()


PRINTED = """
    | 0                  | 0                    |
    | 7                  | 7                    |
    | 1,234              | 1234                 |
    | 1,234,567          | 1234567              |
    | ５                 | 5                    |
    | １２，３４５       | 12345                |
    | 251.20             | 251.20               |
    | 160.5964万元       | 160.5964 · 万元      |
    | 251000元           | 251000 · 元          |
    | 5件                | 5 · 件               |
    | 5 件               | 5 · 件               |
    | 5宗                | 5 · 宗               |
    | +2                 | 2                    |
    | -1942              | -1942                |
    | －3                | -3                   |
    | −3                 | -3                   |
    | 22（其中修订16件） | 22 · (其中修订16件)  |
    | 22件(新增2)        | 22 · 件 · (新增2)    |
    | 　                 | blank                |
    | /                  | mark slash           |
    | ／                 | mark slash           |
    | -                  | mark dash            |
    | --                 | mark dash            |
    | ——                 | mark dash            |
    | — —                | mark dash            |
    | 无                 | mark none            |
    | 不涉及             | mark not_applicable  |
    | *                  | mark asterisk        |
    | 1 1                | unreadable           |
    | 1 000              | unreadable           |
    | 007                | unreadable           |
    | 00                 | unreadable           |
    | 1,23               | unreadable           |
    | 12,34,567          | unreadable           |
    | 0,123              | unreadable           |
    | 1.2.3              | unreadable           |
    | .5                 | unreadable           |
    | 5.                 | unreadable           |
    | 5①                | unreadable           |
    | ⑤                  | unreadable           |
    | 5²                 | unreadable           |
    | ½                  | unreadable           |
    | ٣                  | unreadable           |
    | 约5                | unreadable           |
    | 5余                | unreadable           |
    | 五                 | unreadable           |
    | 2万                | unreadable           |
    | 5或6               | unreadable           |
    | 5/6                | unreadable           |
    | 5-6                | unreadable           |
    | 1e3                | unreadable           |
    | 0x10               | unreadable           |
    | NaN                | unreadable           |
    | Infinity           | unreadable           |
    | 1_000              | unreadable           |
    | 5%                 | unreadable           |
    | (5)                | unreadable           |
    | 5(6                | unreadable           |
    | 规章               | unreadable           |
"""


@pytest.mark.parametrize(("text", "outcome"), cut(PRINTED))
def test_a_cell_says(text, outcome):
    assert said(text) == outcome


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\n\t", "\u200b", "\ufeff", "\xad\u2060"])
def test_what_cannot_be_seen_is_blank(text):
    assert read_number(text) == Blank()


@pytest.mark.parametrize("text", ["1\u200b1", "\ufeff11", "1\xad1\u2060"])
def test_what_cannot_be_seen_parts_no_number(text):
    assert read_number(text) == Number(Decimal(11))


def test_more_digits_than_a_float_keeps_are_no_number():
    assert read_number("9" * MAX_DIGITS) == Number(Decimal("9" * MAX_DIGITS))
    assert read_number("9" * (MAX_DIGITS + 1)) == Unreadable()


def test_a_long_cell_is_no_number():
    assert read_number("5" + " " * 1000) == Unreadable()


def test_a_value_cell_holds_a_number_or_a_mark():
    assert [is_value(text) for text in ("5", "/", "", "五")] == [True, True, False, False]


@given(st.text() | st.text(alphabet="0123456789０５,，.．+-－—/ 　\u200b件万元()（）①²无"))
def test_any_text_has_exactly_one_outcome(text):
    assert isinstance(read_number(text), Number | Blank | Mark | Unreadable)


COUNTS = st.integers(min_value=0, max_value=10**MAX_DIGITS - 1)


@given(COUNTS)
def test_a_count_reads_as_itself(count):
    assert read_number(str(count)) == Number(Decimal(count))
    assert read_number(f" {count}\n") == Number(Decimal(count))


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_an_amount_reads_as_itself(amount):
    assume(not amount.is_zero())
    assert read_number(format(amount, "f")) == Number(amount)


@given(COUNTS)
def test_full_width_is_half_width(count):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    assert read_number(wide) == read_number(str(count))


@given(COUNTS.filter(lambda n: n < 10**9))
def test_thousands_separators_change_nothing(count):
    assert read_number(f"{count:,}") == read_number(str(count))


@given(st.integers(min_value=10, max_value=10**9), st.sampled_from(" \xa0\u3000\u2009\t\n"), st.data())
def test_a_number_in_two_pieces_is_never_a_number(count, gap, data):
    at = data.draw(st.integers(min_value=1, max_value=len(str(count)) - 1))
    assert read_number(str(count)[:at] + gap + str(count)[at:]) == Unreadable()


@given(COUNTS, st.sampled_from("①²½٣⑽Ⅰ五半"))
def test_a_number_beside_another_kind_of_digit_is_never_a_number(count, odd):
    assert read_number(f"{count}{odd}") == read_number(f"{odd}{count}") == Unreadable()


# Numbers in sentences


@pytest.mark.parametrize(("text", "value"), [
    ("1136", 1136), ("1,136", 1136), ("1，136", 1136), ("１１３６", 1136), ("3.2万", 32000), ("1亿2000万", 120_000_000),
    ("3万5千", 35000), ("0", 0), ("零", 0), ("两", 2), ("十", 10), ("十二", 12), ("三百二十", 320), ("一千零五", 1005),
    ("一万二千三百", 12300), ("三千万", 30_000_000),
])  # fmt: skip
def test_a_quantity(text, value):
    assert read_quantity(text) == Quantity(Decimal(value))


@pytest.mark.parametrize(("text", "value"), [("20余", 20), ("3.2万余", 32000), ("100余万", 1_000_000), ("三百多", 300)])
def test_a_quantity_that_says_about(text, value):
    assert read_quantity(text) == Quantity(Decimal(value), approximate=True)


@pytest.mark.parametrize("text", ["", "007", "1,13", "三四", "二百五", "百", "二〇二三", "万", "余", "1万2亿", "9" * 16])
def test_what_could_be_two_numbers_or_none_is_no_quantity(text):
    assert read_quantity(text) is None
