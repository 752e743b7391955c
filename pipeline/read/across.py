"""Tables with rulings across only: `columns(strokes, glyphs)` gives the strokes down that would part their columns.

        ─────────────────────────        ──────────┬─────┬────────
          label      all   some            label   │ all │ some
        ─────────────────────────   →    ──────────┼─────┼────────
          new         11    -              new     │  11 │  -
        ─────────────────────────        ──────────┴─────┴────────

Columns are what values and header words stand in, one above the other, with a clear way between them. A column of
blanks that no header word names is not seen, so that such a table has one too few: never is one made up.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.read.document import Box
from pipeline.read.glyphs import Glyph
from pipeline.read.ruling import TOLERANCE, Ruling, Rulings
from pipeline.read.words import Word, line_of, words_of

LEAST_WAY = 2.0
"""Points between two columns."""

LEAST_GAP = 8.0
"""Points between two labels of one row that stand in columns of their own."""

TALLEST = 250.0
"""Points between two rulings of a table; beyond this they have nothing to do with each other."""

EDGE = 1.0
"""Points from a table's left end at which no cell's text begins, but a paragraph may."""

Span = tuple[float, float]


def columns(drawn: Rulings, glyphs: Iterable[Glyph]) -> list[Box]:
    """The strokes down for every table of the page that has none of its own."""
    across, down = drawn
    free = [a for a in across if not any(_crosses(d, a) for d in down)]
    if len(free) < 2:
        return []
    words = list(words_of(glyphs))
    return [stroke for stack in _stacks(free) for part in _parts(stack, words) for stroke in ways_down(*part)]


def _crosses(down: Ruling, across: Ruling) -> bool:
    near = across.start - TOLERANCE <= down.at <= across.end + TOLERANCE
    return near and down.start - TOLERANCE <= across.at <= down.end + TOLERANCE


def _stacks(across: Sequence[Ruling]) -> Iterator[list[Ruling]]:
    """Rulings above one another, none far from the next, from top to bottom."""
    stack: list[Ruling] = []
    for line in sorted(across, key=lambda line: line.at):
        if stack and not (line.at - stack[-1].at <= TALLEST and _meets(stack, line)):
            yield stack
            stack = []
        stack.append(line)
    yield stack


def _meets(stack: Sequence[Ruling], line: Ruling) -> bool:
    return min(line.end, max(s.end for s in stack)) - max(line.start, min(s.start for s in stack)) > TOLERANCE


Part = tuple[list[Ruling], list[Word]]


def _parts(stack: Sequence[Ruling], words: Iterable[Word]) -> Iterator[Part]:
    """The tables of a stack: a band of prose, or of one title over all columns, lies between two of them."""
    left, right = min(line.start for line in stack), max(line.end for line in stack)
    inside = [w for w in words if left - TOLERANCE <= w.left and w.right <= right + TOLERANCE]
    whole = [line for line in stack if line.start <= left + TOLERANCE and line.end >= right - TOLERANCE]
    values = [w.left for w in inside if w.is_value and stack[0].at < w.middle < stack[-1].at]
    if not values or len(whole) < 2:
        return
    lines: list[Ruling] = [whole[0]]
    held: list[Word] = []
    for upper, lower in pairwise(whole):
        band = [w for w in inside if upper.at < w.middle < lower.at]
        if _parts_tables(band, left, min(values)):
            yield lines, held
            lines, held = [lower], []
        else:
            lines += [line for line in stack if upper.at < line.at <= lower.at]
            held += band
    yield lines, held


def _parts_tables(band: Sequence[Word], left: float, values: float) -> bool:
    """Whether a band is no row: each of its lines is one text, and reaches where values stand or begins at the edge."""
    if not band or any(w.is_value for w in band):
        return False
    alone = all(len(list(line)) == 1 for _, line in groupby(sorted(band, key=line_of), key=line_of))
    return alone and any(w.right > values or w.left < left + EDGE for w in band)


def ways_down(lines: Sequence[Ruling], words: Sequence[Word]) -> Iterator[Box]:
    """The strokes down of one table, left out where a text stands in their way."""
    spans = _spans(words)
    if len(lines) < 2 or spans is None:
        return
    left, right = min(line.start for line in lines), max(line.end for line in lines)
    ways = [left, right, *_ways(spans, words, left), *_label_ways(lines, spans, left), *_between_labels(words, spans)]
    for upper, lower in pairwise(sorted({line.at for line in lines})):
        band = [w for w in words if upper < w.middle < lower]
        for x in ways:
            if not any(w.left + LEAST_WAY / 4 < x < w.right - LEAST_WAY / 4 for w in band):
                yield Box(x, upper, x, lower)


def _spans(words: Sequence[Word]) -> list[Span] | None:
    """From where to where each column of values reaches, from left to right; None where they can't be told apart."""
    values = [w for w in words if w.is_value]
    if not values:
        return None
    spans = _united((w.left, w.right) for w in values)
    first = min(w.base for w in values)
    heads = sorted((w for w in words if w.base < first - 1 and w.left >= _labels_end(words, spans)), key=_height)
    if not _are_clear(spans):
        return None
    for word in heads:
        over = [span for span in spans if span[0] < word.right and word.left < span[1]]
        wider = _united([*spans, (word.left, word.right)])
        if len(over) < 2 and _are_clear(wider):
            spans = wider
    return spans


def _are_clear(spans: Sequence[Span]) -> bool:
    """Whether there is a way between any two neighbours."""
    return all(other[0] - one[1] >= LEAST_WAY for one, other in pairwise(spans))


def _height(word: Word) -> float:
    """The lowest of a header comes first: what stands above it may span it."""
    return -word.base


def _united(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _labels_end(words: Iterable[Word], spans: Sequence[Span]) -> float:
    """Where the labels before the first column end."""
    return max((w.right for w in words if not w.is_value and w.right <= spans[0][0]), default=0.0)


def _ways(spans: Sequence[Span], words: Sequence[Word], left: float) -> Iterator[float]:
    """The middle of each way between two columns, and between the labels and the first column."""
    labels = _labels_end(words, spans)
    if labels > left:
        yield (labels + spans[0][0]) / 2
    for one, other in pairwise(spans):
        yield (one[1] + other[0]) / 2


def _label_ways(lines: Iterable[Ruling], spans: Sequence[Span], left: float) -> Iterator[float]:
    """Where rulings begin among the labels: beside a label over several rows there is none."""
    starts = sorted({round(line.start) for line in lines if left + 2 * TOLERANCE < line.start < spans[0][0]})
    for n, start in enumerate(starts):
        if n == 0 or start - starts[n - 1] > TOLERANCE:
            yield float(start)


def _between_labels(words: Iterable[Word], spans: Sequence[Span]) -> Iterator[float]:
    """The middle between two labels that stand far apart before the values of one row."""
    before = sorted((w for w in words if w.right <= spans[0][0]), key=lambda w: (line_of(w), w.left))
    bases = {line_of(w) for w in words if w.is_value}
    for one, other in pairwise(before):
        if line_of(one) == line_of(other) and line_of(one) in bases and other.left - one.right > LEAST_GAP:
            yield (one.right + other.left) / 2
