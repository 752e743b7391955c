"""What differs from the release before: `changes(build)` writes `changes.parquet`, `csv/changes.csv`, `CHANGES.md`.

        build.base ─┬→ compare  every difference, cell by cell   ─┐
        release    ─┴→ fates    what became of each document     ─┴→ why  each difference with its reason

    differs, and its document …                                  why
    is new, gone, or has other bytes                             new_report, withdrawn, publisher_revised
    has the same bytes, and a correction made it                 corrected
    has the same bytes, and the code or its data are others      reader_changed
    has the same bytes, and the code is the same                 follows: other reports or the source list made it
    is none, as for a publisher or a division                    follows where any document came, went or changed

Where a document's bytes are the same but the code differs, other reports may have made the change as well: it can't be
told apart, and the code is named.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.release.build import Build
from pipeline.release.changes.compare import CELLS, fill
from pipeline.release.changes.fates import Document, Fates, fates
from pipeline.release.changes.page import page
from pipeline.release.database import columns, opened, parquet
from pipeline.release.files import ROWS_A_GROUP, write_csv, write_text
from pipeline.release.parquet import write_release_parquet
from pipeline.release.stamp import Stamp, stamped
from schemas.tables import arrow_schema, empty, to_arrow

NAME = "changes"
PAGE = "CHANGES.md"

_WHOSE = ("url", "publisher_id", "publisher", "year")
_WHY = pa.schema([("name", pa.string()), ("why", pa.string())])

REASON = f"""
    CASE WHEN own.why <> '' THEN own.why
        WHEN own.why IS NULL AND $any THEN 'follows'
        WHEN $corrected AND reviewed AND ("table" NOT IN {CELLS} OR field IN ('value_corrected', 'sound'))
            THEN 'corrected'
        WHEN others.why <> '' THEN 'follows'
        WHEN $other_code THEN 'reader_changed'
        WHEN $corrected AND "table" <> 'reports' AND report_id IN (SELECT report_id FROM found WHERE reviewed)
            THEN 'corrected'
        ELSE 'follows' END"""

ASKED = f"""
    SELECT "table", "row", field, letter, report_id, old, "new", {REASON} AS why
    FROM found
    LEFT JOIN reasons own ON own.name = coalesce('r' || report_id, 'p' || path)
    LEFT JOIN reasons others ON others.name = 'r' || other
    ORDER BY "table", "row", field"""


def changes(build: Build) -> None:
    """The changes from `build.base`, none where this is the first release; the stamp must have been written."""
    with opened(build.folder) as database:
        write_release_parquet(build, NAME, chain([to_arrow(NAME, empty(NAME))], _changes(database, build)))
    write_csv(build.folder / f"{NAME}.parquet", build.folder / "csv" / f"{NAME}.csv")
    with opened(build.folder) as database:
        write_text(build.folder / PAGE, page(database, build))


def _changes(database: duckdb.DuckDBPyConnection, build: Build) -> Iterator[pa.Table]:
    """The rows, in row groups, sorted by key."""
    if build.base is None:
        return
    fill(database, build.base, build.folder)
    known = fates(documents(database, build.base), documents(database, build.folder))
    database.register("reasons", _reasons(known))
    asked = _told(known, stamped(build.base), stamped(build.folder))
    for batch in database.sql(ASKED, params=asked).to_arrow_reader(ROWS_A_GROUP):
        yield _fitted(pa.Table.from_batches([batch]))


def _told(known: Fates, base: Stamp, release: Stamp) -> dict[str, bool]:
    """Whether any document changed, whether the code did, and whether the corrections may have."""
    return {
        "any": known.any,
        "other_code": base.code != release.code,
        "corrected": base.corrections != release.corrections,
    }


def _reasons(known: Fates) -> pa.Table:
    """The fates by name: r and a report's number, p and a path."""
    named = {f"r{name}": why for name, why in known.reports.items()} | {f"p{p}": why for p, why in known.paths.items()}
    return pa.Table.from_pydict({"name": list(named), "why": list(named.values())}, _WHY)


def _fitted(found: pa.Table) -> pa.Table:
    """The rows with the published types; codes become dictionaries."""
    arrays = [
        found[field.name].combine_chunks().dictionary_encode().cast(field.type)
        if pa.types.is_dictionary(field.type)
        else found[field.name].cast(field.type)
        for field in arrow_schema(NAME)
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(NAME))


def documents(database: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Document]:
    """Every document of a release, read or refused; a release of an older schema may tell less of them."""
    reports, refused = folder / "reports.parquet", folder / "documents_refused.parquet"
    known = columns(database, reports)
    more = ", ".join(f'"{c}"' if c in known else "NULL" for c in _WHOSE)
    asked = f"SELECT source_path, source_sha256, report_id, {more} FROM {parquet(reports)}"
    for path, sha256, report_id, url, publisher_id, publisher, year in database.execute(asked).fetchall():
        who = publisher_id or publisher
        yield Document(path, sha256 or "", report_id, url, (who, year) if who and year else None)
    asked = f"SELECT source_path, source_sha256 FROM {parquet(refused)}"
    for path, sha256 in database.execute(asked).fetchall():
        yield Document(path, sha256 or "")
