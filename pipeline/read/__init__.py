"""The only room that knows file formats: a document's bytes become a `Document`, or a `Refusal` says why not.

A reader tells what stands where and nothing of what it means: no label, no number, no judgement. Bytes are
hostile until read: sizes, nesting and archives are bounded in `limits`, and whatever is damaged ends in a
`Refusal`. A new format is one module with `MEDIA_TYPES` and `read(data)`, one line in `READERS`, and
what `sniff` knows it by.
"""

from importlib import import_module

from pipeline.read.document import Document, Refusal
from pipeline.read.limits import MAX_BYTES
from pipeline.read.sniff import DOCX, FLAT_OPC, MHTML, RTF, WORD, WORD_2003, XLS, XLSX, looks_like, media_type

__all__ = ["READERS", "Document", "Refusal", "links", "media_type", "read"]

READERS = {
    "application/pdf": "pipeline.read.pdf",
    DOCX: "pipeline.read.docx",
    WORD: "pipeline.read.doc",
    RTF: "pipeline.read.rtf",
    FLAT_OPC: "pipeline.read.word_xml",
    WORD_2003: "pipeline.read.word_xml",
    MHTML: "pipeline.read.mhtml",
    XLSX: "pipeline.read.xlsx",
    XLS: "pipeline.read.xls",
    "application/ofd": "pipeline.read.ofd",
    "text/html": "pipeline.read.html",
    "application/json": "pipeline.read.json_article",
    "text/csv": "pipeline.read.separated",
    "text/plain": "pipeline.read.text",
    "text/markdown": "pipeline.read.text",
    "image/png": "pipeline.read.picture",
    "image/jpeg": "pipeline.read.picture",
    "image/tiff": "pipeline.read.picture",
    "image/bmp": "pipeline.read.picture",
    "image/webp": "pipeline.read.picture",
}
"""Media type → the module that reads it, imported only when such a document comes."""


def read(data: bytes) -> Document:
    """The document in `data`; the format is told by content.

    Raises `Refusal`: `too_large`, `empty_file`, `encrypted`, `unsupported_type`, or what the reader refuses.
    """
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes, at most {MAX_BYTES:,}")
    kind = media_type(data)
    if kind not in READERS:
        raise _without_reader(kind)
    return import_module(READERS[kind]).read(data)


def links(data: bytes) -> tuple[str, ...]:
    """Where a page's links lead, as they are written; none where the bytes are no page."""
    if media_type(data) != "text/html":
        return ()
    from pipeline.read.html import links_of

    return links_of(data)


def _without_reader(kind: str) -> Refusal:
    reason, looks = looks_like(kind)
    return Refusal(reason, f"{kind}, {looks}")
