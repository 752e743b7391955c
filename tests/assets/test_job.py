"""The job from raw to published: what the graph tells, and that a broken table publishes nothing."""

from pathlib import Path

import dagster as dg
import pytest

from pipeline.assets.alerts import clean_up, failed_run_told
from pipeline.assets.automation import new_documents
from pipeline.assets.failures import reason
from pipeline.assets.folders import Folders
from pipeline.assets.progress import watched
from pipeline.definitions import defs
from pipeline.fetch.receipts import Receipt
from pipeline.release import packs
from pipeline.release.index import read_index
from pipeline.report import Reading
from schemas.load import crosswalk, identities
from schemas.tables import TABLES, columns_of
from tests.release import small

HERE = Path(__file__).parent


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    small.plant(monkeypatch, small.read)
    raw = small.raw(tmp_path, {"甲 局/报告 1.txt": "甲 2023", "b.txt": "nothing"})
    return Folders(raw=str(raw), published=str(tmp_path / "published"))


def run(folders: Folders, instance: dg.DagsterInstance | None = None) -> dg.ExecuteInProcessResult:
    job = defs.resolve_job_def("publish")
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    given = {"resources": {"folders": folders}, "run_config": quiet, "instance": instance}
    return job.execute_in_process(raise_on_error=False, **given)


def said(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, object]:
    """What a run says of an asset."""
    found = result.asset_materializations_for_node(asset)[0].metadata
    return {name: value.value for name, value in found.items()}


def test_the_definitions_load_and_are_short():
    dg.Definitions.validate_loadable(defs)
    assert len((HERE.parents[1] / "pipeline" / "definitions.py").read_text("utf-8").splitlines()) < 40
    assert "pipeline.definitions" in (HERE.parents[1] / "workspace.yaml").read_text("utf-8")


def test_the_folders_are_the_projects_unless_the_environment_names_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("GONGKAI_RAW", raising=False)
    monkeypatch.setenv("GONGKAI_PUBLISHED", "/elsewhere")
    assert Folders.default().raw_path == HERE.parents[1] / "raw"
    assert Folders.default().published == "/elsewhere"


def test_the_graph_tells_the_way_from_raw_to_published():
    graph = defs.resolve_asset_graph()
    groups = {key.to_user_string(): graph.get(key).group_name for key in graph.get_all_asset_keys()}
    assert groups == {"fetched": "raw", "documents": "raw", "release": "published", "portal": "published", "readings": "validated"} | dict.fromkeys(
        TABLES, "validated"
    )
    assert {key.to_user_string() for key in graph.get(dg.AssetKey("release")).parent_keys} == set(TABLES)
    assert {key.to_user_string() for key in graph.get(dg.AssetKey("publishers")).parent_keys} == {"reports"}
    judged = {key.to_user_string() for key in graph.get(dg.AssetKey("rule_results")).parent_keys}
    assert judged >= {"readings", "reports", "applications", "sections"}
    wanted = {key.to_user_string() for key in graph.get(dg.AssetKey("coverage")).parent_keys}
    assert wanted == {"documents", "reports", "publishers"}
    assert all(graph.get(key).description for key in graph.get_all_asset_keys())


def test_a_run_publishes_and_leaves_nothing_else(folders: Folders):
    result = run(folders)
    assert result.success
    published = Path(folders.published)
    assert {p.name for p in published.iterdir()} == {
        "index.json", "catalog.jsonld", "releases", "portal", ".cache", ".lock"
    }  # fmt: skip
    rows = read_index(published)["releases"][0]["rows"]
    assert rows.pop("rule_results") > 1  # that of the reading, and those that no single report can give
    assert rows == dict.fromkeys(set(TABLES) - {"rule_results"}, 0) | {
        "reports": 1,
        "applications": 1,
        "findings": 1,
        "documents_refused": 1,
        "coverage": 1,
        "layout_crosswalk": len(crosswalk()),
        "applications_harmonised": 1,
    }


def test_metadata_counts_rows_and_tells_columns_and_lineage(folders: Folders):
    result = run(folders)
    assert (said(result, "documents")["dagster/row_count"], said(result, "documents")["bytes"]) == (
        2,
        {".txt": 15},
    )
    for name in TABLES:
        spec = next(s for s in defs.resolve_all_asset_specs() if s.key == dg.AssetKey(name))
        columns = spec.metadata["dagster/column_schema"].columns
        assert [column.name for column in columns] == list(columns_of(name))
        assert set(said(result, name)["dagster/column_lineage"].deps_by_column) == set(columns_of(name))
    derived = said(result, "publishers")["dagster/column_lineage"].deps_by_column
    assert derived["kind"] == [dg.TableColumnDep(dg.AssetKey("reports"), "publisher_kind")]
    both = said(result, "findings")["dagster/column_lineage"].deps_by_column["found"]
    assert {dep.asset_key.to_user_string() for dep in both} >= {"readings", "reports", "applications"}
    lineage = said(result, "release")["dagster/column_lineage"].deps_by_column
    assert lineage["applications.value"] == [dg.TableColumnDep(dg.AssetKey("applications"), "value")]


def test_schemas_block_and_identities_only_tell(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    def one_broken(receipt: Receipt, data: bytes) -> Reading:
        reading = small.read(receipt, data)
        results = [
            small.result("pass"),
            small.result("fail", column="business"),
            small.result("explained", item="granted"),
        ]
        return Reading(receipt, reading.tables | {"rule_results": tuple(results)})

    small.plant(monkeypatch, one_broken)
    (Path(folders.raw) / "documents" / "b.txt").unlink()
    result = run(folders)
    checks = {(c.asset_key.to_user_string(), c.check_name): c for c in result.get_asset_check_evaluations()}
    assert set(checks) == {(name, "schema") for name in TABLES} | {
        ("rule_results", i.code) for i in identities()
    }
    assert {c.blocking for (_, name), c in checks.items() if name == "schema"} == {True}
    balance = checks["rule_results", "balance"]
    assert (balance.passed, balance.blocking, balance.metadata["pass_rate"].value) == (False, False, 0.5)
    assert "pass_rate" not in checks["rule_results", "route"].metadata
    assert result.success


def test_a_quarantined_report_does_not_stop_the_run(folders: Folders):
    small.raw(Path(folders.raw).parent, {"c.txt": "丙 2023 unknown-code"})
    assert run(folders).success
    rows = read_index(Path(folders.published))["releases"][0]["rows"]
    assert (rows["reports"], rows["applications"]) == (2, 1)


@pytest.mark.parametrize("fault", ["unknown-code", "blank-with-value"])
def test_a_table_that_breaks_its_schema_publishes_nothing(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, fault: str
):
    """The fault is planted past the quarantine, which would have caught it."""
    published = Path(folders.published)
    assert run(folders).success
    before = read_index(published)
    monkeypatch.setattr(packs, "quarantine", lambda readings: readings)
    small.raw(Path(folders.raw).parent, {"c.txt": f"丙 2023 {fault}"})
    result = run(folders)
    assert not result.success
    assert "The table applications breaks its published schema" in reason(result.all_events)
    assert read_index(published) == before
    assert not result.asset_materializations_for_node("release")
    clean_up(folders, result.run_id, reason(result.all_events))
    assert read_index(published)["latest"] == before["latest"]
    assert [failure["run"] for failure in read_index(published)["failed"]] == [result.run_id]
    assert not (published / ".staging").exists()


def test_an_unattended_run_that_fails_is_recorded_by_its_sensor(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(packs, "quarantine", lambda readings: readings)
    small.raw(Path(folders.raw).parent, {"c.txt": "丙 2023 unknown-code"})
    with dg.DagsterInstance.ephemeral() as instance:
        result = run(folders, instance)
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_run_told",
            dagster_event=next(e for e in result.all_events if e.is_run_failure),
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            resources={"folders": folders},
        ).for_run_failure()
        failed_run_told(context)
    failure = read_index(Path(folders.published))["failed"][0]
    assert failure["run"] == result.run_id and "applications breaks" in failure["reason"]
    assert not (Path(folders.published) / ".staging").exists()


def test_an_error_of_a_room_is_told_in_its_own_words(folders: Folders):
    (Path(folders.published)).write_text("in the way")
    assert "a file stands where a folder belongs" in reason(run(folders).all_events)


def test_an_unforeseen_error_is_told_as_it_came(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.release.staging.faults", lambda name, frame: 1 // 0)
    assert "ZeroDivisionError" in reason(run(folders).all_events)


def test_the_sensor_publishes_once_changed_documents_stand_still(folders: Folders):
    def tick(cursor: str | None) -> dg.SensorResult:
        return new_documents(dg.build_sensor_context(cursor=cursor, resources={"folders": folders}))

    first = tick(None)
    assert not first.run_requests
    small.raw(Path(folders.raw).parent, {"c.txt": "丙 2023"})
    still_copying = tick(first.cursor)
    assert not still_copying.run_requests and still_copying.cursor != first.cursor
    settled = tick(still_copying.cursor)
    assert len(settled.run_requests) == 1
    assert not tick(settled.cursor).run_requests


def test_the_sensor_waits_where_there_is_no_folder(tmp_path: Path):
    nowhere = Folders(raw=str(tmp_path / "raw"), published=str(tmp_path / "published"))
    result = new_documents(dg.build_sensor_context(resources={"folders": nowhere}))
    assert not result.run_requests and "documents" in result.skip_reason.skip_message


def test_progress_is_told_now_and_then_and_not_for_each_document(monkeypatch: pytest.MonkeyPatch):
    class Log:
        lines: list[str] = []

        def info(self, line: str) -> None:
            self.lines.append(line)

    clock = iter(range(100))  # a second a look
    monkeypatch.setattr("pipeline.assets.progress.time.monotonic", lambda: next(clock))
    with watched(20, Log()) as progress:
        for _ in range(20):
            progress(1)
    assert 2 <= len(Log.lines) <= 4
    assert "of 20 documents" in Log.lines[0]
