"""Digits that a stroke goes through: `not_crossed(glyphs, strokes)` makes them doubtful, as they are struck out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pipeline.read.document import Box
from pipeline.read.glyphs import Glyph
from pipeline.read.ruling import THICKEST


def not_crossed(glyphs: Iterable[Glyph], strokes: Iterable[Box]) -> list[Glyph]:
    """The glyphs; digits through whose middle a stroke goes across are doubtful."""
    across = sorted((s for s in strokes if s.bottom - s.top <= THICKEST), key=lambda s: s.top)
    tops = [s.top for s in across]
    return [g._replace(is_doubtful=True) if g.text.isdigit() and _is_crossed(g, across, tops) else g for g in glyphs]


def _is_crossed(glyph: Glyph, across: list[Box], tops: list[float]) -> bool:
    ink, quarter = glyph.ink, (glyph.ink.bottom - glyph.ink.top) / 4
    near = range(bisect_left(tops, ink.top + quarter), bisect_right(tops, ink.bottom - quarter))
    reach = ink.left + quarter, ink.right - quarter
    return any(across[n].left <= max(reach) and across[n].right >= min(reach) for n in near)
