"""The checks of the job `watch` at a time of the test's choosing, and what is told of them and of failed runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipeline.assets.alerts import failed_checks, failed_checks_told, failed_run_told
from pipeline.assets.automation import night_job, schedules
from pipeline.assets.folders import Folders
from pipeline.definitions import defs
from tests.operate.post import Hook


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw" / "documents").mkdir(parents=True)
    return Folders(raw=str(tmp_path / "raw"), published=str(tmp_path / "published"))


def watched(folders: Folders, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    return defs.resolve_job_def("watch").execute_in_process(instance=instance, resources={"folders": folders})


def test_a_night_that_did_not_run_is_noticed_and_told(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    @dg.job(name="night")
    def night() -> None:
        """A run that goes well."""

    with dg.DagsterInstance.ephemeral() as instance, Hook() as hook:
        monkeypatch.setenv("GONGKAI_WEBHOOK", hook.address)
        night.execute_in_process(instance=instance)
        assert all(check.passed for check in watched(folders, instance).get_asset_check_evaluations())
        later = datetime.now(UTC) + timedelta(days=3)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))
        result = watched(folders, instance)
        assert result.success
        bad = [check.check_name for check in result.get_asset_check_evaluations() if not check.passed]
        assert bad == ["fresh"]
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_checks_told", dagster_event=result.all_events[-1],
            dagster_instance=instance, dagster_run=result.dagster_run,
        )  # fmt: skip
        failed_checks_told(context)
    ((_, body),) = hook.got
    assert "release/fresh" in body["title"] and "No run has gone well for 48 hours" in body["text"]


@pytest.mark.parametrize(("passed", "severity", "count"), [
    (False, dg.AssetCheckSeverity.ERROR, 1), (False, dg.AssetCheckSeverity.WARN, 0), (True, dg.AssetCheckSeverity.ERROR, 0),
])  # fmt: skip
def test_only_what_is_more_than_a_warning_is_told(passed, severity, count):
    @dg.asset(check_specs=[dg.AssetCheckSpec("c", asset="a")])
    def a() -> dg.MaterializeResult:
        return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=passed, severity=severity)])

    assert len(list(failed_checks("r", dg.materialize([a]).all_events))) == count


def test_a_failed_fetch_is_told_and_leaves_the_index_alone(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    @dg.op
    def broken() -> None:
        raise dg.Failure("the disk is full", allow_retries=False)

    @dg.job(name="fetch")
    def fetch() -> None:
        broken()

    with dg.DagsterInstance.ephemeral() as instance, Hook() as hook:
        monkeypatch.setenv("GONGKAI_WEBHOOK", hook.address)
        result = fetch.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_run_told", dagster_event=next(e for e in result.all_events if e.is_run_failure),
            dagster_instance=instance, dagster_run=result.dagster_run, resources={"folders": folders},
        ).for_run_failure()  # fmt: skip
        failed_run_told(context)
    assert "the disk is full" in hook.got[0][1]["text"]
    assert not Path(folders.published).exists()


def test_nights_are_scheduled_in_chinas_time_and_bounded():
    assert {one.name: one.execution_timezone for one in schedules} == dict.fromkeys(
        ("nightly", "daily_watch", "weekly_prune"), "Asia/Shanghai"
    )
    assert schedules[0].job_name == night_job.name == "night"
    assert {"dagster/max_runtime", "dagster/max_retries"} <= set(defs.resolve_job_def("night").tags)
