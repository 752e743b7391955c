"""The audit by hand: what is drawn, what counts as an error, and how sure the rate is."""

import pandas as pd
import pytest

from pipeline.check.audit import KEY, drawn, rates, wilson

ROW = {"form": "text/html text", "grade": "A", "status": "reported", "value": "5", "printed": "5", "sound": "True"}


def row(seen: str, **given: str) -> dict[str, str]:
    return ROW | {"seen": seen} | given


def overall(*rows: dict[str, str]) -> tuple[int, int, int, int]:
    told = rates(rows)[-1]
    assert (told.form, told.grade) == ("all", "all")
    return told.cells, told.wrong, told.wrong_sound, told.withheld


@pytest.mark.parametrize(("cell", "expected"), [
    (row("5"), (1, 0, 0, 0)),
    (row("５件"), (1, 0, 0, 0)),
    (row("6"), (1, 1, 1, 0)),
    (row("6", sound="False"), (1, 1, 0, 0)),
    (row("blank"), (1, 1, 1, 0)),
    (row("blank", status="blank", value="", printed=""), (1, 0, 0, 0)),
    (row("0", status="blank", value="", printed="", sound="False"), (1, 1, 0, 0)),
    (row("/", status="marked", value="", printed="/"), (1, 0, 0, 0)),
    (row("missing", status="missing", value="", printed=""), (1, 0, 0, 0)),
    (row("7", status="unreadable", value="", printed="7?", sound="False"), (0, 0, 0, 1)),
])  # fmt: skip
def test_what_an_auditor_saw_is_held_against_what_is_published(cell: dict, expected: tuple):
    assert overall(cell) == expected


def test_a_cell_that_nobody_looked_at_does_not_count():
    assert rates([row(" ")]) == []
    assert overall(row("5"), row("")) == (1, 0, 0, 0)


def test_each_stratum_has_a_rate_of_its_own():
    told = rates([row("5"), row("6", grade="B"), row("5", grade="B")])
    assert [(one.grade, one.wrong, one.cells) for one in told] == [("A", 0, 1), ("B", 1, 2), ("all", 1, 3)]


@pytest.mark.parametrize(("wrong", "cells", "low", "high"), [
    (0, 100, 0.0, 0.037), (1, 10, 0.0179, 0.4042), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0),
])  # fmt: skip
def test_wilsons_interval(wrong: int, cells: int, low: float, high: float):
    assert wilson(wrong, cells) == pytest.approx((low, high), abs=2e-4)


def test_nothing_is_known_of_nothing():
    assert wilson(0, 0) == (None, None)


def cells(*sizes: int) -> pd.DataFrame:
    strata = [(grade, number) for grade, size in zip("ABC", sizes, strict=False) for number in range(size)]
    key = dict.fromkeys(KEY, "x")
    return pd.DataFrame([key | {"form": "f", "grade": grade, "item": f"{number:03}"} for grade, number in strata])


def test_the_draw_is_in_proportion_with_one_of_each_and_the_same_for_a_seed():
    sample = drawn(cells(80, 20, 1), 20, seed=3)
    assert sample["grade"].value_counts().to_dict() == {"A": 16, "B": 4, "C": 1}
    assert not sample.duplicated(["grade", "item"]).any()
    assert sample.equals(drawn(cells(80, 20, 1), 20, seed=3)) and not sample.equals(drawn(cells(80, 20, 1), 20, seed=4))


def test_no_more_is_drawn_than_there_is():
    assert len(drawn(cells(3, 2), 100, seed=1)) == 5
