"""Table 四, whose three rows stand beside each other: `place(rows, name)` → a `PlacedTable` for each edition that fits.

        行政复议                    │ 行政诉讼
        结果维持 … 总计              │ 未经复议直接起诉        │ 复议后起诉
                                   │ 结果维持 … 总计         │ 结果维持 … 总计
        0  0  0  2  2              │ 0  0  0  0  0          │ 0  0  0  0  0

Real reports print it so, as three tables of five, or with a row for each route.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.identities import equations
from pipeline.locate.columns import Vector
from pipeline.locate.headers import LONGEST_LABEL
from pipeline.locate.labels import LabelIndex, plain
from pipeline.locate.placement import Key, Note, Placed, PlacedTable
from pipeline.locate.rows import Field, Row
from pipeline.numbers import Number, read_number
from schemas.load import Table, shapes, table

HEADER_ROWS = 14
"""A header of three levels, one label a line, two lines a label, stays below this."""
LEAST_OUTCOMES = 3
"""So many different outcomes must be named above the values."""


@cache
def indexes(name: str, edition: int) -> tuple[LabelIndex, LabelIndex]:
    """The labels of the routes (with the group over two of them), and of the outcomes."""
    shape = table(name, edition)
    return LabelIndex({**shape.rows, **shape.groups}), LabelIndex(shape.columns)


@dataclass(frozen=True, slots=True)
class Find:
    """A row of values, the texts that stand above it from top to bottom, and the routes that those name."""

    index: int
    header: tuple[Row, ...]
    routes: tuple[str, ...]
    values: tuple[Field, ...]


def place(rows: Sequence[Row], name: str) -> tuple[PlacedTable, ...]:
    """Table 四 in each edition that fits: all editions print it alike."""
    return tuple(placed for shape in shapes(name).values() if (placed := _place(rows, shape)))


def _place(rows: Sequence[Row], shape: Table) -> PlacedTable | None:
    found = [find for i in _below_outcomes(rows, shape) if (find := _find(rows, i, shape))]
    finds = [find for find in found if rows[find.index].numbers or rows[find.index].form == "cells"] or found
    if not finds:
        return _labels_only(rows, shape)
    near = _together(finds, shape)
    cells: dict[Key, Placed] = {key: Placed(None, None) for key in shape.cells}
    notes: list[Note] = []
    for find in near:
        keys, vector, by_sum = _bind(shape, find)
        notes += _notes(keys, vector, by_sum, rows[find.index])
        cells |= {key: _cell(key, keys, vector) for key in keys}
    for other in _again(finds, near, shape):
        notes += _differences(shape, other, cells)
    first, last = _start(rows[near[0].index], shape), rows[near[-1].index].fields[-1].order
    return PlacedTable(shape, cells, tuple(notes), first, last)


def _below_outcomes(rows: Sequence[Row], shape: Table) -> Iterator[int]:
    """The rows in or above which, as far up as a header reaches, enough outcomes are named for a row of values."""
    named = {i: codes for i, row in enumerate(rows) if row.texts and (codes := _outcomes((row,), shape))}
    for at in sorted({i + below for i in named for below in range(HEADER_ROWS + 1) if i + below < len(rows)}):
        near = (named[i] for i in range(max(0, at - HEADER_ROWS), at + 1) if i in named)
        if len(set().union(*near)) >= LEAST_OUTCOMES:
            yield at


def _start(row: Row, shape: Table) -> int:
    """Where the table begins: with the row, or in a folded one, whose texts hold prose too, with its first label."""
    routes, outcomes = indexes(shape.name, shape.edition)
    own = [f.order for f in row.texts if routes.all(f.text) or outcomes.all(f.text)]
    return min(own, default=row.order) if row.form == "flow" else row.order


def _find(rows: Sequence[Row], i: int, shape: Table) -> Find | None:
    row = rows[i]
    values = tuple(f for f in row.fields if f.kind != "text" and not f.inherited)
    empty = row.form == "cells" or len(values) >= len(shape.cells)
    if len(values) < len(shape.columns) or not (row.numbers or empty):
        return None
    header = _header(rows, i, shape)
    routes, _ = indexes(shape.name, shape.edition)
    if len(_outcomes((*header, row), shape)) < LEAST_OUTCOMES:
        return None
    seen = _routes([f.text for r in (*header, row) for f in r.texts], routes, shape)
    own = _routes([f.text for f in row.texts if not f.inherited], routes, shape)
    return Find(i, (*header, row), own or seen, values) if own or seen else None


def _outcomes(rows: Sequence[Row], shape: Table) -> set[str]:
    _, outcomes = indexes(shape.name, shape.edition)
    return {m.code for row in rows for f in row.texts if (m := outcomes.best(f.text))}


def _header(rows: Sequence[Row], i: int, shape: Table) -> tuple[Row, ...]:
    """The rows above row `i` up to the last row of values.

    Where those name no outcomes, the table has a row for each route, and its header stands above the others.
    """
    found: list[Row] = []
    for row in reversed(rows[max(0, i - HEADER_ROWS) : i]):
        if row.numbers:
            if len(_outcomes((*found, rows[i]), shape)) >= LEAST_OUTCOMES or _other_table(row, rows[i]):
                break
            if row.form != "flow":
                continue
        found.insert(0, row)
    return tuple(found)


def _other_table(above: Row, row: Row) -> bool:
    return above.block != row.block and not (above.form == row.form == "flow")


def _routes(texts: Sequence[str], index: LabelIndex, shape: Table) -> tuple[str, ...]:
    """The routes named, in reading order; a group counts only where none of its own routes is named."""
    codes = list(dict.fromkeys(m.code for text in texts for m in index.all(text)))
    covered = {shape.rows[c].group for c in codes if c in shape.rows}
    return tuple(c for c in codes if c in shape.rows or c not in covered)


def _together(finds: Sequence[Find], shape: Table) -> list[Find]:
    """The first whole row of values; else the parts that follow each other, each route once."""
    whole = [find for find in finds if len(find.values) >= len(shape.cells)]
    if whole:
        return whole[:1]
    taken: set[str] = set()
    parts = []
    for find in finds:
        if not taken & set(find.routes):
            parts.append(find)
            taken |= set(find.routes)
    return parts


def _again(finds: Sequence[Find], near: Sequence[Find], shape: Table) -> list[Find]:
    """Further rows of values for routes that have theirs: another year's, or the table a second time."""
    return [find for find in finds if find not in near]


def _differences(shape: Table, other: Find, cells: dict[Key, Placed]) -> list[Note]:
    """Puts in doubt what a second whole row prints differently."""
    keys, vector, _ = _bind(shape, other)
    notes = []
    for key, field in zip(keys, vector or (), strict=False):
        own = cells[key].text if key in cells else None
        if own is not None and own.strip() != field.text.strip():
            notes.append(Note("table_twice", *key, found=f"{own.strip()} · {field.text.strip()}"))
            cells[key] = Placed(None, cells[key].place, "table_twice")
    return notes


def _bind(shape: Table, find: Find) -> tuple[tuple[Key, ...], Vector | None, bool]:
    """The cells that a find is about, its values in their order (None where they can't be bound), and whether only the
    identities tell which values are meant."""
    routes = _meant(shape, find)
    keys = tuple((route, outcome) for route in routes for outcome in shape.columns)
    if not _in_order(shape, find) or any(route not in shape.rows for route in routes):
        return tuple(k for k in keys if k in shape.cells), None, False
    by_header = _by_header(shape, find, keys)
    windows = [] if by_header else _windows(find.values, len(keys))
    vector = by_header or _only_window(shape, keys, windows)
    bound = vector is not None and not _short_of_total(shape, find, vector)
    return keys, vector if bound else None, bound and len(windows) > 1


def _short_of_total(shape: Table, find: Find, vector: Vector) -> bool:
    """Whether the last total is blank though its route and another's total are not: a cell may have been lost."""
    wide = len(shape.columns)
    spare = len(find.values) > len(vector)
    *others, last = [vector[i : i + wide] for i in range(0, len(vector), wide)]
    filled = any(f.kind != "blank" for f in last[:-1]) and any(route[-1].kind != "blank" for route in others)
    return spare and last[-1].kind == "blank" and filled


def _meant(shape: Table, find: Find) -> tuple[str, ...]:
    """The routes of a find; all of them where there are values for all, though some header was lost."""
    return tuple(shape.rows) if len(find.values) >= len(shape.cells) else find.routes


def _in_order(shape: Table, find: Find) -> bool:
    """Whether routes and outcomes, as far as a line of the header names them, stand in the layout's order."""
    _, outcomes = indexes(shape.name, shape.edition)
    lines = [[m.code for f in row.texts if (m := outcomes.best(f.text))] for row in find.header]
    routes = [_places(shape).index(code) for code in _named_routes(shape, find)]
    ascending = all(_ascends(line, shape) for line in lines if len(set(line)) > 2)
    if routes != sorted(routes) or not ascending:
        return False
    doubts = (_half_read, _is_foreign, _has_foreign_outcome)
    return not any(doubt(shape, find) for doubt in doubts) and not any(_displaced(r, shape) for r in find.header)


def _places(shape: Table) -> list[str]:
    """The routes and the group over two of them, in the order in which the form prints them."""
    found: list[str] = []
    for code, line in shape.rows.items():
        found += [line.group] if line.group is not None and line.group not in found else []
        found.append(code)
    return found


def _named_routes(shape: Table, find: Find) -> list[str]:
    """The routes and groups that the header names, each where it is first met."""
    routes, _ = indexes(shape.name, shape.edition)
    own = [f.text for f in find.header[-1].texts if not f.inherited]
    texts = own if any(routes.all(text) for text in own) else [f.text for row in find.header for f in row.texts]
    return list(dict.fromkeys(m.code for text in texts for m in routes.all(text)))


def _displaced(row: Row, shape: Table) -> bool:
    """Whether a line with a text for every outcome has one in another's place."""
    routes, outcomes = indexes(shape.name, shape.edition)
    texts = [f.text for f in row.texts if not routes.all(f.text)] if row.form != "flow" else []
    named = [(i, m.code) for i, text in enumerate(texts) if (m := outcomes.best(text))]
    wide = len(shape.columns)
    full = len(named) > 2 and len(texts) % wide == 0
    return full and any(code != list(shape.columns)[i % wide] for i, code in named)


def _is_foreign(shape: Table, find: Find) -> bool:
    """Whether a header that doesn't name every route has a short text that is none of the form's: of the first and
    the second instance, say."""
    routes, _ = indexes(shape.name, shape.edition)
    read = {m.code for row in find.header for f in row.texts for m in routes.all(f.text)}
    if len(find.values) < len(shape.cells) or not read or set(shape.rows) <= read:
        return False
    named = [f.text for row in find.header if row.form != "flow" for f in row.texts if not f.inherited]
    return any(plain(text) and _is_strange(text, shape) for text in named)


def _has_foreign_outcome(shape: Table, find: Find) -> bool:
    """Whether among the outcomes that the header names stands a short text that is none of the form's: withdrawn, say.

    What stands at an outcome's place without being one, or a cell that is empty, may be any other.
    """
    _, outcomes = indexes(shape.name, shape.edition)
    for row in find.header:
        fields = [f for f in row.fields if not f.inherited and f.kind in ("text", "blank")]
        named = [i for i, f in enumerate(fields) if f.kind == "text" and outcomes.best(f.text)]
        between = fields[named[0] : named[-1] + 1] if len(named) >= LEAST_OUTCOMES else []
        if any(_is_strange(f.text, shape) for f in between):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_strange(text: str, shape: Table) -> bool:
    """Whether a short text, or a blank, is no label of the table nor a piece of one."""
    routes, outcomes = indexes(shape.name, shape.edition)
    lines = (*shape.rows.values(), *shape.groups.values(), *shape.columns.values())
    word = plain(text)
    piece = bool(word) and any(word in plain(spelling) for line in lines for spelling in line.spellings)
    return len(word) <= LONGEST_LABEL and not (piece or routes.all(text) or outcomes.all(text))


def _half_read(shape: Table, find: Find) -> bool:
    """Whether a row for all routes stands below a header that names one of a group's two: which comes first then?"""
    routes, _ = indexes(shape.name, shape.edition)
    read = {m.code for row in find.header for f in row.texts for m in routes.all(f.text) if m.exact}
    grouped = {code for code, line in shape.rows.items() if line.group is not None}
    return len(find.values) >= len(shape.cells) and len(grouped & read) == 1


def _ascends(line: Sequence[str], shape: Table) -> bool:
    """Whether outcomes stand in the layout's order: in each route's five, or as each is first met."""
    numbers = [list(shape.columns).index(code) for code in line]
    wide = len(shape.columns)
    if len(numbers) % wide == 0:
        return all(sorted(numbers[i : i + wide]) == numbers[i : i + wide] for i in range(0, len(numbers), wide))
    first = list(dict.fromkeys(numbers))
    return first == sorted(first)


def _by_header(shape: Table, find: Find, keys: Sequence[Key]) -> Vector | None:
    """Each value below its own route and outcome, in a table of true columns; None where some have none."""
    stacks = {f.order: _above(find.header, f) for f in find.values}
    found: dict[Key, list[Field]] = {}
    for f in find.values:
        key = _named(shape, stacks[f.order])
        if key is None or f.deep:
            if f.kind != "blank":
                return None
            continue
        found.setdefault(key, []).append(f)
    full = {key: [f for f in at if f.kind != "blank"] or at[:1] for key, at in found.items()}
    if any(key not in full or len(full[key]) > 1 for key in keys):
        return None
    return tuple(full[key][0] for key in keys)


def _above(header: Sequence[Row], value: Field) -> list[str]:
    """The texts above a value, top to bottom; none where a header's cell covers it only in part."""
    above = {
        f.order: f
        for row in header
        if row.form == "cells"
        for f in row.texts
        if f.left < value.right and f.right > value.left
    }
    if any(f.left > value.left or f.right < value.right for f in above.values()):
        return []
    return [f.text for f in above.values()]


def _named(shape: Table, stack: Sequence[str]) -> Key | None:
    routes, outcomes = indexes(shape.name, shape.edition)
    route = [m.code for text in stack if (m := routes.best(text)) and m.code in shape.rows]
    outcome = [m.code for text in stack if (m := outcomes.best(text))]
    return (route[-1], outcome[-1]) if route and outcome else None


def _only_window(shape: Table, keys: Sequence[Key], windows: Sequence[Vector]) -> Vector | None:
    """The only window, or the only one that the identities let stand; None where that leaves a choice.

        ␣ 2 ␣ 2 ␣ ␣      2 = 2 in the first five only
    """
    fitting = [w for w in windows if _adds_up(shape, keys, w)] if len(windows) > 1 else windows
    return fitting[0] if len(fitting) == 1 else None


def _windows(values: Sequence[Field], count: int) -> list[Vector]:
    """The runs of `count` values that leave only blanks out, each once though blanks may stand at either end."""
    windows = [
        tuple(values[offset : offset + count])
        for offset in range(len(values) - count + 1)
        if all(f.kind == "blank" for f in (*values[:offset], *values[offset + count :]))
    ]
    return [*{tuple(f.text.strip() for f in window): window for window in reversed(windows)}.values()]


def _adds_up(shape: Table, keys: Sequence[Key], window: Vector) -> bool:
    """Whether each route adds up to its total, or prints nothing at all; one without its total may stand elsewhere."""
    reads = zip(keys, (read_number(f.text) for f in window), strict=True)
    numbers = {key: read.value for key, read in reads if isinstance(read, Number)}
    judged = [e for e in equations(shape, numbers) if numbers.keys() & set(e.cells)]
    return bool(judged) and all(e.outcome == "pass" and set(e.right) <= numbers.keys() for e in judged)


def _cell(key: Key, keys: Sequence[Key], vector: Vector | None) -> Placed:
    if vector is None:
        return Placed(None, None, "doubtful_columns")
    source = vector[list(keys).index(key)]
    return Placed(source.text, source.place)


def _notes(keys: Sequence[Key], vector: Vector | None, by_sum: bool, row: Row) -> list[Note]:
    """A word for each route where its values can't be bound, or only the identities tell which they are."""
    routes = dict.fromkeys(k[0] for k in keys)
    if vector is None:
        return [Note("doubtful_columns", route, found=row.printed()) for route in routes]
    return [Note("columns_by_identity", route) for route in routes] if by_sum else []


def _labels_only(rows: Sequence[Row], shape: Table) -> PlacedTable | None:
    """The table's labels without any value: it is there, and its cells are not shown."""
    routes, outcomes = indexes(shape.name, shape.edition)
    for i, row in enumerate(rows):
        near = [f.text for r in rows[i : i + HEADER_ROWS] for f in r.texts]
        named = {m.code for text in near if (m := outcomes.best(text)) and m.code != "total"}
        if len(named) > LEAST_OUTCOMES and len(_routes(near, routes, shape)) > 1:
            cells = {key: Placed(None, None) for key in shape.cells}
            return PlacedTable(shape, cells, (), row.order, row.order)
    return None
