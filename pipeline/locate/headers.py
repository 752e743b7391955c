"""What the header above a row says of its columns: `read_header(rows, table)` → `Header`.

In a real table a column's header is what stands above it, the deepest text that is a label. Where merges
are lost (fields, one cell a line), only the order of the labels is left: the single columns in their order,
with the organisations' five in the place of the group that spans them.

        申请人情况                                  natural_person  2–3
        自然人 │ 法人或其他组织        │ 总计    →    business        3–4
               │ 商业企业 │ … │ 其他  │              … total         8–9
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from pipeline.locate.labels import LabelIndex, plain
from pipeline.locate.rows import Row
from schemas.load import Line, Table, codelist, shapes, writing

EXTRA = "extra"
"""Stands for a column that the layout does not have: the organisations' subtotal, say."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that a header names.

    `ranges` column code → its grid columns, half open, in a table of form `cells` (empty elsewhere);
    `order`  the codes in reading order, with EXTRA for columns that the layout does not have;
    `units`  column code → the unit that the header prints, as printed;
    `alien`  a text among the labels that is none of them, so that some column may be another than the layout's;
    `block` and `width` say in which grid the ranges count, `at` where the header stands in the document.
    """

    block: int = -1
    at: int = -1
    width: int = 0
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    alien: str | None = None

    def as_seen_from(self, row: Row) -> "Header":
        """The header for a row: the columns of another grid, before a page break, count only if it is as wide."""
        if row.block == self.block or max(f.right for f in row.fields) == self.width:
            return self
        return replace(self, ranges={})


@cache
def column_index(name: str, edition: int, codes: tuple[str, ...]) -> LabelIndex:
    """The labels of some of a table's columns, and of those that it is known to have in excess."""
    shape = shapes(name)[edition]
    extra = {EXTRA: Line(EXTRA, shape.extra_columns[0], "", shape.extra_columns[1:])} if shape.extra_columns else {}
    groups = {code: shape.groups[code] for code in shape.groups if _spans_columns(shape, code)}
    named = {code: shape.columns[code] for code in codes} | extra | groups
    return LabelIndex(named, narrow=bool(shape.identities))  # a share or a sum under a label that is like it


def _spans_columns(table: Table, group: str) -> bool:
    return any(line.group == group for line in table.columns.values())


def read_header(rows: Sequence[Row], table: Table, codes: tuple[str, ...]) -> Header:
    """The header that `rows` (those above a data row, or the data row itself where it is folded) make."""
    if not rows:
        return Header()
    index = column_index(table.name, table.edition, codes)
    header = _header(rows, index, table, codes)
    return replace(header, alien=_alien(rows, index, table, [c for c in codes if c not in header.order]))


def _header(rows: Sequence[Row], index: LabelIndex, table: Table, codes: tuple[str, ...]) -> Header:
    if all(row.form == "cells" for row in rows):
        ranges, texts = _ranges(rows, index, table)
        order = tuple(sorted(ranges, key=lambda code: ranges[code]))
        width = max(f.right for row in rows for f in row.fields)
        return Header(rows[-1].block, rows[-1].order, width, ranges, order, _units(texts))
    texts = _in_order(rows, index, table)
    ranges, order = _of_one_line(rows, index, codes), _composed(texts, table)
    return Header(rows[-1].block, rows[-1].order, 0, ranges, order, _units(texts))


def _ranges(
    rows: Sequence[Row], index: LabelIndex, table: Table
) -> tuple[dict[str, tuple[int, int]], list[tuple[str, str]]]:
    """For each label the grid columns below it; a label over two separate runs of columns is none."""
    columns: dict[str, list[int]] = {}
    texts: list[tuple[str, str]] = []
    for column in range(max(f.right for row in rows for f in row.fields)):
        found = _deepest(_stack(rows, column), index, table)
        if found is not None:
            columns.setdefault(found[0], []).append(column)
            texts.append(found)
    runs = {code: (min(at), max(at) + 1) for code, at in columns.items() if max(at) - min(at) + 1 == len(at)}
    return runs, texts


def _stack(rows: Sequence[Row], column: int) -> list[str]:
    """The texts above a column from top to bottom, a merged one once."""
    fields = {f.order: f for row in rows for f in row.fields if f.left <= column < f.right and f.kind == "text"}
    return [f.text for f in fields.values()]


def _deepest(stack: Sequence[str], index: LabelIndex, table: Table) -> tuple[str, str] | None:
    for depth in range(1, len(stack) + 1):
        text = "".join(stack[-depth:])
        match = index.best(text) or index.best(stack[-depth])
        if match is not None and match.code not in table.groups:
            below = stack[len(stack) - depth + 1 :] if not index.best(text) else ()
            return (match.code, text) if all(_of_the_form(b, table) for b in below) else None
    return None


def _in_order(rows: Sequence[Row], index: LabelIndex, table: Table) -> list[tuple[str, str]]:
    """Each column label in reading order; two neighbouring texts may make one label."""
    texts = [f.text for row in rows for f in row.fields if f.kind == "text"]
    found = []
    at = 0
    while at < len(texts):
        for width in (2, 1):
            text = "".join(texts[at : at + width])
            codes = [m.code for m in index.all(text)]
            if codes and (width == 1 or not index.all(texts[at])):
                found.append((next((c for c in codes if c not in [f[0] for f in found]), codes[0]), text))
                break
        at += width
    return found


def _composed(found: Iterable[tuple[str, str]], table: Table) -> tuple[str, ...]:
    """Labels of one line as they stand; of two lines, the lower in the place of the group that spans them."""
    codes = [code for code, _ in found if code not in table.groups]
    top = [code for code, _ in found if code in table.groups or _is_single(code, table)]
    lower = [code for code in codes if not _is_single(code, table)]
    if not any(code in table.groups for code in top) and top == codes[: len(top)] == _singles(table):
        top.insert(len(top) - 1, GROUP)  # the group's own label is lost
    if not any(code in table.groups or code == GROUP for code in top) or not set(lower) - {EXTRA}:
        return tuple(codes)
    return tuple(c for code in top for c in ([code] if _is_single(code, table) else lower))


GROUP = "group"


def _singles(table: Table) -> list[str]:
    return [code for code, line in table.columns.items() if line.group is None]


def _is_single(code: str, table: Table) -> bool:
    return code in table.columns and table.columns[code].group is None


LONGEST_LABEL = 15
"""Characters; a longer text above a table is a sentence or the form's own note."""


def _alien(rows: Sequence[Row], index: LabelIndex, table: Table, missing: Sequence[str]) -> str | None:
    """A text above the values that is no label of the form, nor a piece of one, or a label in another's place.

    None where every text is accounted for, or every column's label was read.
    """
    if not missing:
        return None
    strange = strangers(rows, table, index)
    displaced = (t for row in rows if (t := _displaced(row, index, table, missing)))
    return next(iter(strange), None) or _out_of_place(rows, index, table, missing) or next(displaced, None)


def _out_of_place(rows: Sequence[Row], index: LabelIndex, table: Table, missing: Sequence[str]) -> str | None:
    """A label read in another place of its line than it has among the columns of its block; nothing else would tell."""
    if table.identities or all(row.form == "cells" for row in rows):
        return None
    fields = [f for row in rows for f in row.fields if f.kind in ("text", "blank")]
    corners = [i + 1 for i, f in enumerate(fields) if f.kind == "text" and _is_corner(f.text, table)]
    line = fields[corners[-1] :] if corners else []
    for at, f in enumerate(line):
        match = index.best(f.text) if f.kind == "text" else None
        block = next((c for c in (ln.columns for ln in table.rows.values()) if match and match.code in c), ())
        if match and block and block.index(match.code) != at and set(block) & set(missing):
            return f.text
    return None


def strangers(rows: Sequence[Row], table: Table, index: LabelIndex | None = None) -> list[str]:
    """The texts above values that the form doesn't print there."""
    own = index or column_index(table.name, table.edition, tuple(table.columns))
    return [text for text in _header_texts(rows, own, table) if not _of_the_form(text, table)]


def _header_texts(rows: Sequence[Row], index: LabelIndex, table: Table) -> list[str]:
    """The texts that stand above values: in a grid those of lines with several, in a flow those from the first
    label on (where none is read, from the corner on), and before a total that is the only one."""
    if not all(row.form == "flow" for row in rows):
        return [f.text for row in rows for f in row.texts if row.form != "flow" and len(row.texts) > 1]
    texts = [f.text for row in rows for f in row.texts]
    corners = [i + 1 for i, text in enumerate(texts) if _is_corner(text, table)][-1:]
    known = [i for i, text in enumerate(texts) if index.all(text)] or corners
    if known and corners and 0 < known[0] - corners[0] <= MOST_ABOVE:
        known = corners + known
    only_last = len(known) == 1 and texts[known[0] :] and [m.code for m in index.all(texts[known[0]])] == ["total"]
    return texts[max(0, known[0] - (MOST_ABOVE if only_last else 0)) :] if known else []


MOST_ABOVE = 6
"""Columns before a total."""


@lru_cache(maxsize=64)
def _groups(table: Table) -> LabelIndex:
    return LabelIndex(table.groups)


def _displaced(row: Row, index: LabelIndex, table: Table, missing: Sequence[str]) -> str | None:
    """A label that stands in the place of another, on a line that has as many texts as the form has columns there."""
    if row.form == "flow":
        return None
    groups = _groups(table)
    fields = [f for f in row.fields if f.kind == "blank" or (f.kind == "text" and not _is_corner(f.text, table))]
    texts = _without_blank_ends([f.text for f in fields if f.kind == "blank" or not groups.all(f.text)])
    for expected in (list(table.columns), [c for c, line in table.columns.items() if line.group is not None]):
        read = {m.code for text in texts for m in index.all(text)}
        own = [code for code in expected if code in read or code in missing]
        if len(own) == len(texts) > 1 and read <= set(expected):
            for text, code in zip(texts, own, strict=True):
                meant = [m.code for m in index.all(text)] or _piece_of(text, own, table)
                if meant and code not in meant:
                    return text
    return None


def _without_blank_ends(texts: list[str]) -> list[str]:
    """The texts from the first that isn't blank to the last; a blank between two stands for a label that is lost."""
    shown = [i for i, text in enumerate(texts) if text.strip()]
    return texts[shown[0] : shown[-1] + 1] if shown else []


def _piece_of(text: str, codes: Sequence[str], table: Table) -> list[str]:
    """The columns of whose labels a text is a piece."""
    word = plain(text)
    return [c for c in codes if len(word) > 1 and any(word in plain(s) for s in table.columns[c].spellings)]


@lru_cache(maxsize=4096)
def _is_corner(text: str, table: Table) -> bool:
    return any(plain(text) in plain(head) for head in table.headers if plain(text))


def _of_the_form(text: str, table: Table) -> bool:
    """Whether a text is one that the form prints above its numbers, or a piece of one, or no label at all."""
    return not plain(text) or len(plain(text)) > LONGEST_LABEL or prints(text, table)


@lru_cache(maxsize=4096)
def prints(text: str, table: Table) -> bool:
    """Whether the form prints a text above its numbers: a column, a group, the corner, or a piece of one."""
    word = plain(text)
    labels = [s for line in (*table.columns.values(), *table.groups.values()) for s in line.spellings]
    known = any(word in plain(label) for label in (*labels, *table.headers, *table.extra_columns))
    return known or bool(column_index(table.name, table.edition, tuple(table.columns)).all(text))


def _of_one_line(rows: Sequence[Row], index: LabelIndex, codes: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Where merges are lost, columns still count if one line names them all, each once and in order."""
    for row in rows:
        named = [(m, f) for f in row.fields if f.kind == "text" and row.form == "fields" for m in index.all(f.text)[:1]]
        if [match.code for match, _ in named] == list(codes):
            return {match.code: (f.left, f.right) for match, f in named}
    return {}


def _units(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a column's header says in the words "unit: …"."""
    seen = ((code, _unit_at_end(text)) for code, text in found)
    return {code: unit for code, unit in seen if unit is not None}


@lru_cache(maxsize=4096)
def _unit_at_end(text: str) -> str | None:
    units, pattern = _unit_words()
    match = pattern.search("".join(text.split()))
    return units[match[1]] if match else None


@cache
def _unit_words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Every word for a unit with its code, and how a header ends with one."""
    units = {word: code for code, unit in codelist("units").items() for word in (code, *unit.more["aliases"].split())}
    words = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    return units, re.compile(f"{writing().header_unit}({words})[)\uff09]?$")


def names_columns(row: Row, index: LabelIndex) -> bool:
    """Whether a row of a grid is a header row: it holds no value, and two of its texts are column labels."""
    if row.form == "flow" or row.numbers:
        return False
    return sum(bool(index.all(f.text)) for f in row.texts if not f.inherited) >= 2
