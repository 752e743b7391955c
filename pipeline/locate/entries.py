"""The entries of a list, in the order in which they are meant: `entries(rows, shape)` → `Entry`, label, unit, values.

        （一）收到申请数 │ 件 │ 10 │ 四、行政复议数量 │ 件 │ 0        two lists side by side: the left one whole,
        1.当面申请数     │ 件 │  4 │ （一）维持…数    │ 件 │ 0        and then the right one

        序号 │ 统计指标  │ 单位 │ 统计数        a header tells which column holds the count; without one, the single
        7    │ 收到申请数 │ 件  │ 10            number behind the label is it, and of two neither
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from pipeline.locate.labels import plain
from pipeline.locate.rows import Field, Row, kind
from schemas.load import Table, codelist, writing

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A label of one or more pieces, the unit printed beside it (its code), and the fields that can be its count.

    `strange` is a text in the place of the unit that is no known unit, `years` those that the header names. `astray`
    says that the list has numbers in several columns and nothing tells which of them counts.
    """

    label: tuple[Field, ...]
    unit: str | None
    values: tuple[Field, ...]
    row: Row
    strange: str | None = None
    years: tuple[str, ...] = ()
    astray: bool = False

    @property
    def filled(self) -> tuple[Field, ...]:
        return tuple(f for f in self.values if f.kind != "blank")

    @property
    def count(self) -> Field | None:
        """The one field that holds the count, printed or blank; None where none is shown, or several are."""
        if self.doubtful or not self.values:
            return None
        return (*self.filled, *self.values)[0]

    @property
    def doubtful(self) -> bool:
        """Whether nothing tells which of several fields is the count."""
        return len(self.filled) > 1 or (self.astray and bool(self.filled) and len(self.values) > 1)

    @property
    def bare(self) -> bool:
        """Whether nothing but blanks stands behind the label."""
        return not self.filled and self.unit is None

    def printed(self) -> str:
        return " ".join(f.text.strip() or "␣" for f in self.values)


@dataclass(frozen=True, slots=True)
class Header:
    """Which columns a grid's header says hold indicators, units, counts, and what is none of these."""

    labels: tuple[Range, ...] = ()
    units: tuple[Range, ...] = ()
    counts: tuple[Range, ...] = ()
    others: tuple[Range, ...] = ()
    years: tuple[str, ...] = ()


def entries(rows: Sequence[Row], shape: Table) -> list[Entry]:
    """All entries of the document; in a grid each of two lists that stand side by side is read to its end.

    Grids as wide as each other, with nothing between them, are one that pages broke.
    """
    found: list[Entry] = []
    for own in _runs(rows):
        if own[0].form == "flow":
            _add_flow(found, own)
        else:
            found += _of_grid(own, shape)
    return found


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of a flow, of a grid, or of a grid and those that go on with it."""
    runs: list[list[Row]] = []
    for _, block in groupby(rows, key=lambda row: (row.block, row.form)):
        own = list(block)
        if runs and own[0].form != "flow" and (runs[-1][0].form, _width(runs[-1])) == (own[0].form, _width(own)):
            runs[-1] += own
        else:
            runs.append(own)
    return runs


def _width(rows: Sequence[Row]) -> int:
    return max(f.right for row in rows for f in row.fields)


# Lines of a flow


def _add_flow(found: list[Entry], rows: Sequence[Row]) -> None:
    """The entries of folded rows; a unit that a row begins with stands behind the last number of the row above."""
    for row in rows:
        fields = row.fields
        if unit_of(fields[0].text) and found and found[-1].row.form == "flow":
            found[-1] = found[-1] if found[-1].unit else replace(found[-1], unit=unit_of(fields[0].text))
            fields = fields[1:]
        for label, behind in _walk([part for f in fields for part in parted(f)], Header()):
            found.append(_entry(label, behind, row, Header(), last=True))


LONGEST_LINE = 120
"""Characters of a line that can hold a label, its count and unit."""


def parted(line: Field) -> tuple[Field, ...]:
    """A line that holds a label and its count, as `收到申请数：10件` does, as these two; any other line as it is."""
    short = line.kind == "text" and len(line.text) <= LONGEST_LINE  # a longer one is a sentence, and may be hostile
    match = _with_count().fullmatch(line.text.strip()) if short else None
    if match is None or kind(match["count"]) != "value":
        return (line,)
    return line._replace(text=match["label"]), line._replace(text=match["count"], kind="value", tail=True)


@cache
def _with_count() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, units()), key=len, reverse=True))
    return re.compile(rf"(?P<label>.*\D)[:\uff1a\s]\s*(?P<count>\d[\d,]*(?:\.\d+)?\s*(?:{words})?)")


# Rows of a grid


def _of_grid(rows: Sequence[Row], shape: Table) -> list[Entry]:
    header, found = Header(), []
    for row in rows:
        header = read_header(row, shape) or header
        pieces = list(_walk([f for f in row.fields if not f.inherited], header))
        for at, (label, behind) in enumerate(pieces):
            found.append(_entry(label, behind, row, header, last=at == len(pieces) - 1))
    return _side_by_side(_astray(found))


def _astray(found: Sequence[Entry]) -> list[Entry]:
    """The entries, told whether numbers stand in several columns, however far labels are indented."""
    filled = ((e, f) for e in found for f in e.filled if any(map(str.isdigit, f.text)))
    places = [(f.left, f.left - e.label[0].left) for e, f in filled]
    several = all(len(set(at)) > 1 for at in zip(*places, strict=True)) and bool(places)
    return [replace(entry, astray=several) for entry in found]


def read_header(row: Row, shape: Table) -> Header | None:
    """What a row says of the columns; None where it is no header: it has a value, or less than two known names."""
    if row.numbers or len(row.texts) < LEAST_NAMES:
        return None
    names = Header()
    for f in row.texts:
        at = ((f.left, f.right),)
        match role(f.text, shape):
            case "label":
                names = replace(names, labels=names.labels + at)
            case "unit":
                names = replace(names, units=names.units + at)
            case "count":
                names = replace(names, counts=names.counts + at, years=names.years + _years(f.text))
            case "other":
                names = replace(names, others=names.others + at)
    known = len(names.labels) + len(names.units) + len(names.counts) + len(names.others)
    return names if known >= LEAST_NAMES and (names.labels or names.counts) else None


LEAST_NAMES = 2


@lru_cache(maxsize=4096)
def role(text: str, shape: Table) -> str | None:
    """What a header's text names: `label`, `unit`, `count` or `other`; None where it is none of the form's."""
    word = plain(_aside().sub("", text))
    if any(turn in text for turn in writing().turning):
        return None
    (column,) = shape.columns.values()
    if word in map(plain, column.spellings):
        return "count"
    heads = [plain(head) for head in shape.headers]
    if word not in heads:
        return None
    if writing().unit_word in word:
        return "unit"
    return "label" if heads.index(word) < heads.index(plain(shape.headers[0])) + LABEL_HEADS else "other"


LABEL_HEADS = 3
"""The first of a list's headers name the indicators."""


def _years(text: str) -> tuple[str, ...]:
    return tuple(re.findall(writing().bare_year, text))


@cache
def _aside() -> re.Pattern[str]:
    """A year, or what stands in brackets, which a header's name may have beside it."""
    return re.compile(rf"{writing().bare_year}\D?|[(\uff08][^()\uff08\uff09]*[)\uff09]")


def _walk(fields: Sequence[Field], header: Header) -> Iterator[tuple[list[Field], list[Field]]]:
    """Each label with what stands behind it, up to the next label; a counter before the first is passed over."""
    label: list[Field] = []
    behind: list[Field] = []
    for f in fields:
        if f.kind == "text" and not (label and _stands_behind(f, header)):
            if behind:
                yield label, behind
                label, behind = [], []
            label.append(f)
        elif label:
            behind.append(f)
    if label:
        yield label, behind


def _stands_behind(f: Field, header: Header) -> bool:
    """Whether a text is no label: a unit, or in a column that the header has for something else."""
    return unit_of(f.text) is not None or any(_in(f, at) for at in (header.units, header.counts, header.others))


def _in(f: Field, ranges: Sequence[Range]) -> bool:
    return any(f.left < right and f.right > left for left, right in ranges)


def _entry(label: Sequence[Field], behind: Sequence[Field], row: Row, header: Header, last: bool) -> Entry:
    units = [f for f in behind if unit_of(f.text)]
    odd = [f for f in behind if f.kind == "text" and f not in units and _in(f, header.units)]
    unit = unit_of(units[0].text) if units else _unit_in(label[-1].text)
    values = _counts(label, [f for f in behind if f not in odd], units, row, header)
    if not header.counts and unit is None and not last and all(f.kind == "blank" for f in values):
        values = ()  # an indented label's empty cell, as far as can be told
    return Entry(tuple(label), unit, values, row, odd[0].text if odd else None, header.years)


def _counts(
    label: Sequence[Field], behind: Sequence[Field], units: Sequence[Field], row: Row, header: Header
) -> tuple[Field, ...]:
    """The fields that can be the count: those below its header, else those behind the unit, else all.

    A header that names columns of the left one of two lists alone says nothing of the right one.
    """
    rest = [f for f in behind if f not in units and not _in(f, header.units) and not _in(f, header.others)]
    if row.form != "flow" and any(left >= label[-1].right for left, _ in header.counts):
        below = [f for f in rest if _in(f, header.counts)]
        if row.form == "cells" or any(f.kind != "blank" for f in below):
            return tuple(below)
        return tuple(f for f in rest if _in(f, _shifted(label[0], header))) or tuple(below)
    after = [f for f in rest if units and f.order > units[0].order]
    return tuple(after if after and (any(f.kind != "blank" for f in after) or len(after) == len(rest)) else rest)


def _shifted(label: Field, header: Header) -> tuple[Range, ...]:
    """Where the counts of a line stand whose fields are indented: as far from the label as in the header."""
    left = max((at for at, _ in header.labels if at <= label.left), default=label.left)
    by = label.left - left
    return tuple((a + by, b + by) for a, b in header.counts)


def _side_by_side(found: Sequence[Entry]) -> list[Entry]:
    """The entries of the left list before those of the right one, where rows of the grid hold two or more."""
    lefts: dict[int, list[int]] = {}
    for _, own in groupby(found, key=lambda entry: id(entry.row)):
        for at, entry in enumerate(own):
            lefts.setdefault(at, []).append(entry.label[0].left)
    splits = [min(at) for k, at in sorted(lefts.items()) if k]
    return sorted(found, key=lambda entry: sum(entry.label[0].left >= split for split in splits))


# Units


def unit_of(text: str) -> str | None:
    """The code of the unit that a text is, brackets aside; None where it is none."""
    return units().get("".join(text.split()).strip("()\uff08\uff09"))


@cache
def units() -> dict[str, str]:
    """Every word for a unit, with its code."""
    listed = codelist("units").values()
    return {w: unit.code for unit in listed for w in (unit.code, *unit.more["aliases"].split()) if " " not in w}


def one_line(text: str) -> str:
    """A text whose lines were broken by a cell's edge."""
    return "".join(line.strip() for line in text.split("\n"))


def _unit_in(text: str) -> str | None:
    match = unit_behind().search(one_line(text))
    return units()[match[1] or match[2]] if match else None


@cache
def unit_behind() -> re.Pattern[str]:
    """A unit at the end of a label: in brackets, or behind a blank."""
    words = "|".join(sorted(map(re.escape, units()), key=len, reverse=True))
    return re.compile(rf"\s*[(\uff08](?:{writing().unit_word}[:\uff1a]?)?({words})[)\uff09]$|\s+({words})$")
