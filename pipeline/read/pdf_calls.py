"""pdfium's functions as they are called thousands of times a page: `BOX(page, i, …)` and the like.

The binding that pypdfium2 makes converts and checks each argument of each call, which takes longer than what pdfium
then does. Here nothing is checked: a handle must come as a `Handle`, a place to write to as what `ctypes.byref` gives,
a number as an int. The interpreter is not let go for a call, as none takes longer than that would.
"""

import ctypes
from collections.abc import Callable

import pypdfium2.raw as c


class Handle(ctypes.c_void_p):
    """What pdfium calls a page, an object or a piece of one; false where there is none."""


def handle(pointer: ctypes._Pointer) -> Handle:
    """The handle behind one of pypdfium2's."""
    return ctypes.cast(pointer, Handle)


def _called(function: Callable, answer: type = ctypes.c_int, *given: type) -> Callable:
    """The function, its answer's type and, where a number isn't an int of C, those of what is given."""
    called = ctypes.PYFUNCTYPE(answer)(ctypes.cast(function, ctypes.c_void_p).value)
    if given:
        called.argtypes = given
    return called


def places(buffer: ctypes.Array, first: int, step: int) -> list[object]:
    """How to tell pdfium the places in a buffer: the first byte's, and each `step` bytes behind the one before."""
    return [ctypes.byref(buffer, at) for at in range(first, ctypes.sizeof(buffer), step)]


# ── the characters of a page

CODE = _called(c.FPDFText_GetUnicode, ctypes.c_uint)
IS_GUESSED = _called(c.FPDFText_HasUnicodeMapError)
IS_HYPHEN = _called(c.FPDFText_IsHyphen)
IS_GENERATED = _called(c.FPDFText_IsGenerated)
BOX = _called(c.FPDFText_GetCharBox)
ORIGIN = _called(c.FPDFText_GetCharOrigin)
ROOM = _called(c.FPDFText_GetLooseCharBox)
TYPE_MATRIX = _called(c.FPDFText_GetMatrix)
TYPE_SIZE = _called(c.FPDFText_GetFontSize, ctypes.c_double)
DRAWN_BY = _called(c.FPDFText_GetTextObject, ctypes.c_void_p)
"""Gives the address of the object, which is no handle yet, or None."""

# ── the objects of a page

OBJECT = _called(c.FPDFPage_GetObject, Handle)
FORM_OBJECT = _called(c.FPDFFormObj_GetObject, Handle, ctypes.c_void_p, ctypes.c_ulong)
FORM_OBJECTS = _called(c.FPDFFormObj_CountObjects)
IS_TRANSPARENT = _called(c.FPDFPageObj_HasTransparency)
KIND = _called(c.FPDFPageObj_GetType)
BOUNDS = _called(c.FPDFPageObj_GetBounds)
MATRIX = _called(c.FPDFPageObj_GetMatrix)
RENDER_MODE = _called(c.FPDFTextObj_GetTextRenderMode)
COLOUR = _called(c.FPDFPageObj_GetFillColor)
DRAW_MODE = _called(c.FPDFPath_GetDrawMode)
PEN = _called(c.FPDFPageObj_GetStrokeWidth)
CLIP = _called(c.FPDFPageObj_GetClipPath, Handle)
CLIP_OUTLINES = _called(c.FPDFClipPath_CountPaths)
CLIP_CORNERS = _called(c.FPDFClipPath_CountPathSegments)
CLIP_CORNER = _called(c.FPDFClipPath_GetPathSegment, Handle)
CORNERS = _called(c.FPDFPath_CountSegments)
CORNER = _called(c.FPDFPath_GetPathSegment, Handle)
CORNER_AT = _called(c.FPDFPathSegment_GetPoint)
CORNER_KIND = _called(c.FPDFPathSegment_GetType)
CORNER_CLOSES = _called(c.FPDFPathSegment_GetClose)
