"""How far a report can be trusted: which cells are sound, and the grade."""

import pytest

from pipeline.check import check
from pipeline.locate import place
from pipeline.tidy import tidy
from schemas.load import codelist, table
from tests.drawn import document, form, grid, lawful, lawful_routes, report, without

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"


def judged(read):
    placement = place(read)
    return check(placement, tidy(placement))


def unsound(read, name=THREE):
    return {key for key, sound in judged(read).sound[name].items() if not sound}


def drawn(change, name=THREE, figures=None):
    lines = form(name, 2021, figures)
    change(lines)
    return report(drawn={name: lines})


def row(code):
    return {(code, column) for column in table(THREE, 2021).columns_of(code)}


def test_every_cell_of_a_lawful_report_is_sound():
    read = report(figures={THREE: lawful(), FOUR: lawful_routes()})
    assert not any(unsound(read, name) for name in (TWO, THREE, FOUR))


def test_the_cell_at_fault_is_in_doubt_where_it_is_the_only_answer():
    assert unsound(report(figures={THREE: {("granted", "total"): 1}})) == {("granted", "total")}


def test_all_cells_of_a_broken_identity_are_in_doubt_where_it_is_not():
    found = unsound(report(figures={FOUR: {("reconsideration", "upheld"): 10}}), FOUR)
    assert found == {("reconsideration", outcome) for outcome in table(FOUR, 2021).columns}


def test_a_blank_is_sound_only_where_it_is_inferred():
    figures = {("reconsideration", "upheld"): "", ("litigation_direct", "upheld"): "", ("litigation_direct", "total"): ""}
    assert unsound(report(figures={FOUR: figures}), FOUR) == {
        ("litigation_direct", "upheld"), ("litigation_direct", "total")
    }  # fmt: skip


def test_what_is_not_read_is_not_sound():
    assert unsound(report(figures={TWO: {("rules", "issued"): "1 1"}}), TWO) == {("rules", "issued")}
    assert unsound(report(figures={TWO: {("rules", "issued"): "/"}}), TWO) == {("rules", "issued")}


def test_a_warning_against_a_row_casts_doubt_on_it():
    def swap(lines):
        lines[9], lines[10] = lines[10], lines[9]

    found = unsound(drawn(swap))
    assert found in (row("denied_forbidden_by_law"), row("denied_state_secret"), row("denied_safety_stability"))


@pytest.mark.parametrize("read", [
    lambda: report(2019),
    lambda: without(report(), 5),
    lambda: without(report(), 9),
    lambda: report(figures={TWO: {("rules", "issued"): "2（修订1）"}}),
    lambda: drawn(lambda lines: lines.insert(4, ["其他主动公开文件", "7", "8", "9"]), TWO),
])  # fmt: skip
def test_form_notes_and_whole_tables_cast_no_doubt_on_a_cell(read):
    found = judged(read())
    assert found.findings and all(all(cells.values()) for cells in found.sound.values())


@pytest.mark.parametrize(("grade", "read"), [
    ("A", lambda: report(figures={THREE: lawful(), FOUR: lawful_routes()})),
    ("A", lambda: report(figures={FOUR: {("reconsideration", "upheld"): ""}})),
    ("A", lambda: report(2019)),
    ("B", lambda: report(figures={THREE: {("granted", "total"): 1}})),
    ("C", lambda: report(figures={THREE: {("granted", "total"): "1 1"}})),
    ("C", lambda: drawn(lambda lines: lines.pop(9))),
    ("C", lambda: without(report(), 8)),
    ("C", lambda: document(grid(form(THREE)))),
    ("D", lambda: drawn(lambda lines: lines.__delitem__(slice(8, 24)))),
    ("D", lambda: without(report(), 4, 6, 8)),
])  # fmt: skip
def test_a_grade(grade, read):
    assert judged(read()).grade == grade


def test_every_grade_can_be_given():
    assert set(codelist("grades")) == set("ABCD")


def test_the_reason_names_the_table_that_is_not_there():
    found = judged(without(report(), 8))
    assert "未见四、政府信息公开行政复议、行政诉讼情况" in found.reason_zh
    assert found.reason_en == "185 of 185 cells read; no table “Administrative reconsideration and litigation”"
