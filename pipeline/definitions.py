"""The Dagster definitions: raw documents → readings → validated tables → release; and `fetched`, apart from them."""

import dagster as dg

from pipeline.assets.automation import failed_publish, new_documents, nightly, publish_job
from pipeline.assets.documents import documents, readings
from pipeline.assets.failures import plain
from pipeline.assets.fetched import fetch_job, fetched
from pipeline.assets.folders import Folders
from pipeline.assets.release import portal, release
from pipeline.assets.tables import tables

# In one process: a step of its own costs seconds, and the documents are the work, not the steps.
defs = dg.Definitions(
    assets=[fetched, documents, readings, *tables, release, portal],
    jobs=[fetch_job, publish_job],
    schedules=[nightly],
    sensors=[new_documents, failed_publish],
    resources={"folders": Folders.default()},
    loggers={"console": dg.colored_console_logger, "plain": plain},
    executor=dg.in_process_executor,
)
