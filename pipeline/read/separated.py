"""CSV, a spreadsheet saved as text: `read(data)`, one grid of shape `fields`, since what was merged is lost.

    某市档案局2023年…报告,,,            a row like any other, of one text
    信息内容,本年制发件数,本年废止件数,…      fields s1/r2/c1, s1/r2/c2 …: the record and the field, from 1
    "一、总体情况                       a passage in quotes becomes Text
    …",,,
"""

import csv
from io import StringIO

from pipeline.read.decode import decoded
from pipeline.read.delimiter import delimiter
from pipeline.read.document import Document, Refusal
from pipeline.read.limits import MAX_CELLS, MAX_TEXT_BYTES
from pipeline.read.spreadsheet import Position, Sheet, cleaned, document

MEDIA_TYPES = ("text/csv",)


def read(data: bytes) -> Document:
    """The records. Raises `Refusal`: `too_large`, or `damaged` where a quote has no end."""
    if len(data) > MAX_TEXT_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of text, at most {MAX_TEXT_BYTES:,}")
    text, remarks = decoded(data)
    sheet = Sheet(1, "", _texts(text, delimiter(text) or ","), shape="fields")
    return document(MEDIA_TYPES[0], [sheet], remarks)


def _texts(text: str, sign: str) -> dict[Position, str]:
    texts: dict[Position, str] = {}
    fields = 0
    try:
        for row, record in enumerate(csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)):
            fields += len(record)
            if fields > MAX_CELLS:
                raise Refusal("too_large", f"more than {MAX_CELLS:,} fields")
            texts |= {(row, column): shown for column, field in enumerate(record) if (shown := cleaned(field))}
    except csv.Error as error:
        raise Refusal("damaged", str(error)) from error
    return texts
