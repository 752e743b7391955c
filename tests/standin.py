"""Builds the stand-in font: `python -m tests.standin` writes `pipeline/read/standin.ttf` anew, byte for byte.

Every character is a plain box: half an em wide in ASCII, a whole em elsewhere, as in any Chinese font.
"""

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

TARGET = Path(__file__).parents[1] / "pipeline" / "read" / "standin.ttf"
EM, FOOT, HEAD, SIDE = 1000, -80, 820, 40
WIDTHS = {".notdef": EM, "half": EM // 2, "full": EM}
SURROGATES = range(0xD800, 0xE000)


def font() -> bytes:
    """The font file."""
    builder = FontBuilder(EM, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(list(WIDTHS))
    builder.setupGlyf({name: _box(width) for name, width in WIDTHS.items()})
    builder.setupHorizontalMetrics({name: (width, SIDE) for name, width in WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.font["cmap"] = _characters()
    builder.setupPost()
    builder.setupNameTable({"familyName": "Gongkai Stand-in", "styleName": "Regular"})
    builder.setupOS2()
    packed = io.BytesIO()
    builder.font.save(packed)
    return packed.getvalue()


def _box(width: int):
    pen = TTGlyphPen(None)
    corners = [(SIDE, FOOT), (SIDE, HEAD), (width - SIDE, HEAD), (width - SIDE, FOOT)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _characters():
    """Format 13 maps a range of any length to one glyph, so the whole of Unicode takes three lines."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = {c: "half" if c < 0x80 else "full" for c in range(0x20, 0x110000) if c not in SURROGATES}
    characters = newTable("cmap")
    characters.tableVersion, characters.tables = 0, [table]
    return characters


if __name__ == "__main__":
    TARGET.write_bytes(font())
