"""Which of several ways a row is bound: `settle(table, bound)` leaves one for each row, or none and a note.

First its siblings decide, then its own identities. Where a table's merged cells are lost, even a row that leaves no
choice may stand elsewhere than it seems; the columns' identities decide then. What stays open is in doubt.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.identities import equations
from pipeline.locate.anchors import same_values
from pipeline.locate.columns import BY_HEADER, Vector
from pipeline.locate.headers import Header
from pipeline.locate.placement import Note
from pipeline.locate.rows import Field, Row
from pipeline.numbers import Number, read_number
from schemas.load import Table

MOSTLY = 8
"""What all but one in so many rows do is the table's habit."""


@dataclass(slots=True)
class Binding:
    """A row of the layout being bound: its source row, the ways its values can stand, and what is to be told."""

    code: str
    index: int
    label: str
    header: Header
    columns: tuple[str, ...]
    vectors: dict[int, Vector]
    row: Row
    spare: int
    notes: list[Note] = field(default_factory=list)


def settle(shape: Table, bound: Mapping[str, Binding]) -> None:
    """Where a row can be bound in several ways: as its siblings are, else as its identity allows, else not at all."""
    for binding in bound.values():
        binding.vectors = _distinct(binding.vectors)
    _doubt_line(bound.values())
    votes = _votes(bound.values())
    for code, binding in bound.items():
        if len(binding.vectors) > 1:
            fitting = {o: v for o, v in binding.vectors.items() if _holds(shape, code, v)}
            binding.vectors = _as_siblings(binding, votes) or fitting or binding.vectors
    merged = _merged(shape, bound) if _has_row_identity(shape) else frozenset()
    for code, binding in bound.items():
        if len(binding.vectors) > 1 or (binding.vectors and binding.index in merged):
            binding.notes.append(Note("doubtful_columns", code, found=printed(_first(binding))))
            binding.vectors = {}


def _doubt_line(bindings: Iterable[Binding]) -> None:
    """Where a line of fields named the columns, and a row below it has its numbers elsewhere, it tells of no row.

        第二十条 │ 信息内容 │ 制发 │ 废止 │ 有效
        规章     │ 0        │ 0    │ 0              the label was dropped from the rows, or a field from the header
    """
    by_line = [b for b in bindings if b.header.width == 0 and b.header.ranges and b.row.form == "fields"]
    contradicted = {b.header.at for b in by_line if not b.vectors and b.notes}
    for binding in by_line:
        if binding.header.at in contradicted and BY_HEADER in binding.vectors and filled(_first(binding)):
            binding.notes.append(Note("doubtful_columns", binding.code, found=printed(_first(binding))))
            binding.vectors = {}


def _distinct(vectors: Mapping[int, Vector]) -> dict[int, Vector]:
    """One of each set of candidates that print the same; the header's comes first."""
    if len(vectors) < 2:
        return dict(vectors)
    kept: dict[int, Vector] = {}
    for offset, vector in sorted(vectors.items()):
        if not any(same_values(vector, other) for other in kept.values()):
            kept[offset] = vector
    return kept


@dataclass(frozen=True, slots=True)
class Vote:
    """A row that leaves no choice: its kind of row, the column of its label, and the one where its values begin."""

    kind: tuple[int, ...]
    label: int
    begin: int


def _votes(bindings: Iterable[Binding]) -> list[Vote]:
    return [
        Vote(_kind(b), _label_column(b), _begin(b, offset))
        for b in bindings
        if len(b.vectors) == 1 and BY_HEADER not in b.vectors and filled(_first(b))
        for offset in b.vectors
    ]


def _kind(binding: Binding) -> tuple[int, ...]:
    """What makes rows siblings: grid and header (columns may shift where it is repeated); in a flow, which has no
    columns, their spare cells."""
    if binding.row.form == "flow":
        return len(binding.columns), -1 - binding.spare
    return len(binding.columns), binding.row.block, binding.header.at


def _label_column(binding: Binding) -> int:
    return max((f.left for f in binding.row.texts), default=-1)


def _begin(binding: Binding, offset: int) -> int:
    """Where a candidate begins: its column in the grid, or its place behind the label in a flow."""
    first = next((f for f in binding.vectors[offset] if f is not None), None)
    return offset if binding.row.form == "flow" or first is None else first.left


def _as_siblings(binding: Binding, votes: Sequence[Vote]) -> dict[int, Vector]:
    """The candidates that begin where all siblings do whose label stands in the same column; failing those, where
    all do, if their labels stand in different columns and so don't move the values."""
    kin = [vote for vote in votes if vote.kind == _kind(binding)]
    near = {vote.begin for vote in kin if vote.label == _label_column(binding)}
    begins = near or {vote.begin for vote in kin if len({v.label for v in kin}) > 1}
    if len(begins) != 1:
        return {}
    return {o: v for o, v in binding.vectors.items() if o != BY_HEADER and _begin(binding, o) in begins}


def _holds(shape: Table, code: str, vector: Vector) -> bool:
    """Whether the row's own identities hold for numbers placed so; False where they can't be assessed."""
    placed = zip(shape.columns_of(code), _values(vector), strict=True)
    numbers = {(code, column): value for column, value in placed if value is not None}
    own = [e for e in equations(shape, numbers) if e.identity.along == "row" and e.where == code]
    return bool(own) and all(e.outcome == "pass" for e in own)


def _values(vector: Vector) -> list[Decimal | None]:
    reads = [read_number(f.text) if f is not None else None for f in vector]
    return [read.value if isinstance(read, Number) else None for read in reads]


def filled(vector: Vector) -> list[int]:
    return [i for i, f in enumerate(vector) if f is not None and f.kind != "blank"]


def _has_row_identity(shape: Table) -> bool:
    return any(identity.along == "row" for identity in shape.identities)


def _merged(shape: Table, bound: Mapping[str, Binding]) -> frozenset[int]:
    """The padded rows whose numbers may stand elsewhere than they seem, because merged cells were lost.

        3 │ 3 │ ␣ ␣ ␣ ␣ ␣ ␣ ␣      natural persons 3, businesses 3?  or natural persons 3, total 3?

    Where rows of the table fill the total, only a row of several numbers without one is in doubt, and not that
    if its columns add up. Where none does, and the last of some row's numbers is the sum of the others, every
    such row is in doubt.
    """
    if all(b.row.form == "cells" for b in bound.values()):
        return frozenset()  # a table's cells stand where they stand
    packed = {code: b for code, b in bound.items() if _left_packed(b)}
    sure = _columns_that_hold(shape, bound)
    short = {b.index for b in _shorter(bound.values()) if not set(b.columns) <= sure}
    if any(_fills_last(b) for b in bound.values()):
        odd = {b.index for b in packed.values() if _several(b) and not _nonzero(b) <= sure}
        lost = {b.index for b in _short_of_total(bound.values()) if not set() < _nonzero(b) <= sure}
        return frozenset(short | odd | lost)
    return frozenset(short | ({b.index for b in packed.values()} if any(map(_sums_up, packed.values())) else set()))


def _short_of_total(bindings: Iterable[Binding]) -> list[Binding]:
    """Where all other rows print their total: those that print the column before it instead, a cell having been lost.

        ␣ 1 ␣ ␣ ␣ ␣ 1
        1 ␣ ␣ ␣ ␣ 1 ␣      one blank too few?
    """
    shown = [b for b in bindings if b.row.form != "cells" and len(b.vectors) == 1 and filled(_first(b))]
    short = [b for b in shown if filled(_first(b))[-1] == len(b.columns) - 2 or _ends_in_extra(b)]
    lacking = [b for b in shown if filled(_first(b))[-1] < len(b.columns) - 1]
    return short if len(lacking) <= len(shown) // MOSTLY else []


def _shorter(bindings: Iterable[Binding]) -> list[Binding]:
    """Where nearly all rows print as many values before their total, those with fewer: one may have been lost.

        5 0 0 2 0 0 ␣
        0 0 3 0 0 ␣ ␣      one number too few: which?
    """
    shown = [(b, _before_total(b)) for b in bindings if b.row.form != "cells" and len(b.vectors) == 1]
    counts = Counter(count for _, count in shown if count)
    ((usual, rows),) = counts.most_common(1) or [(0, 0)]
    habit = counts.total() - rows <= counts.total() // MOSTLY
    return [b for b, count in shown if habit and 0 < count < usual]


def _before_total(binding: Binding) -> int:
    return len(_printed(binding)) - (len(binding.columns) - 1 in filled(_first(binding)))


def _printed(binding: Binding) -> list[Field]:
    """What the row prints behind its label, in columns of the layout or others."""
    return [f for f in binding.row.fields if f.kind in ("value", "odd") and not f.inherited]


def _ends_in_extra(binding: Binding) -> bool:
    """Whether the row's last value stands in a column that the layout doesn't have, the organisations' subtotal."""
    last = _printed(binding)[-1:]
    return bool(last) and all(f is None or f.order != last[0].order for f in _first(binding))


def _columns_that_hold(shape: Table, bound: Mapping[str, Binding]) -> frozenset[str]:
    """The columns whose identities all hold for the rows as they seem to stand."""
    numbers = {
        (code, column): value
        for code, b in bound.items()
        if b.vectors
        for column, value in zip(b.columns, _values(_first(b)), strict=True)
        if value is not None
    }
    judged = [e for e in equations(shape, numbers) if e.identity.along == "column"]
    return frozenset(e.where for e in judged) - {e.where for e in judged if e.outcome != "pass"}


def _several(binding: Binding) -> bool:
    return len(filled(_first(binding))) > 1


def _nonzero(binding: Binding) -> set[str]:
    """The columns in which a row prints something else than zero."""
    values = zip(binding.columns, _first(binding), _values(_first(binding)), strict=True)
    return {column for column, f, value in values if f is not None and f.kind != "blank" and value != 0}


def _first(binding: Binding) -> Vector:
    return next(iter(binding.vectors.values()))


def _fills_last(binding: Binding) -> bool:
    """Whether a row leaves no choice and prints its last column, the total."""
    return len(binding.vectors) == 1 and len(binding.columns) - 1 in filled(_first(binding))


def _left_packed(binding: Binding) -> bool:
    """Whether a padded row's values all stand at its left: so they would too if merged cells had been lost."""
    if binding.spare <= 0 or binding.row.form == "cells" or not binding.vectors:
        return False
    at = filled(_first(binding))
    return bool(at) and at == list(range(len(at))) and len(at) < len(binding.columns)


def _sums_up(binding: Binding) -> bool:
    """Whether the last number of a row is the sum of those before it, as its total would be."""
    values = [v for v in _values(_first(binding)) if v is not None]
    return len(values) > 1 and values[-1] == sum(values[:-1])


def printed(vector: Iterable[Field | None]) -> str:
    return " ".join((f.text.strip() or "␣") if f else "·" for f in vector)
