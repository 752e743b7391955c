"""Whether text can be recognised in pictures: rapidocr is an extra, installed by `make setup-ocr`."""

from functools import cache
from importlib.util import find_spec

from pipeline.read.document import Refusal

LIBRARIES = ("rapidocr", "onnxruntime", "cv2")


@cache
def recognises() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in LIBRARIES)


def need_recognition(what: str) -> None:
    """Raises Refusal("needs_ocr") for a document that is but a picture, where the extra isn't installed."""
    if not recognises():
        raise Refusal("needs_ocr", what)
