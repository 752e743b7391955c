"""When to publish: the job `publish`, every night and after new documents, and what follows a failure."""

import dagster as dg

from pipeline.assets.failures import reason
from pipeline.assets.fetched import EVERYTHING_ELSE
from pipeline.assets.folders import Folders
from pipeline.fetch.receipts import fingerprint
from pipeline.release.clock import now
from pipeline.release.index import record_failure
from pipeline.release.remote import mirrored
from pipeline.release.staging import remove_staging

publish_job = dg.define_asset_job(
    "publish", selection=EVERYTHING_ELSE, description="Read every document and publish a release."
)
nightly = dg.ScheduleDefinition(
    name="nightly", job=publish_job, cron_schedule="30 2 * * *", execution_timezone="Asia/Shanghai"
)


@dg.sensor(job=publish_job, minimum_interval_seconds=60)
def new_documents(context: dg.SensorEvaluationContext, folders: Folders) -> dg.SensorResult:
    """Publish once the documents have changed and then stood still for a minute: no copying is cut short."""
    try:
        seen = fingerprint(folders.raw_path)
    except OSError as error:
        return dg.SensorResult(skip_reason=f"raw/documents can't be listed: {error}")
    if context.cursor == f"published {seen}":
        return dg.SensorResult(skip_reason="no document has come or changed")
    if context.cursor != f"changed {seen}":
        return dg.SensorResult(skip_reason="documents are changing", cursor=f"changed {seen}")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=seen)], cursor=f"published {seen}")


@dg.run_failure_sensor(monitored_jobs=[publish_job])
def failed_publish(context: dg.RunFailureSensorContext, folders: Folders) -> None:
    """Record the failed run in the index, where `latest` stays, and remove what it had staged."""
    run = context.dagster_run.run_id
    logged = (entry.dagster_event for entry in context.instance.all_logs(run))
    clean_up(folders, run, reason(event for event in logged if event is not None))


def clean_up(folders: Folders, run: str, why: str) -> None:
    """What follows a failed run, whoever started it; PublishError where not even that can be written."""
    remove_staging(folders.published_path, run)
    with mirrored(folders.published) as published:
        record_failure(published, run, why, now())
