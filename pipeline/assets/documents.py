"""The raw side: `documents`, what lies in raw/, and `readings`, the rows that each document gives."""

from collections import Counter
from pathlib import PurePosixPath

import dagster as dg

from pipeline.assets.fetched import fetched
from pipeline.assets.folders import Folders, told
from pipeline.assets.progress import tracked
from pipeline.fetch.receipts import Receipt, receipts
from pipeline.fetch.sources import sources
from pipeline.release.errors import PublishError
from pipeline.release.gather import batches
from pipeline.release.staging import open_staging


@dg.asset(group_name="raw", kinds={"file"}, deps=[fetched])
def documents(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Every document below raw/documents/, with its SHA-256: the bytes as the agencies published them."""
    with told(folders):
        found = _found(folders)
        staged = open_staging(folders.published_path, context.run.run_id)
        staged.write_receipts(found)
        staged.write_listed(sources(folders.raw_path).lines)
    return dg.MaterializeResult(metadata={"dagster/row_count": len(found), "bytes": _bytes(found)})


def _found(folders: Folders) -> list[Receipt]:
    """The receipts; PublishError where there is nothing to publish."""
    place = folders.raw_path / "documents"
    try:
        found = list(receipts(folders.raw_path))
    except OSError as error:
        raise PublishError(f"{place} can't be read ({error}): put documents there or name --raw.") from error
    if not found:
        raise PublishError(f"{place} holds no document: put some there or name another folder with --raw.")
    return found


def _bytes(found: list[Receipt]) -> dict[str, int]:
    """Bytes by the ending of the file's name; the type by content is known only once a document is read."""
    counted: Counter[str] = Counter()
    for receipt in found:
        counted[PurePosixPath(receipt.path).suffix.lower() or "(none)"] += receipt.size
    return dict(counted.most_common())


@dg.asset(group_name="validated", kinds={"python", "parquet"}, deps=[documents])
def readings(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
    """Each document read, bound to the national form and checked; what breaks a schema is quarantined."""
    with told(folders):
        staged = folders.staging(context.run)
        watched = tracked(staged.receipts(), context.log)
        rows = 0
        for number, batch in enumerate(batches(folders.raw_path, watched), start=1):
            staged.write_rows(number, batch.rows)
            rows += sum(map(len, batch.rows.values()))
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
