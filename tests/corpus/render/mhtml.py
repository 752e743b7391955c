"""MHTML: `render(report, seed)`, the HTML page in a web archive, as quoted-printable or base64, with a style sheet.

In every third archive another page stands before it, a frame, and the archive names its root.
"""

import base64
import quopri
from random import Random

from tests.corpus.form import Report
from tests.corpus.render import html

BOUNDARY = "----=_NextPart_01D9"
PAGE = "file:///C:/report.htm"
FRAME = b"<html><body><table><tr><td>1</td></tr></table></body></html>"


def render(report: Report, seed: int) -> bytes:
    """The archive, the same bytes for the same report and seed."""
    random = Random(f"mhtml/{seed}")
    page = _part("text/html", PAGE, html.render(report, seed), random.random() < 0.5)
    style = _part("text/css", "file:///C:/style.css", b"td { color: black }", False)
    start, before = "", b""
    if random.random() < 1 / 3:
        start, before = '\tstart="<report>";\r\n', _part("text/html", "file:///C:/frame.htm", FRAME, True)
    head = (
        "From: <Saved by a browser>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n{start}\tboundary="{BOUNDARY}"\r\n\r\n'
    )
    return head.encode() + before + page + style + f"--{BOUNDARY}--\r\n".encode()


def _part(kind: str, place: str, content: bytes, is_packed: bool) -> bytes:
    """A part; the page has the name by which the archive calls its root."""
    name = "Content-ID: <report>\r\n" if place == PAGE else ""
    way, body = ("base64", base64.encodebytes(content)) if is_packed else (
        "quoted-printable", quopri.encodestring(content)
    )
    head = f"--{BOUNDARY}\r\n{name}Content-Type: {kind}\r\nContent-Transfer-Encoding: {way}\r\nContent-Location: {place}\r\n\r\n"
    return head.encode() + body.replace(b"\n", b"\r\n") + b"\r\n"
