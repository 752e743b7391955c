"""The font that stands in for Chinese fonts which a PDF names and doesn't hold: `stand_in()`, once a process.

pdfium would take such a font from the machine, and lose lines of one character where it has none. The same bytes
must be read alike on every machine, so none of the machine's fonts is used: for text that needs a Chinese, Japanese
or Korean font every glyph is a plain box (`standin.ttf`, made by tests/standin.py), for Latin text pdfium has its
own. Only where characters stand is read, never how they look.
"""

import ctypes
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as c

EAST_ASIAN = frozenset(
    {c.FXFONT_GB2312_CHARSET, c.FXFONT_CHINESEBIG5_CHARSET, c.FXFONT_SHIFTJIS_CHARSET, c.FXFONT_HANGEUL_CHARSET}
)
HANDLE = 1
"""There is one font, so its handle tells nothing."""


@cache
def stand_in() -> "StandIn":
    """Have pdfium ask for fonts here, from now on and in this process."""
    fonts = StandIn(Path(__file__).with_name("standin.ttf").read_bytes())
    fonts.setup()
    return fonts


class StandIn(pdfium.PdfSysfontBase):
    """What pdfium calls when a file lacks a font; names and arguments are those of fpdf_sysfontinfo.h."""

    def __init__(self, font: bytes) -> None:
        super().__init__()
        self._font = font

    def EnumFonts(self, _, mapper) -> None:
        """No font of this machine is offered."""

    def MapFont(self, _, weight, italic, charset, pitch_family, face, exact) -> int | None:
        return HANDLE if charset in EAST_ASIAN else None

    def GetFont(self, _, face) -> None:
        return None

    def GetFontData(self, _, font, table, buffer, size) -> int:
        """The whole file; it is no collection and no table of it is asked for on its own."""
        if table:
            return 0
        if buffer and size >= len(self._font):
            ctypes.memmove(buffer, self._font, len(self._font))
        return len(self._font)

    def GetFaceName(self, _, font, buffer, size) -> int:
        return 0

    def GetFontCharset(self, _, font) -> int:
        return c.FXFONT_GB2312_CHARSET

    def DeleteFont(self, _, font) -> None:
        """Nothing was opened."""
