"""The network side: `fetched`, one run of `gongkai fetch`, and the job for it. Publishing never runs it."""

import dagster as dg

from pipeline.assets.folders import Folders
from pipeline.markdown import code, table

MOST_SHOWN = 100
"""Events and failures in a run's summary; all are in receipts.csv."""

RETRIES = dg.RetryPolicy(max_retries=2, delay=300, backoff=dg.Backoff.EXPONENTIAL)
"""What stops a whole run (another fetch at work, a full disk) may pass; addresses have retries of their own."""


class FetchConfig(dg.Config):
    """What is added to GONGKAI_ALLOW_HOSTS, and what is told instead of GONGKAI_CONTACT."""

    allow_hosts: list[str] = []
    contact: str = ""


@dg.asset(group_name="raw", kinds={"python", "csv"}, retry_policy=RETRIES)
def fetched(config: FetchConfig, folders: Folders) -> dg.MaterializeResult:
    """What raw/sources.csv names, got politely, with a receipt for each attempt's end."""
    # what reaches the network is loaded where it is used: publishing has no way there
    from pipeline.fetch.crawl import fetch
    from pipeline.fetch.ledger import AtWork

    try:
        counts = fetch(folders.raw_path, config.allow_hosts, config.contact)
    except AtWork as error:
        raise dg.Failure("another fetch is at work in this folder", allow_retries=True) from error
    shown = [(one.outcome, one.reason, code(one.url)) for one in counts.told[:MOST_SHOWN]]
    told = table(("outcome", "reason", "address"), shown)
    return dg.MaterializeResult(metadata=dict(counts.ended) | {"told": dg.MetadataValue.md(told)})


fetch_job = dg.define_asset_job(
    "fetch", selection=dg.AssetSelection.assets(fetched), description="Get what raw/sources.csv names."
)
