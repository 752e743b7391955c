"""The raw side: `documents`, what lies in raw/, and `readings`, the rows that each document gives."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import dagster as dg

from pipeline import storage
from pipeline.assets.fetched import fetched
from pipeline.assets.folders import Folders, told
from pipeline.assets.progress import watched
from pipeline.fetch.hashes import Hashes
from pipeline.fetch.receipts import Receipt, receipts
from pipeline.fetch.sources import sources
from pipeline.release.errors import PublishError
from pipeline.release.gather import Reader, gathered
from pipeline.release.kept import HASHES
from pipeline.release.night import inputs, is_done
from pipeline.release.places import known
from pipeline.release.remote import mirrored
from pipeline.release.staging import open_staging


@dg.asset(group_name="raw", kinds={"file"}, deps=[fetched], output_required=False)
def documents(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult]:
    """Every document below raw/documents/, with its SHA-256: the bytes as the agencies published them.

    Where the latest release was made of the very same documents, by the same code, nothing follows.
    """
    with told(folders):
        found, listed = _found(folders), sources(folders.raw_path).lines
        made_of = inputs(found, listed)
        with mirrored(folders.published) as published:
            done = is_done(folders.kept().place, published, made_of)
        if done:
            context.log.info(f"nothing new in {len(found)} documents")
            return
        staged = open_staging(folders.published_path, context.run.run_id)
        staged.write_receipts(found)
        staged.write_listed(listed)
        staged.write_inputs(made_of)
    yield dg.MaterializeResult(metadata={"dagster/row_count": len(found), "bytes": _bytes(found)})


def _found(folders: Folders) -> list[Receipt]:
    """The receipts; PublishError where there is nothing to publish."""
    place, listed = folders.raw_path / "documents", storage.joined(folders.kept().place, HASHES)
    hashes = Hashes(storage.read_if_there(listed))
    try:
        found = list(receipts(folders.raw_path, hashes))
    except OSError as error:
        raise PublishError(f"{place} can't be read ({error}): put documents there or name --raw.") from error
    if not found:
        raise PublishError(f"{place} holds no document: put some there or name another folder with --raw.")
    if hashes.grew:
        storage.write(listed, hashes.told())
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
        staged, kept = folders.staging(context.run), folders.kept()
        receipts = staged.receipts()
        earlier = known(kept, staged.folder / "packs")
        with watched(len(receipts), context.log) as progress:
            places = list(gathered(folders.raw_path, receipts, Reader(folders.raw_path, kept, earlier, progress)))
        staged.write_readings(kept, places)
        kept.prune()
    return dg.MaterializeResult(metadata={"dagster/row_count": len(places)})
