"""RTF: `render(report, seed)`, as word processors write it; merged cells by \\clvmgf and \\clvmrg.

By the report's manners the text is told in bytes of GBK instead of Unicode, every column has its own cell, of which
some go on to the right (\\clmgf, \\clmrg), and each piece of text says all about its fonts, as Word does.
"""

from itertools import pairwise
from random import Random

from tests.corpus.form import Line, Report, Sheet, Slot, laid_out

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0\uc1{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}"
    r"{\f1\fnil\fcharset134 SimSun;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\title report}}"
    "\n{\\header\\pard 1\\par}"
)
WIDTH, LEFT = 9000, -108
"""Twentieths of a point: between the margins, and where a table begins."""
NOISE = r"\rtlch\fcs1 \af0\afs21 \ltrch\fcs0 \fs21\lang1033\langfe2052\loch\af0\hich\af0\dbch\f1 "
ESCAPED = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\u00a0": "\\~", "\n": "\\line "}

Place = tuple[Slot, int, int]


def render(report: Report, seed: int) -> bytes:
    """The file in ASCII, the same bytes for the same report and seed."""
    pen = _Pen(report.manners, Random(f"rtf/{seed}"))
    body = "\n".join(pen.line(b) if isinstance(b, Line) else pen.sheet(b) for b in report.blocks)
    return f"{HEAD}\n{body}\n}}".encode("ascii")


class _Pen:
    """Writes lines and sheets in the report's manners."""

    def __init__(self, manners: frozenset[str], random: Random) -> None:
        self._manners, self._random = manners, random

    def line(self, line: Line) -> str:
        align = "\\qc" if line.part == "title" else "\\qj"
        return f"\\pard\\plain{align}\\f1 {self._runs(line.text)}\\par"

    def sheet(self, sheet: Sheet) -> str:
        places = laid_out(sheet)
        step = WIDTH // len(places[0])
        return "\n".join(self._row(r, row, step) for r, row in enumerate(places)) + "\n\\pard\\par"

    def _row(self, r: int, row: list[Place | None], step: int) -> str:
        begun = [(place, self._parts(place)) for c, place in enumerate(row) if place is not None and place[2] == c]
        edges = [0]
        definition, cells = "", ""
        for (slot, top, _), parts in begun:
            down = ("\\clvmgf" if top == r else "\\clvmrg") if slot.down > 1 else ""
            for part, wide in enumerate(parts):
                edges.append(edges[-1] + wide)
                across = ("\\clmrg" if part else "\\clmgf") if len(parts) > 1 else ""
                definition += f"{across}{down}\\clbrdrb\\brdrs\\cellx{LEFT + step * edges[-1]}"
                cells += self._cell(slot.text if top == r and not part else "")
        return f"\\trowd\\trgaph108\\trleft{LEFT}{definition}\n{cells}\\row"

    def _parts(self, place: Place) -> list[int]:
        """The columns of a slot, together or each with a cell of its own."""
        return [1] * place[0].across if "cells_merged_across" in self._manners else [place[0].across]

    def _cell(self, text: str) -> str:
        before = "\\par" if "empty_paragraphs" in self._manners and self._random.random() < 0.3 else ""
        return f"\\pard\\plain\\intbl\\qc\\f1{before} {self._runs(text)}\\cell\n"

    def _runs(self, text: str) -> str:
        cut = self._random.randrange(1, len(text)) if "runs" in self._manners and len(text) > 1 else len(text)
        pieces = [piece for piece in (text[:cut], text[cut:]) if piece]
        noise = NOISE if "word_made" in self._manners else ""
        return "".join(f"{{{noise}{''.join(map(self._character, piece))}}}" for piece in pieces)

    def _character(self, character: str) -> str:
        if character.isascii() or character in ESCAPED:
            return ESCAPED.get(character, character)
        if "gbk_bytes" in self._manners:
            return "".join(f"\\'{byte:02x}" for byte in character.encode("gbk"))
        units = character.encode("utf-16-le")
        return "".join(f"\\u{int.from_bytes(units[a:b], 'little', signed=True)}?" for a, b in _pairs(len(units)))


def _pairs(size: int) -> list[tuple[int, int]]:
    return [*pairwise(range(0, size + 1, 2))]
