"""What lines of characters in a scan say: `glanced(lines)` reads each once or more, `studied(lines)` five times.

A line is sure where its readings agree. The readings differ in the room around the line, its scale and its
contrast, so what one mistakes for noise or cuts off, another doesn't; how many pieces of ink there are, and which
of them are straight strokes, is measured besides.

        ink        readings       seen
        12.5       12.5  12.5     12.5
        12.5       125   12.5     12.5￼      they differ
        12.5       125   125      125￼       four pieces of ink, three characters
        ∕          1     八       /          one slanting stroke
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.document import OBJECT
from pipeline.read.ink import Inked, Span, runs
from pipeline.read.recogniser import FIGURES, Reading, recognised
from pipeline.read.straight import PAPER

LOOKS_LIKE = frozenset("".join(FIGURES.values()))
"""The characters that a number or a mark may be read as."""

LEAST_SURE = 0.5
"""A character is sure from here on, of 1."""

STRAIGHT, DASH = 3.5, 1.6
"""A slanting stroke is so many times longer than it is thick, a lying one so many."""

THIN = 0.3
"""Of a character's height: a stroke is no thicker."""

SLANTS, LIES = 12.0, 75.0
"""Degrees from the vertical from which a stroke slants, and from which it lies."""

LONG_DASH = 0.75
"""Of a character's height: a longer dash is a long one."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of characters: where it stands in the scan, whether a border touches its ink or something may hide some
    of it, and whether a seal lies on its cell that shows what is below."""

    page: Inked
    rows: Span
    columns: Span
    is_touched: bool = False
    is_sealed: bool = False

    @property
    def em(self) -> float:
        """Pixels of a character's height."""
        return self.page.em * self.page.scan.dots

    def crop(self, above: float, beside: float) -> np.ndarray:
        """The line with some room around it, in heights of a character."""
        return self.page.grey[self._around(above, beside)]

    def bare(self, above: float, beside: float) -> np.ndarray:
        """The same without all that is no ink, and without what a seal left."""
        at = self._around(above, beside)
        return np.where(self.page.mask[at], self.page.grey[at], PAPER)

    def _around(self, above: float, beside: float) -> tuple[slice, slice]:
        up, out = round(above * self.em), round(beside * self.em)
        return (
            slice(max(0, self.rows.start - up), self.rows.end + up),
            slice(max(0, self.columns.start - out), self.columns.end + out),
        )

    @property
    def mask(self) -> np.ndarray:
        return self.page.mask[self.rows.start : self.rows.end, self.columns.start : self.columns.end]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a line says; where it isn't sure, an OBJECT stands in the text."""

    text: str
    is_sure: bool


View = Callable[[Line], np.ndarray]


def _clear(line: Line, room: float, faintest: float, darkest: float) -> np.ndarray:
    return _spread(line.crop(room, room), line.page.scan.darkness, faintest, darkest)


def _spread(grey: np.ndarray, darkness: float, faintest: float, darkest: float) -> np.ndarray:
    """The line with its contrast spread: lighter than `faintest` is paper, darker than `darkest` is black."""
    light, dark = PAPER - faintest * darkness, PAPER - darkest * darkness
    grey = grey.astype(np.float32)
    return np.clip((grey - dark) / (light - dark) * PAPER, 0, PAPER).astype(np.uint8)


def _close(line: Line) -> np.ndarray:
    return _clear(line, 0.3, 0.15, 0.75)


def _sharp(line: Line) -> np.ndarray:
    return _clear(line, 0.5, 0.3, 0.6)


def _smooth(line: Line) -> np.ndarray:
    """Twice as large and without edges."""
    large = cv2.resize(_clear(line, 0.5, 0.15, 0.85), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(large, (0, 0), 1.2)


def _wide(line: Line) -> np.ndarray:
    close = _clear(line, 0.4, 0.15, 0.75)
    return cv2.resize(close, None, fx=1.25, fy=1, interpolation=cv2.INTER_CUBIC)


def _padded(line: Line) -> np.ndarray:
    """On wide paper, where the recogniser sees no edge near it."""
    close = _clear(line, 0.5, 0.2, 0.7)
    return cv2.copyMakeBorder(close, 0, 0, close.shape[0], close.shape[0], cv2.BORDER_CONSTANT, value=PAPER)


def _bare(line: Line) -> np.ndarray:
    return _spread(line.bare(0.4, 0.4), line.page.scan.darkness, 0.25, 0.55)


STUDIES: tuple[View, ...] = (_close, _sharp, _smooth, _wide, _padded)
WORDS: tuple[View, ...] = (_wide, _bare)
"""What words below a seal, or hard to read, are read by beside `_close`."""

CLEAR = 0.8
"""How sure the least sure character of a line of words is that is read once."""

THROUGH: tuple[View, ...] = (_sharp, _smooth, _wide, _padded, _bare)
"""What a line below a seal is read by beside `_close`: the last one, where it is put apart from the seal otherwise."""

MOST = 4
"""Readings of six: where an identity must hold with a figure besides, so many are enough."""

SOLID = 0.5
"""Of the page's darkness: ink below a seal that is as dark was printed, and is nothing that the seal left."""

LEADS, FLAT = 0.22, 0.3
"""Of a line's height: a minus leads a figure where over so much of its left nothing is higher than that."""


def glanced(lines: Sequence[Line]) -> list[Seen]:
    """What each line says, read once; words that are hard to read three times; a line with a figure in it, which must
    not be wrong, twice, and six times where it is seen through a seal."""
    readings = [[reading] for reading in skimmed(lines)]
    more = [
        (n, view(line))
        for n, line in enumerate(lines)
        for view in _more(line, readings[n][0])
    ]
    for (n, _), reading in zip(more, recognised([picture for _, picture in more]), strict=True):
        readings[n].append(reading)
    return [_seen(line, told) for line, told in zip(lines, readings, strict=True)]


def _more(line: Line, first: Reading) -> tuple[View, ...]:
    """What else a line is read by after a first reading."""
    if _has_figures(first.text, line):
        return THROUGH if line.is_sealed else (_sharp,)
    return WORDS if line.is_sealed or first.surety < CLEAR else ()


def skimmed(lines: Sequence[Line]) -> list[Reading]:
    """A single reading of each line."""
    return recognised([_close(line) for line in lines])


def studied(lines: Sequence[Line]) -> list[Seen]:
    """What each line says, if five readings agree; of a line below a seal, if most of six do."""
    readings = [recognised([view(line) for line in lines]) for view in STUDIES]
    bare = iter(recognised([_bare(line) for line in lines if line.is_sealed]))
    of_lines = [[of_view[n] for of_view in readings] for n in range(len(lines))]
    return [
        _seen(line, _most([*told, next(bare)]) if line.is_sealed else told)
        for line, told in zip(lines, of_lines, strict=True)
    ]


def _most(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Those sure readings that have a figure in common, where they are enough; else all."""
    sure = [reading for reading in readings if reading.figures_surety >= LEAST_SURE and _is_figure(reading.text)]
    for figures in {reading.figures for reading in sure}:
        alike = [reading for reading in sure if reading.figures == figures]
        if len(alike) >= MOST:
            return alike
    return readings


def _has_figures(text: str, line: Line) -> bool:
    return any(map(str.isdigit, text)) or _is_figure(text) or _marks(line) is not None


def _is_figure(text: str) -> bool:
    """Whether a reading is that of a number or mark, but for characters that look like its own."""
    return LOOKS_LIKE.issuperset(text.replace(" ", ""))


def _seen(line: Line, readings: Sequence[Reading]) -> Seen:
    """What the readings have in common; a line without figures has one reading, and goes with it."""
    first = readings[0]
    marks = _marks(line)
    if marks is not None:
        return _doubted(marks, _is_whole(line) and all(map(_may_be_mark, readings)))
    if _is_figure(first.text):
        agree = all(reading.figures == first.figures for reading in readings)
        agree = agree and min(reading.figures_surety for reading in readings) >= LEAST_SURE
        counted = len(runs(line.mask.any(axis=0))) <= len(first.figures)
        lost = _is_led(line) and first.figures[:1] not in ("-", "+", "/")
        return _doubted(first.figures, agree and counted and not lost and bool(first.figures) and _is_whole(line))
    return _worded(line, readings)


def _is_whole(line: Line) -> bool:
    """Whether all of a line's ink, and nothing else, is seen."""
    if not line.is_sealed or line.is_touched:
        return not line.is_touched
    grey = line.page.grey[line.rows.start : line.rows.end, line.columns.start : line.columns.end]
    solid = (PAPER - grey > SOLID * line.page.scan.darkness).any(axis=0)
    return all(solid[columns.start : columns.end].any() for columns in runs(line.mask.any(axis=0)))


def _is_led(line: Line) -> bool:
    """Whether a lying stroke comes first, even where it runs into the figure after it."""
    left = line.mask[:, : max(1, round(LEADS * line.rows.length))]
    y = np.flatnonzero(left.any(axis=1))
    return bool(y.size) and y[-1] + 1 - y[0] <= FLAT * line.rows.length and y[0] >= FLAT * line.rows.length


def _may_be_mark(reading: Reading) -> bool:
    """A stroke is read as a mark, a 1 or some character of one stroke or two; it is no other number."""
    return not re.search(r"[02-9]|\d\d", reading.text)


def _doubted(text: str, is_sure: bool) -> Seen:
    return Seen(text if is_sure else text + OBJECT, is_sure)


def _worded(line: Line, readings: Sequence[Reading]) -> Seen:
    """A text, the surest reading of it; where its readings have other figures none of them is told, and where one has
    none that one is. With figures in it every reading counts."""
    told = {_figures(reading.text): reading for reading in reversed(readings)}
    chosen = told.get((), readings[0])
    if len(told) > 1 and chosen is readings[0] and _figures(chosen.text):
        return Seen(re.sub(r"\d", OBJECT, chosen.text) + OBJECT, False)
    if len(told) == 1:
        chosen = max(readings, key=lambda reading: reading.surety)
    weighed = readings if _figures(chosen.text) else [chosen]
    is_sure = min(reading.surety for reading in weighed) >= LEAST_SURE
    if len(chosen.text) <= SHORT and _figures(chosen.text) and not NUMBERED.match(chosen.text):
        same = len({reading.text for reading in readings}) == 1
        return _doubted(chosen.text, is_sure and same and _is_whole(line))
    if line.is_sealed and not is_sure and len(chosen.text) <= CRUMBS:
        return Seen(OBJECT, False)
    return Seen(chosen.text, is_sure)


def _figures(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+|[.,%/+-]+(?=\d)", text))


CRUMBS = 2
"""Characters: no more are mistaken for some in what a seal leaves of itself."""

NUMBERED = re.compile(r"\d{1,2}[.、．][^\W\d_a-zA-Z]{3,}")
"""A row's label with its ordinal, whose words are no unit."""

SHORT = 8
"""Characters of a line that may be a number with its unit, and not a label or prose."""


def _marks(line: Line) -> str | None:
    """The line where it is one or two straight strokes, measured: a slash, a dash or two."""
    found = [_stroke(line, span) for span in runs(line.mask.any(axis=0))]
    if not 0 < len(found) <= 2 or None in found or len(set(found)) > 1:
        return None
    return "".join(filter(None, found))


def _stroke(line: Line, columns: Span) -> str | None:
    """`/` for a slanting stroke, `-` or `—` for a lying one; None for all else, an upright stroke may be a 1."""
    part = line.mask[:, columns.start : columns.end]
    y, x = np.nonzero(part)
    if y.size < 6:
        return None
    long, thick, slant = _axes(x - x.mean(), y - y.mean())
    em = line.page.em * line.page.scan.dots
    if thick > THIN * em or long < DASH * thick:
        return None
    if slant >= LIES:
        return "—" if long > LONG_DASH * em else "-"
    rises = SLANTS <= slant < 60 and x[y.argmin()] > x[y.argmax()]
    return "/" if rises and long > STRAIGHT * thick else None


def _axes(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    """The length and thickness of a spread of points, and the degrees from the vertical at which it lies."""
    spread, axes = np.linalg.eigh(np.cov(np.stack([x, y])) + np.eye(2) / 12)
    thick, long = np.sqrt(12 * spread)
    return float(long), float(thick), float(np.degrees(np.arctan2(abs(axes[0, 1]), abs(axes[1, 1]))))
