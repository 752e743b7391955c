"""What parts the fields of a spreadsheet that was saved as text: `delimiter(text)`.

A spreadsheet saves its rows equally wide, so one sign comes equally often in nearly all of them. A sentence with
commas, or a number with one at its thousands, makes no such rows. Fields parted by tabs are plain text unless some are
quoted.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice

LEAST_FIELDS = 3
LEAST_ROWS = 5
MOST_ROWS = 500
"""Rows that are looked at."""


def delimiter(text: str) -> str | None:
    """The comma, semicolon or tab between the fields; None where the text is no such table."""
    signs = [",", ";", *("\t" if '\t"' in text or '"\t' in text else "")]
    return next((sign for sign in signs if text.count(sign) >= LEAST_ROWS * 2 and _is_even(_widths(text, sign))), None)


def _widths(text: str, sign: str) -> list[int]:
    """The number of fields of each record, as far as they can be read; blank lines left out."""
    widths: list[int] = []
    try:
        for record in islice(csv.reader(StringIO(text, newline=""), delimiter=sign), MOST_ROWS):
            widths += [len(record)] if record else []
    except csv.Error:
        return []
    return widths


def _is_even(widths: Sequence[int]) -> bool:
    """Whether five rows or more, and four in five, are as wide as the widest: the last one may be cut."""
    if len(widths) < LEAST_ROWS:
        return False
    widest, often = max(Counter(widths).items(), key=lambda item: item[0])
    return widest >= LEAST_FIELDS and often * 5 >= len(widths) * 4
