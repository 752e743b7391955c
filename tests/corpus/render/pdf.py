"""PDF: `render(report, seed)`, the pages that `paged` draws.

The font is STSong-Light, which readers have or replace: it is named in the file and not embedded.
"""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.form import Report
from tests.corpus.render.paged import draw


def render(report: Report, seed: int) -> bytes:
    """The pages; nothing in them is left to the seed."""
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    draw(report, canvas)
    canvas.save()
    return packed.getvalue()
