"""What differs from the release before: base + changes = release, and each difference has its reason."""

import copy
import json
import math
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.changes import proof
from pipeline.release.changes.compare import Shapes, shapes
from pipeline.release.changes.fates import SAME, Document, fates
from pipeline.release.database import opened
from pipeline.release.files import sums
from schemas.tables import TABLES, arrow_schema, key
from tests.release import small
from tests.release.frames import built, coded, keyed  # noqa: F401


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def applied(name: str, base: list[dict], changes: list[dict]) -> dict[tuple, dict[str, Any]]:
    """The changes put into the base's rows with nothing but a reader of JSON."""
    made = keyed(name, base)
    for change in (change for change in changes if change["table"] == name):
        at, field = tuple(json.loads(change["row"])), change["field"]
        if change["letter"] == "A":
            assert at not in made and change["old"] is None
            made[at] = dict.fromkeys(arrow_schema(name).names) | json.loads(change["new"])
        elif change["letter"] == "D":
            gone = made.pop(at)
            assert json.loads(change["old"]) == {c: v for c, v in gone.items() if v is not None}
        else:
            assert repr(made[at][field]) == repr(json.loads(change["old"]))
            made[at][field] = json.loads(change["new"])
    return made


def unproven(base: Path, release: Path) -> dict[str, list[str]]:
    """The rows of each table that the release's own changes don't lead to."""
    with opened(None) as database:
        told = {shape.name: list(proof.each(base, release, shape, database)) for shape in shapes(database, base, release)}
    return {name: rows for name, rows in told.items() if rows}


# Whatever changes

TEXTS = st.none() | st.text(st.characters(codec="utf-8"), max_size=6)
FLOATS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.none() | st.integers(-(2**63), 2**63 - 1)


@st.composite
def cells(draw: st.DrawFn) -> list[dict]:
    """Rows of applications: few keys, so that two draws share some."""
    keys = draw(st.sets(st.tuples(st.sampled_from(["r", "s\"'", "t→"]), st.sampled_from(["granted", "new_received"]))))
    return [small.cell(report_id=r, item=i, value=draw(COUNTS), printed=draw(TEXTS), method=draw(TEXTS),
                       sound=draw(st.booleans())) for r, i in keys]  # fmt: skip


@st.composite
def amounts(draw: st.DrawFn) -> list[dict]:
    keys = draw(st.sets(st.sampled_from(["1", "2", "3"])))
    told = {"section": "overview", "subject": "items_disclosed", "approximate": True, "start": 0, "end": 1}
    return [
        small.row("narrative_figures", report_id="r", figure_id=k, value=draw(FLOATS.filter(lambda x: x is not None)),
                  text=draw(st.text(st.characters(codec="utf-8"), max_size=3)), unit=draw(TEXTS), **told)
        for k in keys
    ]  # fmt: skip


@st.composite
def released(draw: st.DrawFn) -> dict[str, list[dict]]:
    ids = draw(st.sets(st.sampled_from(["r", "s\"'", "t→"])))
    reports = [small.report(report_id=i, title=draw(TEXTS), year=draw(st.none() | st.integers(2020, 2024)),
                            source_path=f"{i}.txt") for i in ids]  # fmt: skip
    return {"reports": reports, "applications": draw(cells()), "narrative_figures": draw(amounts())}


@given(released(), released())
@settings(max_examples=6)
def test_base_and_changes_are_exactly_the_release(before: dict, after: dict):
    with tempfile.TemporaryDirectory() as work:
        base = built(Path(work) / "2026.10.1", before)
        release = built(Path(work) / "2026.11.1", after, base)
        changes = rows_of(release, "changes")
        for name in before:
            wanted = keyed(name, rows_of(release, name))
            assert repr(sorted(applied(name, rows_of(base, name), changes).items())) == repr(sorted(wanted.items()))
        assert unproven(base, release) == {}
        places = [(c["table"], c["row"], c["field"]) for c in changes]
        assert places == sorted(set(places))


def test_an_amount_that_only_prints_otherwise_is_a_change(tmp_path: Path):
    figure = small.row("narrative_figures", report_id="r", figure_id="1", section="overview", subject="items_disclosed",
                       approximate=True, start=0, end=1, text="x")  # fmt: skip
    base = built(tmp_path / "a", {"narrative_figures": [figure | {"value": 0.0}]})
    release = built(tmp_path / "b", {"narrative_figures": [figure | {"value": -0.0}]}, base)
    (change,) = rows_of(release, "changes")
    assert (change["old"], change["new"]) == ("0.0", "-0.0")
    assert math.copysign(1, json.loads(change["new"])) == -1


def test_the_first_release_has_none_and_says_so(tmp_path: Path):
    release = built(tmp_path / "a", {"applications": [small.cell()]})
    assert pq.read_table(release / "changes.parquet").num_rows == 0
    assert "This is the first release" in (release / "CHANGES.md").read_text("utf-8")
    assert pq.read_schema(release / "changes.parquet").equals(arrow_schema("changes"))


CELL = small.cell()
BASE = {"reports": [small.report()], "applications": [CELL, small.cell(item="new_received")]}


@pytest.mark.parametrize("lie", [
    {"new": "5"}, {"old": "9"}, {"field": "printed"}, {"letter": "D"}, {"row": '["r","no_such","total"]'}, None,
])  # fmt: skip
def test_a_change_that_lies_is_not_proven(tmp_path: Path, lie: dict | None):
    base = built(tmp_path / "a", BASE)
    after = copy.deepcopy(BASE) | {"applications": [CELL | {"value": 4}, small.cell(item="new_received")]}
    release = built(tmp_path / "b", after, base)
    assert unproven(base, release) == {}
    (told,) = rows_of(release, "changes")
    lies = pa.Table.from_pylist([told | lie] if lie else [], arrow_schema("changes"))
    pq.write_table(lies, release / "changes.parquet")
    assert list(unproven(base, release)) == ["applications"]


def test_a_column_and_a_table_that_came_are_told_and_not_compared(tmp_path: Path):
    base = built(tmp_path / "a", BASE)
    old = pq.read_table(base / "applications.parquet")
    pq.write_table(old.drop_columns(["method"]).append_column("grid", pa.array(["g"] * 2)), base / "applications.parquet")
    (base / "coverage.parquet").unlink()
    release = built(tmp_path / "b", BASE | {"applications": [CELL | {"value": 4, "method": "text"}]}, base)
    changes = rows_of(release, "changes")
    assert sorted((c["letter"], c["field"]) for c in changes) == [("D", "*"), ("M", "value")]
    assert "grid" in next(c["old"] for c in changes if c["letter"] == "D")
    page = (release / "CHANGES.md").read_text("utf-8")
    for said in ("came: `method`", "went: `grid`", "`coverage`: 整表未比较"):
        assert said in page
    with opened(None) as database:
        assert {s.name for s in shapes(database, base, release) if not s.equal} == {"applications", "coverage"}


def test_a_column_of_another_type_is_not_compared():
    kinds = dict.fromkeys(key("applications"), "VARCHAR")
    shape = Shapes("applications", kinds | {"value": "BIGINT"}, kinds | {"value": "DOUBLE"})
    assert (shape.compared, shape.equal, shape.common, shape.came, shape.went) == (True, False, [], ["value"], ["value"])


# Why

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def document(report_id: str, sha256: str, path: str | None = None, **more: Any) -> Document:
    return Document(path or f"{report_id}.pdf", sha256, report_id, **more)


OWN_YEAR = {"whose": ("甲局", 2023)}
AT_U = OWN_YEAR | {"url": "u"}


@pytest.mark.parametrize(("before", "after", "reports"), [
    # nothing happened; moved; got another number, since another document came before it
    ([document("x", A)], [document("x", A)], {"x": SAME}),
    ([document("x", A)], [document("x", A, "new/x.pdf")], {"x": SAME}),
    ([document("x", A)], [document("y", A, "x.pdf")], {"x": SAME, "y": SAME}),
    # came and went
    ([], [document("x", A)], {"x": "new_report"}),
    ([document("x", A)], [], {"x": "withdrawn"}),
    ([document("x", A)], [document("x", A), document("x-2", A, "copy.pdf")], {"x": SAME, "x-2": "new_report"}),
    ([document("x", A), document("x-2", A, "copy.pdf")], [document("x", A)], {"x": SAME, "x-2": "withdrawn"}),
    # other bytes: under the same number, at the same path, at the same address, of the same publisher and year
    ([document("x", A)], [document("x", B)], {"x": "publisher_revised"}),
    ([document("x", A, "d.pdf")], [document("y", B, "d.pdf")], {"x": "publisher_revised", "y": "publisher_revised"}),
    ([document("x", A, url="u")], [document("y", B, url="u")], {"x": "publisher_revised", "y": "publisher_revised"}),
    ([document("x", A, **OWN_YEAR)], [document("y", B, **OWN_YEAR)], {"x": "publisher_revised", "y": "publisher_revised"}),
    # a second document of the year beside the first is a new report, and takes the first one's number or not
    ([document("x", A, **OWN_YEAR)], [document("x", A, **OWN_YEAR), document("x-b", B, **OWN_YEAR)], {"x": SAME, "x-b": "new_report"}),
    ([document("x", A, "2.pdf")], [document("x", B, "1.pdf"), document("x-a", A, "2.pdf")], {"x": "new_report", "x-a": SAME}),
    # at the address of a document that is kept came other bytes: of its publisher and year, of another year, of a year unknown
    ([document("x", A, **AT_U)], [document("x", A, **AT_U), document("x-b", B, **AT_U)], {"x": SAME, "x-b": "publisher_revised"}),
    ([document("x", A, **AT_U)], [document("x", A, **AT_U), document("y", B, url="u", whose=("甲局", 2024))], {"x": SAME, "y": "new_report"}),
    ([document("x", A, **AT_U)], [document("x", A, **AT_U), document("y", B, url="u")], {"x": SAME, "y": "new_report"}),
    # and the kept one went later
    ([document("x", A, **AT_U), document("x-b", B, **AT_U)], [document("x-b", B, **AT_U)], {"x": "withdrawn", "x-b": SAME}),
    # the first of two went, and the second took its number
    ([document("x", A, "1.pdf"), document("x-b", B, "2.pdf")], [document("x", B, "2.pdf")], {"x": "withdrawn", "x-b": SAME}),
    # two exchanged their numbers
    ([document("x", A), document("y", B)], [document("x", B, "y.pdf"), document("y", A, "x.pdf")], {"x": SAME, "y": SAME}),
])  # fmt: skip
def test_what_became_of_a_document(before: list, after: list, reports: dict):
    assert fates(before, after).reports == reports


def test_a_document_that_is_refused_now_is_the_same_document():
    known = fates([document("x", A)], [Document("x.pdf", A)])
    assert (known.reports, known.paths, known.any) == ({"x": SAME}, {"x.pdf": SAME}, False)
    assert fates([document("x", A)], [Document("x.pdf", B)]).paths == {"x.pdf": "publisher_revised"}


def whys(base: Path, release: Path) -> set[tuple[str, str, str, str]]:
    """Table, field, letter and reason of each change; and they are proven."""
    assert unproven(base, release) == {}
    return {(c["table"], c["field"], c["letter"], c["why"]) for c in rows_of(release, "changes")}


def with_value(value: int, **report: Any) -> dict[str, list[dict]]:
    return {"reports": [small.report(**report)], "applications": [small.cell(value=value)]}


M_VALUE = ("applications", "value", "M")


def test_other_bytes_are_the_publishers_revision(tmp_path: Path, coded):  # noqa: F811
    coded("one")
    base = built(tmp_path / "a", with_value(3, source_sha256=A))
    coded("two")
    release = built(tmp_path / "b", with_value(4, source_sha256=B), base)
    assert whys(base, release) == {(*M_VALUE, "publisher_revised"), ("reports", "source_sha256", "M", "publisher_revised")}


def test_the_same_bytes_by_other_code_are_the_readers(tmp_path: Path, coded):  # noqa: F811
    coded("one")
    base = built(tmp_path / "a", with_value(3))
    coded("two")
    assert whys(base, built(tmp_path / "b", with_value(4), base)) == {(*M_VALUE, "reader_changed")}


def test_the_same_bytes_by_the_same_code_follow(tmp_path: Path, coded):  # noqa: F811
    coded("one")
    base = built(tmp_path / "a", with_value(3) | {"publishers": []})
    body = small.row("publishers", publisher_id="p", name="甲局")
    other = small.report(report_id="s", source_path="s.txt", source_sha256=B)
    after = with_value(3, is_current=False)
    after = after | {"reports": [*after["reports"], other], "publishers": [body]}
    release = built(tmp_path / "b", after, base)
    assert whys(base, release) == {
        ("reports", "*", "A", "new_report"), ("reports", "is_current", "M", "follows"), ("publishers", "*", "A", "follows"),
    }  # fmt: skip


def test_a_row_between_reports_follows_the_other_one_even_where_the_code_changed(tmp_path: Path, coded):  # noqa: F811
    years = {"previous_report_id": "q", "report_id": "r", "publisher_id": "p", "year": 2023, "applicant": "total"}
    row = small.row("continuity", outcome="pass", carried_in=3, **years)
    two = [small.report(), small.report(report_id="q", source_path="q.txt", source_sha256=A)]
    coded("one")
    base = built(tmp_path / "a", {"reports": two, "continuity": [row | {"carried_out_previous": 3}]})
    two = [two[0], two[1] | {"source_sha256": B}]
    coded("two")
    release = built(tmp_path / "b", {"reports": two, "continuity": [row | {"carried_out_previous": 4}]}, base)
    assert ("continuity", "carried_out_previous", "M", "follows") in whys(base, release)


def test_a_correction_and_what_it_makes_are_corrected(tmp_path: Path, coded):  # noqa: F811
    coded("one", "none")
    base = built(tmp_path / "a", with_value(3))
    told = small.finding(finding_id="f", rule="corrected", severity="info")
    after = with_value(3) | {"applications": [small.cell(value_corrected=4, sound=False)], "findings": [told]}
    coded("one", "reviewed")
    release = built(tmp_path / "b", after, base)
    fields = {("applications", "value_corrected", "M"), ("applications", "sound", "M"), ("findings", "*", "A")}
    assert whys(base, release) == {(*change, "corrected") for change in fields}
    coded("two", "reviewed")
    gone = built(tmp_path / "c", with_value(3), release)
    assert {why for *_, why in whys(release, gone)} == {"reader_changed"}  # the corrections are the same: the code dropped it


def test_what_went_is_withdrawn(tmp_path: Path, coded):  # noqa: F811
    coded("one")
    base = built(tmp_path / "a", with_value(3))
    release = built(tmp_path / "b", {}, base)
    assert whys(base, release) == {("reports", "*", "D", "withdrawn"), ("applications", "*", "D", "withdrawn")}


def test_a_base_that_tells_no_code_is_of_other_code(tmp_path: Path):
    base = built(tmp_path / "a", with_value(3))
    (base / "build.json").unlink()
    assert whys(base, built(tmp_path / "b", with_value(4), base)) == {(*M_VALUE, "reader_changed")}


def test_the_page_names_publishers_and_shows_hostile_text_harmless(tmp_path: Path):
    named = {"publisher": "甲|<b>局", "year": 2023}
    base = built(tmp_path / "a", with_value(3, **named))
    after = with_value(4, **named) | {"applications": [small.cell(value=4, printed="=1\n\u202e| `x` |")]}
    page = (built(tmp_path / "b", after, base) / "CHANGES.md").read_text("utf-8")
    assert "| 甲\\|\\<b\\>局 2023 | `applications/granted/total` value | 3 → 4 | 程序更改 reader changed |" not in page
    assert "甲\\|\\<b\\>局 2023 | `applications/granted/total` value | 3 → 4 |" in page
    assert "3 → =1 \\| \\`x\\` \\|" in page and "\u202e" not in page


def test_the_page_is_bounded_and_says_where_all_are(tmp_path: Path):
    ids = [f"r{n:03}" for n in range(150)]
    reports = [small.report(report_id=i, source_path=f"{i}.txt", source_sha256=f"{n:064}") for n, i in enumerate(ids)]
    base = built(tmp_path / "a", {"reports": reports, "applications": [small.cell(report_id=i) for i in ids]})
    after = {"reports": reports, "applications": [small.cell(report_id=i, value=9) for i in ids]}
    page = (built(tmp_path / "b", after, base) / "CHANGES.md").read_text("utf-8")
    assert "The first 100 of 150" in page and "and 130 more" in page and "changes.parquet" in page
    assert len(page) < 20_000


def test_the_same_releases_give_the_same_changes(tmp_path: Path):
    made = []
    for name in ("one", "two"):
        base = built(tmp_path / name / "2026.10.1", with_value(3))
        made.append(sums(built(tmp_path / name / "2026.11.1", with_value(4), base)))
    assert made[0] == made[1]


def test_every_table_has_the_columns_by_which_reasons_are_told():
    assert {name for name in TABLES if not {"report_id", "later_report_id", "source_path"} & set(arrow_schema(name).names)} == {
        "publishers", "coverage", "layout_crosswalk",
    }  # fmt: skip
