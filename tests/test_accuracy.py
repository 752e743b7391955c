"""A fixed part of the corpus of reports with known truth: nothing silent, and no less right than was reached."""

import json
from pathlib import Path

import pytest

from benchmarks import accuracy, faults

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))["corpus"]


@pytest.mark.slow
def test_a_fixed_part_of_the_corpus(capsys):
    given = ["--reports", "180", "--seed", "700000"]
    given += ["--silent", str(FLOORS["silent"]), "--floor", str(FLOORS["right_percent"])]
    assert accuracy.main(given) == 0, capsys.readouterr().out


@pytest.mark.slow
def test_no_fault_of_reading_is_silent(capsys):
    assert faults.main(["--reports", "3", "--seed", "800000"]) == 0, capsys.readouterr().out
