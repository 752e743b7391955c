"""Packs: the rows of some documents in one file, made where they were read, and read by DuckDB.

        key   path        sha256  report_id   reports    applications          …
        9f…   a/甲.html   31…     甲-2023     [{year…}]  [{item…}, {item…} …]        a row a document,
        ''    b/乙.html   c4…     null        []         []                          a list of rows a table

`report_id` is the one that the reading asks for; which one it gets only all documents together can tell. So rows don't
repeat it, and the id of a finding is kept without it. `key` says by what a later run finds the document again: a hash
of all that its reading depends on but for the code; '' where something else decides as well, so that it is read again.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contents import Opened
from pipeline.fetch.receipts import Receipt
from pipeline.release.database import named
from pipeline.release.kept import Kept
from pipeline.release.quarantine import Names, hashed, quarantine, wanted_id
from pipeline.report import Reading, refuse
from pipeline.workers import Lost
from schemas.load import corrections
from schemas.tables import TABLES, columns_of, plain, plain_schema

DECIDED = "documents_refused"
"""Whoever has a row here is tried again every time: a neighbour, a limit or a program of the machine may decide."""

Found = Reading | Opened | Lost


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows of a document lie: in which pack, in which row of it."""

    pack: str
    row: int


def key(receipt: Receipt) -> str:
    """By what a reading is found again; '' where the document can't be opened."""
    if not receipt.sha256:
        return ""
    own = [asdict(correction) for correction in corrections().get(receipt.sha256, ())]
    told = [asdict(receipt), own]
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()[:32]


def kept_together(kept: Kept, found: Sequence[tuple[Receipt, Found]]) -> list[Place | Opened]:
    """What was read of a batch, written as one pack: where each document lies; a container as it is.

    For a worker: `partial(kept_together, kept)` is handed to `workers.packed`.
    """
    readings = [_reading(receipt, one) for receipt, one in found if not isinstance(one, Opened)]
    name = kept.write(_packed(readings)) if readings else ""
    rows = iter(range(len(readings)))
    return [one if isinstance(one, Opened) else Place(name, next(rows)) for _, one in found]


def _reading(receipt: Receipt, found: Reading | Lost) -> Reading:
    return refuse(receipt, found.reason, found.detail) if isinstance(found, Lost) else found


def _packed(readings: Sequence[Reading]) -> bytes:
    """The bytes of a pack; what breaks a schema is in quarantine."""
    names = Names()
    checked = quarantine([names.given(reading) for reading in readings])
    wanted = [wanted_id(reading) for reading in readings]
    told = {
        "key": ["" if reading.tables.get(DECIDED) else key(reading.receipt) for reading in checked],
        "path": [reading.receipt.path for reading in checked],
        "sha256": [reading.receipt.sha256 for reading in checked],
        "report_id": [own if one.tables.get("reports") else None for own, one in zip(wanted, checked, strict=True)],
    }
    lists = {name: _lists(name, checked) for name in TABLES}
    out = io.BytesIO()
    pq.write_table(pa.table(told | lists, schema()), out, compression="zstd", compression_level=1)
    return out.getvalue()


def _lists(name: str, readings: Sequence[Reading]) -> pa.ListArray:
    """The rows of a table, a list a document."""
    each = [reading.tables.get(name, ()) for reading in readings]
    rows = plain(name, [row for rows in each for row in rows]).combine_chunks()
    if name == "findings":
        rows = rows.set_column(rows.column_names.index("finding_id"), "finding_id", _without_report(readings))
    ends = [0]
    for of_one in each:
        ends.append(ends[-1] + len(of_one))
    fields = _fields(name)
    arrays = [_whole(rows[field.name], field) for field in fields]
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.StructArray.from_arrays(arrays, fields=fields))


def _whole(column: pa.ChunkedArray, field: pa.Field) -> pa.Array:
    return column.combine_chunks() if column.num_chunks else pa.array([], field.type)


def _without_report(readings: Sequence[Reading]) -> pa.Array:
    """The ids of findings less that of their report, which stands before them."""
    found = [(reading, row) for reading in readings for row in reading.tables.get("findings", ())]
    return pa.array([_of_rule(reading, row) for reading, row in found], pa.string())


def _of_rule(reading: Reading, finding: Mapping[str, object]) -> str:
    return str(finding["finding_id"]).removeprefix(f"{finding['report_id'] or hashed(reading.receipt.path)}-")


def _fields(name: str) -> list[pa.Field]:
    return [field for field in plain_schema(name) if field.name != "report_id"]


@cache
def schema() -> pa.Schema:
    told = [(column, pa.string()) for column in ("key", "path", "sha256", "report_id")]
    return pa.schema(told + [(name, pa.list_(pa.struct(_fields(name)))) for name in TABLES])


# What DuckDB reads; `names` tells of each document the pack, the row, its final report_id and `whose` its findings are.


def rows(name: str, documents: str) -> str:
    """The rows of a table in SQL, with all its columns, `rank` and `whose`."""
    columns = ", ".join(_column(name, column) for column in columns_of(name))
    each = f"SELECT report_id, rank, whose, unnest({named(name)}) AS u FROM {documents}"
    return f"SELECT {columns}, rank, whose FROM ({each})"


def _column(name: str, column: str) -> str:
    if column == "report_id":
        return "report_id"
    if (name, column) == ("findings", "finding_id"):
        return "whose || '-' || u.finding_id AS finding_id"
    return f"u.{named(column)}"


def each_name(documents: Sequence[Mapping[str, str | None]]) -> Iterator[tuple[str | None, str]]:
    """Of each document, in their order, its final report id and whose its findings are."""
    names = Names()
    for document in documents:
        wanted = document["report_id"]
        own = None if wanted is None else names.unique(wanted, document["sha256"])
        yield own, own or hashed(document["path"])
