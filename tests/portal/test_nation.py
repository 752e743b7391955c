"""Divisions, medians and ranking, on a release of some hundred agencies whose figures are counted here once more."""

import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.release.portal import build
from pipeline.release.portal.pages import divisions, ranking
from pipeline.release.portal.shards import place
from tests.portal.nation import LAST_YEAR, multiplied
from tests.portal.test_site import parsed

AGENCIES, COUNTIES = 200, 20


@pytest.fixture(scope="module")
def nation(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The portal and the release that it shows."""
    folder = tmp_path_factory.mktemp("nation")
    release = multiplied(published, folder, AGENCIES, 2, COUNTIES)
    return build(folder), release


@pytest.fixture(scope="module")
def latest(nation: tuple[Path, Path]) -> pd.DataFrame:
    """A row a report of the last year, with its sound totals."""
    _, release = nation
    reports = pq.read_table(release / "reports.parquet").to_pandas()
    cells = pq.read_table(release / "applications.parquet").to_pandas()
    cells = cells[cells["sound"] & (cells["applicant"] == "total")]
    cells = cells.assign(number=cells["value"].fillna(cells["value_inferred"]))
    totals = cells.pivot(index="report_id", columns="item", values="number").astype(float)
    return reports[reports["year"] == LAST_YEAR].merge(totals, left_on="report_id", right_index=True, how="left")


def rows(file: Path) -> list[str]:
    """The text of each line of a page's tables, its words with one blank between."""
    found = re.findall(r"<tr>(.*?)</tr>", file.read_text("utf-8").replace("\u202f", ""), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_a_division_lists_its_members_and_their_medians(nation: tuple[Path, Path], latest: pd.DataFrame):
    portal, _ = nation
    for code, members in list(latest.groupby("division_code"))[:5]:
        page = rows(portal / "divisions" / f"{code}.html")
        assert len(members) == AGENCIES // COUNTIES
        for name in members["publisher"]:
            assert sum(row.startswith(f"{name} {LAST_YEAR}") for row in page) == 1
        (told,) = [row for row in page if row.startswith("中位数")]
        medians = [float(told) for told in re.findall(r"([\d.]+) \(", told)]
        wanted = [members[item].median() for item in ("new_received", "total_handled", "granted")]
        assert medians == [w for w, item in zip(wanted, ("new_received", "total_handled", "granted"), strict=True)
                           if members[item].notna().sum() >= divisions.FEWEST]  # fmt: skip


def test_a_division_tells_its_coverage(nation: tuple[Path, Path]):
    portal, release = nation
    coverage = pq.read_table(release / "coverage.parquet").to_pandas()
    row = coverage[coverage["year"] == LAST_YEAR].iloc[0]
    text = (portal / "divisions" / f"{row['division_code']}.html").read_text("utf-8")
    assert f"{LAST_YEAR} 应有 expected: {row['expected']}" in text
    assert f"{LAST_YEAR} 已公布 published: {row['published']}" in text


def test_the_ranking_has_denominators_and_leaves_small_ones_out(nation: tuple[Path, Path], latest: pd.DataFrame):
    portal, _ = nation
    eligible = latest[(latest["total_handled"] >= ranking.FEWEST) & latest["granted"].notna() & latest["partially_granted"].notna()]
    small = latest[latest["total_handled"] < ranking.FEWEST]
    assert len(eligible) > 20 and len(small) > 20
    page = rows(portal / "ranking.html")[1:]
    assert len(page) == min(len(eligible), ranking.SHOWN)
    shares = [float(re.search(r"([\d.]+)%", row)[1]) for row in page]
    assert shares == sorted(shares, reverse=True)
    assert not any(name in row for row in page for name in small["publisher"])
    best = eligible.assign(share=eligible["granted"] / eligible["total_handled"]).sort_values("share").iloc[-1]
    assert shares[0] == pytest.approx(100 * best["share"], abs=0.06)
    assert all(re.search(r"% \d+ \d+ \d+$", row) for row in page)


def test_every_agency_has_its_shards_and_its_line_in_the_index(nation: tuple[Path, Path], latest: pd.DataFrame):
    portal, _ = nation
    index = (portal / "data" / "search.js").read_text("utf-8")
    for publisher in latest["publisher_id"]:
        shard = place(publisher)
        assert f'"{shard}"' in index
        assert all((portal / "data" / kind / f"{shard}.js").exists() for kind in ("publishers", "prose"))


def test_no_page_of_a_nation_is_empty(nation: tuple[Path, Path]):
    portal, _ = nation
    assert len(list((portal / "divisions").glob("*.html"))) == COUNTIES + 1
    assert all("".join(parsed(file).text).strip() for file in portal.rglob("*.html"))
