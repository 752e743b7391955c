"""Whose report of which year: the titles of `tests/spec/titles.csv`, and what decides where a title doesn't."""

import csv
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.divisions import divisions
from pipeline.fetch.receipts import Receipt
from pipeline.fetch.sources import Source
from pipeline.locate.head import head
from pipeline.locate.title import headline
from pipeline.read import read
from schemas.bodies import departments
from tests.drawn import cut, document, grid

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases"
RECEIPT = Receipt("documents/a.html", "0" * 64, 1, None, None, None)

with (ROOT / "tests" / "spec" / "titles.csv").open(encoding="utf-8", newline="") as stream:
    TITLES = list(csv.DictReader(stream))


def told(*lines, path="documents/a.html", listed=None):
    found = document(*lines)
    return head(headline(found), found, replace(RECEIPT, path=path, listed=listed))


def named(name, year=2023, **known):
    """The publisher that a title with this name has."""
    return told(f"{name}{year}年政府信息公开工作年度报告", **known).publisher


@pytest.mark.parametrize("row", TITLES, ids=[row["title"] for row in TITLES])
def test_a_title_tells_the_body(row):
    said = told(*row["title"].split("⏎"))
    found = said.publisher
    assert {
        "title": row["title"], "division_code": found.division_code or "", "level": found.level or "",
        "kind": found.kind or "", "field": found.field or "", "year": str(said.year or ""),
        "name": found.name or "", "resolved": "yes" if found.id else "no",
    } == row  # fmt: skip


def test_there_are_enough_titles_of_every_kind():
    assert len(TITLES) >= 60
    assert {row["kind"] for row in TITLES} >= set("government office department zone enterprise".split())
    assert {row["level"] for row in TITLES} >= set("national province prefecture county township institution".split())


# Evidence beside the title

OPEN = "鼓楼区人民政府"
EVIDENCE = """
    | 鼓楼区人民政府       | documents/江苏/徐州市/a.html     |                              | 徐州市鼓楼区人民政府       | path        |
    | 鼓楼区人民政府       | documents/福建/a.html            |                              | 福州市鼓楼区人民政府       | path        |
    | 鼓楼区人民政府       | documents/江苏/a.html            |                              | –                          | –           |
    | 鼓楼区人民政府       | documents/a.html                 | 南京市鼓楼区召开了会议。     | 南京市鼓楼区人民政府       | text        |
    | 鼓楼区人民政府       | documents/a.html                 | 南京市鼓楼区和徐州市鼓楼区。 | –                          | –           |
    | 鼓楼区人民政府       | documents/江苏/徐州市/a.html     | 南京市鼓楼区召开了会议。     | 南京市鼓楼区人民政府       | text        |
    | 两城镇人民政府       | documents/a.html                 | 发布机构：微山县两城镇人民政府 | 微山县两城镇人民政府     | text        |
    | 两城镇人民政府       | documents/山东/微山县/a.html     |                              | 微山县两城镇人民政府       | path        |
    | 两城镇人民政府       | documents/山东/a.html            |                              | –                          | –           |
    | 市教育局             | documents/江苏/淮安市/a.html     |                              | 淮安市教育局               | path        |
    | 教育局               | documents/江苏/沭阳县/a.html     |                              | 沭阳县教育局               | path        |
    | 教育局               | documents/江苏/a.html            |                              | –                          | –           |
    |                      | documents/a.html                 | 公开主体：沭阳县发改局       | 沭阳县发展和改革局         | text        |
    |                      | documents/沭阳县民政局2023年政府信息公开年报.pdf | | 沭阳县民政局 | path |
    |                      | documents/沭阳县民政局/2023.pdf  |                              | 沭阳县民政局               | path        |
    | 海珠区               | documents/a.html                 |                              | 广州市海珠区人民政府       | title       |
    | 某某局               | documents/江苏/沭阳县/a.html     |                              | –                          | –           |
    | 云岭县人民政府       | documents/江苏/沭阳县/a.html     |                              | –                          | –           |
    | 滨海新区教育局       | documents/a.html                 |                              | 天津市滨海新区教育局       | title       |
    | 滨海新区教育局       | documents/天津/a.html            |                              | 天津市滨海新区教育局       | title       |
    | 滨海新区教育局       | documents/河北/沧州市/a.html     |                              | –                          | –           |
    | 沧州市滨海新区教育局 | documents/天津/a.html            |                              | 沧州市滨海新区教育局       | title       |
    | 洪泽县水利局         | documents/淮安市/洪泽区/a.html   |                              | 淮安市洪泽区水利局         | title       |
    | 郑州高新区管委会     | documents/a.html                 |                              | 郑州市高新区管理委员会     | title       |
"""


@pytest.mark.parametrize(("name", "path", "line", "official", "resolution"), cut(EVIDENCE))
def test_what_decides(name, path, line, official, resolution):
    found = told(f"{name}2023年政府信息公开工作年度报告", line, path=path).publisher
    assert ((found.name if found.id else "–"), found.resolution or "–") == (official, resolution)


def test_a_table_of_metadata_tells_as_a_line_does():
    table = grid("| 索引号 | 000/2023 |\n| 发布机构 | 沭阳县民政局 |")
    found = head(headline(document(table)), document(table, "2023年政府信息公开工作年度报告")).publisher
    assert (found.id, found.resolution) == ("321322-沭阳县民政局", "text")


@pytest.mark.parametrize(("listed", "official"), [
    (Source("南京市鼓楼区人民政府"), "南京市鼓楼区人民政府"),
    (Source("鼓楼区人民政府", division_code="350102"), "福州市鼓楼区人民政府"),
])  # fmt: skip
def test_the_list_of_sources_goes_before_text_and_path(listed, official):
    found = named(OPEN, listed=listed, path="documents/江苏/徐州市/a.html")
    assert (found.name, found.resolution) == (official, "source_list")


def test_the_title_goes_before_the_list_of_sources_and_a_note_tells():
    said = told("沭阳县民政局2023年政府信息公开年度报告", listed=Source("沭阳县教育局", 2022))
    assert (said.publisher.name, said.year) == ("沭阳县民政局", 2023)
    assert {(note.rule, note.label) for note in said.notes} == {
        ("source_list_differs", "2022"), ("source_list_differs", "沭阳县教育局"),
    }  # fmt: skip


YEARS = """
    | 沭阳县民政局2022年政府信息公开年度报告 | 统计期限为2021年1月1日至12月31日。                      | 2022 |
    | 沭阳县民政局政府信息公开年度报告       | 统计期限为2021年1月1日至2021年12月31日。                | 2021 |
    | 沭阳县民政局政府信息公开年度报告       | 数据从2021年1月1日起到12月31日止。                      | 2021 |
    | 沭阳县民政局政府信息公开年度报告       | 2021年1月1日至12月31日，2020年1月1日至12月31日。        | –    |
    | 沭阳县民政局政府信息公开年度报告       | 2021年1月1日至6月30日。                                 | –    |
"""


@pytest.mark.parametrize(("title", "line", "year"), cut(YEARS))
def test_a_year_that_the_title_lacks(title, line, year):
    assert str(told(title, line).year or "–") == year


# Scope


@pytest.mark.parametrize(("name", "scope"), [
    ("沭阳县人民政府", "aggregate"), ("云岭县人民政府", "aggregate"), ("沭阳县人民政府办公室", "own_office"),
    ("沭阳县民政局", "own_office"), ("微山县两城镇人民政府", "own_office"), ("岳阳市南湖新区管委会", "unknown"),
    ("南京市第一医院", "own_office"), ("首页", "unknown"),
])  # fmt: skip
def test_scope_follows_from_the_kind(name, scope):
    assert named(name).scope == scope


def test_scope_is_unknown_where_the_list_of_sources_is_of_another_mind():
    assert named("沭阳县人民政府", listed=Source("沭阳县人民政府", kind="office")).scope == "unknown"
    assert named("沭阳县人民政府", listed=Source("沭阳县人民政府", kind="government")).scope == "aggregate"


# Laws

COUNTIES = [d for d in divisions() if d.rank == "county" and d.last == max(d.last for d in divisions())]
STEMS = sorted(stem for stem, d in departments().items() if d.kind == "department" and d.endings is None)


@given(st.sampled_from(COUNTIES), st.sampled_from(["人民政府", "人民政府办公室", *(stem + "局" for stem in STEMS)]))
def test_an_official_name_gives_itself_and_prefixes_change_nothing(county, own):
    official = named(f"{county.path[1] or county.path[0]}{county.name}{own}")
    assume(official.id is not None)
    assert official.division_code == county.code
    assert named(official.name).id == official.id
    for prefix in (county.path[0], f"{county.path[0]}{county.path[1] or ''}"):
        assert named(f"{prefix}{county.name}{own}").id in (official.id, None)  # None: two of the name in a province


def test_nearly_every_county_of_today_resolves():
    lost = [c.name for c in COUNTIES if named(f"{c.path[1] or c.path[0]}{c.name}人民政府").division_code != c.code]
    assert lost == []


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_the_shared_cases_have_their_publisher_year_and_division():
    for case in sorted(path for path in CASES.iterdir() if path.is_dir()):
        meta = json.loads((case / "meta.json").read_text("utf-8"))
        file = next(case.glob("report.*"))
        found = read(file.read_bytes())
        said = head(headline(found), found, replace(RECEIPT, sha256=sha256(file.read_bytes()).hexdigest()))
        publisher = said.publisher
        short = meta["publisher"].removeprefix("淮安市")
        assert (publisher.printed or "").endswith(short) and said.year == meta["year"], case.name
        place = "".join(filter(None, (publisher.province, publisher.prefecture, publisher.county)))
        assert not place or any(place.endswith(meta["division"][:n]) for n in range(2, 9)), case.name
