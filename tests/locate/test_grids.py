"""Tables 二 and 三 of whole forms, with the accidents that befall them; what can't be bound is in doubt, and said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.locate import place
from pipeline.read import read
from schemas.load import table
from tests.drawn import ABOVE, BEFORE, any_figures, document, form, grid, held, lawful, notes, printed

SHAPES = ("cells", "fields", "sequence")
EDITIONS = (2021, 2019)
TWO, THREE = "proactive_disclosure", "applications"
FIGURES = lawful(seed=1)
DOUBT = "? ? ? ? ? ? ?"
NOT_SHOWN = ". . . . . . ."


def placed(drawn, shape="cells", name=THREE):
    return place(document(grid(drawn, shape))).tables[name]


def drawn(figures=FIGURES, edition=2021):
    return form(THREE, edition, figures)


def at(code, edition=2021):
    """The line of a drawn table three on which a row stands."""
    return 3 + list(table(THREE, edition).rows).index(code)


def line_of(drawn, text):
    return next(number for number, line in enumerate(drawn) if text in line)


def label_of(line):
    """The text that stands nearest before a drawn line's numbers."""
    return [field for field in line[:3] if field not in (ABOVE, BEFORE)][-1]


def differing(table, figures, edition=2021, name=THREE):
    """The rows that don't hold what was drawn."""
    expected = printed(name, edition, figures)
    return {row: cells for row, cells in held(table).items() if cells != expected[row]}


# Whole forms


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_of_table_three_is_in_its_cell(edition, shape):
    for seed in range(3):
        figures = lawful(edition, seed)
        found = placed(drawn(figures, edition), shape)
        assert (found.table.edition, differing(found, figures, edition), notes(found)) == (edition, {}, [])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_of_table_two_is_in_its_cell(edition, shape):
    for seed in range(3):
        figures = any_figures(TWO, edition, seed)
        found = placed(form(TWO, edition, figures), shape, TWO)
        assert (found.table.edition, differing(found, figures, edition, TWO), notes(found)) == (edition, {}, [])


def test_a_cell_knows_where_it_stood():
    found = placed(drawn())
    assert found.cells["new_received", "natural_person"].place.locator == "t1/r4/c4"
    assert found.cells["carried_out", "total"].place.locator == "t1/r28/c10"


@pytest.mark.parametrize("shape", SHAPES)
def test_blanks_and_marks_are_cells(shape):
    lines = drawn(dict.fromkeys(FIGURES, ""))
    lines[at("granted")][3:] = ["3", "", "/", "", "-", "", "3"]
    found = placed(lines, shape)
    assert held(found)["granted"] == "3 _ / _ - _ 3"
    assert held(found)["denied_state_secret"] == "_ _ _ _ _ _ _"


def test_prose_around_it_changes_nothing():
    found = place(document("三、收到和处理政府信息公开申请情况\n本年收到申请 5 件。", grid(drawn()), "以上 12 件")).tables[THREE]
    assert differing(found, FIGURES) == {}


def test_prose_and_menus_are_no_table():
    assert place(document("规章\n5\n行政许可\n7\n本年新收申请数量\n3")).tables == {}


def test_a_table_without_its_title_columns_is_no_table():
    assert THREE not in place(document(grid("| 自然人 | 总计 |\n| 5 | 5 |"))).tables


# Columns


@pytest.mark.parametrize("shape", ["cells", "fields"])
def test_columns_swapped_with_their_headers_keep_their_numbers(shape):
    lines = drawn()
    for line in lines:
        line[4], line[5] = line[5], line[4]
    lines[1][4:6] = lines[1][5], BEFORE
    assert differing(placed(lines, shape), FIGURES) == {}


def test_blank_columns_around_the_numbers_are_no_columns():
    lines = [[*line[:3], BEFORE if line[2] == BEFORE else "", *line[3:], "", ""] for line in drawn()]
    lines[0:3] = []
    found = placed(lines, "fields")
    assert differing(found, FIGURES) == {}


def test_columns_shifted_after_a_page_are_bound_behind_their_label():
    """After the break a row's label stands further left, and a field that was empty is gone."""
    lines = drawn()
    first = grid(lines[:18], "fields")
    second = grid([[label_of(line), *line[3:], "", ""] for line in lines[18:]], "fields")
    found = place(document(first, "— 5 —", second)).tables[THREE]
    assert differing(found, FIGURES) == {}


def test_a_header_repeated_after_a_page_is_no_row():
    lines = drawn()
    found = place(document(grid(lines[:15], "fields"), grid(lines[:3] + lines[15:], "fields"))).tables[THREE]
    assert differing(found, FIGURES) == {}


def test_without_headers_columns_are_bound_by_position_and_it_is_said():
    found = placed(drawn()[3:])
    assert differing(found, FIGURES) == {} and notes(found) == [("columns_by_position", None)]


@pytest.mark.parametrize("shape", SHAPES)
def test_one_header_that_is_not_there_is_told_by_its_neighbours(shape):
    lines = drawn()
    lines[2][8] = ""
    assert differing(placed(lines, shape), FIGURES) == {}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("other", ["备注", "本年修订件数", "去年制发件数"])
def test_a_column_with_another_header_is_not_bound_in_silence(shape, other):
    lines = form(TWO, 2021, any_figures(TWO))
    lines[1][2] = other
    found = placed(lines, shape, TWO)
    assert held(found)["rules"] != printed(TWO, 2021, any_figures(TWO))["rules"] or notes(found)


def test_an_extra_column_for_the_organizations_takes_its_own_number():
    lines = [[*line[:9], "77", line[9]] for line in drawn()]
    for i, header in enumerate([BEFORE, BEFORE, "小计"]):
        lines[i][9] = header
    for shape in ("cells", "fields"):
        assert differing(placed(lines, shape), FIGURES) == {}


@pytest.mark.parametrize("shape", ["fields", "sequence"])
def test_two_numbers_for_seven_columns_are_never_counted_in(shape):
    lines = drawn()
    for line in lines[3:]:
        del line[4:9]
    found = placed(lines, shape)
    assert set(held(found).values()) == {DOUBT}
    assert {rule for rule, _ in notes(found)} == {"doubtful_columns"}


def test_one_number_too_many_is_in_doubt():
    lines = drawn()
    lines[at("granted")][3:] = ["1", "1", "0", "0", "0", "0", "0", "11"]
    lines = [line + [""] * (11 - len(line)) for line in lines]
    found = placed(lines, "fields")
    assert differing(found, FIGURES) == {"granted": DOUBT}
    assert ("doubtful_columns", "granted") in notes(found)


def test_merged_blank_columns_leave_it_open_where_the_last_number_stands():
    lines = drawn(dict.fromkeys(FIGURES, ""))
    for line in lines[3:]:
        line[3:] = ["3", "3", "", "", "", "", "", "", ""]
    found = placed([line + [""] * (12 - len(line)) for line in lines], "fields")
    assert set(held(found).values()) == {DOUBT}


@pytest.mark.parametrize("shape", SHAPES)
def test_swapped_headers_of_table_two_outweigh_the_layouts_order(shape):
    lines = form(TWO, 2021, {("rules", "issued"): 1, ("rules", "repealed"): 2, ("rules", "in_force"): 3})
    lines[1][1], lines[1][2] = lines[1][2], lines[1][1]
    assert held(placed(lines, shape, TWO))["rules"] == "2 1 3"


def test_the_unit_that_a_header_prints_goes_with_its_column():
    lines = form(TWO, 2021)
    lines[line_of(lines, "行政事业性收费") - 1][1] = "本年收费金额（单位：元）"
    assert placed(lines, name=TWO).cells["fees", "amount"].unit == "元"


# Rows


@pytest.mark.parametrize("shape", SHAPES)
def test_rows_swapped_with_their_labels_keep_their_numbers(shape):
    lines = drawn()
    one, two = at("denied_safety_stability"), at("denied_third_party_rights")
    lines[one], lines[two] = lines[two], lines[one]
    found = placed(lines, shape)
    assert differing(found, FIGURES) == {}
    assert [rule for rule, _ in notes(found)] == ["row_order"]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_row_that_is_not_printed_is_not_shown(shape):
    lines = drawn()
    del lines[at("not_processed_repeat")]
    found = placed(lines, shape)
    assert differing(found, FIGURES) == {"not_processed_repeat": NOT_SHOWN}


@pytest.mark.parametrize("shape", ["cells", "fields"])
def test_a_row_without_label_is_bound_where_the_count_fits(shape):
    lines = drawn()
    lines[at("denied_forbidden_by_law")][2] = ""
    found = placed(lines, shape)
    assert differing(found, FIGURES) == {}
    assert notes(found) == [("bound_by_order", "denied_forbidden_by_law")]


@pytest.mark.parametrize("shape", ["cells", "fields"])
def test_a_row_without_label_is_not_bound_where_two_could_be_it(shape):
    lines = drawn()
    lines[at("denied_forbidden_by_law")][2] = ""
    del lines[at("denied_safety_stability")]
    found = placed(lines, shape)
    gone = {"denied_forbidden_by_law": NOT_SHOWN, "denied_safety_stability": NOT_SHOWN}
    assert differing(found, FIGURES) == gone
    assert notes(found) == [("unplaced_number", None)]


def test_a_row_with_another_label_is_not_bound_by_order():
    lines = drawn()
    lines[at("denied_forbidden_by_law")][2] = "12345热线转办件"
    found = placed(lines)
    assert differing(found, FIGURES) == {"denied_forbidden_by_law": NOT_SHOWN}
    assert notes(found) == [("unplaced_number", None)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_row_that_a_province_added_is_told(shape):
    lines = form(TWO, 2021, any_figures(TWO))
    lines.insert(4, ["其他主动公开文件", "77", "78", "79"])
    found = placed(lines, shape, TWO)
    assert differing(found, any_figures(TWO), name=TWO) == {}
    assert [(n.rule, n.found, n.label) for n in found.notes] == [("unplaced_number", "77 78 79", "其他主动公开文件")]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_misprint_among_sure_neighbours_is_told(shape):
    lines = drawn()
    lines[at("denied_process_information")][2] = "6.属于四类过程性性信息"
    found = placed(lines, shape)
    assert differing(found, FIGURES) == {}
    assert notes(found) == [("label_differs", "denied_process_information")]


def test_a_misprint_beside_a_lost_row_is_uncertain():
    lines = drawn()
    lines[at("denied_process_information")][2] = "6.属于四类过程性性信息"
    del lines[at("denied_enforcement_files")]
    assert ("label_uncertain", "denied_process_information") in notes(placed(lines))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_row_printed_twice_with_other_numbers_is_in_doubt(shape):
    lines = drawn()
    again = [*lines[at("granted")][:3], *"9999999"]
    lines.insert(at("granted") + 1, again)
    found = placed(lines, shape)
    assert differing(found, FIGURES) == {"granted": DOUBT}
    assert ("conflicting_rows", "granted") in notes(found)


def test_a_row_printed_twice_alike_is_one():
    lines = drawn()
    lines.insert(at("granted") + 1, list(lines[at("granted")]))
    assert differing(placed(lines, "fields"), FIGURES) == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_table_printed_twice_with_other_numbers_is_in_doubt(shape):
    others = drawn({key: value + 1 for key, value in FIGURES.items()})
    between = ["另一张表", *(f"说明之{i}。" for i in range(12))]
    found = place(document(grid(drawn(), shape), "\n".join(between), grid(others, shape))).tables[THREE]
    assert set(held(found).values()) == {DOUBT}
    assert "table_twice" in {rule for rule, _ in notes(found)}


def test_the_table_printed_twice_alike_is_one():
    found = place(document(grid(drawn()), "附：", grid(drawn()))).tables[THREE]
    assert differing(found, FIGURES) == {}


@pytest.mark.parametrize("shape", ["fields", "sequence"])
def test_where_repeated_lines_were_lost_nothing_is_published(shape):
    """A copying tool kept each line once: labels stay, nearly all zeros vanish, and it still looks whole."""
    once = dict.fromkeys(field for line in drawn(dict.fromkeys(FIGURES, 0)) for field in line)
    found = place(document(grid([[field] for field in once], shape))).tables.get(THREE)
    shown = {cell.text for cell in found.cells.values()} if found else set()
    assert shown <= {None}


@settings(max_examples=30)
@given(st.data())
def test_lost_rows_never_move_the_others(data):
    codes = list(table(THREE, 2021).rows)
    lost = data.draw(st.sets(st.sampled_from(codes), max_size=12))
    lines = drawn()
    kept = [line for number, line in enumerate(lines) if number < 3 or codes[number - 3] not in lost]
    found = placed(kept, data.draw(st.sampled_from(("fields", "sequence"))))
    assert all(cells in (NOT_SHOWN, DOUBT) for cells in differing(found, FIGURES).values())


@settings(max_examples=30)
@given(st.data())
def test_lost_cells_never_move_a_number_in_silence(data):
    """A number gone from a row leaves too few: the row is in doubt, never shifted."""
    lines = drawn()
    for code in data.draw(st.sets(st.sampled_from(list(table(THREE, 2021).rows)), min_size=1, max_size=5)):
        del lines[at(code)][data.draw(st.integers(3, 9))]
    found = placed(lines, data.draw(st.sampled_from(("fields", "sequence"))))
    assert all(cells in (NOT_SHOWN, DOUBT) for cells in differing(found, FIGURES).values())


# Editions


def test_twenty_three_rows_in_a_late_year_are_the_old_layout():
    blocks = "某某市教育局2023年政府信息公开工作年度报告", grid(drawn(lawful(2019), 2019))
    found = place(document(*blocks))
    assert (found.year, found.tables[THREE].table.edition) == (2023, 2019)
    assert differing(found.tables[THREE], lawful(2019), 2019) == {}


@pytest.mark.parametrize("editions", [(2021, 2019), (2019, 2021)])
def test_each_table_has_the_edition_that_it_prints(editions):
    found = place(document(grid(form(TWO, editions[0])), grid(form(THREE, editions[1]))))
    assert tuple(found.tables[name].table.edition for name in (TWO, THREE)) == editions


@pytest.mark.parametrize(("year", "edition"), [(2023, 2021), (2020, 2019)])
def test_where_all_that_is_visible_is_common_the_year_decides(year, edition):
    common = drawn()[: at("other_not_corrected")]
    found = place(document(f"某某市教育局{year}年政府信息公开工作年度报告", grid(common))).tables[THREE]
    assert (found.table.edition, set(found.rivals)) == (edition, set(EDITIONS) - {edition})


def test_groups_bear_no_numbers():
    lines = drawn()
    assert lines[at("denied_state_secret")][1] == "（三）不予公开" and lines[at("partially_granted")][0] == ABOVE
    lines.insert(at("denied_state_secret"), [ABOVE, "（三）不予公开", BEFORE, *"7777777"])
    lines[at("denied_state_secret") + 1][1] = "其中"
    found = placed(lines, "fields")
    assert differing(found, FIGURES) == {} and ("unplaced_number", None) in notes(found)


def wrapped(separator, figures):
    """Table three as text: of each label the beginning, then the numbers, then what is left of the label."""
    shape = table(THREE, 2021)
    lines = [separator.join(line.zh for line in shape.columns.values())]
    for code, line in shape.rows.items():
        cut = len(line.zh) * 2 // 3 if len(line.zh) > 8 else len(line.zh)
        numbers = separator.join(str(figures[code, column]) for column in shape.columns)
        lines += [line.zh[:cut] + separator + numbers, *filter(None, [line.zh[cut:]])]
    return "\n".join(lines)


@pytest.mark.parametrize("separator", [" ", "\n"], ids=["blanks", "lines"])
def test_a_label_may_be_wrapped_around_its_numbers(separator):
    found = place(read(wrapped(separator, FIGURES).encode())).tables[THREE]
    assert differing(found, FIGURES) == {}


@pytest.mark.parametrize("separator", ["\t", " | "], ids=["tabs", "pipes"])
def test_where_merges_are_lost_a_wrapped_label_is_right_or_in_doubt(separator):
    found = place(read(wrapped(separator, FIGURES).encode())).tables[THREE]
    assert set(differing(found, FIGURES).values()) <= {DOUBT, ". . . . . . ."}
