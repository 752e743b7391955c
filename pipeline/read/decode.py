"""Bytes to text: `decoded` finds the encoding, `plain` leaves of a piece of text what a reader would see.

The encoding is told by the bytes alone, for what a page declares is often wrong: a byte order mark, UTF-16
that shows by its zero bytes, strict UTF-8, then GB18030, which holds GBK and GB2312. A file that is cut
within its last character, or damaged in few places, is still UTF-8; taken for GB18030 it would be all
wrong and look whole. Big5 is not attempted: its bytes are nearly always valid GB18030 too.
"""

import codecs
import re

from pipeline.read.document import Place, Remark

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACEMENT = "\ufffd"
_SAMPLE = 4096
_UNSEEN_CHARACTERS = "\u00ad\u200b-\u200f\u202a-\u202c\u2060-\u2064\ufeff"
_UNSEEN = re.compile(f"[{_UNSEEN_CHARACTERS}]")
_SEEN = re.compile(f"[^\\s\0{_UNSEEN_CHARACTERS}]")


def decoded(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    """The text of `data` without byte order mark and NULs, and a remark if bytes could not be decoded.

    Such bytes become U+FFFD. Everything else stays, also no-break, ideographic and zero-width spaces.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _cleared(data[len(mark) :].decode(encoding, "replace"))
    wide = _wide_encoding(data)
    if wide:
        return _cleared(data.decode(wide, "replace"))
    return _cleared(_narrow(data))


def plain(text: str) -> str:
    """`text` without zero-width characters, each run of white space one space, none at the ends."""
    if text.isalnum():
        return text
    return " ".join(_UNSEEN.sub("", text).split())


def is_blank(text: str) -> bool:
    """Whether nothing of `text` would be seen: `plain` would leave an empty string."""
    return _SEEN.search(text) is None


def _cleared(text: str) -> tuple[str, tuple[Remark, ...]]:
    text = text.replace("\0", "")
    lost = text.count(_REPLACEMENT)
    if not lost:
        return text, ()
    line = text.count("\n", 0, text.index(_REPLACEMENT)) + 1
    return text, (Remark("undecodable_bytes", Place(f"l{line}"), f"{lost} characters replaced"),)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every ASCII character leaves a zero byte, always on the same side."""
    head = data[:_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    enough = len(head) // 2 * 0.02
    if odd > enough and even <= odd * 0.02:
        return "utf-16-le"
    if even > enough and odd <= even * 0.02:
        return "utf-16-be"
    return None


def _narrow(data: bytes) -> str:
    as_utf8 = data.decode("utf-8", "replace")
    if _REPLACEMENT not in as_utf8 or _is_damaged_utf8(as_utf8):
        return as_utf8
    as_gb = data.decode("gb18030", "replace")
    return as_gb if as_gb.count(_REPLACEMENT) <= as_utf8.count(_REPLACEMENT) else as_utf8


def _is_damaged_utf8(text: str) -> bool:
    """GB18030 read as UTF-8 breaks at every second character, a damaged UTF-8 file only here and there."""
    lost = text.count(_REPLACEMENT)
    whole = sum(1 for character in text if character >= "\u0800") - lost
    cut_at_end = lost == 1 and text.endswith(_REPLACEMENT)
    return whole >= 1 if cut_at_end else whole >= lost * 10
