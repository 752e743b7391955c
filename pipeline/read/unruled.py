"""Tables without any ruling: `cells(strokes, glyphs)` gives the strokes that would part their cells.

        all   some                   ───────────────────
  new    11    -           →           new    11    -
  old    20    0                     ───────────────────
                                       old    20    0
                                     ───────────────────

A line of at least three values and nothing behind them is a row, and a label of several lines stands around the
height of its values. Where the lines between two rows don't fall apart clearly, nothing is parted: a table like that
stays the lines of text that it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.read.across import ways_down
from pipeline.read.document import Box
from pipeline.read.glyphs import Glyph, rows
from pipeline.read.ruling import Ruling, Rulings
from pipeline.read.words import Word, line_of, may_end_in_value, words_of

LEAST_VALUES = 3
"""Values that a line must have to be taken for a row."""

FARTHEST = 60.0
"""Points between two rows of one table."""

NEXT = 36.0
"""Points between two lines of a header."""

APART = 20.0
"""Points between a label and a lone value: in a paragraph a number stands nearer."""

TOGETHER = 1.75
"""Of a character's size: lines of one label are no further apart."""

CLEAR = 1.25
"""By how much the gap between two rows is wider than those between the lines of their labels."""

AROUND = 3.0
"""Points around a table's text."""

RULED = 20.0
"""A ruling no further than this from a table's text is the table's, which then isn't without."""

Line = list[Word]


def cells(drawn: Rulings, glyphs: Iterable[Glyph]) -> list[Box]:
    """The strokes across and down for every table of the page that has none."""
    glyphs = list(glyphs)
    if not any(map(may_end_in_value, rows(glyphs))):
        return []
    lines = [list(line) for _, line in groupby(words_of(glyphs), key=line_of)]
    runs = list(_runs(lines)) if any(map(_is_row, lines)) else []
    return [stroke for run in runs for stroke in _parted(run, drawn[0])]


def _is_row(line: Line) -> bool:
    """Whether a line ends in values: three at least, or some that stand apart from a label."""
    first = next((n for n, word in enumerate(line) if word.is_value), len(line))
    if first == len(line) or not all(word.is_value for word in line[first:]):
        return False
    is_labelled = first > 0 and line[first].left - line[first - 1].right >= APART
    return len(line) - first >= LEAST_VALUES or is_labelled


def _is_headed(run: Sequence[Line], rows: Sequence[int]) -> bool:
    """Whether some row has enough values to be one, or each value has a word of the header above it."""
    if any(len(_values(run[row])) >= LEAST_VALUES for row in rows):
        return True
    heads = [word for line in run[: rows[0]] for word in line]
    values = [value for row in rows for value in _values(run[row])]
    return all(any(w.left < value.right and value.left < w.right for w in heads) for value in values)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each table: rows that are not far apart, what stands between them, and the header above."""
    at = [n for n, line in enumerate(lines) if _is_row(line)]
    begun, free = 0, 0
    for n, (here, there) in enumerate(zip(at, [*at[1:], None], strict=True)):
        if there is not None and _goes_on(lines, here, there):
            continue
        yield lines[_header(lines, at[begun], free) : _end(lines, here)]
        begun, free = n + 1, here + 1


def _goes_on(lines: Sequence[Line], here: int, there: int) -> bool:
    """Whether two rows belong to one table: they are near, and all between them are labels."""
    start = _values(lines[here])[0].left
    near = lines[there][0].base - lines[here][0].base <= FARTHEST
    return near and all(line[-1].right <= start for line in lines[here + 1 : there])


def _values(line: Line) -> list[Word]:
    return [word for word in line if word.is_value]


def _header(lines: Sequence[Line], first: int, free: int) -> int:
    """Where the header above a table's first row begins: below the last line that is one text over all columns."""
    left, at = _values(lines[first])[0].left, first
    while at > free and lines[at][0].base - lines[at - 1][0].base <= NEXT:
        above = lines[at - 1]
        if len(above) == 1 and above[0].right > left > above[0].left:
            break
        if at < first and above[-1].right <= left and lines[at][-1].right <= left:
            break  # two lines of labels and no header word: prose above the table, or a row of blanks
        at -= 1
    return next((n for n in range(at, first) if lines[n][-1].right > left), first)


def _end(lines: Sequence[Line], last: int) -> int:
    """Behind the last line of a table: the label of its last row may go on below its values."""
    left, at = _values(lines[last])[0].left, last + 1
    while at < len(lines) and lines[at][-1].right <= left and _is_together(lines[at - 1], lines[at]):
        at += 1
    return at


def _is_together(one: Line, other: Line) -> bool:
    """Whether two lines are as near as those of one label."""
    return other[0].middle - one[0].middle <= TOGETHER * max(word.size for word in other)


def _parted(run: Sequence[Line], ruled: Sequence[Ruling]) -> Iterator[Box]:
    """The strokes around and between the rows of a run; none where two rows can't be told apart, or rulings do it."""
    words = [word for line in run for word in line]
    top, bottom = min(w.middle for w in words), max(w.middle for w in words)
    left, right = min(w.left for w in words) - AROUND, max(w.right for w in words) + AROUND
    rows = [n for n, line in enumerate(run) if _is_row(line)]
    if any(top - RULED < r.at < bottom + RULED and r.start < right and left < r.end for r in ruled):
        return
    cuts = [_cut(run, here, there) for here, there in pairwise(rows)]
    if None in cuts or not _is_headed(run, rows):
        return
    lines = [Ruling(at, left, right) for at in (top - 3 * AROUND, *_heads(run, rows[0]), *cuts, bottom + 3 * AROUND)]
    yield from (Box(left, line.at, right, line.at) for line in lines)
    yield from ways_down(lines, words)


def _heads(run: Sequence[Line], first: int) -> Iterator[float]:
    """The heights between the lines of a header, and between it and the first row.

    Its last line is the last that has a word above a value; the label of the first row may begin above its values.
    """
    values = _values(run[first])
    last = max((n for n, line in enumerate(run[:first]) if line[-1].right > values[0].left), default=-1)
    for n, (one, other) in enumerate(pairwise(run[: last + 2])):
        if n == last or _spans_some(one, values) or _spans_some(other, values):
            yield (one[0].middle + other[0].middle) / 2


def _spans_some(line: Line, values: Sequence[Word]) -> bool:
    """Whether a word of a header stands over two columns or more; others go on in the line below."""
    return any(sum(w.left < v.right and v.left < w.right for v in values) > 1 for w in line)


def _cut(run: Sequence[Line], here: int, there: int) -> float | None:
    """The height between two rows; None where it isn't clear."""
    own = [*_labels(run, here), *_labels(run, there)]
    between = [
        word.middle
        for line in run[here + 1 : there]
        for word in line
        if any(word.left < other.right and other.left < word.right for other in own)
    ]
    heights = sorted([run[here][0].middle, *between, run[there][0].middle])
    gaps = sorted(((other - one, (one + other) / 2) for one, other in pairwise(heights)), reverse=True)
    if len(gaps) == 1:
        return gaps[0][1]
    together = TOGETHER * max(word.size for word in own)
    return gaps[0][1] if together >= gaps[1][0] and gaps[0][0] >= CLEAR * gaps[1][0] else None


def _labels(run: Sequence[Line], row: int) -> list[Word]:
    """The last label of a row: on its line, or of the lines around it the nearest."""
    start, base = _values(run[row])[0].left, run[row][0].base
    near = [w for line in run[max(row - 1, 0) : row + 2] for w in line if w.right <= start and not w.is_value]
    return sorted(near, key=lambda w: (round(abs(w.base - base)), -w.right))[:1]
