"""When to run: the jobs `night` and `publish`, every night and after new documents, and what is run beside them.

    night    fetched → documents → readings → tables → release → portal      02:30, every night
    publish            documents → …                                         once new documents stand still
    watch    the checks of `watching`                                        09:00, every day
    prune_history                                                            Sundays, 01:30
"""

import dagster as dg

from pipeline.assets.fetched import fetched
from pipeline.assets.folders import Folders
from pipeline.assets.history import prune_history
from pipeline.assets.watching import WATCHED, watch_job
from pipeline.fetch.receipts import fingerprint

CHINA = "Asia/Shanghai"
NIGHTLY = dg.AssetSelection.all() - WATCHED
"""From the addresses to the portal."""

HOURS = 3600
TAGS = {"dagster/max_runtime": str(10 * HOURS), "dagster/max_retries": "1", "dagster/retry_strategy": "ALL_STEPS"}
"""A run that takes longer is ended and counts as failed. One whose process was killed is started once more, from its
beginning, since what it had staged is gone; one that failed by itself is not (`deploy/dagster.yaml`)."""

publish_job = dg.define_asset_job(
    "publish",
    selection=NIGHTLY - dg.AssetSelection.assets(fetched),
    description="Read every document and publish a release; never touches the network.",
    tags=TAGS,
)
night_job = dg.define_asset_job(
    "night", selection=NIGHTLY, description="Get what raw/sources.csv names, then read and publish.", tags=TAGS
)


def _schedule(name: str, job: object, cron: str) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(name=name, job=job, cron_schedule=cron, execution_timezone=CHINA)


schedules = [
    _schedule("nightly", night_job, "30 2 * * *"),
    _schedule("daily_watch", watch_job, "0 9 * * *"),
    _schedule("weekly_prune", prune_history, "30 1 * * 0"),
]


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
