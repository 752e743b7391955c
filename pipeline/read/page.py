"""A page of any paged form: `laid(number, letters, drawing, allowance)` makes its characters and strokes a `Page`.

What reads a form (PDF, OFD) tells `Letter`s and a `Drawing` as a viewer sees them, in points from the page's top
left corner. What follows is the same for all: text that doesn't show, is struck or written at another angle is
doubtful, a page whose content lies on its side is turned, and lines make tables.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple
from unicodedata import category, east_asian_width

from pipeline.read import extra
from pipeline.read.across import columns
from pipeline.read.crossed import not_crossed
from pipeline.read.document import OBJECT, Box, Document, Grid, Place, Refusal, Remark, Text
from pipeline.read.edges import Paper
from pipeline.read.glyphs import Glyph
from pipeline.read.limits import MAX_CELLS, MAX_CHARACTERS, MAX_COVERS, MAX_SCANNED_PAGES, MAX_STEPS
from pipeline.read.matrix import BACK, SAME, UPRIGHT, Matrix, turned
from pipeline.read.ruling import Table, TooManyRulings, enclosed, rulings, tables
from pipeline.read.sheet import blocks
from pipeline.read.unruled import cells

ASLANT = 3.0
"""Degrees between the angles of two texts that are not written alike."""

MOST_STRANGE = 0.3
"""Of a page's characters; beyond this its text is none, whatever the file says it is."""

FEWEST = 20
"""Characters that a page must have for their share to tell anything."""

LEAST_WIDTH, LEAST_HEIGHT = 150.0, 60.0
"""Points: in a smaller picture no table of the form can be read."""

WIDE = 0.95
"""Of the type's size: letters and digits of the Latin alphabet are narrower, Chinese characters are not."""


@dataclass(slots=True)
class Allowance:
    """What may still be read of a document before its limits are reached."""

    characters: int = MAX_CHARACTERS
    steps: int = MAX_STEPS
    cells: int = MAX_CELLS
    scans: int = MAX_SCANNED_PAGES

    @property
    def is_spent(self) -> bool:
        return min(self.characters, self.steps, self.cells) <= 0


class Letter(NamedTuple):
    """A character as a file tells it: OBJECT where the file draws something and doesn't say what it means.

    `ink` is what is drawn, `room` what it takes on its line; it stands on (x, y), `em` is the size of its type, and
    its line runs at `angle` degrees, clockwise. `order` counts what is drawn: a later thing lies over an earlier one.
    """

    text: str
    ink: Box
    room: Box
    x: float
    y: float
    em: float
    angle: float = 0.0
    shows: bool = True
    order: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page's thin strokes and its pictures and form fields, as boxes; whether anything but text is on it, the page's
    own box, and whether all of it was read. `covers` are painted areas, each with its order."""

    strokes: list[Box]
    pictures: list[Box]
    is_inked: bool
    page: Box
    is_whole: bool = True
    covers: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What one page gave. `lacks` is the rule that tells why what it shows could not be read as text, if so."""

    blocks: tuple[Text | Grid, ...]
    remarks: tuple[Remark, ...]
    lacks: str | None = None


PICTURED, GARBLED = "page_without_text", "text_garbled"


def needs_ocr(page: Page) -> bool:
    """Whether a page shows something that only recognition could read: a picture, or text whose codes mean nothing.

    Such a page has no blocks. One with a layer of recognised text behind its picture (`text_layer`) has some.
    """
    return page.lacks is not None


def bound(media_type: str, pages: Sequence[Page]) -> Document:
    """The pages' blocks as one document.

    Raises Refusal where no page has any: `needs_ocr`, `garbled_text`, `no_text_layer`, or `damaged` where there is
    no page.
    """
    if not any(page.blocks for page in pages):
        raise _without_text(pages)
    found = tuple(block for page in pages for block in page.blocks)
    return Document(media_type, found, remarks=tuple(remark for page in pages for remark in page.remarks))


def _without_text(pages: Sequence[Page]) -> Refusal:
    if not pages:
        return Refusal("damaged", "0 pages")
    lacking = Counter(page.lacks for page in pages)
    if lacking[GARBLED]:
        return Refusal("garbled_text", f"{lacking[GARBLED]} of {len(pages)} pages")
    needs = lacking[PICTURED] and not extra.recognises()
    return Refusal("needs_ocr" if needs else "no_text_layer", f"{len(pages)} pages, not one with a character")


def beyond(number: int, detail: str) -> Remark:
    """A limit that page `number` reaches."""
    return Remark("limit_reached", Place(f"p{number}"), detail)


def laid(number: int, letters: Sequence[Letter], drawing: Drawing, allowance: Allowance) -> Page:
    """The page's blocks in reading order, and what must be told of it."""
    place = Place(f"p{number}")
    whole = drawing.is_whole and not allowance.is_spent and len(drawing.covers) <= MAX_COVERS
    limits = [] if whole else [beyond(number, "only a part of this page is read")]
    if drawing.is_inked and all(letter.text.isspace() for letter in letters):
        return Page((), (Remark(PICTURED, place, "a drawing or an image only"), *limits), PICTURED)
    if is_garbled(letters):
        return Page((), (Remark(GARBLED, place), *limits), GARBLED)
    letters = list(_uncovered(letters, drawing.covers[:MAX_COVERS])) if drawing.covers else letters
    angle, is_layer = _usual_angle(letters), _is_layer(letters)
    glyphs, slanted = _written(letters, angle, is_layer)
    upright = UPRIGHT.get(angle, SAME)
    strokes, pictures = (_all_turned(upright, boxes) for boxes in (drawing.strokes, drawing.pictures))
    try:
        found = _tables(strokes, glyphs)
    except TooManyRulings as error:
        limits.append(beyond(number, str(error)))
        found = []
    allowance.cells -= sum(len(table.owners) for table in found)
    paper = Paper(turned(upright, drawing.page), -angle % 360 if angle in UPRIGHT else 0)
    seen = [*blocks(number, not_crossed(glyphs, strokes), found, paper, pictures), *_slanted(number, slanted)]
    told = (*_told(letters, place, is_layer), *_beside(drawing.pictures, letters, place, is_layer), *limits)
    return Page(tuple(_turned_back(block, BACK.get(angle, SAME)) for block in seen), told)


def _all_turned(upright: Matrix, boxes: list[Box]) -> list[Box]:
    return boxes if upright is SAME else [turned(upright, box) for box in boxes]


def _tables(strokes: list[Box], glyphs: list[Glyph]) -> list[Table]:
    """The tables that the strokes make, with those strokes that tables drawn without all of theirs would have."""
    drawn = rulings(strokes)
    ruled = enclosed(drawn)
    free = _outside(glyphs, ruled)
    inferred = [*columns(drawn, free), *cells(drawn, free)]
    return tables([*strokes, *inferred]) if inferred else ruled


def _outside(glyphs: Sequence[Glyph], tables: Iterable[Table]) -> list[Glyph]:
    """The glyphs that begin in no cell of any table."""
    xs, ys = [g.start for g in glyphs], [(g.ink.top + g.ink.bottom) / 2 for g in glyphs]
    holders = [table.slots_at(xs, ys) for table in tables]
    return [g for g, *slots in zip(glyphs, *holders, strict=True) if not any(slots)]


def _told(letters: Iterable[Letter], place: Place, is_layer: bool) -> Iterator[Remark]:
    if is_layer:
        yield Remark("text_layer", place, "not one character shows")
    if lost := sum(letter.text == OBJECT for letter in letters):
        yield Remark("undecodable_bytes", place, f"{lost} characters the file gives no meaning")


def _beside(pictures: Iterable[Box], letters: Iterable[Letter], place: Place, is_layer: bool) -> Iterator[Remark]:
    """A remark for each picture as large as a table that has no text on it: a page's paper has."""
    large = [] if is_layer else [box for box in _joined(pictures) if _is_large(box)]
    shown = [letter.ink for letter in letters if letter.shows and not letter.text.isspace()] if large else []
    for box in large:
        if sum(_holds(box, ink) for ink in shown) < FEWEST:
            size = f"{box.right - box.left:.0f} × {box.bottom - box.top:.0f}"
            yield Remark("picture_beside_text", place, size)


def _joined(pictures: Iterable[Box]) -> Iterator[Box]:
    """The pictures; strips that lie close below each other are one, as printers cut it."""
    before: Box | None = None
    for box in sorted(pictures, key=lambda box: (round(box.left), round(box.right), box.top)):
        if before and _is_strip(before, box):
            before = before._replace(bottom=max(before.bottom, box.bottom))
            continue
        if before:
            yield before
        before = box
    if before:
        yield before


def _is_strip(above: Box, box: Box) -> bool:
    aside = max(abs(above.left - box.left), abs(above.right - box.right))
    return aside <= 1 and box.top - above.bottom <= 1


def _is_large(box: Box) -> bool:
    return box.right - box.left >= LEAST_WIDTH and box.bottom - box.top >= LEAST_HEIGHT


def _holds(box: Box, ink: Box) -> bool:
    x, y = (ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


# ── text that is none ───────────────────────────────────────────────────────────────────────────────────


def is_garbled(letters: Iterable[Letter]) -> bool:
    """Whether the characters can't be what the page shows: many without meaning, or Latin ones as wide as Chinese."""
    letters = list(letters)
    counts = Counter(letter.text for letter in letters if not letter.text.isspace())
    drawn, suspects = counts.total(), {text for text in counts if _is_suspect(text)}
    most = MOST_STRANGE * drawn
    if drawn < FEWEST or sum(counts[text] for text in suspects) <= most:
        return False
    return sum(letter.text in suspects and _is_strange(letter) for letter in letters) > most


@lru_cache(2**15)
def _is_suspect(text: str) -> bool:
    """Whether a character can be strange at all."""
    return _is_none(text) or _is_narrow(text)


def _is_strange(letter: Letter) -> bool:
    """No character, one of private use, or a narrow one in the place of a wide one."""
    room = letter.room
    is_wide = 0 < WIDE * letter.em <= min(room.right - room.left, room.bottom - room.top)
    return _is_none(letter.text) or (is_wide and _is_narrow(letter.text))


def _is_none(text: str) -> bool:
    return text in (OBJECT, "\ufffd") or category(text) in ("Co", "Cn", "Cc", "Cs")


def _is_narrow(text: str) -> bool:
    return text.isalnum() and east_asian_width(text) not in ("W", "F", "A")


# ── angles, and what doesn't show ───────────────────────────────────────────────────────────────────────


def _uncovered(letters: Iterable[Letter], covers: Sequence[tuple[int, Box]]) -> Iterator[Letter]:
    """The letters; one over which an area is painted later doesn't show."""
    lying = defaultdict(list)
    for order, box in covers:
        for band in range(int(box.top // BAND), int(box.bottom // BAND) + 1):
            lying[band].append((order, box))
    for letter in letters:
        ink = letter.ink
        x, y = (ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2
        over = (box for order, box in lying.get(int(y // BAND), ()) if order > letter.order)
        is_covered = any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in over)
        yield letter._replace(shows=False) if is_covered else letter


BAND = 20.0
"""Points of a page's height in which painted areas are looked for together."""


def _usual_angle(letters: Sequence[Letter]) -> int:
    """The angle at which most digits are written, or most characters where there is no digit."""
    if len({letter.angle for letter in letters}) == 1:
        return round(letters[0].angle) % 360
    digits = [letter for letter in letters if letter.text.isdigit()] or letters
    usual = Counter(round(letter.angle) % 360 for letter in digits).most_common(1)
    return usual[0][0] if usual else 0


def _is_layer(letters: Iterable[Letter]) -> bool:
    """Whether not one character shows: they were put behind a picture of the page."""
    drawn = (letter for letter in letters if not letter.text.isspace())
    first = next(drawn, None)
    return first is not None and not first.shows and not any(letter.shows for letter in drawn)


def _written(letters: Iterable[Letter], angle: int, is_layer: bool) -> tuple[list[Glyph], list[Letter]]:
    """The glyphs after the page is turned, and the letters that are written aslant and are no digits.

    A digit at another angle than most, or one that doesn't show, is doubtful: a watermark's, say.
    """
    upright = UPRIGHT.get(angle, SAME)
    glyphs, slanted = [], []
    for letter in letters:
        text, ink, room, _, y, _, turn, shows, _ = letter
        if turn == 0 == angle:  # as most text is written
            glyphs.append(_upright_glyph((text, ink, y, room.left, room.right, not (shows or is_layer))))
            continue
        other = turn != angle and not _is_near(turn, angle)
        if other and not letter.text.isdigit() and not any(_is_near(letter.angle, quarter) for quarter in UPRIGHT):
            slanted.append(letter)
        else:
            doubtful = (other and letter.text.isdigit()) or not (letter.shows or is_layer)
            glyphs.append(_glyph(letter, upright, doubtful))
    return glyphs, slanted


_upright_glyph = partial(tuple.__new__, Glyph)
"""What `Glyph._make` does, faster: it is asked for each character of a page."""


def _glyph(letter: Letter, upright: Matrix, is_doubtful: bool) -> Glyph:
    text, ink, room, x, y, *_ = letter
    if upright is not SAME:
        ink, room, y = turned(upright, ink), turned(upright, room), upright.point(x, y)[1]
    return Glyph(text, ink, y, room.left, room.right, is_doubtful)


def _is_near(one: float, other: float) -> bool:
    return abs((one - other + 180) % 360 - 180) < ASLANT


def _slanted(number: int, letters: Iterable[Letter]) -> Iterator[Text]:
    """What is written aslant over the page, as one paragraph an angle: it stands in no cell."""
    by_angle = sorted(letters, key=lambda letter: round(letter.angle))
    for n, (_, group) in enumerate(groupby(by_angle, key=lambda letter: round(letter.angle)), 1):
        text = "".join(letter.text for letter in group)
        if text.strip():
            yield Text(text.strip(), Place(f"p{number}/a{n}"))


def _turned_back(block: Text | Grid, back: Matrix) -> Text | Grid:
    """The block with its places as the page shows them."""
    if back is SAME:
        return block
    if isinstance(block, Text):
        return replace(block, place=_place(block.place, back))
    cells = {id(cell): cell._replace(place=_place(cell.place, back)) for cell in block.cells()}
    rows = tuple(tuple(cell and cells[id(cell)] for cell in row) for row in block.rows)
    return replace(block, rows=rows, place=_place(block.place, back))


def _place(place: Place, back: Matrix) -> Place:
    return place._replace(box=place.box and turned(back, place.box))
