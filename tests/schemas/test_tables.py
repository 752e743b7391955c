"""The models of the published tables: what fits, what is refused, and that all is told in both languages."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release.faults import faults
from schemas import load, tables
from tests.release.small import cell, row

CONTRACT = {
    "reports": "report_id source_sha256 source_path url media_type title publisher_id publisher "
    "publisher_printed publisher_resolution publisher_kind field division_code province prefecture county level scope year "
    "published_on layout_proactive_disclosure layout_applications "
    "layout_reviews_litigation layout_statistics grade grade_reason_zh grade_reason_en is_current",
    "proactive_disclosure": "report_id item measure year value unit status printed locator method "
    "value_inferred value_corrected sound",
    "applications": "report_id item applicant year value status printed locator method value_inferred "
    "value_corrected sound",
    "reviews_litigation": "report_id route outcome year value status printed locator method value_inferred "
    "value_corrected sound",
    "statistics_2014": "report_id indicator local_label year value unit status printed locator method value_inferred "
    "value_corrected sound",
    "sections": "report_id section heading text present",
    "narrative_figures": "report_id figure_id section subject of value unit approximate text start end "
    "table_cell reconciliation part_of",
    "grids": "report_id locator page page_width page_height turn column_edges row_edges merged",
    "findings": "finding_id report_id source_path rule severity responsibility table item column found "
    "expected suggestion message_zh message_en",
    "rule_results": "rule report_id item column outcome why_zh why_en",
    "documents_refused": "source_path source_sha256 reason message_zh message_en",
    "publishers": "publisher_id name division_code province prefecture county level kind field also_known_as "
    "predecessors successors",
    "continuity": "publisher_id year applicant previous_report_id report_id carried_out_previous carried_in outcome "
    "explanation",
    "revisions": "publisher_id year earlier_report_id later_report_id table item column earlier_status "
    "earlier_value later_status later_value kind",
    "coverage": "division_code year level expected publishers published parsed sound",
    "layout_crosswalk": "from_edition from_table from_codes to_edition to_table to_codes relation note_zh note_en",
    "applications_harmonised": "report_id publisher_id year item applicant value basis sound edition series_break "
    "series_break_why",
}


def broken(name: str, *rows: dict) -> str:
    """What breaks the schema: by type, or by the model."""
    try:
        return faults(name, tables.conform(name, rows))
    except ValueError as error:
        return str(error)


def measured(**given_: object) -> dict:
    known = {
        "report_id": "r",
        "item": "fees",
        "measure": "amount",
        "value": 3.5,
        "unit": "万元",
        "sound": True,
    }
    return row("proactive_disclosure", **known | {"status": "reported", "printed": "3.5"} | given_)


def test_tables_and_columns_are_those_of_the_contract():
    assert {name: " ".join(tables.columns_of(name)) for name in tables.TABLES} == CONTRACT


@pytest.mark.parametrize("name", tables.TABLES)
def test_empty_table_fits_its_own_schema(name: str):
    frame = tables.empty(name)
    assert faults(name, frame) == ""
    assert tables.to_arrow(name, frame).schema.equals(tables.arrow_schema(name), check_metadata=True)


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_column_and_code_is_told_in_both_languages(name: str):
    assert all(tables.title(name))
    for column in tables.columns_of(name).values():
        told = (column.title_zh, column.title_en, column.description_zh, column.description_en)
        assert all(told), f"{name}.{column.name}"
        assert any("一" <= letter <= "鿿" for letter in column.title_zh), f"{name}.{column.name}"
        for entry in tables.entries(column.codelist).values() if column.codelist else ():
            assert entry.title_zh and entry.title_en, f"{column.codelist}: {entry.code}"


@pytest.mark.parametrize("name", tables.TABLES)
def test_codes_come_from_a_code_list_and_are_dictionaries_in_arrow(name: str):
    for column in tables.columns_of(name).values():
        kind = tables.arrow_schema(name).field(column.name).type
        assert (column.dtype == "category") == bool(column.codelist) == pa.types.is_dictionary(kind)
    assert {c.name for c in tables.columns_of(name).values() if not c.nullable} >= set(tables.key(name))


def test_a_sound_cell_fits():
    assert broken("applications", cell(), cell(applicant="business")) == ""


@pytest.mark.parametrize(
    "fault",
    [
        {"item": "something_else"},
        {"status": None, "value": None},
        {"status": "blank"},
        {"value": None},
        {"value": None, "status": "blank", "sound": True},
        {"value": 1.5},
        {"value": 3.0},
        {"value": "3"},
        {"value": True},
        {"value": 2**63},
        {"year": 70_000},
        {"year": 23},
        {"report_id": None},
        {"sound": None},
        {"sound": "yes"},
        {"printed": 3},
        {"printed": "\ud800"},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_cell_that_breaks_the_schema_is_never_made_to_fit(fault: dict):
    assert broken("applications", cell(**fault)).startswith("applications")


def test_a_missing_column_is_an_error():
    lacking = {name: value for name, value in cell().items() if name != "locator"}
    assert "locator" in broken("applications", lacking)


def test_a_cell_stands_once():
    assert "unique" in broken("applications", cell(), cell())


@pytest.mark.parametrize(
    "fits",
    [
        {},
        {"unit": "元"},  # printed in the cell
        {"value": None, "status": "blank", "sound": False},
        {"value": None, "status": "blank", "sound": True, "value_inferred": 0.0},
        {"item": "procurement", "unit": None},  # the form prints no unit there
        {"value": 5},
    ],
    ids=str,
)
def test_a_measure_of_the_form_fits(fits: dict):
    assert broken("proactive_disclosure", measured(**fits)) == ""


@pytest.mark.parametrize(
    "fault",
    [
        {"measure": "issued"},  # fees are not issued
        {"unit": None},
        {"unit": "as printed"},
        {"unit": "元", "value": None, "status": "blank", "sound": False},
        {"value": float("inf")},
        {"value": float("nan")},  # no value, yet reported
    ],
    ids=str,
)
def test_a_measure_that_the_form_does_not_have_breaks_the_schema(fault: dict):
    assert broken("proactive_disclosure", measured(**fault)).startswith("proactive_disclosure")


@pytest.mark.parametrize("edition", load.layouts())
def test_every_cell_of_every_edition_has_a_place(edition: int):
    """`missing` is what a table shows that is cut off: all its cells must be publishable."""
    unread = {"report_id": "r", "year": 2023, "status": "missing", "sound": False}
    for name, table in load.layouts()[edition].tables.items():
        rows = [row(name, **unread | dict(zip(table.key, key, strict=False))) for key in table.cells]
        assert broken(name, *rows) == ""


@given(st.permutations([("b", "granted"), ("a", "granted"), ("a", "carried_in"), ("乙", "granted")]))
def test_rows_are_sorted_by_key_whatever_order_they_came_in(keys: list[tuple[str, str]]):
    frame = tables.conform("applications", [cell(report_id=r, item=i) for r, i in keys])
    assert list(zip(frame["report_id"], frame["item"], strict=True)) == sorted(keys)


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), max_size=5))
def test_integers_survive_exactly(values: list[int | None]):
    """Never through a float, which holds no more than 53 bits."""
    frame = tables.conform("applications", [cell(report_id=str(n), value=v) for n, v in enumerate(values)])
    kept = tables.from_arrow("applications", tables.to_arrow("applications", frame))["value"]
    assert [None if v is pd.NA else v for v in kept] == values
