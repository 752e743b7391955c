"""The characters of one page, as pdfium tells them: `letters_of(page, pieces, allowance)`.

All coordinates are those a viewer sees: points from the page's top left corner, after the page is turned. What is
asked of each character is asked in one sweep over many; what a piece of text shares is asked once.
"""

import ctypes
import math
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import compress, groupby, repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read import pdf_calls as call
from pipeline.read.document import OBJECT, Box
from pipeline.read.matrix import Matrix
from pipeline.read.page import Allowance, Letter
from pipeline.read.pdf_objects import Piece, Pieces, upright_of

UNTOLD = frozenset({0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)})
"""Codes that stand for no character."""

LINE_END_HYPHENS = frozenset({2, 0xFFFE})
"""What pdfium makes of a hyphen at the end of a line: in a form it may be a cell's mark."""

HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""The two halves of a rare character, which pdfium tells one by one."""

SWEEP = 1024
"""Characters that are asked for together: about a page of a form."""

Columns = Sequence[np.ndarray]
"""Boxes of many characters: an array each of their left, top, right and bottom."""


def letters_of(page: pdfium.PdfPage, pieces: Pieces, allowance: Allowance) -> list[Letter]:
    """The page's characters in the order pdfium tells them, as many as are allowed.

    `pieces` are those of the page's drawing: what a character's piece of text shows, it shows.
    """
    upright = upright_of(page)
    with closing(page.get_textpage()) as opened:
        count = min(c.FPDFText_CountChars(opened.raw), allowance.characters)
        allowance.characters -= count
        told = _Told(call.handle(opened.raw), count, upright, pieces)
        sweeps = (range(first, min(first + SWEEP, count)) for first in range(0, count, SWEEP))
        return [letter for sweep in sweeps for letter in told.letters(sweep)]


Style = tuple[int, float, float, bool, float, float, float, float]
"""What the characters of a piece of text share: when they are drawn, the size of the type, the angle at which the line
runs as seen, whether they are hidden, and the box beyond which they are cut off."""


class _Told:
    """What pdfium tells of the first `count` characters of a page."""

    def __init__(self, page: call.Handle, count: int, upright: Matrix, pieces: Pieces) -> None:
        self._page, self._upright, self._pieces = page, upright, pieces
        codes = list(map(call.CODE, repeat(page), range(count)))
        self._texts = list(map(chr, codes) if _are_characters(codes) else _characters(page, codes))
        self._styles: dict[int | None, Style] = {}

    @np.errstate(all="ignore")  # a damaged matrix may lead nowhere
    def letters(self, sweep: range) -> list[Letter]:
        """The characters of a sweep, without those that draw nothing and mean nothing, or stand nowhere."""
        drawn, said, ink = self._inks(sweep)
        x, y, room = self._origins_and_rooms(drawn)
        order, size, angle, is_hidden, *clip = self._styles_of(drawn)
        room = _rooms(ink, room, size)
        texts, is_lost = self._meant(drawn, said)
        is_told = _are_placed(ink) & _are_placed(room) & np.isfinite(x + y + size + angle)
        is_told &= ~(is_lost & (ink[2] <= ink[0]))
        shows = (is_hidden == 0) & _hold(clip, (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2)
        columns = [column.tolist() for column in (x, y, size, angle, shows, order.astype(int))]
        letters = zip(texts, _boxes(ink), _boxes(room), *columns, strict=True)
        return list(map(_letter, compress(letters, is_told.tolist())))

    def _inks(self, sweep: range) -> tuple[list[int], list[str], Columns]:
        """Those that aren't blanks or line ends which pdfium adds on its own, what they say, and what is drawn."""
        into = _buffer()
        _ask(call.BOX, self._page, sweep, *into.of_boxes)
        left, right, bottom, top = into.boxes[: len(sweep)].T
        texts = self._texts[sweep.start : sweep.stop]
        is_drawn = np.array([text is not None for text in texts], bool)
        for i in np.flatnonzero((left == right) & (bottom == top) & is_drawn).tolist():
            is_drawn[i] = not call.IS_GENERATED(self._page, sweep[i])
        ink = _turned(self._upright, left[is_drawn], bottom[is_drawn], right[is_drawn], top[is_drawn])
        drawn = is_drawn.tolist()
        return list(compress(sweep, drawn)), list(compress(texts, drawn)), ink

    def _origins_and_rooms(self, drawn: Sequence[int]) -> tuple[np.ndarray, np.ndarray, Columns]:
        into, count = _buffer(), len(drawn)
        _ask(call.ORIGIN, self._page, drawn, *into.of_origins)
        _ask(call.ROOM, self._page, drawn, into.of_rooms)
        x, y = self._upright.point(*into.origins[:count].T)
        left, top, right, bottom = into.rooms[:count].T.astype(float)
        return x, y, _turned(self._upright, left, bottom, right, top)

    def _styles_of(self, drawn: Sequence[int]) -> Sequence[np.ndarray]:
        """The columns of the characters' styles; a character of no known piece has one of its own."""
        styles, counts = [], []
        first = 0
        for item, run in groupby(map(call.DRAWN_BY, repeat(self._page), drawn)):
            piece, count = self._pieces.of(item), len(list(run))
            if not piece.order:
                styles += [self._style(piece, i) for i in drawn[first : first + count]]
                counts += [1] * count
            else:
                if item not in self._styles:
                    self._styles[item] = self._style(piece, drawn[first])
                styles.append(self._styles[item])
                counts.append(count)
            first += count
        return np.repeat(np.array(styles, float).reshape(-1, 8), counts, axis=0).T

    def _style(self, piece: Piece, i: int) -> Style:
        into = _buffer()
        call.TYPE_MATRIX(self._page, i, into.of_matrix)
        a, b, c_, d, _, _ = into.matrix
        size = call.TYPE_SIZE(self._page, i) * math.hypot(c_, d)
        return (piece.order, size, self._upright.angle(a, b), piece.is_hidden, *piece.clip)

    def _meant(self, drawn: Sequence[int], said: list[str]) -> tuple[list[str], np.ndarray]:
        """What the characters mean, and whether the file tells nothing of it: what pdfium guesses is not taken."""
        is_guessed = list(map(call.IS_GUESSED, repeat(self._page), drawn))
        if 1 not in is_guessed and "" not in said:
            return said, np.zeros(len(said), bool)
        is_lost = [guessed == 1 or not text for guessed, text in zip(is_guessed, said, strict=True)]
        texts = [OBJECT if lost else text for lost, text in zip(is_lost, said, strict=True)]
        return texts, np.array(is_lost, bool)


# ── what codes say ──────────────────────────────────────────────────────────────────────────────────────


def _are_characters(codes: Sequence[int]) -> bool:
    """Whether each code stands for a character, as on most pages."""
    plain = UNTOLD.isdisjoint(codes) and LINE_END_HYPHENS.isdisjoint(codes)
    return plain and max(codes, default=0) <= sys.maxunicode


def _characters(page: call.Handle, codes: Sequence[int]) -> Iterator[str | None]:
    """What each code says: None where it was told with the one before, nothing where it stands for no character."""
    for i, code in enumerate(codes):
        if code in LINE_END_HYPHENS and call.IS_HYPHEN(page, i) == 1:
            yield "-"
        elif code in HIGH and i + 1 < len(codes) and codes[i + 1] in LOW:
            yield chr(0x10000 + ((code - HIGH.start) << 10) + codes[i + 1] - LOW.start)
        elif code in LOW and i > 0 and codes[i - 1] in HIGH:
            yield None
        else:
            yield "" if code in UNTOLD or code > sys.maxunicode else chr(code)


# ── where many stand ────────────────────────────────────────────────────────────────────────────────────


class _Buffer:
    """What pdfium writes the places of a sweep's characters into, and how it is told where to."""

    def __init__(self) -> None:
        boxes, origins = (ctypes.c_double * (4 * SWEEP))(), (ctypes.c_double * (2 * SWEEP))()
        rooms = (c.FS_RECTF * SWEEP)()
        self.of_boxes = [call.places(boxes, at, 32) for at in (0, 8, 16, 24)]
        self.of_origins = [call.places(origins, at, 16) for at in (0, 8)]
        self.of_rooms = call.places(rooms, 0, 16)
        self.matrix = (ctypes.c_float * 6)()
        self.of_matrix = ctypes.byref(self.matrix)
        self.boxes = np.frombuffer(boxes).reshape(SWEEP, 4)
        self.origins = np.frombuffer(origins).reshape(SWEEP, 2)
        self.rooms = np.frombuffer(rooms, np.float32).reshape(SWEEP, 4)


_buffer = cache(_Buffer)
"""One is enough: no two threads may call pdfium."""


def _ask(function: Callable, page: call.Handle, characters: Sequence[int], *places: Sequence[object]) -> None:
    """Asks pdfium the same of all characters; the answers lie in a buffer."""
    deque(map(function, repeat(page), characters, *places), 0)


def _turned(upright: Matrix, left: np.ndarray, bottom: np.ndarray, right: np.ndarray, top: np.ndarray) -> Columns:
    """The boxes as a viewer sees them, who turns a page by quarters only."""
    (x1, y1), (x2, y2) = upright.point(left, bottom), upright.point(right, top)
    aside, above = x1 > x2, y1 <= y2
    return np.where(aside, x2, x1), np.where(above, y1, y2), np.where(aside, x1, x2), np.where(above, y2, y1)


def _rooms(ink: Columns, room: Columns, size: np.ndarray) -> Columns:
    """What characters take on their lines.

    In vertical writing pdfium forgets to scale it, so that it covers half the page, and where type is turned it has
    no width: there the ink must do.
    """
    width, height = room[2] - room[0], room[3] - room[1]
    is_flat = np.where(height < width, height, width) <= 0.05 * size
    is_unscaled = (height > 3 * size) & (height > 4 * np.maximum(ink[2] - ink[0], ink[3] - ink[1]))
    return [np.where(is_flat | is_unscaled, of_ink, of_room) for of_ink, of_room in zip(ink, room, strict=True)]


def _are_placed(boxes: Columns) -> np.ndarray:
    return np.isfinite(sum(boxes))


def _hold(boxes: Columns, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    left, top, right, bottom = boxes
    return (left <= x) & (x <= right) & (top <= y) & (y <= bottom)


def _boxes(columns: Columns) -> Iterator[Box]:
    return map(_box, zip(*(column.tolist() for column in columns), strict=True))


_box, _letter = partial(tuple.__new__, Box), partial(tuple.__new__, Letter)
"""What `Box._make` does, without asking how many numbers there are."""
