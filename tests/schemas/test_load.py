"""The YAML and CSV of `schemas/`: what is written is what holds, and what can't be understood is an error."""

from dataclasses import replace
from itertools import chain

import pytest

from pipeline.locate import place
from schemas import load
from schemas.load import SchemaError, codelist, in_force, layouts, read_csv, read_yaml, rules, sections, table
from tests.drawn import document, form, grid, held

EDITIONS = (2019, 2021)
TABLES = [(name, edition) for name in load.CELLS for edition in load.shapes(name)]
TWINS = {"（二）被依法纠错数", "（三）其他情形数"}
"""Labels that the list of 2014 has twice, for reconsiderations and for litigations; their places tell them apart."""
LISTS = sorted(file.stem for file in (load.HERE / "codelists").glob("*.csv"))


def edit(file, old, new):
    text = file.read_text()
    assert text.count(old) >= 1, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1))


def line_of(file, piece):
    return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if piece in line)


# What can't be understood


def test_an_unknown_key_names_file_and_line(own_schemas):
    file = own_schemas / "layouts" / "2021.yaml"
    edit(file, "penalties: {zh: 行政处罚,", "penalties: {zh: 行政处罚, alias: [处罚],")
    with pytest.raises(SchemaError, match=rf"2021\.yaml:{line_of(file, 'alias: [处罚]')}: Line has no 'alias'"):
        layouts()


def test_a_missing_key_names_file_and_line(own_schemas):
    file = own_schemas / "layouts" / "2021.yaml"
    edit(file, "penalties: {zh: 行政处罚,", "penalties: {")
    with pytest.raises(SchemaError, match=rf"2021\.yaml:{line_of(file, 'penalties: {')}: .*'zh'"):
        layouts()


def test_a_key_written_twice_names_file_and_line(own_schemas):
    file = own_schemas / "layouts" / "2021.yaml"
    edit(file, "      penalties:", "      rules: {zh: 规章, en: rules}\n      penalties:")
    with pytest.raises(SchemaError, match=rf"2021\.yaml:{line_of(file, 'en: rules}')}: 'rules' is written twice"):
        layouts()


def test_what_is_no_yaml_names_the_file(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("a: [1\nb: 2\n")
    with pytest.raises(SchemaError, match=r"broken\.yaml"):
        read_yaml(file)


def test_yaml_makes_no_objects(tmp_path):
    file = tmp_path / "hostile.yaml"
    file.write_text("a: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(SchemaError):
        read_yaml(file)


def test_an_unknown_word_of_writing_is_an_error(own_schemas):
    file = own_schemas / "writing.yaml"
    file.write_text(file.read_text() + "title_wordz: []\n")
    with pytest.raises(SchemaError, match=r"writing\.yaml.*title_wordz"):
        load.writing()


@pytest.mark.parametrize(("line", "kind"), [
    ("  - {subject: change, signs: [than, more], unit_s: [items]}", "Telling"),
    ("  - {subject: litigation, signs: [litigation], unit: 件, when: [outcome]}", "Telling"),
])
def test_an_unknown_word_of_the_prose_names_file_and_line(own_schemas, line, kind):
    file = own_schemas / "prose.yaml"
    edit(file, "tellings:\n", f"tellings:\n{line}\n")
    with pytest.raises(SchemaError, match=rf"prose\.yaml:{line_of(file, line)}: {kind} has no"):
        load.prose()


def test_the_prose_speaks_the_code_lists():
    known = load.prose()
    signs = {*known.signs, *known.groups, "name", "none"}
    told = (*known.tellings, *known.absences)
    assert {t.subject for t in told} | {known.other, known.other_period} == set(codelist("subjects"))
    assert {sign for t in told for sign in (*t.signs, *t.without)} <= signs
    assert {kind for t in told for kind in t.units} <= {*known.units, "none"}
    assert {sign for group in known.groups.values() for sign in group} <= set(known.signs)
    parts = {s for part in known.parts.values() for s in (*part.takes_in, *part.adds_up)}
    assert parts | set(known.parts) | set(known.meanings) | set(known.never_contradicted) <= set(codelist("subjects"))
    assert {m.reconciliation for listed in known.meanings.values() for m in listed} <= set(codelist("reconciliations"))


def test_no_word_of_the_prose_has_two_meanings():
    words = [word for listed in load.prose().signs.values() for word in listed]
    assert sorted(words) == sorted(set(words))


def test_the_cells_of_the_prose_are_those_of_a_layout():
    known = load.prose()
    for listed in known.meanings.values():
        for name in (name for meaning in listed for name in meaning.cells):
            table_name, row, column = name.split("/")
            shapes = list(load.shapes(table_name).values())
            for code in known.groups[row[1:-1]] if row.startswith("{") else [row]:
                assert any(code in (*shape.rows, *shape.groups) for shape in shapes), name
            for code in known.groups[column[1:-1]] if column.startswith("{") else [column]:
                code = known.codes.get(code, code)
                assert any(code in (*shape.columns, *shape.groups) for shape in shapes), name


@pytest.mark.parametrize("row", ["b,2,3", "b"])
def test_a_csv_row_of_another_length_names_file_and_line(tmp_path, row):
    file = tmp_path / "list.csv"
    file.write_text(f"code,title\na,1\n{row}\n")
    with pytest.raises(SchemaError, match=r"list\.csv:3"):
        read_csv(file)


# What an edition takes over from another


def test_like_takes_over_what_is_not_written_again():
    old, new = table("applications", 2019), table("applications", 2021)
    assert old.columns == new.columns
    assert layouts()[2019].sections == layouts()[2021].sections
    assert [i.code for i in old.identities] == [i.code for i in new.identities]


def test_without_leaves_codes_out():
    assert not {"issued", "repealed", "in_force"} & set(table("proactive_disclosure", 2019).columns)
    assert "other_handling_group" not in table("applications", 2019).groups


def test_a_field_written_again_replaces_that_field_alone():
    old, new = (table("proactive_disclosure", edition).columns["decisions"] for edition in EDITIONS)
    assert (old.zh, new.zh) == ("处理决定数量", "本年处理决定数量")
    assert old == replace(new, zh=old.zh)


def test_before_moves_a_row_to_its_place():
    rows = list(table("applications", 2019).rows)
    assert rows[-3:] == ["other_handling", "total_handled", "carried_out"]
    rows = list(table("proactive_disclosure", 2019).rows)
    assert rows.index("other_services") + 1 == rows.index("penalties")


def test_a_new_alias_is_one_line_and_no_code(own_schemas):
    drawn = form("applications")
    drawn[5][1] = "同意给出所要的材料"  # granted
    assert held(place(document(grid(drawn))).tables["applications"])["granted"] == ". . . . . . ."
    edit(own_schemas / "layouts" / "2021.yaml", "{zh: （一）予以公开,", "{zh: （一）予以公开, aliases: [同意给出所要的材料],")
    from tests.conftest import forget

    forget()
    assert held(place(document(grid(drawn))).tables["applications"])["granted"] == "0 0 0 0 0 0 0"


@pytest.mark.parametrize(
    ("year", "edition"), [(2025, 2021), (2021, 2021), (2020, 2019), (2019, 2019), (2018, 2014), (2010, 2014)]
)
def test_the_edition_in_force(year, edition):
    assert in_force(year) == edition


# What is written


@pytest.mark.parametrize(
    ("name", "edition", "cells"),
    [
        ("proactive_disclosure", 2021, 10), ("proactive_disclosure", 2019, 22), ("applications", 2021, 175),
        ("applications", 2019, 161), ("reviews_litigation", 2021, 15), ("reviews_litigation", 2019, 15),
        ("statistics_2014", 2014, 58),
    ],
)  # fmt: skip
def test_so_many_cells(name, edition, cells):
    assert len(table(name, edition).cells) == len(set(table(name, edition).cells)) == cells


def test_the_six_sections_in_their_order():
    assert [line.zh[0] for line in sections().values()] == list("一二三四五六")


@pytest.mark.parametrize(("name", "edition"), TABLES)
def test_no_printed_label_stands_for_two_codes(name, edition):
    shape = table(name, edition)
    for lines in (shape.rows, shape.columns):
        labels = [line.zh for line in lines.values()]
        assert {label for label in labels if labels.count(label) > 1} == (TWINS & set(labels))


@pytest.mark.parametrize(("name", "edition"), TABLES)
def test_a_spelling_that_two_codes_share_is_known(name, edition):
    shape = table(name, edition)
    for lines in (shape.rows, shape.columns, shape.groups):
        every = [spelling for line in lines.values() for spelling in set(line.spellings)]
        shared = {spelling for spelling in every if every.count(spelling) > 1}
        cut_in_print = (name, edition) == ("proactive_disclosure", 2019) and lines is shape.columns
        assert shared == ({"本年新"} if cut_in_print else TWINS & set(every))


@pytest.mark.parametrize(("name", "edition"), TABLES)
def test_every_code_that_a_table_names_is_one_of_its_own(name, edition):
    shape = table(name, edition)
    lines = list(chain(shape.rows.values(), shape.columns.values(), shape.groups.values()))
    assert {line.group for line in lines} | {line.within for line in lines} <= {*shape.groups, None}
    assert {column for row in shape.rows.values() for column in row.columns} <= set(shape.columns)
    for identity in shape.identities:
        among = shape.rows if identity.along == "column" else shape.columns
        assert {*identity.left, *identity.right} <= set(among)
        assert not set(identity.left) & set(identity.right)


@pytest.mark.parametrize(("name", "edition"), TABLES)
def test_every_line_has_both_languages_and_a_certainty(name, edition):
    shape = table(name, edition)
    for line in chain(shape.rows.values(), shape.columns.values(), shape.groups.values(), sections().values()):
        assert line.zh and line.en and line.en.isascii()
        assert line.certainty in ("V", "R", "I", "M")


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_has_both_languages(name):
    listed = read_csv(load.HERE / "codelists" / f"{name}.csv")
    codes = [row["code"] for row in listed]
    assert listed and len(codes) == len(set(codes))
    for row in listed:
        for field in [field for field in row if field.endswith("_zh")]:
            english = row[field.removesuffix("zh") + "en"]
            assert row[field].strip() and english.strip(), f"{name}.{row['code']}.{field}"


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_is_read_whole(name):
    listed = read_csv(load.HERE / "codelists" / f"{name}.csv")
    assert list(codelist(name)) == [row["code"] for row in listed]


def test_a_sentence_has_the_same_blanks_in_both_languages():
    for code, rule in rules().items():
        assert blanks(rule.message_zh) == blanks(rule.message_en), code


def blanks(sentence):
    return {piece.split("}")[0] for piece in sentence.split("{")[1:]}


def test_rules_speak_the_code_lists():
    for rule in rules().values():
        assert rule.severity in codelist("severities") and rule.responsibility in codelist("responsibilities")


def test_each_identity_is_a_rule_with_its_own_sentence():
    codes = {identity.code for identity in load.identities()}
    statistics = {identity.code for identity in table("statistics_2014", 2014).identities}
    assert codes == {"balance", "results", "applicants", "route"} | statistics <= set(rules())
    assert "identity" not in rules()
    assert "等于总计" in rules()["route"].message_zh and "{equation}" in rules()["route"].message_en


def test_sources_are_told_in_both_languages_and_of_rules_that_exist():
    for code, source in load.sources().items():
        assert code in rules() and source.zh.strip() and source.en.strip()
    assert {identity.code for identity in load.identities()} <= set(load.sources())


@pytest.mark.parametrize(("old", "new", "told"), [
    ("missing_table", "missing_tabel", "'missing_tabel' is no rule"),
    ("outdated_layout", "fraction", "'fraction' .* told twice"),
    ("certainty: R", "certain: R", "Source has no 'certain'"),
])  # fmt: skip
def test_a_faulty_source_names_file_and_line(own_schemas, old, new, told):
    edit(own_schemas / "sources.yaml", old, new)
    with pytest.raises(SchemaError, match=rf"sources\.yaml:\d+: {told}"):
        load.sources()


def test_key_columns_have_code_lists_over_all_editions():
    assert len(codelist("applications.item")) == 26  # 25, and the one row of 2019 that they replaced
    assert list(codelist("applications.applicant")) == list(table("applications", 2021).columns)
    assert {"issued", "newly_made", "projects"} <= set(codelist("proactive_disclosure.measure"))


# Reviewed corrections

ENTRY = """
- sha256: {sha256}
  cell: applications/granted/total
  expect: 1
  value: 2
  reason: {{zh: 印错, en: a misprint}}
  reviewer: 张三
  date: 2026-11-24
"""
ABAB = "ab" * 32


def written(tmp_path, text):
    file = tmp_path / "corrections.yaml"
    file.write_text("# two\n# lines\n" + text.strip(), "utf-8")
    return file


def test_the_projects_own_corrections_can_be_read():
    assert isinstance(load.corrections(), dict)


@pytest.mark.parametrize("text", ["", "[]"])
def test_there_may_be_no_correction(tmp_path, text):
    assert load.read_corrections(written(tmp_path, text)) == {}


def test_a_correction_is_found_by_its_document(tmp_path):
    other = ENTRY.replace("applications/granted/total", "proactive_disclosure/fees/amount").replace("value: 2", "value: 0.25")
    found = load.read_corrections(written(tmp_path, ENTRY.format(sha256=ABAB) + other.format(sha256=ABAB)))
    first, second = found[ABAB]
    assert (first.table, first.key) == ("applications", ("granted", "total"))
    assert (first.expect, first.value, first.date) == (1, 2, "2026-11-24")
    assert str(second.value) == "0.25"


@pytest.mark.parametrize(("old", "new", "told"), [
    ("reviewer:", "reviever:", "Correction has no 'reviever'"),
    ("  reviewer: 张三\n", "", "'reviewer'"),
    ("reviewer: 张三", "reviewer: ''", "the reviewer has no name"),
    (ABAB, ABAB.upper(), "64 hexadecimal digits"),
    (ABAB, ABAB[:-1], "64 hexadecimal digits"),
    ("granted/total", "granted/everyone", "no edition of the form has the cell"),
    ("applications/granted/total", "granted", "no edition of the form has the cell"),
    ("value: 2", "value: two", "no number"),
    ("value: 2", "value: true", "no number"),
    ("value: 2", "value: 2.5", "can't hold 2.5"),
    ("value: 2", "value: -2", "can't hold -2"),
    ("value: 2", "value: .nan", "no number"),
    ("value: 2", "value: 1", "both 1"),
    ("expect: 1", "expect:", "neither text nor number"),
    ("{zh: 印错, en: a misprint}", "印错", "zh and en"),
    ("{zh: 印错, en: a misprint}", "{zh: 印错}", "'en'"),
    ("{zh: 印错, en: a misprint}", "{zh: 印错, en: ''}", "zh and en"),
    ("2026-11-24", "2026-11-31", "day is out of range"),
    ("2026-11-24", "yesterday", "no day"),
])  # fmt: skip
def test_a_faulty_correction_names_file_and_line(tmp_path, old, new, told):
    text = ENTRY.format(sha256=ABAB)
    assert old in text
    with pytest.raises(SchemaError, match=rf"corrections\.yaml:\d+: .*{told}"):
        load.read_corrections(written(tmp_path, text.replace(old, new)))


def test_a_cell_corrected_twice_is_an_error_where_it_is_written_again(tmp_path):
    twice = ENTRY.format(sha256=ABAB) * 2
    with pytest.raises(SchemaError, match=r"corrections\.yaml:11: applications/granted/total .* twice"):
        load.read_corrections(written(tmp_path, twice))


@pytest.mark.parametrize("text", ["a: 1", "- a"])
def test_corrections_are_a_list_of_mappings(tmp_path, text):
    with pytest.raises(SchemaError, match=r"corrections\.yaml"):
        load.read_corrections(written(tmp_path, text))


def test_what_breaks_an_unconfirmed_sum_is_no_error_and_proves_nothing():
    shape = table("statistics_2014", 2014)
    assert {rules()[i.code].severity for i in shape.identities} == {"warning"} and rules()["balance"].severity == "error"
    assert shape.confirmed.identities == () and table("applications", 2021).confirmed == table("applications", 2021)


def test_a_list_has_one_column_without_a_code_and_units_of_its_own():
    shape = table("statistics_2014", 2014)
    assert shape.is_list and list(shape.columns) == [""] and not table("applications", 2021).is_list
    assert {shape.unit_of(code, "") for code in ("disclosed", "funds", "trainees")} == {"条", "万元", "人次"}
    assert {code for line in shape.rows.values() if (code := line.part_of)} <= set(shape.rows)


def test_each_row_of_the_statistics_says_how_sure_it_is():
    listed = codelist("statistics_2014.indicator")
    assert {listed[code].more["certainty"] for code in ("complaints", "disclosed", "local_item_99")} == {"V", "M", "R"}
    assert "memory" in listed["disclosed"].description_en and not listed["complaints"].description_en
