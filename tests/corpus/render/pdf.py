"""PDF: `render(report, seed)`, the pages that `paged` draws.

The font is STSong-Light, which readers have or replace: it is named in the file and not embedded.
"""

import io
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.form import Report
from tests.corpus.render.paged import FONT, SIZE, draw


def render(report: Report, seed: int, face: str = FONT) -> bytes:
    """The pages; only the order in which things are drawn may be left to the seed. `face` is a font that reportlab
    knows, to draw with."""
    packed = io.BytesIO()
    manner = next((m for m in MANNERS if m in report.manners), None)
    canvas = MANNERS[manner](packed) if manner else _Canvas(packed)
    canvas.face = face
    draw(report, canvas, Random(f"pdf/{seed}"))
    canvas.save()
    return packed.getvalue()


class _Canvas(Canvas):
    """Upright pages, drawn directly, in the font `face`."""

    face = FONT

    def __init__(self, file: io.BytesIO, size: tuple[float, float] = A4) -> None:
        super().__init__(file, pagesize=size, invariant=1)
        self._begun = False

    def setFont(self, font: str, size: float) -> None:
        """The first thing on each page."""
        if not self._begun:
            self._begun = True
            self.begin()
        super().setFont(self.face if font == FONT else font, size)

    def begin(self) -> None:
        """What a page needs before anything is drawn."""

    def finish(self) -> None:
        """What a page needs when all is drawn."""

    def showPage(self) -> None:
        self.finish()
        self._begun = False
        super().showPage()

    def aslant(self, x: float, y: float, text: str) -> None:
        """A text in large grey type, from the lower left to the upper right."""
        self.saveState()
        self.translate(x, y)
        self.rotate(45)
        super().setFont(self.face, 4 * SIZE)
        self.setFillGray(0.8)
        self.drawString(0, 0, text)
        self.restoreState()


class _Turned(_Canvas):
    """Pages marked as turned by a quarter, with content that is turned back; reportlab lays the sheet on its side."""

    def begin(self) -> None:
        self.setPageRotation(90)
        self.translate(A4[1], 0)
        self.rotate(90)


class _Sideways(_Canvas):
    """Pages whose content lies on its side."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, A4[::-1])

    def begin(self) -> None:
        self.translate(0, A4[0])
        self.rotate(-90)


ROOMY = (-100, -100, 900, 1300)
"""What a form may show: all of a page that is scaled up in it."""


class _Forms(_Canvas):
    """Pages whose content stands in forms within each other, moved and scaled, as browsers print."""

    def begin(self) -> None:
        self._name = f"page{self.getPageNumber()}"
        self.beginForm(self._name, *ROOMY)
        self.scale(1 / 0.75, 1 / 0.75)
        self.translate(-30, -40)

    def finish(self) -> None:
        self.endForm()
        self.beginForm(f"{self._name}around", *ROOMY)
        self.translate(30, 40)
        self.doForm(self._name)
        self.endForm()
        self.scale(0.75, 0.75)
        self.doForm(f"{self._name}around")


MANNERS = {"turned_pages": _Turned, "sideways_pages": _Sideways, "forms_within_forms": _Forms}
