"""`gongkai publish`: the Dagster job in this process, then what it came to, on one screen."""

import logging
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")

import dagster as dg

from pipeline.assets.alerts import clean_up
from pipeline.assets.automation import publish_job
from pipeline.assets.failures import reason
from pipeline.assets.folders import Folders
from pipeline.definitions import defs
from pipeline.release.errors import PublishError
from pipeline.release.gates import check_accepted
from pipeline.release.index import RELEASES, read_index
from pipeline.release.publish import VERSION
from pipeline.release.remote import is_remote, mirrored
from pipeline.release.summary import show
from pipeline.settings import setting


def run(raw: Path | None, published: Path | str | None, version: str | None, accept: str = "") -> int:
    """0 whatever the findings are; 1, with a sentence on stderr, only where nothing could be published.

    `accept` names the gates that may fail, joined by commas.
    """
    started = time.monotonic()
    if version is not None and not VERSION.fullmatch(version):
        return _fail(f"{version!r} is no version: give year, month and number, such as 2026.11.1.")
    accepted = [name for name in accept.split(",") if name]
    try:
        check_accepted(accepted)
    except PublishError as error:
        return _fail(str(error))
    folders, run_id = folders_of(raw, published), str(uuid.uuid4())
    result = _execute(folders, run_id, {"accept": accepted} | ({"version": version} if version else {}))
    if not result.success:
        return _failed(folders, run_id, reason(result.all_events))
    folder, is_new = _made(result) or (_latest(folders), False)
    show(folder, is_new, time.monotonic() - started)
    if is_remote(folders.published):
        print(f"{folders.published.rstrip('/')}/{RELEASES}/{folder.name}")
    return 0


def folders_of(raw: Path | None, published: Path | str | None) -> Folders:
    """The folders that are given, else those of the settings."""
    given = {"raw": raw, "published": published}
    return Folders(
        **(Folders.default().model_dump() | {name: str(path) for name, path in given.items() if path})
    )


# where there is nothing new, Dagster warns of each check that was not tried either
logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)


def _execute(folders: Folders, run_id: str, config: dict[str, Any]) -> dg.ExecuteInProcessResult:
    """The job, in the Dagster instance that DAGSTER_HOME names, else in one that leaves no trace."""
    instance = dg.DagsterInstance.get() if setting("DAGSTER_HOME") else dg.DagsterInstance.ephemeral()
    with instance:
        return defs.resolve_job_def(publish_job.name).execute_in_process(
            run_id=run_id,
            instance=instance,
            raise_on_error=False,
            resources={"folders": folders},
            run_config={
                "ops": {"release": {"config": config}},
                "loggers": {"plain": {}},
            },
        )


def _made(result: dg.ExecuteInProcessResult) -> tuple[Path, bool] | None:
    """The release's folder, and whether it is new; None where nothing was to be made."""
    if "release" in {event.step_key for event in result.all_events if event.is_step_skipped}:
        return None
    told = result.asset_materializations_for_node("release")[0].metadata
    return Path(told["folder"].value), bool(told["new"].value)


def _latest(folders: Folders) -> Path:
    with mirrored(folders.published) as published:
        return published / RELEASES / read_index(published)["latest"]


def _failed(folders: Folders, run_id: str, why: str) -> int:
    try:
        clean_up(folders, run_id, why)
    except PublishError as error:
        _fail(f"The failed run could not be recorded: {error}")
    return _fail(why)


def _fail(why: str) -> int:
    print(f"gongkai publish: {why}", file=sys.stderr)
    return 1
