"""A report as bytes, one module a file format; each draws the same `Report` and knows nothing of the form.

`RENDERERS[form](report, seed)` → bytes; the same report and seed give the same bytes.
"""

from collections.abc import Callable
from functools import partial

from tests.corpus.form import Report
from tests.corpus.render import docx, html, ofd, pdf, text

RENDERERS: dict[str, Callable[[Report, int], bytes]] = {
    "html": html.render,
    "docx": docx.render,
    "pdf": pdf.render,
    "ofd": ofd.render,
    **{form: partial(text.render, form=form) for form in text.WRITERS},
}
