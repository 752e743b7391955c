"""The main text of a file in Word's binary form, read on its own: `story(streams)`, and `words` to compare by.

A converter that drops or repeats a piece of text, or lets two cells run together, must not go unnoticed. So the text
is read a second time, by nothing but the file's head and its piece table ([MS-DOC] 2.4.1), and held against what
the converter made of it. Of the text counts what is a letter or a digit, paragraph by paragraph.
"""

import re
import struct
from collections.abc import Callable, Iterator
from itertools import pairwise

from lxml import etree

from pipeline.read.document import Refusal
from pipeline.read.docx_xml import attribute, name
from pipeline.read.limits import MAX_STORY

FIELD_BEGINS, FIELD_RESULT, FIELD_ENDS = "\x13", "\x14", "\x15"
OBJECTS = re.compile("[\x01\x08]")
"""What stands in the text for a picture, an embedded object and a drawn shape."""
PARAGRAPH = "\r"
_ENDS = re.compile("[\r\x07\x0c\x0e]")
"""Ends of paragraphs, of cells and rows, of pages and sections, of columns."""
_LETTERS = re.compile("[^\\W_]+")
_BREAKS = ("page", "column")
_TEXT_BOX = "txbxContent"
_SHOWN_OBJECTS = frozenset(["drawing", "pict", "object"])

FLAGS, TEXT_LENGTH, PIECES = 0x0A, 0x4C, 0x1A2
"""Where the file's head tells which stream holds its tables, the length of the text, the place of the piece table."""
PASSWORD, SECOND_TABLE = 0x0100, 0x0200
WORD_97 = 0x00C1
PROPERTIES, PIECE_TABLE = 1, 2
"""What begins a part of the table of pieces."""


def story(stream: Callable[[str], bytes]) -> str:
    """The characters of the main text, with those that stand for ends of cells, fields and objects.

    `stream` gives a stream by its name. Raises Refusal: encrypted, damaged, not_convertible or too_large.
    """
    main = stream("WordDocument")
    try:
        (version, flags), (length,) = struct.unpack_from("<2xH6xH", main), struct.unpack_from("<I", main, TEXT_LENGTH)
        if flags & PASSWORD:
            raise Refusal("encrypted", "a Word file under a password")
        if version < WORD_97:
            raise Refusal("not_convertible", f"a Word file older than Word 97, version {version}")
        if length > MAX_STORY:
            raise Refusal("too_large", f"{length:,} characters, at most {MAX_STORY:,}")
        table = stream("1Table" if flags & SECOND_TABLE else "0Table")
        return "".join(_texts(main, _pieces(table, *struct.unpack_from("<II", main, PIECES)), length))
    except struct.error as error:
        raise Refusal("damaged", f"the Word file's head or table of pieces: {error}") from error


def _pieces(table: bytes, start: int, size: int) -> bytes:
    """The piece table, behind the properties that may stand before it."""
    part = table[start : start + size]
    at = 0
    while at < len(part) and part[at] == PROPERTIES:
        at += 3 + struct.unpack_from("<H", part, at + 1)[0]
    kind, length = struct.unpack_from("<BI", part, at)
    if kind != PIECE_TABLE or at + 5 + length > len(part):
        raise Refusal("damaged", "the Word file has no table of pieces")
    return part[at + 5 : at + 5 + length]


def _texts(main: bytes, pieces: bytes, length: int) -> Iterator[str]:
    count = (len(pieces) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", pieces)
    for number, (start, end) in enumerate(pairwise(ends)):
        size = min(end, length) - start
        if size <= 0:
            return
        (place,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        is_narrow = place & 0x40000000
        at, width = (place & 0x3FFFFFFF) // (2 if is_narrow else 1), 1 if is_narrow else 2
        raw = main[at : at + size * width]
        if len(raw) < size * width:
            raise Refusal("damaged", "the Word file ends within its text")
        yield raw.decode("cp1252" if is_narrow else "utf-16-le", "replace")


def shown(text: str) -> str:
    """The text without the codes of its fields; a field within a code never shows."""
    results: list[bool] = []
    kept = []
    for piece in re.split(f"([{FIELD_BEGINS}{FIELD_RESULT}{FIELD_ENDS}])", text):
        if piece == FIELD_BEGINS:
            results.append(False)
        elif piece == FIELD_RESULT and results:
            results[-1] = True
        elif piece == FIELD_ENDS and results:
            results.pop()
        elif all(results):
            kept.append(piece)
    return "".join(kept)


def words(text: str) -> list[str]:
    """The letters and digits of each paragraph that has some."""
    inked = ("".join(_LETTERS.findall(part)) for part in _ENDS.split(text))
    return [ink for ink in inked if ink]


def converted(body: etree._Element) -> str:
    """The text that a converter wrote, also where it is hidden or deleted, with U+0001 for each object in it.

    What stands in text boxes is another text of the file.
    """
    return "".join(_written(body))


def _written(parent: etree._Element) -> Iterator[str]:
    for element in parent.iterchildren(etree.Element):
        kind = name(element)
        if kind in ("t", "delText"):
            yield element.text or ""
        elif kind in _SHOWN_OBJECTS:
            yield "\x01"
        elif kind == "br" and attribute(element, "type") in _BREAKS:
            yield PARAGRAPH
        elif kind != _TEXT_BOX:
            yield from _written(element)
        if kind == "p":
            yield PARAGRAPH
