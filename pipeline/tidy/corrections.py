"""What reviewers put beside the print: `corrected(cells, reviewed)` → the same cells, some with a corrected value.

        expect 0     read 0        value 11 stands beside the printed 0
        expect 0     read 11       the source was mended, or is read otherwise: nothing is put beside it

A printed value never changes. That a correction no longer fits is for `check` to tell.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.locate.placement import Key
from pipeline.tidy.cells import Cell
from schemas.load import Correction


def corrected(read: Mapping[Key, Cell], reviewed: Iterable[Correction]) -> dict[Key, Cell]:
    """The cells of a table with the reviewed values of those that read as the reviewer saw them."""
    beside = {one.key: one.value for one in reviewed if one.key in read and _reads(read[one.key], one.expect)}
    return {**read, **{key: read[key]._replace(corrected=value) for key, value in beside.items()}}


def _reads(cell: Cell, expect: Decimal | str) -> bool:
    """Whether the cell holds the number, or prints the text; nothing printed is the empty text."""
    return cell.value == expect if isinstance(expect, Decimal) else (cell.printed or "") == expect
