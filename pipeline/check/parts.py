"""Is a figure that the form prints below 其中 at most the one that it is a part of?

        3.政策解读… 5   其中：… 5        holds: a part may be the whole
        2.在线访谈次数 5   其中：… 7     part_exceeds_whole, on both cells: which is wrong can't be told
        either is blank or unread        does not apply

Source: `part_of` in schemas/layouts/2014.yaml; the word 其中 says it.
"""

from collections.abc import Iterator, Mapping

from pipeline.check.finding import Finding, finding, where
from pipeline.identities import Key
from pipeline.tidy.cells import Cell
from schemas.load import Table

RULE = "part_exceeds_whole"


def parts(table: Table, cells: Mapping[Key, Cell]) -> Iterator[Finding]:
    """A finding on each part that is greater than its whole, and one on the whole."""
    told: set[Key] = set()
    for key in table.cells:
        whole = (table.rows[key[0]].part_of or "", key[1])
        if whole in cells and _exceeds(cells[key], cells[whole]):
            yield from (_told(table, at, key, whole, cells) for at in (key, whole) if at not in told)
            told.add(whole)


def _exceeds(part: Cell, whole: Cell) -> bool:
    return part.value is not None and whole.value is not None and part.value > whole.value


def _told(table: Table, at: Key, part: Key, whole: Key, cells: Mapping[Key, Cell]) -> Finding:
    found, expected = (format(cells[key].value, "f") for key in (part, whole))
    words = {"part": where(table, *part), "whole": where(table, *whole)}
    return finding(RULE, table=table, item=at[0], column=at[1], found=found, expected=expected, words=words)
