"""The cells of the published tables: `cells(placed)` → one `Cell` for each cell of the layout.

A value is published as printed and never converted. The status says what was printed: a number, nothing,
a mark, something else, or that the document doesn't show the cell. A blank is not 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.locate.placement import Key, Placed, PlacedTable
from pipeline.numbers import Blank, Mark, Number, read_number
from pipeline.solutions import zeros
from schemas.load import Table, codelist

AS_PRINTED = "as printed"


class Cell(NamedTuple):
    """One national cell as published; `problem` is the rule that says what is odd about it, if anything is.

    `layout_unit` is what the form prescribes, `unit` what holds for the value, `method` how the text was come by.
    `corrected` is what a reviewer put beside the value.
    """

    status: str
    value: Decimal | None = None
    unit: str | None = None
    layout_unit: str | None = None
    printed: str | None = None
    locator: str | None = None
    note: str | None = None
    problem: str | None = None
    inferred: Decimal | None = None
    corrected: Decimal | None = None
    method: str = "text"


def cells(placed: PlacedTable) -> dict[Key, Cell]:
    """Every cell of the table, read; with `inferred` 0 where the identities leave a blank nothing else."""
    table = placed.table
    read = {key: _cell(layout, placed.cells[key]) for key, layout in _layouts(table).items()}
    for key, inferred in _zeros(table.confirmed, read).items():
        read[key] = read[key]._replace(inferred=inferred)
    return read


@dataclass(frozen=True, slots=True)
class Layout:
    """What the form prescribes for a cell: its unit, whether it counts (`integer`), whether it can be negative."""

    unit: str | None
    value: str
    signed: bool


@lru_cache(maxsize=64)
def _layouts(table: Table) -> Mapping[Key, Layout]:
    return {key: Layout(table.unit_of(*key), table.value, table.columns[key[1]].signed) for key in table.cells}


def _cell(layout: Layout, placed: Placed) -> Cell:
    unit = layout.unit
    locator, method = (placed.place.locator, placed.place.method) if placed.place else (None, "text")
    if placed.doubt is not None:
        return Cell("unreadable", layout_unit=unit, locator=locator, method=method)
    if placed.text is None:
        return Cell("missing", layout_unit=unit)
    said = _said(placed.text, method, placed.unit, unit, layout.value, layout.signed)
    return Cell(
        said.status, said.value, said.unit, unit, placed.text.strip(), locator, said.note, said.problem, method=method
    )


UNREADABLE = {"text": "unreadable_cell", "ocr": "unclear_picture"}
"""The rule that tells of a cell that can't be read, by how its text was come by."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says in the place of a cell, wherever it stands: the fields of a `Cell` that follow from that."""

    status: str
    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None
    problem: str | None = None


@lru_cache(maxsize=16_384)
def _said(
    text: str, method: str, header_unit: str | None, layout_unit: str | None, value: str, signed: bool
) -> Said:
    """A cell's text read under its header and layout; most cells of all reports say what some cell said before."""
    match read_number(text):
        case Number() as number:
            return _number(number, _unit(number.unit or header_unit, layout_unit), value, signed)
        case Blank():
            return Said("blank")
        case Mark():
            return Said("marked")
    return Said("unreadable", problem=UNREADABLE[method])


def _number(number: Number, unit: str | None, value: str, signed: bool) -> Said:
    """A number with its unit; a count must be whole, and a table without units can't take a sum of money."""
    counts = value == "integer" or (unit is not None and (_counts(unit) or _counts(unit, PEOPLE)))
    if counts and number.value % 1:
        return Said("unreadable", problem="fraction")
    if value == "integer" and unit is not None and not _counts(unit):
        return Said("unreadable", problem="unreadable_cell")
    problem = "negative" if number.value < 0 and not signed else None
    return Said("reported", number.value, unit, number.note, problem)


def _unit(printed: str | None, layout: str | None) -> str | None:
    """The unit that holds: the printed one where it says something else than the layout's."""
    if printed is None:
        return None if layout == AS_PRINTED else layout
    if layout not in (None, AS_PRINTED) and _same_kind(printed, layout):
        return layout
    return printed


def _same_kind(one: str, other: str) -> bool:
    return one == other or any(_counts(one, kind) and _counts(other, kind) for kind in (THINGS, PEOPLE))


THINGS, PEOPLE = "yes", "people"
"""What the list of units says of those that count."""


def _counts(unit: str, kind: str = THINGS) -> bool:
    """Whether a unit counts things, whatever the word (件, 宗, 条, 项 …), or people."""
    return any(
        unit in (code, *listed.more["aliases"].split())
        for code, listed in codelist("units").items()
        if listed.more["counts"] == kind
    )


def numbers(read: Mapping[Key, Cell]) -> dict[Key, Decimal]:
    """The values that are printed."""
    return {key: cell.value for key, cell in read.items() if cell.value is not None}


def unseen(read: Mapping[Key, Cell]) -> frozenset[Key]:
    """The cells of which it isn't known what they print."""
    return frozenset(key for key, cell in read.items() if cell.status in ("unreadable", "missing"))


def _zeros(table: Table, read: Mapping[Key, Cell]) -> dict[Key, Decimal]:
    """The blank and marked cells that are 0 in every solution of the identities without negative counts."""
    known = numbers(read)
    if not table.identities or len(known) == len(read) or any(v < 0 for v in known.values()):
        return {}
    return {key: Decimal(0) for key in zeros(table, known) if read[key].status in ("blank", "marked")}
