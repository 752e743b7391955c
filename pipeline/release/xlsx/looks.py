"""How cells look, `Looks`, and what text may hold, `shown`."""

import re
from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

LONGEST = 16_000
"""Characters of a text cell: Excel takes 32,767 UTF-16 units and drops a longer text whole."""

TINTS: Mapping[str, str] = {
    "plain": "",
    "unread": "#E3E3E3",
    "warning": "#FFF2B3",
    "error": "#F8C4B8",
    "corrected": "#C9E3C0",
}
_EDGES: Mapping[str, Any] = {"border": 1, "border_color": "#BFBFBF"}
_HEADER: Mapping[str, Any] = {
    "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1",
}  # fmt: skip
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE, _NO_CHARACTER = 0x7F, "\u2421", "\ufffd"


class Looks:
    """The formats of one workbook, each made once, in the order in which they are first wanted."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def number(self, tint: str = "plain", unit: str = "") -> Format:
        """A number, with its unit behind it where one is given."""
        quoted = unit.replace('"', "")
        return self._format(("number", tint, unit), {"num_format": f'General"{quoted}"'} if unit else {})

    def text(self, tint: str = "plain") -> Format:
        """Text, kept as text by Excel even after someone edits the cell."""
        return self._format(("text", tint), {"num_format": "@", "quote_prefix": True})

    def mark(self, tint: str = "plain") -> Format:
        """Text where a number might stand."""
        return self._format(("mark", tint), {"num_format": "@", "quote_prefix": True, "align": "right"})

    def header(self) -> Format:
        return self._format(("header", "plain"), _HEADER)

    def title(self) -> Format:
        return self._format(("title", "plain"), {"bold": True, "font_size": 13})

    def wrapped(self) -> Format:
        return self._format(("wrapped", "plain"), {"text_wrap": True, "valign": "top", "border": 0})

    def _format(self, name: tuple[str, ...], properties: Mapping[str, Any]) -> Format:
        if name not in self._made:
            tint = {"bg_color": TINTS[name[1]]} if TINTS[name[1]] else {}
            edges = {} if name[0] == "title" else _EDGES
            self._made[name] = self._book.add_format({**edges, **tint, **properties})
        return self._made[name]


def shown(text: str) -> str:
    """Text as a workbook can hold it: control characters as their pictures, the end of a long one cut off.

    What looks like XlsxWriter's own markup for rich text, which it would write unescaped, gets a blank behind it.
    """
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    legal = _NO_XML.sub(_picture, cut)
    return f"{legal} " if legal.startswith("<r>") and legal.endswith("</r>") else legal


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == _DELETE:
        return _DELETE_PICTURE
    return chr(_PICTURES + code) if code < _DELETE else _NO_CHARACTER
