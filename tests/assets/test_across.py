"""Reports of two years in a row go from raw to published: what only both together tell stands in the release."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline.assets.folders import Folders
from pipeline.fetch.receipts import Receipt
from pipeline.release.index import read_index
from pipeline.report import Reading
from tests.assets.test_job import run
from tests.release import small

SAMPLE = Path(__file__).parents[2] / "raw" / "documents" / "江苏"
HONGZE = "320813-淮安市洪泽区人民政府"


def released(raw: Path, published: Path) -> dict[str, pd.DataFrame]:
    """The tables of the release that a run makes."""
    assert run(Folders(raw=str(raw), published=str(published))).success
    folder = published / "releases" / read_index(published)["latest"]
    return {file.stem: pd.read_parquet(file) for file in folder.glob("*.parquet")}


def test_two_years_of_a_district(tmp_path: Path):
    documents = tmp_path / "raw" / "documents"
    documents.mkdir(parents=True)
    for file in SAMPLE.glob("*洪泽*"):
        shutil.copy(file, documents)
    tables = released(tmp_path / "raw", tmp_path / "published")
    joined = tables["continuity"]
    assert len(joined) == 7 and set(joined["outcome"]) == {"pass"} and set(joined["publisher_id"]) == {HONGZE}
    results = tables["rule_results"].set_index(["rule", "report_id", "item", "column"])["why_en"]
    now = "淮安市洪泽区人民政府-2024"
    assert results["stock", now, "normative_documents", "in_force"] == "pass: 5 + 3 − 0 = 8"
    assert results["jump", now, "penalties", "decisions"] == "pass: 4119 → 2776"
    covered = tables["coverage"][["division_code", "year", "expected", "published", "sound"]].to_numpy().tolist()
    assert covered == [["320813", 2023, 1, 1, 1], ["320813", 2024, 1, 1, 1]]


def planted(receipt: Receipt, data: bytes) -> Reading:
    """A report with one number: `year item number`."""
    year, item, number = data.decode().split()
    own = {"report_id": f"甲-{year}"}
    told = small.report(
        **own, publisher="甲", publisher_id="甲", year=int(year), source_path=receipt.path, layout_applications=2021
    )
    cell = small.cell(**own, item=item, year=int(year), value=int(number), printed=number)
    return Reading(receipt, {"reports": (told,), "applications": (cell,), "findings": (small.finding(**own),)})


def test_a_break_is_published_beside_the_findings_of_single_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    small.plant(monkeypatch, planted)
    raw = small.raw(tmp_path, {"a.txt": "2023 carried_out 3", "b.txt": "2024 carried_in 5"})
    found = released(raw, tmp_path / "published")["findings"]
    assert list(found["finding_id"]) == [
        "甲-2023-missing_section-1", "甲-2024-carry_over-carried_in-total", "甲-2024-missing_section-1",
    ]  # fmt: skip
    broken = found[found["rule"] == "carry_over"].iloc[0]
    assert (broken["table"], broken["item"], broken["column"]) == ("applications", "carried_in", "total")
    assert (broken["found"], broken["expected"], broken["source_path"]) == ("5", "3", "documents/b.txt")
