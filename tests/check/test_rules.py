"""Every rule that a finding can cite: the drawn examples of `tests/spec/`, and how narrow and in whose words it is told."""

from functools import cache
from pathlib import Path

import pytest

import tests.spec
from pipeline.check import check
from pipeline.check.finding import LONGEST_FOUND, finding
from pipeline.locate import place
from pipeline.tidy import tidy
from schemas.load import codelist, identities, local_lines, rules, sections, shapes, table
from tests.drawn import TITLE, any_figures, form, lawful, lawful_routes, report, rules_of
from tests.spec import CHAPTERS, EXAMPLES

TWO, THREE, FOUR = "proactive_disclosure", "applications", "reviews_litigation"
FIGURES = {TWO: any_figures(TWO), THREE: lawful(seed=1), FOUR: lawful_routes(3)}


def judged(read):
    placement = place(read)
    return check(placement, tidy(placement))


@cache
def breaking(rule):
    """What is found in the piece that breaks a rule."""
    return EXAMPLES[rule].fails.findings()


def with_figures(name, figures):
    """A whole report with some figures of one table, and zeros elsewhere."""
    return report(figures={name: figures})


def with_lines(name, change, shape="cells"):
    """A whole lawful report, with one of its tables drawn otherwise."""
    lines = form(name, 2021, FIGURES[name])
    change(lines)
    return report(figures=FIGURES, drawn={name: lines}, shape=shape)


def at(code):
    return 3 + list(table(THREE, 2021).rows).index(code)


def clean():
    return report(figures=FIGURES)


def test_no_rule_is_forgotten():
    wanting, unknown = set(rules()) - set(EXAMPLES), set(EXAMPLES) - set(rules())
    assert not wanting, f"add an Example for {', '.join(sorted(wanting))} to a chapter of tests/spec/, then: make rules"
    assert not unknown, f"no rule is called {', '.join(sorted(unknown))}: mend the Example in tests/spec/, or rules.csv"


def test_each_rule_stands_in_one_chapter():
    told = [example.rule for chapter in CHAPTERS for example in chapter.EXAMPLES]
    assert len(told) == len(set(told))


def test_every_chapter_of_the_folder_is_told():
    there = {file.stem for file in Path(tests.spec.__file__).parent.glob("*.py") if "\nEXAMPLES = (" in file.read_text("utf-8")}
    assert there == {chapter.__name__.rpartition(".")[2] for chapter in CHAPTERS}, "name the chapter in tests/spec/__init__.py"


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_piece_that_breaks_the_rule_gets_its_finding(rule):
    assert rule in rules_of(breaking(rule))


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_piece_nearby_does_not(rule):
    assert rule not in rules_of(EXAMPLES[rule].passes.findings())


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_rule_is_silent_where_it_has_nothing_to_say(rule):
    example = EXAMPLES[rule]
    assert rule not in rules_of(example.silent.findings()) and all(example.why)


def test_a_piece_that_explains_itself_is_told_so():
    for rule, example in EXAMPLES.items():
        assert example.explained is None or "explained" in outcomes(example.explained, rule)


@pytest.mark.parametrize("rule", [identity.code for identity in identities()])
def test_an_identity_holds_fails_and_cannot_be_assessed(rule):
    example = EXAMPLES[rule]
    assert outcomes(example.passes, rule) == {"pass"}
    assert "fail" in outcomes(example.fails, rule)
    assert "not_assessable" in (tried := outcomes(example.silent, rule)) and "fail" not in tried


def outcomes(piece, rule):
    return {result.outcome for result in piece.verdict().results if result.rule == rule}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_its_sentences_are_filled_in_both_languages(rule):
    for found in breaking(rule):
        for sentence in (found.message_zh, found.message_en):
            assert sentence and not set("{}") & set(sentence) and "None" not in sentence
        assert found.message_zh.endswith("。") and found.message_en.endswith(".")
        assert found.message_en != found.message_zh


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_finding_speaks_the_code_lists(rule):
    for found in breaking(rule):
        assert found.severity in codelist("severities") and found.responsibility in codelist("responsibilities")
        if found.table == "sections":
            assert found.item in sections() and found.column is None
        elif found.table is not None:
            shape = list(shapes(found.table).values())
            assert found.item is None or any(found.item in {**t.rows, **local_lines(t)} for t in shape)
            assert found.column is None or any(found.column in t.columns for t in shape)


@pytest.mark.parametrize("shape", ["cells", "fields"])
@pytest.mark.parametrize(("edition", "title"), [(2021, TITLE), (2019, TITLE.replace("2023", "2020"))])
def test_a_lawful_report_gets_none(edition, title, shape):
    figures = {TWO: any_figures(TWO, edition), THREE: lawful(edition), FOUR: lawful_routes()}
    assert judged(report(edition, figures=figures, title=title, shape=shape)).findings == ()


# A finding is as narrow as what is known


def only(read, rule):
    return [f for f in judged(read).findings if f.rule == rule]


def told(rule):
    return [f for f in breaking(rule) if f.rule == rule]


def test_a_cell_that_is_not_shown():
    def shorten(lines):
        lines[at("granted")][3:] = ["", "", "", "", ""]

    found = only(with_lines(THREE, shorten, "fields"), "missing_cells")
    assert [(f.item, f.column) for f in found] == [("granted", "other_organization"), ("granted", "total")]


def test_a_row_that_is_not_shown_is_one_finding():
    (found,) = only(with_lines(THREE, lambda lines: lines.pop(at("not_processed_repeat"))), "missing_cells")
    assert (found.table, found.item, found.column) == (THREE, "not_processed_repeat", None)


def test_a_table_that_is_not_shown_is_one_finding():
    (found,) = only(report(drawn={FOUR: form(FOUR)[:3]}, shape="fields"), "missing_cells")
    assert (found.table, found.item, found.column) == (FOUR, None, None)


def test_an_identity_names_the_row_or_column_along_which_it_runs():
    (found,) = told("applicants")
    assert (found.table, found.item, found.column) == (THREE, "granted", None)
    assert found.found == "0 + 0 + 0 + 0 + 0 + 0 ≠ 1" and "（一）予以公开" in found.message_zh
    found = told("balance")
    assert [(f.item, f.column) for f in found] == [(None, "natural_person"), (None, "total")]


def test_what_a_blank_should_be():
    (found,) = told("blank_not_zero")
    assert (found.item, found.column) == ("reconsideration", "upheld")
    assert (found.expected, found.suggestion) == ("2", "2")


def test_what_a_blank_should_be_at_least():
    figures = {("reconsideration", "upheld"): "3", ("reconsideration", "other"): "", ("reconsideration", "total"): ""}
    found = only(with_figures(FOUR, figures), "blank_not_zero")
    assert [(f.column, f.expected, f.suggestion) for f in found] == [("total", "≥ 3", None)]


def test_a_remark_tells_where():
    (found,) = told("limit_reached")
    assert found.found == "p3 一处" and "p3 一处" in found.message_zh


def test_long_prints_are_quoted_shortly():
    found = finding("unreadable_cell", table=table(THREE, 2021), item="granted", column="total", found="甲 " * 500)
    assert len(found.found) == LONGEST_FOUND and found.found.endswith("…")


def test_braces_in_print_are_print():
    found = finding("unreadable_cell", table=table(THREE, 2021), item="granted", column="total", found="{0} {x}")
    assert "{0} {x}" in found.message_zh


def test_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        finding("no_such_rule")


# Whose fault


def test_a_broken_identity_of_a_table_read_whole_is_the_publishers():
    (found,) = told("applicants")
    assert found.responsibility == "publisher"


def test_a_broken_identity_of_a_table_read_in_part_is_undecided():
    figures = {("granted", "total"): 1, ("denied_state_secret", "total"): "1 1"}
    (found,) = only(with_figures(THREE, figures), "applicants")
    assert found.responsibility == "undecided"


# Results


def test_every_identity_has_a_result_at_every_place_and_every_layout_one_a_table():
    found = judged(clean()).results
    assert len(found) == 7 + 7 + 25 + 3 + 3 and {r.outcome for r in found} == {"pass"}
    assert len({(r.rule, r.item, r.column) for r in found}) == len(found)


def test_outcomes_and_why():
    figures = {
        ("reconsideration", "upheld"): 1, ("litigation_direct", "upheld"): "", ("litigation_direct", "total"): "",
    }  # fmt: skip
    found = {r.item: r for r in judged(with_figures(FOUR, figures)).results if r.rule == "route"}
    assert [r.outcome for r in found.values()] == ["fail", "not_assessable", "pass"]
    assert found["reconsideration"].why_en == "fail: 1 + 0 + 0 + 0 ≠ 0"
    assert found["litigation_direct"].why_en == "not assessable: ␣ + 0 + 0 + 0 ? ␣"
    assert found["reconsideration"].why_zh == "不通过：1 + 0 + 0 + 0 ≠ 0"
    assert all(r.outcome in codelist("outcomes") for r in found.values())


def test_a_sum_with_an_unreadable_cell_is_not_assessable():
    figures = {("reconsideration", "upheld"): "1 1"}
    found = {r.item: r.outcome for r in judged(with_figures(FOUR, figures)).results if r.rule == "route"}
    assert found["reconsideration"] == "not_assessable"


def test_a_long_sum_is_given_as_its_total():
    (found,) = [r for r in judged(clean()).results if (r.rule, r.column) == ("results", "business")]
    handled = FIGURES[THREE]["total_handled", "business"]
    assert found.why_en == f"pass: Σ(21) {handled} = {handled}"
