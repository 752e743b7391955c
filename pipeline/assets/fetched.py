"""The network side: `fetched`, one run of `gongkai fetch`, and the job for it. Publishing never runs it."""

import os

import dagster as dg

from pipeline.assets.folders import Folders

MOST_SHOWN = 100
"""Events and failures in a run's summary; all are in receipts.csv."""


class FetchConfig(dg.Config):
    """Hosts that may be reached though they lead to internal addresses, and where hosts can complain."""

    allow_hosts: list[str] = []
    contact: str = os.environ.get("GONGKAI_CONTACT", "")


@dg.asset(group_name="raw", kinds={"python", "csv"})
def fetched(config: FetchConfig, folders: Folders) -> dg.MaterializeResult:
    """What raw/sources.csv names, got politely, with a receipt for each attempt's end."""
    # what reaches the network is loaded where it is used: publishing has no way there
    from pipeline.fetch.crawl import fetch
    from pipeline.fetch.ledger import AtWork

    try:
        counts = fetch(folders.raw_path, config.allow_hosts, config.contact)
    except AtWork as error:
        raise dg.Failure("another fetch is at work in this folder", allow_retries=True) from error
    shown = [f"| {one.outcome} | {one.reason} | `{_cell(one.url)}` |" for one in counts.told[:MOST_SHOWN]]
    table = "\n".join(["| outcome | reason | address |", "|---|---|---|", *shown])
    return dg.MaterializeResult(metadata=dict(counts.ended) | {"told": dg.MetadataValue.md(table)})


def _cell(text: str) -> str:
    """An address in a cell of a Markdown table."""
    return text.replace("`", "%60").replace("|", "%7C")


fetch_job = dg.define_asset_job(
    "fetch", selection=dg.AssetSelection.assets(fetched), description="Get what raw/sources.csv names."
)
EVERYTHING_ELSE = dg.AssetSelection.all() - dg.AssetSelection.assets(fetched)
"""What publishing runs: it never touches the network."""
