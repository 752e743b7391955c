"""The history of runs: `last_good`, and `of_instance` for `gongkai health`; `prune` takes old runs out."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from pipeline.operate import facts
from pipeline.operate.facts import Fact
from pipeline.release.clock import now
from schemas.operating import operating

RELEASING = ("night", "publish")
"""The jobs that end with a release, or with nothing new."""

ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def last_good(instance: dg.DagsterInstance) -> datetime | None:
    """When the last run that went well up to a release ended."""
    return max(map(_ended, _good(instance)), default=None)


def _good(instance: dg.DagsterInstance) -> Iterator[dg.RunRecord]:
    """The last good run of each job that releases."""
    for job in RELEASING:
        yield from instance.get_run_records(dg.RunsFilter(job_name=job, statuses=[dg.DagsterRunStatus.SUCCESS]), 1)


def last_run(instance: dg.DagsterInstance) -> tuple[str, bool, datetime] | None:
    """Job, success and end of the run that ended last, of any job."""
    records = instance.get_run_records(dg.RunsFilter(statuses=ENDED), 1)
    return next(((r.dagster_run.job_name, r.dagster_run.is_success, _ended(r)) for r in records), None)


def _ended(record: dg.RunRecord) -> datetime:
    return datetime.fromtimestamp(record.end_time or record.update_timestamp.timestamp(), UTC)


def silent_daemons(instance: dg.DagsterInstance, at: datetime) -> list[str]:
    """The daemons that this instance needs and that were not seen lately."""
    seen = {name: beat.timestamp for name, beat in instance.get_daemon_heartbeats().items()}
    limit = at.timestamp() - operating().limits.heartbeat_seconds
    return sorted(name for name in instance.get_required_daemon_types() if seen.get(name, 0) < limit)


def of_instance(at: datetime) -> Iterator[Fact]:
    """What the instance that DAGSTER_HOME names knows: the last good run, the last run of all, the daemon."""
    with dg.DagsterInstance.get() as instance:
        yield facts.ran(last_good(instance), at)
        last = last_run(instance)
        job, good, ended = last or ("", True, None)
        yield facts.fact("failures", good, job=job, time=facts.shown(ended))
        silent = silent_daemons(instance, at)
        yield facts.fact("daemon", not silent, names=", ".join(silent))


# Pruning


@dg.op
def prune(context: dg.OpExecutionContext) -> None:
    """Delete the runs that ended long ago, with their events and the files of their logs."""
    before = now() - timedelta(days=operating().limits.keep_run_days)
    count = sum(1 for _ in pruned(context.instance, before))
    context.log.info(f"{count} runs that began before {before:%Y-%m-%d} are taken out of the history")


def pruned(instance: dg.DagsterInstance, before: datetime) -> Iterator[str]:
    """The ids of ended runs that were created before a time, each deleted; the last good ones always stay."""
    kept = {record.dagster_run.run_id for record in _good(instance)}
    old = dg.RunsFilter(statuses=ENDED, created_before=before)
    ids = [run.run_id for run in instance.get_runs(old) if run.run_id not in kept]
    for run in ids:
        instance.delete_run(run)
        shutil.rmtree(Path(instance.storage_directory()) / run, ignore_errors=True)
        # SQLite keeps a file a run, which Dagster empties of events and leaves
        Path(instance.root_directory, "history", "runs", f"{run}.db").unlink(missing_ok=True)
        yield run


@dg.job(description="Take old runs out of the history.")
def prune_history() -> None:
    prune()
