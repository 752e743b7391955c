"""Guarded text runs in no spreadsheet, and guarding is undone exactly."""

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.release.guard import guarded, guarded_column, guarded_table, unguarded, unguarded_column

STARTS = ("=", "+", "-", "@", "\t", "\r")
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
HOSTILE = st.text(st.sampled_from("'=+-@\t\r\n 0123.,＝＋－＠\u3000\ufeff\x00a"), max_size=8)


@pytest.mark.parametrize("text", [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\tx", "\rx", "\n=1", " =1+1", "\u3000＝1", "＝1", "－3",
    "=", "-", "+", "--3", "-3-4", "-3\n", "\ufeff=1", "\x00=1", "-1,23", "+1e5", "'=1", "''-a",
])  # fmt: skip
def test_what_could_run_gets_an_apostrophe(text: str):
    assert guarded(text) == f"'{text}" and unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", [
    "", "3", "-3", "+3", "-3.5", "-1,234", "-1,234.5", "'-3", "a=1", "3-4", "/", "—", "无", "'", "'a", " a", "1\t=",
])  # fmt: skip
def test_what_can_not_run_stays(text: str):
    assert guarded(text) == unguarded(text) == text


@given(ANY | HOSTILE)
@example("'")
def test_guarding_is_undone_exactly(text: str):
    assert unguarded(guarded(text)) == text


@given(HOSTILE, HOSTILE)
def test_no_two_texts_become_one(one: str, other: str):
    assert (guarded(one) == guarded(other)) == (one == other)


@given(ANY | HOSTILE)
def test_guarded_text_starts_like_a_formula_only_where_it_is_a_number(text: str):
    made = guarded(text)
    if made.startswith(STARTS):
        assert isinstance(float(made.replace(",", "")), float) and made[1:].isascii()


@given(st.lists(st.none() | ANY | HOSTILE, max_size=8))
def test_a_column_is_guarded_as_its_texts_are(texts: list[str | None]):
    column = pa.array(texts, pa.string())
    made = guarded_column(column)
    assert made.to_pylist() == [None if text is None else guarded(text) for text in texts]
    assert unguarded_column(made).equals(column)
    assert unguarded_column(column).to_pylist() == [None if text is None else unguarded(text) for text in texts]


def test_a_tables_codes_and_numbers_are_left_alone():
    table = pa.table({"code": pa.array(["-a"]).dictionary_encode(), "number": [-3], "text": ["=1"]})
    assert guarded_table(table).to_pylist() == [{"code": "-a", "number": -3, "text": "'=1"}]
