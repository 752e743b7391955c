"""A section's text without its blanks and line breaks, and where each character stood: `plain(text)` → `Plain`.

        …共收到政府信息公开申              a sentence broken over two lines is one again;
        请 ５ 件。                    →    full-width digits are digits
        （二）依申请公开                    a heading of its own ends, and so does what stands before a list's number
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from schemas.load import prose

LONGEST_HEADING = 30
"""A numbered line without a sentence's signs is a heading up to this length."""

HARD = "\n"
"""What stands for the end of a paragraph."""

_WIDE = {ord("０") + i: str(i) for i in range(10)} | {ord("．"): ".", ord("％"): "%"}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` and, for each of its characters, its offset in the section's text."""

    text: str
    origin: tuple[int, ...]


def plain(text: str) -> Plain:
    """The text as one line for each paragraph."""
    kept = list(_kept(text))
    return Plain("".join(sign for sign, _ in kept).translate(_WIDE), tuple(at for _, at in kept))


def _kept(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        if at and _apart(text, at, line):
            yield HARD, at
        yield from _of_line(line, at)
        at += len(line)


def _apart(text: str, at: int, line: str) -> bool:
    """Whether a line begins a paragraph: it is numbered, or what stands above is a heading.

    A list goes on: its numbers stand below a line that ends in the midst of a sentence.
    """
    above = text[text.rfind("\n", 0, at - 1) + 1 : at].strip()
    if above.endswith(prose().breaks):
        return False
    heading = len(above) <= LONGEST_HEADING and _numbered().match(above) and not _signs().search(above)
    return bool(heading or _numbered().match(line.lstrip()))


def _of_line(line: str, start: int) -> Iterator[tuple[str, int]]:
    """The signs of a line; a blank is kept where numbers would run together, or a list's number into one."""
    before, blank = "", False
    for at, sign in enumerate(line, start):
        if sign.isspace() or sign in _INVISIBLE:
            blank = sign not in _INVISIBLE or blank
            continue
        if blank and sign.isdigit() and (before.isdigit() or before == "."):
            yield " ", at
        yield sign, at
        before, blank = sign, False


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(prose().list_number)


@cache
def _signs() -> re.Pattern[str]:
    signs = [sign for sign in (*prose().ends, *prose().breaks) if sign not in "()（）"]
    return re.compile(f"[{re.escape(''.join(signs))}]")
