"""The only room that knows file formats: a document's bytes become a `Document`, or a `Refusal` says why not.

A reader tells what stands where and nothing of what it means: no label, no number, no judgement. Bytes are
hostile until read: sizes, nesting and archives are bounded in `limits`, and whatever is damaged ends in a
`Refusal`. A new format is one module with `MEDIA_TYPES` and `read(data)`, one line in `READERS`, and
what `sniff` knows it by.
"""

from importlib import import_module

from pipeline.read.document import Document, Refusal
from pipeline.read.limits import MAX_BYTES
from pipeline.read.sniff import DOCX, looks_like, media_type

__all__ = ["READERS", "Document", "Refusal", "media_type", "read"]

READERS = {
    "application/pdf": "pipeline.read.pdf",
    DOCX: "pipeline.read.docx",
    "text/html": "pipeline.read.html",
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


def _without_reader(kind: str) -> Refusal:
    reason, looks = looks_like(kind)
    return Refusal(reason, f"{kind}, {looks}")
