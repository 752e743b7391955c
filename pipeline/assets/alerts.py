"""What follows a run: one that failed is recorded, cleaned up and told; a check that failed in one is told."""

from collections.abc import Iterable, Iterator

import dagster as dg

from pipeline.assets import failures
from pipeline.assets.automation import night_job, publish_job
from pipeline.assets.fetched import fetch_job
from pipeline.assets.folders import Folders
from pipeline.assets.history import prune_history
from pipeline.assets.watching import watch_job
from pipeline.operate.alert import Alert, failed_check, failed_run
from pipeline.operate.deliver import deliver
from pipeline.release.clock import now
from pipeline.release.errors import PublishError
from pipeline.release.index import record_failure
from pipeline.release.remote import mirrored
from pipeline.release.staging import remove_staging

RELEASING = [night_job, publish_job]
ALL = [*RELEASING, fetch_job, watch_job, prune_history]


@dg.run_failure_sensor(monitored_jobs=ALL, default_status=dg.DefaultSensorStatus.RUNNING)
def failed_run_told(context: dg.RunFailureSensorContext, folders: Folders) -> None:
    """Tell of the failed run; one that would have published is recorded in the index too, where `latest` stays."""
    run = context.dagster_run
    why = failures.reason(_events(context.instance, run.run_id))
    try:
        if run.job_name in {job.name for job in RELEASING}:
            clean_up(folders, run.run_id, why)
    except PublishError as error:
        why = f"{why} ({error})"
    deliver(failed_run(run.job_name, run.run_id, why))


@dg.run_status_sensor(
    dg.DagsterRunStatus.SUCCESS, monitored_jobs=ALL, default_status=dg.DefaultSensorStatus.RUNNING
)
def failed_checks_told(context: dg.RunStatusSensorContext) -> None:
    """Tell of each check that failed though its run went on, but for those that only warn, as publishers' sums do."""
    run = context.dagster_run.run_id
    for alert in failed_checks(run, _events(context.instance, run)):
        deliver(alert)


def failed_checks(run: str, events: Iterable[dg.DagsterEvent]) -> Iterator[Alert]:
    """An alert for each failed check that is more than a warning."""
    for name, found in failures.failed_checks(events):
        if found.severity == dg.AssetCheckSeverity.ERROR:
            yield failed_check(name, run, found.description or name)


def _events(instance: dg.DagsterInstance, run: str) -> Iterator[dg.DagsterEvent]:
    logged = (entry.dagster_event for entry in instance.all_logs(run))
    return (event for event in logged if event is not None)


def clean_up(folders: Folders, run: str, why: str) -> None:
    """What follows a failed run, whoever started it; PublishError where not even that can be written."""
    remove_staging(folders.published_path, run)
    with mirrored(folders.published) as published:
        record_failure(published, run, why, now())
