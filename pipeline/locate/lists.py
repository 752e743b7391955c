"""The list of a report before 2019: `place(rows, name)` → a `PlacedTable` whose rows hold one count each.

Rows are bound by label and order, as those of tables are; two labels that the form has twice (被依法纠错数) are told
apart by their places alone. A row that the form doesn't have is kept under its own label, as `local_item_01` and so on.

        3.网络申请数       件   4        requests_online
        4.信函申请数       件   1        requests_by_letter
        5.手机客户端申请数 件   2        local_item_01, and the sum of the four ways is no longer a rule here
        （二）申请办结数   件   7        handled
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from pipeline.locate.align import align
from pipeline.locate.draft import BARE, DEFICIENT, FULL, PASSED_TEXT, PASSED_VALUES
from pipeline.locate.entries import Entry, entries, one_line, parted, read_header, unit_behind
from pipeline.locate.labels import LabelIndex, Match, plain
from pipeline.locate.placement import Note, Placed, PlacedTable
from pipeline.locate.rows import Field, Row
from pipeline.locate.units import is_money, money_units, stated
from schemas.load import Identity, Line, Table, local_lines, shapes, writing

LEAST_ROWS, LEAST_FIT = 5, 4.0
"""Fewer labels of the list, or fewer of them with their counts, are no list: prose names some of them too."""
LEAST_LIKE = 0.8
"""A misprinted label shares this much with the true one."""
DEEPEST = 4
"""A label is broken into no more pieces than this."""
TORN = 0.5
"""A row of its own whose label shares this much with that of a missing row may be that row."""
LONGEST = 80
"""Characters; a longer text is no label."""
NEAR = 40
"""Entries before and after the list that may still belong to it, out of order."""
AROUND = 6
"""Rows above and below the list that may say in which unit its amounts are."""
DOUBTS = ("doubtful_columns", "doubtful_row", "conflicting_rows", "table_twice")
"""The rules that leave a row without its count."""


@dataclass(frozen=True, slots=True)
class Label:
    """What an entry says it is: the rows that bear the label, how sure, and its pieces; `group` for one of a head."""

    codes: tuple[str, ...]
    likeness: float
    pieces: tuple[Field, ...]
    group: bool = False

    @property
    def text(self) -> str:
        return "".join(f.text for f in self.pieces)

    @property
    def exact(self) -> bool:
        return self.likeness == 1.0


@dataclass(slots=True)
class Bound:
    """A row of the list with its entry, at a place in the order of entries, and what is to be told of it."""

    at: int
    entry: Entry
    notes: list[Note] = field(default_factory=list)


def place(rows: Sequence[Row], name: str) -> tuple[PlacedTable, ...]:
    """The list wherever it stands; none where it isn't there."""
    return tuple(found for shape in shapes(name).values() if (found := _place(rows, shape)))


def _place(rows: Sequence[Row], shape: Table) -> PlacedTable | None:
    if not _may_stand(rows, shape):
        return None
    read = _rejoined([e for e in entries(rows, shape) if read_header(e.row, shape) is None], shape)
    labels = [label(entry, shape) for entry in read]
    pairs = _aligned(read, labels, shape, frozenset())
    if not pairs:
        return None
    bound = {code: Bound(i, read[i]) for i, code in pairs.items()}
    _tell_labels(bound, labels, shape)
    _doubt_twins(bound, labels, shape)
    _bind_displaced(bound, read, labels)
    _compare(bound, read, labels, shape)
    for code, one in bound.items():
        _tell_count(code, one, rows, shape)
    _doubt_shifted(bound, read, labels)
    own, left = _left_over(bound, read, labels, shape)
    return replace(_placed(bound, own, left, shape), first=_start(bound, labels))


def _may_stand(rows: Sequence[Row], shape: Table) -> bool:
    """Whether the document has texts enough that end as labels of the list do, or a header of its own.

    A label is a run of texts, which lines and torn cells may part; only a header can tell a text away from between.
    """
    lines = (parted(f)[0] if row.form == "flow" else f for row in rows for f in row.texts if not f.inherited)
    texts = [line.text for line in lines]
    ends = (tuple(texts[max(0, at - DEEPEST) : at]) for at in range(1, len(texts) + 1))
    labelled = sum(_said(end, shape) is not None for end in ends if len(end[-1]) <= LONGEST)
    return labelled >= LEAST_ROWS or any(read_header(row, shape) for row in rows)


# Labels


@cache
def _index(name: str, edition: int) -> tuple[LabelIndex, Mapping[str, tuple[str, ...]]]:
    """The labels, each once, and the rows that bear each."""
    shape = shapes(name)[edition]
    by_label: dict[str, list[str]] = {}
    for code, line in shape.rows.items():
        by_label.setdefault(plain(_bare(line.zh)), []).append(code)
    lines = {codes[0]: _spelt(shape.rows[codes[0]]) for codes in by_label.values()}
    return LabelIndex({**shape.groups, **lines}), {codes[0]: tuple(codes) for codes in by_label.values()}


def _spelt(line: Line) -> Line:
    """A row with all spellings of its label, each with and without the last character, which says that it counts."""
    known = [_bare(text) for text in line.spellings]
    known += [_remark().sub("", text) for text in known]
    short = [text.removesuffix(writing().count_word) for text in known]
    return replace(line, zh=known[0], aliases=tuple(dict.fromkeys((*known[1:], *short))))


@cache
def _remark() -> re.Pattern[str]:
    """What stands in brackets at the end of a label."""
    return re.compile("[(\uff08][^()\uff08\uff09]*[)\uff09]$")


def _bare(text: str) -> str:
    """A label without the word for a part of the figure above it, and without its unit."""
    return unit_behind().sub("", _part_word().sub("", one_line(text)))


@cache
def _part_word() -> re.Pattern[str]:
    return re.compile(writing().part_word)


def label(entry: Entry, shape: Table) -> Label | None:
    """The label that an entry's last texts make; None where they make none of the form's."""
    said = _said(tuple([f.text for f in entry.label[-DEEPEST:]]), shape)
    if said is None:
        return None
    match, width = said
    _, twins = _index(shape.name, shape.edition)
    is_group = match.code in shape.groups
    return Label(() if is_group else twins[match.code], match.likeness, entry.label[-width:], is_group)


@lru_cache(maxsize=4096)
def _said(texts: tuple[str, ...], shape: Table) -> tuple[Match, int] | None:
    """The label that the last of some texts make, and how many of them do; the likeliest."""
    index, _ = _index(shape.name, shape.edition)
    best: tuple[Match, int] | None = None
    for width in range(1, len(texts) + 1):
        text = "".join(texts[-width:])
        match = index.best(_bare(text)) if len(text) <= LONGEST else None
        if match is not None and match.likeness >= LEAST_LIKE and (best is None or match.likeness > best[0].likeness):
            best = match, width
    return best


def _rejoined(read: Sequence[Entry], shape: Table) -> list[Entry]:
    """The entries, with a label that was torn over two rows of a grid made whole where only the whole is one."""
    found: list[Entry] = []
    for entry in read:
        above = found[-1] if found and found[-1].bare and found[-1].row.block == entry.row.block else None
        whole = replace(entry, label=(*above.label, *entry.label)) if above else entry
        parts = [label(part, shape) for part in (above, entry) if part] if above else []
        joined = label(whole, shape) if above else None
        if joined and joined.exact and len(joined.text) > len(entry.label[-1].text) and not any(
            part and part.exact for part in parts
        ):
            found[-1] = whole
        else:
            found.append(entry)
    return found


# Order


def _aligned(
    read: Sequence[Entry], labels: Sequence[Label | None], shape: Table, gone: frozenset[int]
) -> dict[int, str]:
    """The entries that stand for rows of the list, in its order; none where too few do."""
    codes = list(shape.rows)
    offers = [
        {codes.index(code): _worth(entry, said) for code in said.codes} if said and i not in gone else {}
        for i, (entry, said) in enumerate(zip(read, labels, strict=True))
    ]
    costs = [PASSED_VALUES if entry.filled else PASSED_TEXT for entry in read]
    fit, pairs = align(offers, costs)
    return {i: codes[j] for i, j in pairs.items()} if len(pairs) >= LEAST_ROWS and fit >= LEAST_FIT else {}


def _worth(entry: Entry, said: Label) -> float:
    worth = FULL if entry.count is not None else DEFICIENT if entry.values else BARE
    return worth * said.likeness


def _tell_labels(bound: Mapping[str, Bound], labels: Sequence[Label | None], shape: Table) -> None:
    """A label that differs is told, with a warning where the rows around it don't confirm it."""
    codes = list(shape.rows)
    for code, one in bound.items():
        said = labels[one.at]
        if said and not said.exact:
            at = codes.index(code)
            around = [bound.get(c) for c in codes[max(0, at - 1) : at + 2] if c != code]
            sure = all(other and labels[other.at].exact for other in around)
            one.notes.append(Note("label_differs" if sure else "label_uncertain", code, found=said.text))


def _doubt_twins(bound: Mapping[str, Bound], labels: Sequence[Label | None], shape: Table) -> None:
    """A label that two rows bear is in doubt where the rows around it leave room for the other one."""
    codes = list(shape.rows)
    order = sorted(bound, key=lambda code: bound[code].at)
    around = zip([None, *order[:-1]], order, [*order[1:], None], strict=True)
    for before, code, behind in around:
        between = codes[codes.index(before) + 1 if before else 0 : codes.index(behind) if behind else len(codes)]
        if any(c != code and c not in bound and c in between for c in labels[bound[code].at].codes):
            bound[code].notes.append(Note("doubtful_row", code, found=bound[code].entry.printed()))


def _bind_displaced(bound: dict[str, Bound], read: Sequence[Entry], labels: Sequence[Label | None]) -> None:
    """Labels that tell their row even out of order, near the list; a row that is met again otherwise is in doubt."""
    used = {one.at for one in bound.values()}
    for i in range(max(0, min(used) - NEAR), min(len(read), max(used) + NEAR + 1)):
        said = labels[i]
        if i in used or said is None or not said.exact or len(said.codes) != 1 or read[i].count is None:
            continue
        (code,) = said.codes
        if code not in bound or bound[code].entry.bare:
            bound[code] = Bound(i, read[i], [Note("row_order", code)])
        elif read[i].filled and _text(read[i]) != _text(bound[code].entry):
            both = f"{bound[code].entry.printed()} · {read[i].printed()}"
            bound[code].notes.append(Note("conflicting_rows", code, found=both))


def _text(entry: Entry) -> str:
    return " ".join(f.text.strip() for f in entry.filled)


def _compare(bound: Mapping[str, Bound], read: Sequence[Entry], labels: Sequence[Label | None], shape: Table) -> None:
    """Where the list stands a second time with other figures, a row that isn't the same in both is in doubt."""
    again = _aligned(read, labels, shape, frozenset(one.at for one in bound.values()))
    second = {code: read[i] for i, code in again.items()}
    if all(code not in second or _text(one.entry) == _text(second[code]) for code, one in bound.items()):
        return
    for code, one in bound.items():
        other = second.get(code)
        if other is None or _text(one.entry) != _text(other):
            found = " · ".join(e.printed() for e in (one.entry, other) if e)
            one.notes.append(Note("table_twice", code, found=found))


def _start(bound: Mapping[str, Bound], labels: Sequence[Label | None]) -> int:
    """Where the list begins: with its first label, or with the heads right above that."""
    at = min(one.at for one in bound.values())
    while at and (above := labels[at - 1]) is not None and above.group:
        at -= 1
    return labels[at].pieces[0].order


# Counts


def _tell_count(code: str, one: Bound, rows: Sequence[Row], shape: Table) -> None:
    """What is to be told of a row's count: which it is, of which year, in what unit."""
    entry = one.entry
    if entry.doubtful:
        one.notes.append(Note("doubtful_columns", code, found=entry.printed()))
    one.notes += [Note("other_year", code, found=year) for year in entry.years]
    if entry.strange:
        one.notes.append(Note("unit_undecided", code, found=entry.strange))
    if entry.unit is None and is_money(shape.rows[code]):
        named = _stated(rows, entry)
        if len(named) == 1:
            one.entry = replace(entry, unit=next(iter(named)))
        elif named:
            one.notes.append(Note("unit_undecided", code, found=" ".join(sorted(named))))


def _doubt_shifted(bound: Mapping[str, Bound], read: Sequence[Entry], labels: Sequence[Label | None]) -> None:
    """In a flow, numbers may stand before their labels: then one stands before the first, and none behind the last.

        10 · 收到申请数 · 4 · 当面申请数 · …           4 would be taken for the requests received
    """
    ends = sorted(bound.values(), key=lambda one: one.at)
    first, last = ends[0], ends[-1]
    before = read[first.at - 1] if first.at else None
    if last.entry.row.form != "flow" or last.entry.values:
        return
    headed = any(said and said.group and _has_digits(entry) for said, entry in zip(labels, read, strict=True))
    if headed or (before and before.filled and labels[first.at - 1] is None):
        for code, one in bound.items():
            one.notes.append(Note("doubtful_columns", code, found=one.entry.printed()))


def _has_digits(entry: Entry) -> bool:
    return any(map(str.isdigit, entry.printed()))


def _stated(rows: Sequence[Row], entry: Entry) -> frozenset[str]:
    """The units of money that lines above or below the entry's grid name."""
    own = [i for i, row in enumerate(rows) if row.block == entry.row.block and row.form == entry.row.form]
    above, below = rows[max(0, own[0] - AROUND) : own[0] + AROUND], rows[own[-1] + 1 : own[-1] + AROUND]
    return money_units((*stated(above), *stated(below)))


# What is left over


def _left_over(
    bound: Mapping[str, Bound], read: Sequence[Entry], labels: Sequence[Label | None], shape: Table
) -> tuple[dict[int, Entry], list[Note]]:
    """The rows that the locality added, by their place, and notes on numbers that no row takes."""
    used = {one.at for one in bound.values()}
    own: dict[int, Entry] = {}
    notes: list[Note] = []
    for i in range(min(used), len(read)):
        entry, said = read[i], labels[i]
        within = i < max(used)
        next_to = i - 1 == max(used) or i - 1 in own
        if i in used or not (within or _goes_on(entry, read[max(used)], next_to)):
            continue
        if said is None and (within or entry.unit is not None) and _is_row(entry) and len(own) < shape.local_rows:
            own[i] = entry
        elif _has_digits(entry):
            notes.append(Note("unplaced_number", found=entry.printed(), label=_flat(entry)))
    return own, notes


def _goes_on(entry: Entry, last: Entry, next_to: bool) -> bool:
    """Whether an entry below the form's last row may be one of the list: in its grid, or next to it with a unit."""
    if entry.row.form == "flow":
        return next_to and entry.unit is not None
    return entry.row.block == last.row.block


def _is_row(entry: Entry) -> bool:
    """Whether an entry is a row of figures: it has a count, or a unit and an empty cell for it."""
    return len(_flat(entry)) <= LONGEST and bool(entry.filled or (entry.values and entry.unit))


def _flat(entry: Entry) -> str:
    """The entry's own label: in a flow the last of its texts, for others may stand there that belong to no row."""
    pieces = entry.label[-1:] if entry.row.form == "flow" else entry.label
    return unit_behind().sub("", " ".join(" ".join(one_line(f.text).split()) for f in pieces))


# The table


def _placed(bound: Mapping[str, Bound], own: Mapping[int, Entry], left: Sequence[Note], shape: Table) -> PlacedTable:
    """The list of this report: the form's rows and the local ones in the order in which they stand."""
    local = dict(zip(local_lines(shape), own.items(), strict=False))
    rows = _rows(bound, local, shape)
    cells = {(code, ""): _cell(bound.get(code)) for code in shape.rows}
    told = [note for one in bound.values() for note in one.notes] + list(left)
    for code, (at, entry) in local.items():
        one = Bound(at, entry, list(_tell_local(code, at, entry, bound, shape)))
        cells[code, ""] = _cell(one)
        told += one.notes
    identities = tuple(i for i in shape.identities if not _is_extended(i, list(rows), local))
    table = replace(shape, rows=rows, cells=tuple((code, "") for code in rows), identities=identities)
    ends = [(*e.label, *e.values)[-1].order for e in (*(b.entry for b in bound.values()), *own.values())]
    return PlacedTable(table, cells, tuple(told), min(ends), max(ends))


def _cell(one: Bound | None) -> Placed:
    if one is None:
        return Placed(None, None)
    doubt = next((note.rule for note in one.notes if note.rule in DOUBTS), None)
    if doubt is not None:
        return Placed(None, one.entry.values[0].place if one.entry.values else None, doubt)
    count = one.entry.count
    return Placed(count.text, count.place, unit=one.entry.unit) if count else Placed(None, None)


def _tell_local(code: str, at: int, entry: Entry, bound: Mapping[str, Bound], shape: Table) -> Iterator[Note]:
    """That the row is a local one, and what is in doubt about it: its label, its count, its year."""
    yield Note("local_row", code, label=_flat(entry))
    index, _ = _index(shape.name, shape.edition)
    if any(index.common(_bare(_flat(entry)), c) >= TORN for c in _missing_around(at, bound, shape)):
        yield Note("label_uncertain", code, found=_flat(entry))
    if entry.doubtful:
        yield Note("doubtful_columns", code, found=entry.printed())
    yield from (Note("other_year", code, found=year) for year in entry.years)


def _missing_around(at: int, bound: Mapping[str, Bound], shape: Table) -> Iterator[str]:
    """The rows of the form without a count that should stand where a local row does."""
    codes = list(shape.rows)
    shown = {one.at: codes.index(code) for code, one in bound.items() if one.entry.values}
    first = max((j for i, j in shown.items() if i < at), default=-1)
    last = min((j for i, j in shown.items() if i > at), default=len(codes))
    _, twins = _index(shape.name, shape.edition)
    yield from (code for code in codes[first + 1 : last] if code in twins)


def _rows(bound: Mapping[str, Bound], local: Mapping[str, tuple[int, Entry]], shape: Table) -> dict[str, Line]:
    """The form's rows, each local one behind the row of the form that it stands behind."""
    places = {one.at: code for code, one in bound.items()}
    after: dict[str, list[Line]] = {}
    for code, (at, entry) in local.items():
        before = places[max(i for i in places if i < at)]
        line = replace(local_lines(shape)[code], zh=_flat(entry), unit=entry.unit, group=shape.rows[before].group)
        after.setdefault(before, []).append(line)
    ordered = (own for code, line in shape.rows.items() for own in (line, *after.get(code, ())))
    return {line.code: line for line in ordered}


def _is_extended(identity: Identity, codes: Sequence[str], local: Mapping[str, object]) -> bool:
    """Whether a local row stands among the rows of a sum, or right behind them, so that it may be part of it."""
    at = sorted(codes.index(code) for code in (*identity.left, *identity.right))
    return any(code in local for code in codes[at[0] : at[-1] + 2])
