"""A small and always same share of `make fuzz`: spoiled files of every form are read or refused, and nothing else happens."""

import pytest

from benchmarks.fuzz import KEPT, Batch, fuzzed, kept, made, row, run
from pipeline.read.document import Refusal
from pipeline.workers import Limits
from tests.hostile import targets
from tests.hostile.mutations import mutated
from tests.hostile.targets import PARSERS, READERS, Target

FEW, MANY = 12, 300


@pytest.mark.parametrize("target", READERS)
def test_a_reader_reads_or_refuses(target):
    tally = fuzzed(Batch(target, 0, 0, FEW))
    assert not tally.faults, tally.shown
    assert tally.inputs == FEW


@pytest.mark.parametrize("target", PARSERS)
def test_a_parser_reads_or_refuses(target):
    tally = fuzzed(Batch(target, 0, 0, MANY))
    assert not tally.faults, tally.shown
    assert tally.inputs == MANY


def test_the_same_number_is_the_same_input():
    assert made(Batch("docx", 5, 0, 1), 7) == made(Batch("docx", 5, 0, 1), 7) != made(Batch("docx", 6, 0, 1), 7)


def test_most_inputs_are_spoiled():
    seeds = READERS["html"].seeds()
    inputs = [made(Batch("html", 0, 0, 1), number) for number in range(50)]
    assert len(set(inputs) - set(seeds)) > 45


def test_mutations_of_nothing():
    from random import Random

    assert isinstance(mutated(b"", (), Random(1)), bytes)


def fails(data: bytes) -> None:
    if data == b"a":
        raise Refusal("damaged")
    raise KeyError("as planted")


def test_a_fault_is_counted_and_its_input_named(monkeypatch):
    monkeypatch.setitem(targets.TARGETS, "planted", Target(lambda: (b"abc",), fails))
    tally = fuzzed(Batch("planted", 0, 0, 10))
    assert tally.faults.total() + tally.refused == 10 and tally.faults.total() > 5
    (where, number), = tally.shown.items()
    assert where.startswith("KeyError") and 0 <= number < 10


def test_workers_are_given_batches_until_so_many_are_read():
    tally = run("delimiters", 0, 60, 50, "", 1)
    assert (tally.inputs, tally.faults.total()) == (50, 0)


def test_a_row_replaces_the_one_of_its_target(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.fuzz.KEPT", tmp_path / "fuzz.md")
    (tmp_path / "fuzz.md").write_text(kept([row("rtf", fuzzed(Batch("rtf", 0, 0, 0))), "| docx | old |"]), "utf-8")
    assert [line.split("|")[2].strip() for line in kept(["| docx | new |"]).splitlines()[2:]] == ["new", "0"]


def test_the_kept_table_tells_no_fault():
    """What was found is mended: each has its test, and the table is of the mended code."""
    rows = [line.split("|") for line in KEPT.read_text("utf-8").splitlines()[2:]]
    assert rows and all(cells[5].strip() == "0" for cells in rows)


def test_the_limits_are_within_those_of_the_pipeline():
    from benchmarks.fuzz import LIMITS

    assert LIMITS.seconds <= Limits().seconds and LIMITS.memory <= Limits().memory
