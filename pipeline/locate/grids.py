"""Tables whose rows stand below each other (二, 三): `place(rows, name)` → a `PlacedTable` an edition that fits.

The steps, each a function below: offers → alignment → edition → headers → gaps filled → columns bound → cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise

from pipeline.identities import equations
from pipeline.locate.align import align
from pipeline.locate.anchors import Anchor, anchor, label_of, numbers_of, same_values, torn, values_of
from pipeline.locate.columns import BY_HEADER, Vector, candidates
from pipeline.locate.headers import Header, column_index, names_columns, read_header
from pipeline.locate.labels import LabelIndex, plain, style
from pipeline.locate.placement import Key, Note, Placed, PlacedTable
from pipeline.locate.rows import Field, Row
from pipeline.numbers import Number, read_number
from schemas.load import Table, layouts, table

LEAST_FIT = 3.0
"""Less than three labelled rows with their values, or as many labels of columns, is no table: prose and menus
hold single labels too."""
LEAST_ROWS = 2
NEAR = 8
"""So many rows before and after the aligned ones may still belong to the table, out of order."""
FULL, DEFICIENT, BARE = 1.0, 0.5, 0.25
"""What a label is worth with all its values, with some of them, and with none."""
PASSED_VALUES, PASSED_TEXT = 0.05, 0.01
"""The price of passing over a row with numbers, and over one without."""
HEADER_ROWS = 12
"""A header has fewer lines than this, even with one label a line cut in pieces by a page."""
MOSTLY = 8
"""What all but one in so many rows do is the table's habit."""
EQUAL = 0.05
"""Editions whose fit differs by less fit equally well."""


DOUBTS = ("doubtful_columns", "conflicting_rows", "table_twice")
"""The rules that leave a row without values."""


@cache
def row_index(name: str, edition: int) -> LabelIndex:
    """The labels of a table's rows and, as rivals that must not be taken for one, of its groups."""
    shape = table(name, edition)
    return LabelIndex({**shape.groups, **shape.rows})


@dataclass(frozen=True, slots=True)
class Draft:
    """A table of one edition laid over the document: which rows bear its labels, and how well it fits."""

    table: Table
    anchors: Mapping[int, Anchor]
    pairs: Mapping[int, str]
    fit: float

    @property
    def first(self) -> int:
        return min(self.pairs)

    @property
    def last(self) -> int:
        return max(self.pairs)


@dataclass(slots=True)
class Binding:
    """A row of the layout being bound: its source row, the ways its values can stand, and what is to be told."""

    index: int
    label: str
    header: Header
    columns: tuple[str, ...]
    vectors: dict[int, Vector]
    row: Row
    spare: int
    notes: list[Note] = field(default_factory=list)


def place(rows: Sequence[Row], name: str) -> tuple[PlacedTable, ...]:
    """The table `name` wherever it stands, in each edition that fits best; none where it isn't there."""
    drafts = [draft(rows, layout.tables[name]) for layout in layouts().values()]
    drafts = [d for d in drafts if len(d.pairs) >= LEAST_ROWS and d.fit >= LEAST_FIT]
    best = max((d.fit for d in drafts), default=0.0)
    return tuple(finish(rows, d) for d in drafts if best - d.fit < EQUAL)


def draft(rows: Sequence[Row], shape: Table) -> Draft:
    """The best alignment of the document's rows with those of one edition, and the column labels it finds."""
    index = row_index(shape.name, shape.edition)
    columns = column_index(shape.name, shape.edition, tuple(shape.columns))
    codes = list(shape.rows)
    groups = frozenset(shape.groups)
    anchors = {
        i: found
        for i, row in enumerate(rows)
        if not names_columns(row, columns) and (found := anchor(row, index, groups)) and _says_row(row, found, columns)
    }
    offers = [
        {codes.index(anchors[i].code): _worth(anchors[i], rows[i], shape)} if i in anchors else {}
        for i in range(len(rows))
    ]
    fit, pairs = align(offers, [PASSED_VALUES if numbers_of(row) else PASSED_TEXT for row in rows])
    named = {i: codes[j] for i, j in pairs.items()}
    return Draft(shape, anchors, named, fit + _header_fit(rows, named, columns) if named else 0.0)


def _says_row(row: Row, found: Anchor, columns: LabelIndex) -> bool:
    """In a flow a header's last label stands before values too: `总计` is a row there only with its number."""
    return row.form != "flow" or bool(style(found.text)) or not columns.all(found.text)


def _worth(found: Anchor, row: Row, shape: Table) -> float:
    wanted = len(shape.columns_of(found.code))
    values = [f for f in found.values if f.kind != "text" and not f.inherited]
    if not values:
        return BARE * found.likeness
    enough = len(values) >= (1 if row.form == "cells" else wanted) or all(f.kind == "blank" for f in values)
    return (FULL if enough else DEFICIENT) * found.likeness


def _header_fit(rows: Sequence[Row], pairs: Mapping[int, str], columns: LabelIndex) -> float:
    """Half a point for each column label of the edition that stands in or just above the table."""
    near = rows[max(0, min(pairs) - HEADER_ROWS) : max(pairs) + 1]
    texts = {plain(f.text): f.text for row in near for f in row.texts() if len(f.text) < 30}
    return 0.5 * len({match.code for text in texts.values() for match in columns.all(text) if match.exact})


def finish(rows: Sequence[Row], chosen: Draft) -> PlacedTable:
    """Bind every row of the chosen edition and tell what could not be bound."""
    bound = _bound(rows, chosen)
    _tell_labels(chosen, bound)
    _compare(rows, chosen, bound)
    notes = _unplaced(rows, chosen, {b.index for b in bound.values()})
    notes += [note for b in bound.values() for note in b.notes]
    if not any(b.header.order for b in bound.values()):
        notes.append(Note("columns_by_position"))
    first, last = _start(rows[chosen.first], chosen.table), rows[chosen.last].fields[-1].order
    return PlacedTable(chosen.table, _cells(chosen.table, bound), tuple(notes), first, last)


def _bound(rows: Sequence[Row], chosen: Draft) -> dict[str, Binding]:
    headers = _headers(rows, chosen)
    bound = _bind_labelled(rows, chosen, headers)
    _fill_gaps(rows, chosen, headers, bound)
    _settle(chosen.table, bound)
    return bound


def _tell_labels(chosen: Draft, bound: Mapping[str, Binding]) -> None:
    """A misprinted label is worth a word where its neighbours confirm the row, and a warning where they don't."""
    codes = list(chosen.table.rows)
    for i, code in chosen.pairs.items():
        if not chosen.anchors[i].exact and code in bound and bound[code].index == i and bound[code].vectors:
            at = codes.index(code)
            around = [c for c in codes[max(0, at - 1) : at + 2] if c != code]
            sure = all(_exactly(chosen, bound.get(c)) for c in around)
            rule = "label_differs" if sure else "label_uncertain"
            bound[code].notes.append(Note(rule, code, found=chosen.anchors[i].text))


def _exactly(chosen: Draft, binding: Binding | None) -> bool:
    """Whether a row is bound by a listed spelling, in the layout's order."""
    return binding is not None and binding.index in chosen.pairs and chosen.anchors[binding.index].exact


def _compare(rows: Sequence[Row], chosen: Draft, bound: Mapping[str, Binding]) -> None:
    """Where the table stands a second time in the document, a row that differs there is in doubt."""
    blotted = [
        row if i < chosen.first - NEAR or i > chosen.last + NEAR else Row(row.fields[:1], "flow", row.block)
        for i, row in enumerate(rows)
    ]
    again = draft(blotted, chosen.table)
    if not again.pairs or again.fit < max(LEAST_FIT, chosen.fit / 2):
        return
    for code, other in _bound(blotted, again).items():
        own = bound.get(code)
        if own is None or not own.vectors or not other.vectors:
            continue
        one, two = next(iter(own.vectors.values())), next(iter(other.vectors.values()))
        if not same_values(one, two):
            own.notes.append(Note("table_twice", code, found=f"{_printed(one)} · {_printed(two)}"))
            own.vectors = {}


def _start(row: Row, shape: Table) -> int:
    """Where the table begins: with the row, or in a folded one, whose texts hold prose too, with its first label."""
    if row.form != "flow":
        return row.order
    columns = column_index(shape.name, shape.edition, tuple(shape.columns))
    index = row_index(shape.name, shape.edition)
    own = [f.order for f in row.texts() if columns.all(f.text) or index.all(f.text)]
    return min(own, default=row.order)


def _headers(rows: Sequence[Row], chosen: Draft) -> dict[int, tuple[Row, ...]]:
    """For each row of the table's region the header rows that hold for it: the nearest above, or its own texts."""
    shape = chosen.table
    columns = column_index(shape.name, shape.edition, tuple(shape.columns))
    current: tuple[Row, ...] = ()
    stack: list[Row] = []
    found: dict[int, tuple[Row, ...]] = {}
    for i in range(max(0, chosen.first - HEADER_ROWS - NEAR), min(len(rows), chosen.last + NEAR + 1)):
        row = rows[i]
        if i in chosen.anchors or (row.form != "flow" and numbers_of(row)):
            fresh = _topmost(stack, row, columns)
            own = _before_label(row, chosen.anchors.get(i))
            current = own if _names(own, columns) else fresh if _names(fresh, columns) else current
            found[i] = current
            stack = []
        else:
            stack.append(row)
    return found


def _before_label(row: Row, found: Anchor | None) -> tuple[Row, ...]:
    """What stands before the label in a folded row: the header, if the row is the first of its table."""
    if row.form != "flow" or found is None:
        return ()
    before = row.fields[: row.fields.index(found.label[0])]
    return (Row(before, "flow", row.block),) if before else ()


def _topmost(stack: Sequence[Row], row: Row, columns: LabelIndex) -> tuple[Row, ...]:
    """Of the rows between two data rows, those that stand in the same block as the lower one."""
    same = [r for r in stack if r.block == row.block]
    return tuple(same if _names(same, columns) else stack)


def _names(rows: Iterable[Row], columns: LabelIndex) -> bool:
    return any(columns.all(f.text) for row in rows for f in row.texts() if len(f.text) < 30)


def _bind_labelled(
    rows: Sequence[Row], chosen: Draft, headers: Mapping[int, tuple[Row, ...]]
) -> dict[str, Binding]:
    """The rows that bear a label: those of the alignment, then exact labels out of order, then repetitions."""
    bound: dict[str, Binding] = {}
    for i, code in chosen.pairs.items():
        bound[code] = _binding(rows, chosen, i, code, headers)
    for i in range(max(0, chosen.first - NEAR), min(len(rows), chosen.last + NEAR + 1)):
        found = chosen.anchors.get(i)
        if found is None or i in chosen.pairs or not found.exact:
            continue
        _repeat(bound, _binding(rows, chosen, i, found.code, headers), found.code, _tells_row(found, chosen.table))
    return bound


def _tells_row(found: Anchor, shape: Table) -> bool:
    """Whether a label tells its row even out of order: `其他` and `总计` don't, columns bear them too."""
    return not column_index(shape.name, shape.edition, tuple(shape.columns)).all(found.text)


def _repeat(bound: dict[str, Binding], again: Binding, code: str, tells: bool) -> None:
    """A label met a second time: out of order where it is the only one with values, else a repetition."""
    blank = not any(_filled(vector) for vector in again.vectors.values())
    if code not in bound or not bound[code].vectors:
        if blank and again.vectors and code not in bound:
            bound[code] = again
        elif tells and not blank:
            again.notes.append(Note("row_order", code))
            bound[code] = again
        return
    if not blank and not all(same_values(a, b) for a in again.vectors.values() for b in bound[code].vectors.values()):
        both = " · ".join(_printed(v) for b in (bound[code], again) for v in list(b.vectors.values())[:1])
        bound[code].vectors = {}
        bound[code].notes.append(Note("conflicting_rows", code, found=both))


def _printed(vector: Iterable[Field | None]) -> str:
    return " ".join((f.text.strip() or "␣") if f else "·" for f in vector)


def _binding(
    rows: Sequence[Row], chosen: Draft, i: int, code: str, headers: Mapping[int, tuple[Row, ...]]
) -> Binding:
    codes = chosen.table.columns_of(code)
    header = read_header(headers.get(i, ()), chosen.table, codes).as_seen_from(rows[i])
    found = chosen.anchors.get(i)
    fields = found.values if found else values_of(rows[i])
    spare = sum(not f.inherited for f in fields) - len(codes)
    vectors = candidates(fields, codes, header)
    binding = Binding(i, found.text if found else "", header, codes, vectors, rows[i], spare)
    if not binding.vectors and any(f.kind in ("value", "odd") for f in fields):
        binding.notes.append(Note("doubtful_columns", code, found=rows[i].printed()))
    return binding


def _fill_gaps(
    rows: Sequence[Row], chosen: Draft, headers: Mapping[int, tuple[Row, ...]], bound: dict[str, Binding]
) -> None:
    """Rows of numbers without a legible label, bound by order where exactly as many rows are missing between.

        1.属于国家秘密      0 0 0 0 0 0 0
                          2 0 0 0 0 0 2     ←  one row of numbers, one row of the layout: it must be 2.
        3.危及…            0 0 0 0 0 0 0
    """
    codes = list(chosen.table.rows)
    sure = {b.index: code for code, b in bound.items() if b.vectors}
    fixed = [(-1, -1), *sorted((i, codes.index(c)) for i, c in sure.items()), (len(rows), len(codes))]
    index = row_index(chosen.table.name, chosen.table.edition)
    for (i, j), (next_i, next_j) in pairwise(fixed):
        if next_j <= j + 1 or i < 0 or next_i == len(rows):
            continue
        missing = codes[j + 1 : next_j]
        loose = [k for k in range(i + 1, next_i) if _is_loose(rows[k], k, chosen, sure)]
        if len(loose) == len(missing) and all(torn(rows[k], index, c) for k, c in zip(loose, missing, strict=True)):
            for k, code in zip(loose, missing, strict=True):
                bound[code] = _binding(rows, chosen, k, code, headers)
                bound[code].notes.append(Note("bound_by_order", code))


def _is_loose(row: Row, i: int, chosen: Draft, sure: Mapping[int, str]) -> bool:
    """A row with a full set of numbers and no label that can be read."""
    if i in sure or i in chosen.anchors:
        return False
    values = [f for f in values_of(row) if f.kind != "text" and not f.inherited]
    shown = bool(numbers_of(row)) or (row.form == "cells" and not any(not f.inherited for f in row.texts()))
    return shown and len(values) >= len(chosen.table.columns)


def _settle(shape: Table, bound: Mapping[str, Binding]) -> None:
    """Where a row can be bound in several ways: as its siblings are, else as its identity allows, else not at all."""
    for binding in bound.values():
        binding.vectors = _distinct(binding.vectors)
    votes = _votes(bound.values())
    merged = _merged(shape, bound) if _has_row_identity(shape) else frozenset()
    for code, binding in bound.items():
        kept = binding.vectors
        if len(kept) > 1:
            kept = _as_siblings(binding, votes) or {o: v for o, v in kept.items() if _holds(shape, code, v)}
        if binding.index in merged:
            kept = {}
        if len(kept) != 1 and binding.vectors:
            found = _printed(next(iter(binding.vectors.values())))
            binding.notes.append(Note("doubtful_columns", code, found=found))
            kept = {}
        binding.vectors = kept


def _distinct(vectors: Mapping[int, Vector]) -> dict[int, Vector]:
    """One of each set of candidates that print the same; the header's comes first."""
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
        if len(b.vectors) == 1 and BY_HEADER not in b.vectors and _filled(_first(b))
        for offset in b.vectors
    ]


def _kind(binding: Binding) -> tuple[int, ...]:
    """What makes rows siblings: grid and header (columns may shift where it is repeated); in a flow, which has no
    columns, their spare cells."""
    if binding.row.form == "flow":
        return len(binding.columns), -1 - binding.spare
    return len(binding.columns), binding.row.block, binding.header.at


def _label_column(binding: Binding) -> int:
    return max((f.left for f in binding.row.texts()), default=-1)


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


def _filled(vector: Vector) -> list[int]:
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
    packed = {code: b for code, b in bound.items() if _left_packed(b)}
    if any(_fills_last(b) for b in bound.values()):
        sure = _columns_that_hold(shape, bound)
        odd = frozenset(b.index for b in packed.values() if _several(b) and not _nonzero(b) <= sure)
        return odd | frozenset(b.index for b in _short_of_total(bound.values()) if not set() < _nonzero(b) <= sure)
    return frozenset(b.index for b in packed.values()) if any(map(_sums_up, packed.values())) else frozenset()


def _short_of_total(bindings: Iterable[Binding]) -> list[Binding]:
    """Where all other rows print their total: those that print the column before it instead, a cell having been lost.

        ␣ 1 ␣ ␣ ␣ ␣ 1
        1 ␣ ␣ ␣ ␣ 1 ␣      one blank too few?
    """
    several = [b for b in bindings if b.row.form != "cells" and len(b.vectors) == 1 and _several(b)]
    short = [b for b in several if _filled(_first(b))[-1] == len(b.columns) - 2]
    lacking = [b for b in several if _filled(_first(b))[-1] < len(b.columns) - 1]
    return short if len(lacking) <= len(several) // MOSTLY else []


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
    return len(_filled(_first(binding))) > 1


def _nonzero(binding: Binding) -> set[str]:
    """The columns in which a row prints something else than zero."""
    values = zip(binding.columns, _first(binding), _values(_first(binding)), strict=True)
    return {column for column, f, value in values if f is not None and f.kind != "blank" and value != 0}


def _first(binding: Binding) -> Vector:
    return next(iter(binding.vectors.values()))


def _fills_last(binding: Binding) -> bool:
    """Whether a row leaves no choice and prints its last column, the total."""
    return len(binding.vectors) == 1 and len(binding.columns) - 1 in _filled(_first(binding))


def _left_packed(binding: Binding) -> bool:
    """Whether a padded row's values all stand at its left: so they would too if merged cells had been lost."""
    if binding.spare <= 0 or binding.row.form == "cells" or not binding.vectors:
        return False
    at = _filled(_first(binding))
    return bool(at) and at == list(range(len(at))) and len(at) < len(binding.columns)


def _sums_up(binding: Binding) -> bool:
    """Whether the last number of a row is the sum of those before it, as its total would be."""
    values = [v for v in _values(_first(binding)) if v is not None]
    return len(values) > 1 and values[-1] == sum(values[:-1])


def _unplaced(rows: Sequence[Row], chosen: Draft, used: set[int]) -> list[Note]:
    """The rows of numbers in the table, and those that follow it in its grid, which no row of the layout takes."""
    return [
        Note("unplaced_number", found=rows[i].printed(), label=label_of(rows[i]))
        for i in (*range(chosen.first, chosen.last + 1), *_following(rows, chosen.last))
        if i not in used and numbers_of(rows[i])
    ]


def _following(rows: Sequence[Row], last: int) -> Iterator[int]:
    """The rows of numbers that stand right behind the table's last row in the same grid."""
    for i in range(last + 1, len(rows)):
        if rows[i].form == "flow" or rows[i].block != rows[last].block or not numbers_of(rows[i]):
            return
        yield i


def _cells(shape: Table, bound: Mapping[str, Binding]) -> dict[Key, Placed]:
    cells: dict[Key, Placed] = {}
    for code in shape.rows:
        cells |= _row_cells(shape, code, bound.get(code))
    return cells


def _row_cells(shape: Table, code: str, binding: Binding | None) -> dict[Key, Placed]:
    codes = shape.columns_of(code)
    if binding is None:
        return {(code, column): Placed(None, None) for column in codes}
    doubt = next((n.rule for n in binding.notes if n.rule in DOUBTS), None)
    if not binding.vectors:
        return {(code, column): Placed(None, None, doubt) for column in codes}
    (vector,) = binding.vectors.values()
    return {
        (code, column): Placed(f.text if f else None, f.place if f else None, unit=binding.header.units.get(column))
        for column, f in zip(codes, vector, strict=True)
    }
