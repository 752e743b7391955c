"""Markdown that hostile text can't break out of: `table(header, rows)`, `cell(text)`, `code(text)`."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST = 200
"""Characters of a text that are shown."""

_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; every text must have gone through `cell` or `code`, or be the project's own."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(f"{value:,}" if isinstance(value, int) else str(value) for value in line) + " |"
                     for line in lines)  # fmt: skip


def cell(text: str) -> str:
    """The text as it reads, with no meaning in Markdown or HTML: each sign of ASCII by its number."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", _line(text))


def code(text: str) -> str:
    """An address or path in letters of one width; the two signs that would end it are written as in addresses."""
    return f"`{_line(text).replace('`', '%60').replace('|', '%7C')}`"


def _line(text: str) -> str:
    """One line without control characters and marks of direction, bounded."""
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return shown if len(shown) <= MOST else shown[: MOST - 1] + "…"
