"""`chinese(build)`: every table as CSV for people who read it in Excel: `csv-zh/<title in Chinese>.csv`.

UTF-8 with BOM, without which Excel takes it for another encoding; Chinese headers; codes shown by their titles, with
the code behind it where two codes of a list have one title; text guarded as in `csv/`.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from pipeline.release.build import Build
from pipeline.release.guard import guarded_table
from schemas.load import workbook
from schemas.tables import PUBLISHED, columns_of, entries, title

FOLDER = "csv-zh"
BOM = b"\xef\xbb\xbf"


def chinese(build: Build) -> None:
    """`csv-zh/<title>.csv` of each table that lies there."""
    (build.folder / FOLDER).mkdir()
    for name in PUBLISHED:
        parquet = build.folder / f"{name}.parquet"
        if parquet.exists():
            write_chinese(name, parquet, build.folder / FOLDER / f"{title(name)[0]}.csv")


def write_chinese(name: str, parquet: Path, path: Path) -> None:
    """The rows of a table, a row group at a time."""
    with pq.ParquetFile(parquet) as source, path.open("wb") as stream:
        stream.write(BOM)
        schema = _retold(name, source.schema_arrow.empty_table()).schema
        with pyarrow.csv.CSVWriter(stream, schema) as writer:
            for group in range(source.num_row_groups):
                writer.write_table(_retold(name, source.read_row_group(group)))


def _retold(name: str, rows: pa.Table) -> pa.Table:
    """The same rows in Chinese."""
    told = columns_of(name)
    columns = [_column(rows[column], told[column].codelist) for column in rows.column_names]
    return guarded_table(pa.table(columns, [told[column].title_zh for column in rows.column_names]))


def _column(values: pa.ChunkedArray, codelist: str) -> pa.ChunkedArray:
    if codelist:
        return _titled(values.cast(pa.string()), codelist)
    if pa.types.is_boolean(values.type):
        words = workbook()
        return pc.if_else(values, words["yes"], words["no"])
    return values


def _titled(codes: pa.ChunkedArray, codelist: str) -> pa.ChunkedArray:
    """The titles of codes; what is no code of the list, such as the empty text, stays as it is."""
    known = titles(codelist)
    places = pc.index_in(codes, pa.array(known, pa.string()))
    return pc.coalesce(pc.take(pa.array(known.values(), pa.string()), places), codes)


@cache
def titles(codelist: str) -> dict[str, str]:
    """Code → what is shown for it, each another text."""
    listed = entries(codelist)
    often = Counter(entry.title_zh for entry in listed.values())
    bracketed = workbook()["title_and_code"]
    return {
        code: entry.title_zh if often[entry.title_zh] == 1 else bracketed.format(title=entry.title_zh, code=code)
        for code, entry in listed.items()
    }
