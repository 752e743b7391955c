"""The corpus tells the truth: its reports are lawful, its drawings have every cell, its variations do what they say."""

import csv
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from benchmarks.accuracy import judge, verdict_on
from pipeline.identities import equations
from schemas.load import table
from tests.corpus.form import cells_of, drawn, laid_out
from tests.corpus.render import RENDERERS
from tests.corpus.reports import make, picked, undecidable, written
from tests.corpus.truth import IN_FULL, expected, random_truth, seen, with_rows_of_2019
from tests.corpus.variations import FORMS, VARIATIONS

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_report_breaks_no_identity(seed):
    truth = random_truth(seed, IN_FULL)
    for name in truth.cells:
        numbers = {key: seen(text)[1] for key, text in truth.cells[name].items()}
        assert {e.outcome for e in equations(truth.shape(name), numbers)} <= {"pass"}


def test_a_random_report_is_the_same_again_and_another_seed_gives_another():
    assert random_truth(3) == random_truth(3)
    assert random_truth(3).cells != random_truth(4).cells


@pytest.mark.parametrize(
    ("text", "told"),
    [("", ("blank", None)), ("/", ("marked", None)), ("0", ("reported", 0)), ("-12", ("reported", -12)),
     ("+2", ("reported", 2)), ("251000元", ("reported", 251000))],
)  # fmt: skip
def test_what_a_reader_sees_in_a_text(text, told):
    assert seen(text) == told


def test_the_rows_of_2019_add_up_the_three_of_2021():
    truth = next(t for t in (random_truth(s, IN_FULL) for s in SEEDS) if t.editions["applications"] == 2021)
    old = with_rows_of_2019(truth)
    three = ("other_not_corrected", "other_fee_unpaid", "other_remaining")
    assert int(old.cells["applications"]["other_handling", "total"]) == sum(
        int(truth.cells["applications"][row, "total"]) for row in three
    )
    assert len(old.cells["applications"]) == len(table("applications", 2019).cells)
    assert with_rows_of_2019(old) is old


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_is_drawn_once(seed):
    truth = random_truth(seed)
    sheets = [s for name in truth.cells for s in drawn(truth).sheets(name)]
    shown = [cell for sheet in sheets for row in sheet.rows for cell in cells_of(row, sheet.table)]
    assert sorted(shown) == sorted(expected(truth))


def test_the_form_is_laid_out_without_holes():
    truth = random_truth(1)
    for name in truth.cells:
        for sheet in drawn(truth).sheets(name):
            assert all(place is not None for row in laid_out(sheet) for place in row)


def test_the_header_of_table_three_as_drawn():
    truth = next(t for t in map(random_truth, SEEDS) if t.editions["applications"] == 2021)
    (sheet,) = drawn(truth).sheets("applications")
    head = [[place[0].code or place[0].text[:3] for place in row[2:]] for row in laid_out(sheet)[:3]]
    assert head[2] == [
        "（本列", "natural_person", "business", "research_institution", "public_interest_organization",
        "legal_service_organization", "other_organization", "total",
    ]  # fmt: skip
    assert head[1] == ["（本列", "natural_person", *["organizations"] * 5, "total"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_bytes(form):
    names = picked(form, 5)
    assert make(5, form, names).data == make(5, form, names).data
    assert make(5, form, names).data != make(6, form, names).data


PAIRS = [(v.name, form) for v in VARIATIONS.values() for form in v.forms]


@pytest.mark.parametrize(("name", "form"), PAIRS)
def test_a_variation_shows_in_some_report_of_each_of_its_forms(name, form):
    assert any(make(seed, form, [name]).data != make(seed, form).data for seed in range(1, 9))


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_variation_says_what_it_does(name):
    assert len(VARIATIONS[name].tells.split()) > 3


def test_a_variation_is_refused_for_a_form_it_does_not_apply_to():
    with pytest.raises(AssertionError, match="word_made does not apply to pdf"):
        make(1, "pdf", ["word_made"])


def test_a_lost_row_is_missing_and_the_rest_is_drawn():
    made = make(2, "html", ["lost_row"])
    gone = {cell for cell, (status, _) in made.cells.items() if status == "missing"}
    assert len(gone) == 7 and len({row for _, row, _ in gone}) == 1


@pytest.mark.parametrize(("name", "form", "count"), [("lost_cell", "tabs", 7), ("spaced_labels", "html", 0)])
def test_how_many_cells_a_variation_hides(name, form, count):
    assert len(undecidable(random_truth(2, IN_FULL), name, form, 2)) == count


def test_lost_repeats_hide_everything():
    truth = random_truth(2)
    assert undecidable(truth, "lost_repeats", "bare", 2) == set(expected(truth))


def test_bare_lines_hide_the_rows_with_an_empty_cell_and_no_others():
    truth = next(t for t in map(random_truth, range(40)) if "" in t.cells["applications"].values())
    hidden = {row for name, row, _ in written(truth, (), "bare", 1).hidden if name == "applications"}
    assert hidden == {row for (row, _), text in truth.cells["applications"].items() if not text}
    assert not written(truth, (), "cells", 1).hidden


def test_a_docx_is_the_same_whenever_it_is_written():
    report = written(random_truth(1), (), "docx", 1)
    with zipfile.ZipFile(BytesIO(RENDERERS["docx"](report, 1))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def test_tabs_give_a_field_for_each_column():
    report = written(random_truth(1, IN_FULL), (), "tabs", 1)
    rows = [*csv.reader(RENDERERS["tabs"](report, 1).decode().splitlines(), delimiter="\t")]
    (received,) = [row for row in rows if row and row[0].startswith("一、本年新收")]
    assert len(received) == 10 and received[1:3] == ["", ""] and all(map(str.isdigit, received[3:]))


@pytest.mark.parametrize(
    ("got", "wanted", "hidden", "verdict"),
    [
        (("reported", 5), ("reported", 5), False, "right"),
        (("reported", 5.25), ("reported", 5.25), False, "right"),
        (("reported", 6), ("reported", 5), False, "wrong"),
        (("blank", None), ("reported", 5), False, "wrong"),
        (("unreadable", None), ("reported", 5), False, "unread"),
        (("missing", None), ("blank", None), False, "wrong"),
        (("unreadable", None), ("reported", 5), True, "hidden"),
        (("reported", 6), ("reported", 5), True, "wrong"),
        (("reported", 5), ("reported", 5), True, "right"),
    ],
)
def test_how_a_cell_is_judged(got, wanted, hidden, verdict):
    assert verdict_on(got, wanted, hidden) == verdict


def test_a_report_read_rightly_is_judged_so():
    judged = judge(("html", 1, ()))
    assert judged.tally["right"] == len(make(1, "html").cells) and not judged.lines
    assert judged.tally["silent"] == judged.tally["invented"] == 0


def test_a_number_that_the_report_does_not_hold_is_silent(monkeypatch):
    other = make(2, "html").data
    monkeypatch.setattr("benchmarks.accuracy.make", lambda *asked: replace(make(*asked), data=other))
    assert judge(("html", 1, ())).tally["silent"] > 0
