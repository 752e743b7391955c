"""RTF as tokens: iterating `Tokens(data)` gives `(kind, word, number)` as they stand in the file.

    {  }            "{"  "}"
    \\fs24           "word"   b"fs"     24        None where a control word has no number
    \\~              "sign"   b"~"      None
    \\'b5            "bytes"  b"\\xb5"   None      a byte of text
    text            "bytes"  b"text"   None      without line breaks, which mean nothing
"""

import re
from collections.abc import Iterator

from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_RTF_TOKENS

Token = tuple[str, bytes, int | None]

_TOKEN = re.compile(
    rb"(?P<brace>[{}])|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<text>[^\\{}]+)|\\",
    re.DOTALL,
)
_BRACE = re.compile(rb"\\bin(\d{1,9}) ?|\\.|[{}]", re.DOTALL)
_MEANINGLESS = b"\r\n\0"
BINARY = b"bin"
"""Announces so many bytes that are no RTF."""


class Tokens:
    """The tokens of a file, one after another; a group that means nothing can be passed over as a whole.

    Raises Refusal: too_large, where there are more tokens and passed braces than a report can have.
    """

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._left = data, 0, MAX_RTF_TOKENS

    def __iter__(self) -> Iterator[Token]:
        while self._at < len(self._data):
            self._count()
            found = _TOKEN.match(self._data, self._at)
            self._at = found.end()
            token = _token(found)
            if token is not None and token[1] == BINARY and token[0] == "word":
                self._at += max(0, token[2] or 0)
            elif token is not None:
                yield token

    def pass_group(self) -> None:
        """Go on right before the brace that closes the group in which the last token stood."""
        depth = 0
        while (found := _BRACE.search(self._data, self._at)) is not None:
            self._count()
            self._at = found.end() + int(found[1] or 0)
            if found[0] == b"}" and not depth:
                self._at = found.start()
                return
            depth += (found[0] == b"{") - (found[0] == b"}")
        self._at = len(self._data)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Refusal("too_large", f"more than {MAX_RTF_TOKENS:,} pieces of RTF")


def _token(found: re.Match[bytes]) -> Token | None:
    kind = found.lastgroup
    if kind in ("word", "number"):
        return "word", found["word"], int(found["number"]) if found["number"] else None
    if kind == "brace":
        return found["brace"].decode(), b"", None
    if kind == "sign":
        return "sign", found["sign"], None
    raw = bytes.fromhex(found["hex"].decode()) if kind == "hex" else found["text"] or b""
    text = raw if kind == "hex" else raw.translate(None, _MEANINGLESS)
    return ("bytes", text, None) if text else None
