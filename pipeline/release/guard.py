"""Text that no spreadsheet runs as a formula: `guarded`, `unguarded`, and both for a column of Arrow.

One apostrophe goes before text that a spreadsheet could take for a formula, and before text that looks as if it had
been guarded already; so taking one away from what looks guarded gives back exactly what was there. Plain signed
numbers stay as they are. docs/decisions/018-forms.md says what is guarded and why.
"""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

APOSTROPHE = "'"
_UNSEEN = "\x00-\x20\x7f-\xa0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
"""What a spreadsheet drops or doesn't show before a formula: control characters, blanks, marks without a width."""
_STARTS = "=+@\uff1d\uff0b\uff0d\uff20-"
"""What a formula begins with, also as wide characters, which Excel's East Asian editions take for the narrow ones."""
_RISKY = f"'*(?:[\t\r\n]|[{_UNSEEN}]*[{_STARTS}])"
_NUMBER = r"'*[+-][0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"

_risky, _number = re.compile(_RISKY), re.compile(_NUMBER)


def guarded(text: str) -> str:
    """`text`, behind an apostrophe where it could run as a formula; `unguarded` undoes it, whatever the text."""
    return APOSTROPHE + text if _runs(text) else text


def unguarded(text: str) -> str:
    """What was given to `guarded`."""
    return text[1:] if text.startswith(APOSTROPHE) and _runs(text) else text


def _runs(text: str) -> bool:
    return bool(_risky.match(text)) and not _number.fullmatch(text)


def guarded_column(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """`guarded` for each string of a column; null stays null."""
    return _once_each(lambda own: pc.if_else(_run(own), pc.binary_join_element_wise(APOSTROPHE, own, ""), own), texts)


def unguarded_column(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """`unguarded` for each string of a column; null stays null."""
    return _once_each(_unguarded, texts)


def _unguarded(texts: pa.Array) -> pa.Array:
    has = pc.and_(pc.starts_with(texts, APOSTROPHE), _run(texts))
    return pc.if_else(has, pc.utf8_slice_codeunits(texts, 1), texts)


def _once_each(change: Callable[[pa.Array], pa.Array], texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The texts changed, each different one looked at once: a nation's cells print few texts."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded = whole.dictionary_encode()
    changed = change(encoded.dictionary)
    return whole if changed.equals(encoded.dictionary) else changed.take(encoded.indices)


def _run(texts: pa.Array) -> pa.Array:
    risky = pc.match_substring_regex(texts, f"^{_RISKY}")
    return pc.and_(risky, pc.invert(pc.match_substring_regex(texts, f"^{_NUMBER}$")))


def guarded_table(table: pa.Table) -> pa.Table:
    """A table with its text columns guarded; codes, kept as dictionaries, are this project's own and never run."""
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(place, field, guarded_column(table.column(place)))
    return table
