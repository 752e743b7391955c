"""A report as bytes, one module a file format; each draws the same `Report` and knows nothing of the form.

`RENDERERS[form](report, seed)` → bytes; the same report and seed give the same bytes, but for what LibreOffice saves.
"""

from collections.abc import Callable
from functools import partial

from tests.corpus.form import Report
from tests.corpus.render import docx, html, mhtml, ofd, office, pdf, rtf, separated, text, wrapped, xlsx

RENDERERS: dict[str, Callable[[Report, int], bytes]] = {
    "html": html.render,
    "docx": docx.render,
    "pdf": pdf.render,
    "rtf": rtf.render,
    "mhtml": mhtml.render,
    "xlsx": xlsx.render,
    "csv": separated.render,
    "json": wrapped.as_json,
    "script": wrapped.as_script,
    "ofd": ofd.render,
    **{form: partial(text.render, form=form) for form in text.WRITERS},
    **{form: partial(office.render, kind=kind) for form, kind in {"doc": "doc", "office_rtf": "rtf"}.items()},
}
