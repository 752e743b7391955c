"""Good files made bad: `mutated(seed, others, random)`, the same bytes for the same state of `random`.

    bytes     a bit turned, a stretch left out, doubled, overwritten, taken from another file; the end cut off
    words     what means something to a reader put in: a tag, a brace, a signature, a boundary, a length
    numbers   a number in the text, or two or four bytes that may be a length, made 0, -1 or enormous
    elements  of XML, which any other change would break: one left out, doubled, moved, wrapped, called or told otherwise
    archives  the same within one member, which is packed again; a member left out, doubled or renamed
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from random import Random

from lxml import etree

MOST_STEPS = 6
"""Changes of one file."""

LARGEST = 512 * 1024
"""Bytes of a changed file: what large ones do is what `bombs` are for."""

WORDS = (
    *(b"<table>", b"</table>", b"<td colspan=99999 rowspan=99999>", b"<tr>", b"<script>", b"<!--", b"-->", b"<plaintext>"),
    *(b"<style>td{display:none}</style>", b"&#x110000;", b"&lt;table&gt;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;"),
    *(b"]]>", b"<![CDATA[", b"<?xml version='1.0' encoding='utf-16'?>", b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
    *(b'<w:gridSpan w:val="99999"/>', b'<w:vMerge w:val="restart"/>', b"<w:vMerge/>", b"<w:del>", b"<w:txbxContent>"),
    *(b'<mergeCell ref="A1:XFD1048576"/>', b'<c r="XFD1048576"><v>1</v></c>', b'r="A0"', b's="-1"', b't="s"'),
    *(b'CTM="1e300 0 0 1e300 0 0"', b'Boundary="0 0 1e9 1e9"', b"DeltaX=\"g 99999999 1\"", b'ID="0"'),
    *(b"{\\rtf1", b"{", b"}", b"\\bin999999999 ", b"\\trowd\\cellx9", b"\\cell\\row", b"\\itap30", b"\\u-99999?", b"\\upr"),
    *(b"%PDF-1.7", b"1 0 obj", b"endobj", b"stream", b"endstream", b"/Length 99999999", b"/Kids [1 0 R]", b"/Parent 1 0 R"),
    *(b"/Filter [/FlateDecode /FlateDecode]", b"startxref", b"trailer", b"%%EOF", b"BT", b"ET", b"Tj", b"1e38", b"cm", b"q"),
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0"),
    *(b"--b\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"\r\n\r\n"),
    *(b"Content-Transfer-Encoding: base64\r\n", b"=?gb2312?b?", b"?=", b"=E4=BD", b"filename*=utf-8''%", b"../../"),
    *(b'{"content":"', b'"}', b"[[[[", b"null", b'\\u0000"', b"\\ud800", b"`${", b"\\\n", b'"', b"'", b"//", b"/*"),
    *(b"\0", b"\0" * 64, b"\xff" * 8, b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\x8b", b"\xef\xbf\xbc", b"\xf0\x9f\x92\xa9"),
    *(b"\t", b"|", b",", b";", b"\n\n\n", b" " * 99, b"|---|", b"#" * 7, b"=", b"9" * 40, b"1e999", b"-", b"\xef\xbc\x8d"),
    *("一、".encode(), "其中：".encode(), "2023年".encode(), b"1,234", "（一）".encode(), "总计".encode(), "①".encode()),
)
LENGTHS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x80\0\0\0", b"\0\0\1\0")
NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"99999", b"2147483648", b"4294967295", b"1e308", b"9" * 30)

_NUMBER = re.compile(rb"\d+")


def mutated(seed: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The seed after one to six changes; those of an archive mostly within its members."""
    if seed.startswith(b"PK\x03\x04") and random.random() < 0.8:
        return _within(seed, others, random)
    if seed.startswith(b"<?xml") and random.random() < 0.7:
        return _in_tree(seed, random)
    data = seed
    for _ in range(random.randint(1, MOST_STEPS)):
        data = random.choice(CHANGES)(data, others, random)[:LARGEST]
    return data


def _place(data: bytes, random: Random) -> int:
    return random.randint(0, len(data))


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    """Where a stretch begins and ends: mostly short, sometimes up to all that follows."""
    start = _place(data, random)
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 64, 1024, len(data))))


def _bit(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _left_out(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _doubled(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    times = random.choice((1, 1, 2, 8, 64)) if end - start <= 1024 else 1
    return data[:end] + data[start:end] * times + data[end:]


def _moved(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    rest = data[:start] + data[end:]
    at = _place(rest, random)
    return rest[:at] + data[start:end] + rest[at:]


def _spliced(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others) if others else data
    start, end = _stretch(other, random)
    at, behind = sorted((_place(data, random), _place(data, random)))
    return data[:at] + other[start:end] + data[random.choice((at, behind)) :]


def _cut(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return data[: _place(data, random)]


def _word(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    at, word = _place(data, random), random.choice(WORDS)
    return data[:at] + word * random.choice((1, 1, 1, 2, 30)) + data[at + random.choice((0, len(word))) :]


def _length(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    at, size = _place(data, random), random.choice((2, 4))
    return data[:at] + random.choice(LENGTHS)[:size] + data[at + size :]


def _number(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    found = _NUMBER.search(data, _place(data, random))
    return data if found is None else data[: found.start()] + random.choice(NUMBERS) + data[found.end() :]


Change = Callable[[bytes, Sequence[bytes], Random], bytes]
CHANGES: tuple[Change, ...] = (_bit, _left_out, _doubled, _moved, _spliced, _cut, _word, _word, _length, _number, _number)


def _in_tree(seed: bytes, random: Random) -> bytes:
    """The XML with elements changed, and still XML."""
    try:
        root = etree.fromstring(seed)
    except etree.XMLSyntaxError:
        return seed
    every = [one for one in root.iter(etree.Element) if one is not root]
    for _ in range(random.randint(1, 4) if every else 0):
        random.choice(ELEMENT_CHANGES)(random.choice(every), random.choice(every), random)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _gone(one: etree._Element, _: etree._Element, random: Random) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def _again(one: etree._Element, other: etree._Element, random: Random) -> None:
    """The element, as often as it likes, behind itself or in another."""
    written = etree.tostring(one, with_tail=False)
    for _ in range(random.choice((1, 1, 3, 30)) if len(written) < LARGEST // 100 else 1):
        copy = etree.fromstring(written)
        if random.random() < 0.5 and one.getparent() is not None:
            one.addnext(copy)
        else:
            other.append(copy)


def _around(one: etree._Element, other: etree._Element, random: Random) -> None:
    """The element in many of another's name."""
    if one.getparent() is None:
        return
    inner = etree.fromstring(etree.tostring(one, with_tail=False))
    for _ in range(random.choice((1, 5, 60))):
        outer = etree.Element(other.tag, other.attrib)
        outer.append(inner)
        inner = outer
    one.getparent().replace(one, inner)


def _called(one: etree._Element, other: etree._Element, random: Random) -> None:
    one.tag = other.tag


def _told(one: etree._Element, other: etree._Element, random: Random) -> None:
    """An attribute of this or another element with a number, a word, or the other's value."""
    like = random.choice((one, other))
    if like.attrib:
        key = random.choice(list(like.attrib))
        one.set(key, random.choice((like.get(key), *(number.decode() for number in NUMBERS), "", "true", "\u0661", "a" * 300)))


def _said(one: etree._Element, other: etree._Element, random: Random) -> None:
    one.text = random.choice((None, other.text, "1", "\u200b", "\ufffc", "9" * 40, " ", "\t\n", "\u202e12", "M 0 0 L 9e9 1"))


ElementChange = Callable[[etree._Element, etree._Element, Random], None]
ELEMENT_CHANGES: tuple[ElementChange, ...] = (_gone, _again, _around, _called, _told, _told, _told, _said)


def _within(seed: bytes, others: Sequence[bytes], random: Random) -> bytes:
    members = dict(unpacked(seed))
    names = sorted(members)
    if not names:
        return _cut(seed, others, random)
    for _ in range(random.randint(1, 2)):
        name = random.choice(names)
        change = random.random()
        if change < 0.03:
            members.pop(name, None)
        elif change < 0.06:
            members[random.choice((f"../{name}", name.upper(), name + "\0", random.choice(names)))] = members.get(name, b"")
        else:
            like = [other for packed in others for key, other in unpacked(packed).items() if key == name]
            members[name] = mutated(members.get(name, b""), like, random)
    return packed(members, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


@lru_cache(maxsize=256)
def unpacked(data: bytes) -> Mapping[str, bytes]:
    """The members of an archive; none where it is none, as what a change left of one."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return {}


def packed(members: Mapping[str, bytes], packing: int) -> bytes:
    """An archive of the members, quickly made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return out.getvalue()
