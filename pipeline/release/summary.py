"""A release on one screen, `show(folder, is_new, seconds)`; as Markdown for the UI, `told(folder, is_new, checks)`."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from pipeline import markdown
from pipeline.markdown import cell, code
from schemas.load import CELLS, codelist, identities

WIDTH = 100
MOST_TOLD = 20
"""Refused documents that the Markdown names."""


def show(folder: Path, is_new: bool, seconds: float) -> None:
    """Print it; 100 columns wide where there is no terminal to ask."""
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=WIDTH)
    reports, refused = (
        pq.read_metadata(folder / f"{t}.parquet").num_rows for t in ("reports", "documents_refused")
    )
    console.print(f"{reports + refused} documents: {reports} reports, {refused} refused")
    for table in (_cells(folder), _findings(folder), _identities(folder)):
        console.print(table)
    what = "new release" if is_new else "unchanged, so no new release; the latest is"
    console.print(f"{what} {folder.name} in {seconds:.1f} s")
    console.print(str(folder), soft_wrap=True)
    portal = folder.parents[1] / "portal" / "index.html"
    if portal.exists():
        console.print(str(portal), soft_wrap=True)


def _counts(folder: Path, table: str, *columns: str) -> dict[tuple[str, ...], int]:
    """Rows of a published table by the values of these columns."""
    found = pq.read_table(folder / f"{table}.parquet", columns=list(columns)).to_pandas()
    return {
        tuple(row[:-1]): row[-1]
        for row in found.value_counts(dropna=False).reset_index().itertuples(index=False)
    }


def _cells(folder: Path) -> Table:
    statuses = [*codelist("statuses")]
    table = _table("cells", *statuses)
    for name in CELLS:
        found = _counts(folder, name, "status")
        table.add_row(name, *(f"{found.get((status,), 0):,}" for status in statuses))
    return table


def _findings(folder: Path) -> Table:
    found = _counts(folder, "findings", "severity")
    table = _table("findings", *codelist("severities"))
    table.add_row("", *(f"{found.get((severity,), 0):,}" for severity in codelist("severities")))
    return table


def _identities(folder: Path) -> Table:
    found = _counts(folder, "rule_results", "rule", "outcome")
    table = _table("identities", "hold", "broken", "hold in")
    for identity in identities():
        held, broken = (int(found.get((identity.code, outcome), 0)) for outcome in ("pass", "fail"))
        if held + broken:
            table.add_row(identity.code, f"{held:,}", f"{broken:,}", f"{100 * held / (held + broken):.1f} %")
    return table


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, min_width=22)
    for column in columns:
        table.add_column(column, justify="right")
    return table


# As Markdown


def told(folder: Path, is_new: bool, checks: Iterable[tuple[str, str]]) -> str:
    """Documents, refusals, changes and findings of a release, and the checks that failed: each its name and severity.

    Codes come from code lists, and everything else goes through `cell` or `code`, so no document can add markup.
    """
    reports = pq.read_metadata(folder / "reports.parquet").num_rows
    refused = pq.read_table(folder / "documents_refused.parquet", columns=["source_path", "reason"]).to_pylist()
    read = [("documents", reports + len(refused)), ("read", reports), ("refused", len(refused))]
    not_read = [(code(row["source_path"]), cell(row["reason"])) for row in refused[:MOST_TOLD]]
    changes = _counts(folder, "changes", "why") if is_new else {}
    blocks = {
        f"{'new release' if is_new else 'unchanged'} {folder.name}": markdown.table(("what", "number"), read),
        "refused": markdown.table(("document", "reason"), not_read),
        "changes": markdown.table(("why", "number"), [(cell(why), number) for (why,), number in changes.items()]),
        "findings": markdown.table(("rule", "severity", "number"), _rules(folder)),
        "failed checks": markdown.table(("check", "severity"), [tuple(map(cell, check)) for check in checks]),
    }
    return "\n\n".join(f"**{title}**\n\n{block}" for title, block in blocks.items())


def _rules(folder: Path) -> list[tuple[str, str, int]]:
    """Findings by rule and severity, the most frequent first."""
    found = _counts(folder, "findings", "rule", "severity")
    return [(cell(rule), cell(severity), number) for (rule, severity), number in found.items() if number]
