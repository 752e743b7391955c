"""Plain text and markdown: `read` gives a line as `Text`, and tables drawn with tabs or pipes as `Grid`s.

Three kinds of table are told apart by content, a run of lines at a time; blank lines end none of them:

    rows cut at tabs        a⇥1⇥2⇥           every tab separates: fields a, 1, 2 and an empty one
    rows cut at pipes       a | 1 | 2 |      a row a line, shape `fields`
    one cell a line         a |  1 |  2 |    (each on a line of its own) shape `sequence`, one column

A pipe ends a field, so none follows the last pipe of a line, unless the run's lines mostly end without one.
Where every line of a run begins with a pipe it is a border; where only some do, it ends an empty first field
of theirs. In a sequence likewise: a pipe ends a cell, and where nothing was written since the last pipe, an
empty one. Lines without a pipe inside a sequence are cells too (a heading there looks no different from a
label, and a label may be cut over lines). What is too little for a table, a pipe in a sentence or a tab
before it, stays text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from pipeline.read.decode import decoded, is_blank, plain
from pipeline.read.document import OBJECT, Document, Grid, Place, Refusal, Shape, Text
from pipeline.read.grid import from_lines
from pipeline.read.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS, MAX_TEXT_BYTES
from pipeline.read.sniff import media_type

MEDIA_TYPES = ("text/plain", "text/markdown")

LONGEST_FIELD = 200
"""Characters; a line with a longer piece is a sentence, whatever stands in it."""

LONGEST_LABEL = 80
"""Characters; a longer line without a pipe ends a sequence."""

LONGEST_GAP = 4
"""Lines without a pipe between two cells of a sequence: headings, or a label cut over lines."""

LEAST_PIPED = 3
"""Lines with a pipe that make a sequence."""

LEAST_FIELDS = 5
"""Fields that make a table of a single line; a path of links or a list of contacts has fewer."""

_RULE_PIECE = re.compile(r":-+:?|-+:|[-=]{3,}")

Kind = Literal["tabs", "pipes", "sequence", "prose", "loose", "indented"]
"""What a line is part of; `loose` (piped, but no rows) and `indented` are settled by the neighbours."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    raw: str

    @property
    def place(self) -> Place:
        return Place(f"l{self.number}")


def read(data: bytes) -> Document:
    """The lines and tables of a text; places are `l12`, and `l12/f3` for a field.

    Raises `Refusal`: `too_large`, `empty_file`, or `unsupported_type` where `data` is no plain text.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of text, at most {MAX_TEXT_BYTES:,}")
    kind = media_type(data)
    if kind not in MEDIA_TYPES:
        raise Refusal("unsupported_type", f"{kind}, not text")
    text, remarks = decoded(data)
    return replace(read_text(text), media_type=kind, remarks=remarks)


def read_text(text: str) -> Document:
    """The lines and tables of a text that is decoded; raises `Refusal("too_large")`."""
    return Document(MEDIA_TYPES[0], tuple(_blocks(_lines(text))))


def _lines(text: str) -> list[_Line]:
    if text.count("|") + text.count("\t") > MAX_CELLS:
        raise Refusal("too_large", f"more than {MAX_CELLS:,} fields")
    raws = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [_Line(number, raw) for number, raw in enumerate(raws, 1) if not is_blank(raw)]
    if len(lines) > MAX_LINES:
        raise Refusal("too_large", f"{len(lines):,} lines, at most {MAX_LINES:,}")
    return lines


def _blocks(lines: list[_Line]) -> Iterator[Text | Grid]:
    kinds = _with_sequences(_with_rows(_with_indents([_kind(line) for line in lines]), lines), lines)
    cells = 0
    for start, end in _stretches(kinds):
        for block in _DRAWN_AS[kinds[start]](lines[start:end]):
            cells += len(block.rows) * block.width if isinstance(block, Grid) else 0
            if cells > MAX_CELLS:
                raise Refusal("too_large", f"more than {MAX_CELLS:,} cells in tables")
            yield block


# What each line is part of


def _stretches(kinds: list[Kind]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines of one kind."""
    start = 0
    for _, group in groupby(kinds):
        end = start + sum(1 for _ in group)
        yield start, end
        start = end


def _kind(line: _Line) -> Kind:
    pieces = re.split(r"[|\t]", line.raw)
    if len(pieces) == 1 or len(pieces) > MAX_COLUMNS or max(map(len, pieces)) > LONGEST_FIELD:
        return "prose"
    if line.raw.count("|") * 2 >= len(pieces) - 1:
        return "pipes"
    return "tabs" if "\t" in line.raw.lstrip() else "indented"


def _with_indents(kinds: list[Kind]) -> list[Kind]:
    """A tab before a line makes a row of it between two rows, and is mere indentation elsewhere."""
    settled = list(kinds)
    for start, end in _stretches(kinds):
        if kinds[start] == "indented":
            between = kinds[max(start - 1, 0)] == "tabs" == kinds[min(end, len(kinds) - 1)]
            few = end - start <= LONGEST_GAP
            settled[start:end] = ["tabs" if between and few else "prose"] * (end - start)
    return settled


def _with_rows(kinds: list[Kind], lines: list[_Line]) -> list[Kind]:
    settled = list(kinds)
    for start, end in _stretches(kinds):
        run = lines[start:end]
        if kinds[start] == "tabs" and not _is_rows([line.raw.split("\t") for line in run]):
            settled[start:end] = ["prose"] * len(run)
        if kinds[start] == "pipes" and not _is_piped_rows(run):
            settled[start:end] = ["loose"] * len(run)
    return settled


def _is_piped_rows(run: list[_Line]) -> bool:
    body = [line.raw.split("|") for line in run if not _is_rule(line)]
    ruled = len(body) < len(run)
    return bool(body) and (ruled or _is_rows(body))


def _is_rows(rows: list[list[str]]) -> bool:
    """Two rows or more, one in eight with several fields filled, as in the heads of a blank form."""
    filled = [sum(1 for field in row if not is_blank(field)) for row in rows]
    several = sum(1 for count in filled if count >= 2)
    if len(rows) == 1:
        return several == 1 and len(rows[0]) >= LEAST_FIELDS
    return several > 0 and several * 8 >= sum(1 for count in filled if count)


def _is_rule(line: _Line) -> bool:
    """`|---|:--:|` is markdown's line under a head; `| - | -- |` is a row of marks."""
    pieces = [piece.strip() for piece in line.raw.split("|") if piece.strip()]
    return bool(pieces) and all(_RULE_PIECE.fullmatch(piece) for piece in pieces)


def _with_sequences(kinds: list[Kind], lines: list[_Line]) -> list[Kind]:
    settled = list(kinds)
    for piped in _close_together([at for at, kind in enumerate(kinds) if kind == "loose"], kinds, lines):
        start, end = piped[0], piped[-1] + 1
        if len(piped) < LEAST_PIPED:
            settled[start:end] = ["prose"] * (end - start)
        else:
            start -= _opening_lines(piped, settled, lines)
            settled[start:end] = ["sequence"] * (end - start)
    return settled


def _close_together(piped: list[int], kinds: list[Kind], lines: list[_Line]) -> Iterator[list[int]]:
    """The loose lines, parted where rows, a long line or too many lines without a pipe stand between."""
    group: list[int] = []
    for at in piped:
        gap = range(group[-1] + 1, at) if group else ()
        if len(gap) > LONGEST_GAP or any(kinds[i] != "prose" or _is_long(lines[i]) for i in gap):
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _is_long(line: _Line) -> bool:
    return len(line.raw) > LONGEST_LABEL


def _opening_lines(piped: list[int], kinds: list[Kind], lines: list[_Line]) -> int:
    """1 where cells and pipes stand on lines of their own, so that a cell stands before the first pipe."""
    before, first = piped[0] - 1, lines[piped[0]]
    written = sum(1 for at in piped if not is_blank(lines[at].raw.replace("|", "")))
    between = piped[-1] + 1 - piped[0] - len(piped)
    opens = before >= 0 and kinds[before] == "prose" and not _is_long(lines[before])
    return int(opens and between > written and _is_bare(first))


def _is_bare(line: _Line) -> bool:
    return plain(line.raw) == "|"


# How each run of lines is drawn


def _prose(run: list[_Line]) -> Iterator[Text]:
    for line in run:
        yield Text(plain(line.raw), line.place)


def _tabbed(run: list[_Line]) -> Iterator[Grid]:
    return _grids([_placed(line, line.raw.split("\t")) for line in run], "fields")


def _piped(run: list[_Line]) -> Iterator[Grid]:
    body = [line for line in run if not _is_rule(line)]
    pieces = [line.raw.strip().split("|") for line in body]
    first = 1 if all(not row[0] for row in pieces) else 0
    ended = 2 * sum(1 for row in pieces if not row[-1]) > len(pieces)
    rows = [(row[first:-1] if ended and not row[-1] else row[first:]) or [""] for row in pieces]
    return _grids([_placed(line, row) for line, row in zip(body, rows, strict=True)], "fields")


def _sequence(run: list[_Line]) -> Iterator[Grid]:
    opening = _row_openings(run)
    stray = _strays(run)
    bordered = _is_bordered(run)
    cells: list[tuple[str, Place]] = []
    unended = False
    for line in run:
        if line.number in opening:
            continue
        if line.number in stray:
            cells.append((f"{OBJECT}{plain(line.raw)}{OBJECT}", line.place))
            continue
        *ended, rest = _placed(line, (line.raw.strip().removeprefix("|") if bordered else line.raw).split("|"))
        for cell in ended:
            if cell[0] or not unended:
                cells.append(cell)
            unended = False
        if rest[0]:
            cells.append(rest)
            unended = True
    return _grids([[cell] for cell in cells], "sequence")


def _is_bordered(run: list[_Line]) -> bool:
    """Whether nearly every piped line holds one cell between two pipes: a table of one column."""
    piped = [line.raw.strip() for line in run if "|" in line.raw]
    framed = sum(text.startswith("|") and text.endswith("|") and text.count("|") == 2 for text in piped)
    return framed * 8 >= len(piped) * 7


def _strays(run: list[_Line]) -> frozenset[int]:
    """The lines with a number and no pipe, where numbers have their pipe: a page's number is no cell."""
    numbered = [line for line in run if plain(line.raw).strip("| ").isdigit()]
    bare = [line for line in numbered if "|" not in line.raw]
    return frozenset(line.number for line in bare) if len(bare) * 8 <= len(numbered) else frozenset()


def _row_openings(run: list[_Line]) -> frozenset[int]:
    """The numbers of lines with nothing but the pipe before a row, which ends no cell: 5 here, and 1

        1   |
        2   a |
        3   1 |
        4   2 | |
        5   |
        6   b |

    if in each part of the run (parts are parted by lines without a pipe) they return at one distance,
    counted in pipes, with words after each, and that three times, or twice to the very end where no
    other line is empty.
    Otherwise such a line ends an empty cell.
    """
    parts = [list(part) for piped, part in groupby(run, key=lambda line: "|" in line.raw) if piped]
    openings = [_openings_of_part(part) for part in parts]
    return frozenset().union(*openings) if all(openings) else frozenset()


def _openings_of_part(part: list[_Line]) -> frozenset[int]:
    ended = [(line, piece) for line in part for piece in line.raw.split("|")[:-1]]
    bare = [_is_bare(line) for line, _ in ended]
    written = [any(map(str.isalpha, piece)) for _, piece in ended]
    for width in range(2, len(ended)):
        starts = range(0, len(ended), width)
        often = len(starts) > 2 or (len(ended) % width == 0 and sum(bare) == len(starts))
        if often and all(bare[at] and (at + 1 == len(ended) or written[at + 1]) for at in starts):
            return frozenset(ended[at][0].number for at in starts)
    return frozenset()


def _placed(line: _Line, pieces: list[str]) -> list[tuple[str, Place]]:
    return [(plain(piece), Place(f"l{line.number}/f{number}")) for number, piece in enumerate(pieces, 1)]


def _grids(rows: list[list[tuple[str, Place]]], shape: Shape) -> Iterator[Grid]:
    for start in range(0, len(rows), MAX_ROWS):
        part = rows[start : start + MAX_ROWS]
        yield from_lines(part, shape, Place(part[0][0][1].locator.partition("/")[0]))


_DRAWN_AS = {"prose": _prose, "tabs": _tabbed, "pipes": _piped, "sequence": _sequence}
