"""How many reports there should be and are, by division and year."""

import pandas as pd

from pipeline.derived import derive
from pipeline.release.faults import faults
from schemas.tables import conform, from_arrow
from tests.check.across.drawing import lines, reports
from tests.release.small import row

LISTED = ["path", "publisher", "year", "kind", "division_code", "url"]


def table(drawn: str, listed: str = "publisher year", heirs: dict[str, str] | None = None) -> dict[str, str]:
    """Each division and year: expected, publishers, published, parsed, sound, and the level."""
    bodies = [row("publishers", publisher_id=p, name=p, successors=heir) for p, heir in (heirs or {}).items()]
    documents = pd.DataFrame(lines(listed), columns=LISTED)
    documents["year"] = pd.to_numeric(documents["year"])
    frames = {"reports": reports(drawn), "publishers": conform("publishers", bodies), "documents": documents}
    made = from_arrow("coverage", derive("coverage", frames.__getitem__))
    assert faults("coverage", made) == ""
    counts = made[["expected", "publishers", "published", "parsed", "sound"]].astype(str).agg(" ".join, axis=1)
    places = made["division_code"] + " " + made["year"].astype(str)
    return dict(zip(places, counts + " " + made["level"].astype(object).fillna("-"), strict=True))


def test_who_reported_is_expected_again():
    assert table("""
        report   grade
        甲-2022  A
        乙-2022  C
        甲-2023  B
    """) == {"320813 2022": "2 2 2 2 1 county", "320813 2023": "2 1 1 1 1 county"}


def test_two_documents_of_one_publisher_are_one_publisher():
    assert table("""
        report     grade
        甲-2023    A
        甲-2023b  A
    """) == {"320813 2023": "1 1 2 2 2 county"}


def test_a_body_with_an_heir_is_not_expected_beyond_its_last_report():
    drawn = """
        report
        旧-2022
        新-2023
    """
    assert table(drawn, heirs={"旧": "新"})["320813 2023"] == "1 1 1 1 1 county"
    assert table(drawn)["320813 2023"] == "2 1 1 1 1 county"


def test_the_list_of_sources_wants_what_is_not_here():
    listed = """
        path          publisher     year  division_code
        甲-2023.html  别的名称      2023  320813
        -             沭阳县教育局  2023  -
        -             某某某        2023  -
        -             沭阳县民政局  -     -
    """
    assert table("report\n甲-2023", listed) == {
        "320813 2023": "1 1 1 1 1 county", "321322 2023": "1 0 0 0 0 county", " 2023": "1 0 0 0 0 -",
    }  # fmt: skip


def test_unknown_division_and_bodies_nobody_resolved():
    assert table("""
        report   publisher_id  code
        甲-2022  -             -
        乙-2023  -             -
    """) == {" 2022": "1 1 1 1 1 -", " 2023": "1 1 1 1 1 -"}
