"""The table of publishers, from reports of a run: one row a body, its names, and what became of it."""

from dataclasses import fields

import pandas as pd
import pytest

from pipeline.derived import DERIVED, derive
from pipeline.fetch.sources import Source
from pipeline.locate.head import head
from pipeline.locate.title import headline
from pipeline.release.faults import faults
from schemas.tables import TABLES, columns_of, conform, from_arrow
from tests.drawn import document
from tests.release.small import report


def reports(*names: str) -> pd.DataFrame:
    """Reports with these titles, `name year`."""
    return conform("reports", [_report(number, *name.split()) for number, name in enumerate(names)])


def _report(number: int, name: str, year: str) -> dict:
    read = document(f"{name}{year}年政府信息公开工作年度报告")
    found = head(headline(read), read).publisher
    return report(
        report_id=f"r{number}", year=int(year), scope=found.scope, publisher_id=found.id, publisher=found.name,
        publisher_printed=found.printed, publisher_resolution=found.resolution, publisher_kind=found.kind,
        field=found.field, level=found.level, division_code=found.division_code, province=found.province,
        prefecture=found.prefecture, county=found.county,
    )  # fmt: skip


def table(*names: str) -> dict[str, dict]:
    frame = from_arrow("publishers", derive("publishers", {"reports": reports(*names)}.__getitem__))
    assert faults("publishers", frame) == ""
    return {row["publisher_id"]: row for row in frame.astype(object).where(frame.notna(), None).to_dict("records")}


def test_several_reports_of_a_body_give_one_row():
    (row,) = table("洪泽区人民政府 2023", "淮安市洪泽区人民政府 2024", "江苏省淮安市洪泽区政府 2022").values()
    assert (row["publisher_id"], row["name"]) == ("320813-淮安市洪泽区人民政府", "淮安市洪泽区人民政府")
    assert row["also_known_as"] == "江苏省淮安市洪泽区政府 | 洪泽区人民政府 | 淮安市洪泽区政府"


def test_usual_short_names_stand_there_though_nobody_printed_them():
    (row,) = table("沭阳县发展和改革局 2023").values()
    assert "沭阳县发改局" in row["also_known_as"].split(" | ") and row["name"] not in row["also_known_as"].split(" | ")


def test_what_was_not_resolved_has_no_row():
    assert table("鼓楼区人民政府 2023", "太平镇人民政府 2022") == {}


@pytest.mark.parametrize(("before", "after"), [
    ("沭阳县国土资源局 2018", "沭阳县自然资源和规划局 2019"),
    ("沭阳县卫计委 2017", "沭阳县卫健委 2020"),
    ("沭阳县工商局 2016", "沭阳县市场监管局 2021"),
    ("宿迁市大数据管理局 2022", "宿迁市数据局 2024"),
    ("洪泽县人民政府 2015", "洪泽区人民政府 2016"),
    ("洪泽县水利局 2015", "洪泽区水利局 2020"),
    ("国土资源部 2016", "自然资源部 2018"),
])  # fmt: skip
def test_heirs_are_linked_both_ways(before: str, after: str):
    found = table(before, after)
    (older,) = (row for row in found.values() if row["successors"])
    (newer,) = (row for row in found.values() if row["predecessors"])
    assert (older["successors"], newer["predecessors"]) == (newer["publisher_id"], older["publisher_id"])
    assert older["predecessors"] is newer["successors"] is None


@pytest.mark.parametrize("others", [
    ("沭阳县国土资源局 2018", "泗阳县自然资源和规划局 2019"),
    ("沭阳县国土资源局 2018", "沭阳县卫健委 2019"),
    ("沭阳县教育局 2018", "沭阳县教育局 2019"),
])  # fmt: skip
def test_bodies_of_other_places_or_fields_are_no_heirs(others: tuple[str, ...]):
    assert all(row["successors"] is row["predecessors"] is None for row in table(*others).values())


@pytest.mark.parametrize("name", DERIVED)
def test_every_column_of_a_derived_table_says_where_it_comes_from(name: str):
    assert list(DERIVED[name].columns) == list(columns_of(name))
    known = {f"{table}.{column}" for table in TABLES for column in columns_of(table)}
    known |= {f"documents.{field.name}" for field in fields(Source)}
    assert {source for made_of in DERIVED[name].columns.values() for source in made_of} <= known


def test_a_source_stands_above_what_is_made_of_it():
    order = list(DERIVED)
    assert all(order.index(s) < order.index(name) for name in order for s in DERIVED[name].sources if s in DERIVED)
