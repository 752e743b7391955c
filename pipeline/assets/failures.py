"""`reason(events)`, why a run failed, in a sentence; `failed_in`, its failed checks; `plain`, a logger."""

import logging
from collections.abc import Iterable, Iterator

import dagster as dg

from pipeline.logs import formatter

SKIPS = "Skipping step "
"""How Dagster begins what it says of each asset where there is nothing new."""


def reason(events: Iterable[dg.DagsterEvent]) -> str:
    """The first cause among a run's events: a broken schema, a room's own sentence, or an error as is."""
    return next((said for event in events for said in _said(event)), "the run ended without telling why")


def failed_in(instance: dg.DagsterInstance, run: str) -> list[tuple[str, str]]:
    """The checks that failed in a run so far, each with its severity."""
    logged = instance.all_logs(run, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    events = (entry.dagster_event for entry in logged if entry.dagster_event)
    return [(name, check.severity.value) for name, check in failed_checks(events)]


def failed_checks(events: Iterable[dg.DagsterEvent]) -> Iterator[tuple[str, dg.AssetCheckEvaluation]]:
    """The checks that failed, each with its asset's name and its own: `release/fresh`."""
    for event in events:
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            found = event.asset_check_evaluation_data
            if not found.passed:
                yield f"{found.asset_key.to_user_string()}/{found.check_name}", found


def _said(event: dg.DagsterEvent) -> Iterator[str]:
    if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
        yield from _broken(event.asset_check_evaluation_data)
    elif event.event_type == dg.DagsterEventType.STEP_FAILURE:
        failure = event.step_failure_data
        if failure.user_failure_data and failure.user_failure_data.description:
            yield failure.user_failure_data.description
        elif failure.error:
            cause = failure.error.cause or failure.error
            yield f"{event.step_key} failed: {' '.join(cause.message.split())}"


def _broken(check: dg.AssetCheckEvaluation) -> Iterator[str]:
    if check.blocking and not check.passed:
        broken = check.metadata["broken"].value
        table = check.asset_key.to_user_string()
        yield f"The table {table} breaks its published schema ({broken}); nothing was published."


@dg.logger(description="Only what the assets themselves say, a line each")
def plain(_: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("gongkai", logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(logging.Formatter("%(asctime)s %(dagster_said)s", "%H:%M:%S")))
    handler.addFilter(_said_by_an_asset)
    logger.addHandler(handler)
    return logger


def _said_by_an_asset(record: logging.LogRecord) -> bool:
    """Dagster's own events and what it leaves out are not shown, and failures are told once, at the end of the run."""
    meta = getattr(record, "dagster_meta", {})
    record.dagster_said = meta.get("orig_message") or record.getMessage()
    skips = record.dagster_said.startswith(SKIPS)
    return record.levelno < logging.ERROR and not meta.get("dagster_event") and not skips
