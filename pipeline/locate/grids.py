"""Tables whose rows stand below each other (二, 三): `place(rows, name)` → a `PlacedTable` an edition that fits.

A draft of each edition is laid over the document (`draft`), the rows of the one that fits are bound (`bind`), what
can be bound in several ways is settled (`settle`), and what is left over is told.
"""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.locate.anchors import label_of, same_values, torn
from pipeline.locate.bind import NEAR, bind
from pipeline.locate.columns import Vector
from pipeline.locate.draft import HEADER_ROWS, Draft, draft, row_index
from pipeline.locate.headers import prints
from pipeline.locate.placement import Key, Note, Placed, PlacedTable
from pipeline.locate.rows import Row
from pipeline.locate.settle import Binding, filled, printed
from schemas.load import Table, shapes, writing

LEAST_FIT = 3.0
"""Less than three labelled rows with their values, or as many labels of columns, is no table: prose and menus
hold single labels too."""
LEAST_ROWS = 2
EQUAL = 0.05
"""Editions whose fit differs by less fit equally well."""
DOUBTS = ("doubtful_columns", "no_column_header", "conflicting_rows", "table_twice")
"""The rules that leave a row without values."""


def place(rows: Sequence[Row], name: str) -> tuple[PlacedTable, ...]:
    """The table `name` wherever it stands, in each edition that fits best; none where it isn't there."""
    drafts = [draft(rows, shape) for shape in shapes(name).values()]
    drafts = [d for d in drafts if len(d.pairs) >= LEAST_ROWS and d.fit >= LEAST_FIT]
    best = max((d.fit for d in drafts), default=0.0)
    return tuple(finish(rows, d, _elsewhere(d, drafts)) for d in drafts if best - d.fit < EQUAL)


def _elsewhere(chosen: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether another edition's table stands in another part of the document: last year's, say."""
    return any(d.first > chosen.last or d.last < chosen.first for d in drafts)


def finish(rows: Sequence[Row], chosen: Draft, another: bool) -> PlacedTable:
    """Bind every row of the chosen edition and tell what could not be bound; of two editions' tables nothing is."""
    bound = bind(rows, chosen)
    _tell_labels(chosen, bound)
    _compare(rows, chosen, bound)
    _doubt_parted(rows, chosen, bound)
    if another:
        _doubt([b for b in bound.values() if b.vectors])
    notes = _unplaced(rows, chosen, {b.index for b in bound.values()})
    notes += [note for b in bound.values() for note in b.notes]
    if not any(b.header.order for b in bound.values()):
        notes.append(Note("columns_by_position"))
    first, last = _start(rows, chosen), rows[chosen.last].fields[-1].order
    return PlacedTable(chosen.table, _cells(chosen.table, bound), tuple(notes), first, last)


def _tell_labels(chosen: Draft, bound: Mapping[str, Binding]) -> None:
    """A misprinted label is worth a word where its neighbours confirm the row, and a warning where they don't."""
    codes = list(chosen.table.rows)
    for i, code in chosen.pairs.items():
        if not chosen.anchors[i].exact and code in bound and bound[code].index == i and bound[code].vectors:
            at = codes.index(code)
            around = [c for c in codes[max(0, at - 1) : at + 2] if c != code]
            sure = all(_exactly(chosen, bound.get(c)) for c in around) and not _narrowed(chosen, i, code)
            rule = "label_differs" if sure else "label_uncertain"
            bound[code].notes.append(Note(rule, code, found=chosen.anchors[i].text))


def _narrowed(chosen: Draft, i: int, code: str) -> bool:
    """Whether a label says more than the layout's where no identity would tell: documents of another body, say."""
    index = row_index(chosen.table.name, chosen.table.edition)
    return not chosen.table.identities and index.narrows(chosen.anchors[i].text, code)


def _exactly(chosen: Draft, binding: Binding | None) -> bool:
    """Whether a row is bound by a listed spelling, in the layout's order."""
    return binding is not None and binding.index in chosen.pairs and chosen.anchors[binding.index].exact


def _compare(rows: Sequence[Row], chosen: Draft, bound: Mapping[str, Binding]) -> None:
    """Where the table stands a second time with other figures, a row that isn't the same in both is in doubt."""
    if all(chosen.first - NEAR <= i <= chosen.last + NEAR for i in chosen.anchors):
        return  # no row elsewhere bears a label
    blotted = [
        row if i < chosen.first - NEAR or i > chosen.last + NEAR else Row(row.fields[:1], "flow", row.block)
        for i, row in enumerate(rows)
    ]
    again = draft(blotted, chosen.table)
    if not again.pairs or again.fit < LEAST_FIT or _is_annexed(rows, chosen, again):
        return
    second = {code: b for code, b in bind(blotted, again).items() if b.vectors}
    pairs = [(bound[code], second.get(code)) for code in bound if bound[code].vectors]
    if all(other is None or same_values(_only(own), _only(other)) for own, other in pairs):
        return
    for own, other in pairs:
        if other is None or not same_values(_only(own), _only(other)):
            found = " · ".join(printed(_only(b)) for b in (own, other) if b is not None)
            own.notes.append(Note("table_twice", own.code, found=found))
            own.vectors = {}


def _is_annexed(rows: Sequence[Row], chosen: Draft, again: Draft) -> bool:
    """Whether a line for an annex stands between the table and the second one: that is another body's."""
    between = (f.text.strip() for row in rows[chosen.last + 1 : again.first + 1] for f in row.texts)
    return any(text.startswith(writing().annex_words) for text in between)


def _doubt_parted(rows: Sequence[Row], chosen: Draft, bound: Mapping[str, Binding]) -> None:
    """A row of blanks is in doubt where numbers without a row follow it: a page may have parted label and values."""
    by_index = {b.index: b for b in bound.values()}
    above: Binding | None = None
    for i in (*range(chosen.first, chosen.last + 1), *_following(rows, chosen.last)):
        if i in by_index:
            above = by_index[i]
        elif above and above.vectors and rows[i].numbers and _is_parted(above, rows[i], chosen):
            above.notes.append(Note("doubtful_columns", above.code, found=rows[i].printed()))
            above.vectors = {}


def _is_parted(above: Binding, below: Row, chosen: Draft) -> bool:
    """Whether a row is all blank, and what stands below it has no label or the rest of its own."""
    index = row_index(chosen.table.name, chosen.table.edition)
    return not filled(_only(above)) and torn(below, index, above.code, chosen.table.groups)


def _doubt(bindings: Sequence[Binding]) -> None:
    for binding in bindings:
        binding.notes.append(Note("table_twice", binding.code, found=printed(_only(binding))))
        binding.vectors = {}


def _only(binding: Binding) -> Vector:
    return next(iter(binding.vectors.values()))


def _start(rows: Sequence[Row], chosen: Draft) -> int:
    """Where the table begins, its header counted: the first of the texts before its first label that are the form's.

    A folded row holds prose too, and a grid may hold another table or a heading above this one.
    """
    top = rows[chosen.first]
    above = [r for r in rows[max(0, chosen.first - HEADER_ROWS) : chosen.first] if r.block == top.block]
    texts = [f for row in (*above, top) for f in row.texts]
    label = chosen.anchors[chosen.first].label[0]
    before = texts[: texts.index(label)] if label in texts else texts
    start = label.order
    for text in reversed(before):
        if not prints(text.text, chosen.table):
            break
        start = text.order
    return start


def _unplaced(rows: Sequence[Row], chosen: Draft, used: set[int]) -> list[Note]:
    """The rows of numbers in the table, and those that follow it in its grid, which no row of the layout takes."""
    return [
        Note("unplaced_number", found=rows[i].printed(), label=label_of(rows[i]))
        for i in (*range(chosen.first, chosen.last + 1), *_following(rows, chosen.last))
        if i not in used and rows[i].numbers
    ]


def _following(rows: Sequence[Row], last: int) -> Iterator[int]:
    """The rows of numbers that stand right behind the table's last row in the same grid."""
    for i in range(last + 1, len(rows)):
        if rows[i].form == "flow" or rows[i].block != rows[last].block or not rows[i].numbers:
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
        at = next((f.place for f in binding.row.fields if f.kind != "text"), None) if doubt else None
        return {(code, column): Placed(None, at, doubt) for column in codes}
    (vector,) = binding.vectors.values()
    return {
        (code, column): Placed(f.text if f else None, f.place if f else None, unit=binding.header.units.get(column))
        for column, f in zip(codes, vector, strict=True)
    }
