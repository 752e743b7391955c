"""The published side: `release`, a version folder with every table and the index that names it; `portal`, its site."""

import dagster as dg

from pipeline.assets.failures import failed_in
from pipeline.assets.folders import Folders, told
from pipeline.assets.tables import tables
from pipeline.release.contents import PORTAL, left_out
from pipeline.release.night import note
from pipeline.release.portal import build as build_portal
from pipeline.release.publish import Outcome, publish
from pipeline.release.remote import mirrored
from pipeline.release.staging import remove_staging
from pipeline.release.summary import told as told_as_markdown
from schemas.tables import TABLES, columns_of


class ReleaseConfig(dg.Config):
    """`version` is year.month.number, the next free one where it is not given; `accept` are gates that may fail."""

    version: str | None = None
    accept: list[str] = []


@dg.asset(group_name="published", kinds={"parquet", "csv"}, deps=tables)
def release(
    context: dg.AssetExecutionContext, config: ReleaseConfig, folders: Folders
) -> dg.MaterializeResult:
    """All tables as Parquet and CSV with code book and checksums, put in place at once if any changed."""
    with told(folders), mirrored(folders.published) as published:
        outcome = publish(published, folders.staging(context.run).tables, config.version, config.accept)
        summary = told_as_markdown(outcome.folder, outcome.is_new, failed_in(context.instance, context.run.run_id))
    summed = {"summary": dg.MetadataValue.md(summary)}
    return dg.MaterializeResult(metadata=_metadata(outcome) | summed, data_version=dg.DataVersion(outcome.version))


def _metadata(outcome: Outcome) -> dict[str, object]:
    sources = {
        f"{name}.{column}": [dg.TableColumnDep(dg.AssetKey(name), column)]
        for name in TABLES
        for column in columns_of(name)
    }
    return {
        "version": outcome.version,
        "new": outcome.is_new,
        "folder": dg.MetadataValue.path(str(outcome.folder)),
        "dagster/column_lineage": dg.TableColumnLineage(sources),
    }


@dg.asset(group_name="published", kinds={"html"}, deps=[release])
def portal(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """The site that shows the latest release: agencies, their forms, findings, data; not where it is left out."""
    with told(folders), mirrored(folders.published) as published:
        folder = None if PORTAL in left_out() else build_portal(published)
        made_of = folders.staging(context.run).inputs
        note(folders.kept().place, published, made_of)
    remove_staging(folders.published_path, context.run.run_id)
    where = {"folder": dg.MetadataValue.path(str(folder))} if folder else {"left_out": True}
    return dg.MaterializeResult(metadata=where)
