"""HTML: `render(report, seed)`, a clean page or, by the report's manners, one pasted from Word."""

from html import escape
from random import Random

from tests.corpus.form import Line, Report, Row, Sheet, Slot

CHARSETS = {
    "gb18030": ("gb18030", '<meta charset="gb2312">'),
    "gb18030_undeclared": ("gb18030", ""),
    "gb18030_as_utf8": ("gb18030", '<meta charset="utf-8">'),
}
WORD = 'style="mso-spacerun:\'yes\';font-family:仿宋;font-size:10.5000pt;"'


def render(report: Report, seed: int) -> bytes:
    """The page in UTF-8, or as the manners say."""
    pen = _Word(Random(f"html/{seed}")) if "word_made" in report.manners else _Plain()
    body = "\n".join(pen.line(b) if isinstance(b, Line) else pen.sheet(b) for b in report.blocks)
    if "layout_table" in report.manners:
        body = f'<table width="1000"><tr><td width="180">导航<br>首页</td><td>{body}</td></tr></table>'
    title = "".join(b.text for b in report.blocks if isinstance(b, Line) and b.part == "title")
    encoding, charset = next((CHARSETS[m] for m in sorted(report.manners) if m in CHARSETS), ("utf-8", _UTF8))
    head = f"<head>{charset}<title>{escape(title)}</title></head>"
    return f"<!DOCTYPE html>\n<html>{head}\n<body>\n{body}\n</body></html>\n".encode(encoding)


_UTF8 = '<meta charset="utf-8">'


class _Plain:
    """Paragraphs and tables, and nothing else."""

    def line(self, line: Line) -> str:
        tag = "h1" if line.part == "title" else "h2" if line.part == "heading" else "p"
        return f"<{tag}>{escape(line.text)}</{tag}>"

    def sheet(self, sheet: Sheet) -> str:
        return '<table border="1">\n' + "\n".join(map(self._row, sheet.rows)) + "\n</table>"

    def _row(self, row: Row) -> str:
        return "<tr>" + "".join(map(self._slot, row)) + "</tr>"

    def _slot(self, slot: Slot) -> str:
        spans = f' rowspan="{slot.down}"' * (slot.down > 1) + f' colspan="{slot.across}"' * (slot.across > 1)
        return f"<td{spans}>{self._text(slot.text)}</td>"

    def _text(self, text: str) -> str:
        return "<br>".join(map(escape, text.split("\n")))


class _Word(_Plain):
    """What a word processor leaves when a page is pasted: every text cut in pieces, wherever."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def line(self, line: Line) -> str:
        return f'<p class="MsoNormal" style="text-indent:2em;mso-pagination:widow-orphan">{self._text(line.text)}</p>'

    def _text(self, text: str) -> str:
        if not text:
            return f'<p class="MsoNormal"><span {WORD}>&nbsp;</span></p>'
        pieces = "<br>".join(self._pieces(part) for part in text.split("\n"))
        return f'<p class="MsoNormal">{pieces}<span {WORD}><o:p></o:p></span></p>'

    def _pieces(self, text: str) -> str:
        """The text over two to three elements; a number may be cut too."""
        cuts = sorted({self._random.randrange(len(text)) for _ in range(2)} - {0})
        parts = [text[a:b] for a, b in zip((0, *cuts), (*cuts, None), strict=True)]
        return "".join(self._piece(escape(part).replace(" ", "&nbsp;")) for part in parts)

    def _piece(self, text: str) -> str:
        return self._random.choice((
            f"<span {WORD}>{text}</span>",
            f'<span {WORD}><font face="宋体">{text}</font></span>',
            f'<span lang="EN-US" {WORD}>{text}</span>',
        ))
