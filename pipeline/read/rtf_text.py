"""Bytes of RTF as text: `code_page` tells how a font's bytes are meant, `Writing` gathers them."""

import codecs
import re

DOUBLE_BYTES = "gbk"
"""The code page where a file names none: the reports are Chinese. A digit is never half of a character in it."""

SYMBOLS = "symbols"
"""The code page of a font of symbols, whose characters are of private use."""

_CHARSETS = {
    2: SYMBOLS, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: DOUBLE_BYTES, 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}
"""`\\fcharset` of a font → its code page; 0 and 1 mean the file's own."""

_NAMED = {936: DOUBLE_BYTES, 54936: "gb18030", 65001: "utf-8", 10000: "mac_roman"}
_SYMBOL_BASE = 0xF000
_LONE_UNITS = re.compile("[\ud800-\udfff]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def code_page(number: int) -> str:
    """`\\ansicpg936` → gbk; one that Python doesn't know is taken for Chinese."""
    name = _NAMED.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DOUBLE_BYTES


def of_charset(number: int, own: str) -> str:
    """The code page of a font with `\\fcharset` so; `own` is the file's."""
    return _CHARSETS.get(number, own)


class Writing:
    """Text as it comes, in bytes of changing code pages and in Unicode."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._page = DOUBLE_BYTES

    def add(self, data: bytes, page: str) -> None:
        """Bytes of a code page; a character's bytes may come one by one."""
        if page != self._page:
            self._decode()
            self._page = page
        self._bytes += data

    def say(self, text: str) -> None:
        """Text in Unicode; halves of a character may come one by one."""
        self._decode()
        self._pieces.append(text)

    def taken(self) -> str:
        """All that came, and nothing of it is left; what is no character is U+FFFD."""
        self._decode()
        text = "".join(self._pieces)
        self._pieces.clear()
        if _LONE_UNITS.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return _NO_XML.sub(REPLACEMENT, text)

    def _decode(self) -> None:
        if not self._bytes:
            return
        if self._page == SYMBOLS:
            text = "".join(chr(_SYMBOL_BASE + byte) for byte in self._bytes)
        else:
            text = self._bytes.decode(self._page, "replace")
        self._pieces.append(text)
        self._bytes.clear()
