"""Pictures within a page of text: `recognised(number, data)` looks for text and tables in one, `told(number,
data)` says that there is one.

    a page without a table, a picture in it          the picture's lines and grids, at places p1/l1, p1/t1/r1/c1
    the same where text recognition isn't installed  a remark `picture_unread`
    a page with tables, a picture in it              the same remark: it may show what a table already says
    a picture as small as a sign                     nothing
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.read import extra
from pipeline.read.document import Grid, Place, Refusal, Remark, Text
from pipeline.read.limits import MAX_SCANNED_PAGES

LEAST_WIDTH, LEAST_HEIGHT = 300, 80
"""Pixels: in a smaller picture no table of the form can be read."""

MOST_PICTURES = 100
"""Pictures of a document that are looked at or told of one by one."""

LEAST_CELLS = 24
"""Cells of the smallest table of the form; what an article tells of itself (number, date) has fewer."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a picture gave."""

    blocks: tuple[Text | Grid, ...] = ()
    remarks: tuple[Remark, ...] = ()


Look = Callable[[int, Callable[[], bytes]], Looked]
"""What becomes of a picture: its number in the document, from 1, and what takes its bytes out of it."""


def recognised(number: int, data: Callable[[], bytes]) -> Looked:
    """The picture's text and tables; a remark where it can't be read."""
    if not extra.recognises() or number > MOST_PICTURES:
        return told(number, data)
    if number > MAX_SCANNED_PAGES:
        return _unread(number, f"more than {MAX_SCANNED_PAGES} pictures")
    from pipeline.read import picture
    from pipeline.read.scan import read_page  # its libraries are an extra

    taken = data()
    try:
        if not _is_large(taken):
            return Looked()
        page = read_page(number, picture.scan_of(taken, 1))
    except Refusal as refused:
        return _unread(number, str(refused))
    return Looked(page.blocks, page.remarks)


def told(number: int, data: Callable[[], bytes]) -> Looked:
    """A remark, unless the picture is too small for a table."""
    if number > MOST_PICTURES:
        return _unread(number, "and those after it") if number == MOST_PICTURES + 1 else Looked()
    try:
        return _unread(number) if _is_large(data()) else Looked()
    except Refusal:
        return _unread(number)


def _is_large(data: bytes) -> bool:
    from pipeline.read import picture  # what decodes pictures takes longer to load than a page to read

    width, height = picture.size(data)
    return width >= LEAST_WIDTH and height >= LEAST_HEIGHT


def _unread(number: int, detail: str = "") -> Looked:
    return Looked(remarks=(Remark(UNREAD, Place(f"p{number}"), detail),))


UNREAD = "picture_unread"


def nothing_else(remarks: Iterable[Remark]) -> Refusal:
    """Why a document without text and tables can't be read."""
    if not extra.recognises() and any(remark.rule == UNREAD for remark in remarks):
        return Refusal("needs_ocr", "pictures only")
    return Refusal("no_text_layer", "no paragraph with text and no table")


def nth(number: int, walk: Callable[[Look], object]) -> bytes:
    """The bytes of picture `number`, from 1, of those that a walk through a document looks at."""
    found: list[bytes] = []

    def keep(of: int, data: Callable[[], bytes]) -> Looked:
        if of == number:
            found.append(data())
        return Looked()

    walk(keep)
    return found[0]
