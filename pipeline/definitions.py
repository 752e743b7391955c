"""The Dagster definitions: addresses → raw documents → readings → validated tables → release, and what runs them."""

import dagster as dg

from pipeline.assets.alerts import failed_checks_told, failed_run_told
from pipeline.assets.automation import new_documents, night_job, publish_job, schedules
from pipeline.assets.documents import documents, readings
from pipeline.assets.failures import plain
from pipeline.assets.fetched import fetch_job, fetched
from pipeline.assets.folders import Folders
from pipeline.assets.history import prune_history
from pipeline.assets.release import portal, release
from pipeline.assets.tables import tables
from pipeline.assets.watching import watch_job, watching
from pipeline.logs import as_json

# In one process: a step of its own costs seconds, and the documents are the work, not the steps.
defs = dg.Definitions(
    assets=[fetched, documents, readings, *tables, release, portal],
    asset_checks=watching,
    jobs=[night_job, publish_job, fetch_job, watch_job, prune_history],
    schedules=schedules,
    sensors=[new_documents, failed_run_told, failed_checks_told],
    resources={"folders": Folders.default()},
    loggers={"console": dg.json_console_logger if as_json() else dg.colored_console_logger, "plain": plain},
    executor=dg.in_process_executor,
)
