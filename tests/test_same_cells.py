"""One truth, many forms: whatever a report is written in, its cells are the same.

Where a table is printed in full the forms agree with the truth to the cell. Where cells are empty, text has
lost what a ruled table shows, so there a reader may say that it doesn't know, and nothing else but the truth.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.accuracy import judge, published, same
from pipeline.fetch.receipts import Receipt
from pipeline.report import read_report
from tests.corpus.reports import Made, make
from tests.corpus.truth import IN_FULL, random_truth

PAGED = ("pdf", "ofd")
RULED = ("html", "docx", *PAGED, "rtf", "mhtml", "xlsx", "json", "script")
TEXT = ("tabs", "pipes", "csv")
SEEDS = st.integers(0, 1_000_000)
FEW = settings(max_examples=12, deadline=None, derandomize=True)
FEWER = settings(FEW, max_examples=6)


def differing(made: Made) -> dict:
    """The cells that are published otherwise than printed: printed and published."""
    reading = read_report(Receipt("documents/report", "0" * 64, len(made.data), None, None, None), made.data)
    got = published(reading)
    cells = {*made.cells, *got}
    nothing = ("missing", None)
    return {
        cell: (made.cells.get(cell, nothing), got.get(cell, nothing))
        for cell in cells
        if not same(got.get(cell, nothing), made.cells.get(cell, nothing))
    }


@FEW
@given(SEEDS)
def test_ruled_forms_give_the_truth_whatever_is_printed(seed):
    truth = random_truth(seed)
    assert [differing(make(seed, form, (), truth)) for form in RULED] == [{}] * len(RULED)


@FEW
@given(SEEDS)
def test_text_gives_the_truth_where_every_number_is_printed(seed):
    truth = random_truth(seed, IN_FULL)
    assert [differing(make(seed, form, (), truth)) for form in TEXT] == [{}] * len(TEXT)


@FEW
@given(SEEDS)
def test_text_gives_the_truth_or_a_doubt_where_cells_are_empty(seed):
    for form in TEXT:
        statuses = {got[0] for _, got in differing(make(seed, form)).values()}
        assert statuses <= {"unreadable", "missing"}
        assert judge((form, seed, ())).tally["silent"] == 0


@FEW
@given(SEEDS, st.sampled_from(("split_table", "split_with_header", "separate_blocks", "separate_routes")))
def test_splitting_and_joining_changes_nothing(seed, cut):
    truth = random_truth(seed, IN_FULL)
    for form in ("html", "docx", "rtf", "xlsx", "tabs", "csv"):
        assert differing(make(seed, form, (cut,), truth)) == differing(make(seed, form, (), truth)) == {}


BREAKS = ("header_on_each_page", "header_left_behind", "page_numbers")


@FEW
@given(SEEDS, st.sampled_from(PAGED), st.sampled_from(BREAKS))
def test_page_breaks_change_nothing(seed, form, manner):
    assert differing(make(seed, form, (manner,), random_truth(seed, IN_FULL))) == {}


@FEWER
@given(SEEDS, st.sampled_from(PAGED), st.sampled_from(("sideways_pages", "shuffled_order", "watermark", "rules_across")))
def test_how_a_page_is_drawn_changes_nothing(seed, form, manner):
    assert differing(make(seed, form, (manner,), random_truth(seed, IN_FULL))) == {}


@FEWER
@given(SEEDS, st.sampled_from(("turned_pages", "forms_within_forms")))
def test_how_a_pdf_is_made_changes_nothing(seed, manner):
    assert differing(make(seed, "pdf", (manner,))) == {}


@FEWER
@given(SEEDS, st.sampled_from(PAGED))
def test_a_table_without_lines_gives_the_truth_or_a_doubt(seed, form):
    statuses = {got[0] for _, got in differing(make(seed, form, ("no_rules",))).values()}
    assert statuses <= {"unreadable", "missing"}
    assert judge((form, seed, ("no_rules",))).tally["silent"] == 0
