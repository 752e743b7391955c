"""Small files that grow: `BOMBS`, by name, each with what makes it and what must come of it.

What comes of a document is the reason for which it is refused, or `read` where it holds no harm. `findings` are told of
one that is read.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from pipeline.read.extra import recognises
from pipeline.read.limits import MAX_MEMBERS, MAX_MIME_PARTS, MAX_PART, MAX_PARTS
from tests.corpus.reports import make
from tests.read.boxes import letter, zipped

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


@dataclass(frozen=True, slots=True)
class Bomb:
    """`make()` gives the bytes; `comes` is what must come of each document in it, any of several; `findings` of a report
    that is read."""

    make: Callable[[], bytes]
    comes: tuple[str, ...]
    findings: tuple[str, ...] = ()


# Archives

def nested(width: int = 16, depth: int = 6) -> bytes:
    """As 42.zip is: archives of archives, which would unpack to width ** depth files."""
    data = bytes(1024 * 1024)
    for _ in range(depth):
        data = zipped({f"{n}.zip": data for n in range(width)})
    return data


def overlapping() -> bytes:
    """A thousand entries of the directory, all of which are one file."""
    once = zipped({"0000": bytes(10**6)})
    at = once.index(b"PK\x01\x02")
    entry, rest = once[at : once.index(b"PK\x05\x06")], bytearray(once[once.index(b"PK\x05\x06") :])
    entries = b"".join(entry.replace(b"0000", f"{n:04}".encode()) for n in range(900))
    struct.pack_into("<HHI", rest, 8, 900, 900, len(entries))
    return once[:at] + entries + bytes(rest)


def crowded() -> bytes:
    return zipped({str(n): b"" for n in range(MAX_MEMBERS + 1)}, STORED)


# XML

def laughs() -> tuple[str, str]:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!ENTITY l0 "ha">{lines}', "&l9;"


ENTITIES: Mapping[str, Callable[[], tuple[str, str]]] = {
    "billion laughs": laughs,
    "an entity of 200 KB, 10,000 times": lambda: (f'<!ENTITY a "{"a" * 200_000}">', "&a;" * 10_000),
    "parameter entities": lambda: (
        '<!ENTITY % a "<!ENTITY b \'' + "b" * 1000 + '\'>">' + "".join(
            f'<!ENTITY % a{n} "{f"&#37;a{n - 1};" * 10 if n else "&#37;a;" * 10}">' for n in range(9)) + "%a8;", "&b;"),
    "a file of the machine": lambda: ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"),
    "an address": lambda: ('<!ENTITY a SYSTEM "http://127.0.0.1:9/a">', "&a;"),
}
"""Declarations, and what calls them."""

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLD_WORD = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
FLAT = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>'


def docx(xml: str, packing: int = DEFLATED) -> bytes:
    return zipped({"word/document.xml": xml.encode()}, packing)


XML_FORMS: Mapping[str, Callable[[str, str], bytes]] = {
    "docx": lambda dtd, call: docx(f"{dtd}<w:document {WORD}><w:body><w:p><w:r><w:t>{call}</w:t></w:r></w:p></w:body></w:document>"),
    "xlsx": lambda dtd, call: zipped({"xl/workbook.xml": f"{dtd}<workbook>{call}</workbook>".encode()}),
    "ofd": lambda dtd, call: zipped({"OFD.xml": f"{dtd}<OFD><DocBody>{call}</DocBody></OFD>".encode()}),
    "Word 2003": lambda dtd, call: (
        f"{PROLOGUE}{dtd}<w:wordDocument {OLD_WORD}><w:body><w:p><w:r><w:t>{call}</w:t></w:r></w:p></w:body></w:wordDocument>".encode()
    ),
    "flat Word": lambda dtd, call: f"{PROLOGUE}{dtd}<pkg:package {FLAT}>{call}</pkg:package>".encode(),
}


def of_entities(form: str, kind: str, in_attribute: bool) -> bytes:
    declared, call = ENTITIES[kind]()
    return XML_FORMS[form](f"<!DOCTYPE a [{declared}]>", f'<a b="{call}"/>' if in_attribute else call)


def deep(form: str) -> bytes:
    return XML_FORMS[form]("", "<a>" * 100_000 + "</a>" * 100_000)


def rows(count: int, properties: str = "") -> str:
    cell = f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return f"<w:document {WORD}><w:body><w:tbl>{f'<w:tr>{cell}</w:tr>' * count}</w:tbl></w:body></w:document>"


# Workbooks

def book(sheet: str, strings: str = "", packing: int = DEFLATED) -> bytes:
    links = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return zipped({
        "xl/workbook.xml": f'<workbook {links}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>".encode(),
        "xl/worksheets/s.xml": f"<worksheet>{sheet}</worksheet>".encode(),
    }, packing)  # fmt: skip


def cells(count: int, cell: str = "<c><v>1</v></c>", wide: int = 100) -> str:
    return f"<sheetData>{f'<row>{cell * wide}</row>' * (count // wide)}</sheetData>"


def merged(count: int) -> bytes:
    areas = '<mergeCell ref="A1:XFD1048576"/>' * count
    return book(cells(2_000) + f"<mergeCells>{areas}</mergeCells>", packing=STORED)


# Paged documents

def pdf(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))
    return out.getvalue()


def stream(content: bytes, more: bytes = b"", packed: bool = False) -> bytes:
    data = zlib.compress(content) if packed else content
    return b"<</Length %d %s%s>>\nstream\n%s\nendstream" % (len(data), more, b" /Filter /FlateDecode" if packed else b"", data)


CATALOGUE, PAGES = b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>"


def page(resources: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    return b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources <<%s>>>>" % (box, resources)


def drawing(content: bytes) -> bytes:
    return pdf(CATALOGUE, PAGES, page(), stream(content, packed=True))


def million_objects() -> bytes:
    return pdf(CATALOGUE, PAGES, page(), stream(b""), *([b"null"] * 1_000_000))


def forms_in_forms(depth: int = 12, width: int = 10) -> bytes:
    """Each form draws the next one ten times: 10 ** 12 strokes."""
    inner = [
        stream(b"/F Do " * width if n < depth - 1 else b"0 0 9 9 re f ", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
               b"/Resources <</XObject <</F %d 0 R>>>>" % (6 + n))
        for n in range(depth)
    ]  # fmt: skip
    return pdf(CATALOGUE, PAGES, page(b"/XObject <</F 5 0 R>>"), stream(b"/F Do"), *inner)


def pages_in_circles() -> bytes:
    return pdf(CATALOGUE, b"<</Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 999999>>")


def large_picture_in_pdf(side: int = 30_000) -> bytes:
    image = stream(bytes(side * side // 8), b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 "
                   b"/ColorSpace /DeviceGray" % (side, side), packed=True)  # fmt: skip
    text = b"BT /A 12 Tf 80 700 Td (12 34) Tj ET q 400 0 0 400 90 300 cm /I Do Q"
    font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    return pdf(CATALOGUE, PAGES, page(b"/XObject <</I 5 0 R>> /Font <</A 6 0 R>>"), stream(text), image, font)


def ofd(content: str, pages: int = 1) -> bytes:
    listed = "".join(f'<Page ID="{n}" BaseLoc="p.xml"/>' for n in range(1, pages + 1))
    return zipped({
        "OFD.xml": b"<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody></OFD>",
        "d.xml": f"<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData><Pages>{listed}</Pages></Document>".encode(),
        "p.xml": f"<Page><Content><Layer>{content}</Layer></Content></Page>".encode(),
    })  # fmt: skip


TEXT_OBJECT = '<TextObject ID="9" Boundary="0 0 200 10" Font="1" Size="5"><TextCode X="0" Y="5" DeltaX="{}">{}</TextCode></TextObject>'


# Pictures

def png(side: int = 30_000) -> bytes:
    """White in one bit a pixel: 900 million of them in some hundred KB."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    line = zlib.compressobj(9)
    packed = b"".join(line.compress(b"\0" + b"\xff" * (side // 8)) for _ in range(side)) + line.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bmp(side: int = 30_000) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head + bytes(64)


def jpeg(side: int = 65_500) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, side, side, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + frame + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + bytes(64) + b"\xff\xd9"


def tiff(side: int = 30_000, next_directory: int = 0) -> bytes:
    """One directory: a picture without packing, whose pixels aren't there; `next_directory` is where another begins."""
    tags = ((256, side), (257, side), (258, 1), (259, 1), (262, 1), (273, 8), (277, 1), (278, side), (279, side * side // 8))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", next_directory)


def tiff_pages(count: int = 100_000) -> bytes:
    """Pages of one pixel, each a directory of its own."""
    size = 2 + 9 * 12 + 4
    return b"II*\0" + struct.pack("<I", 8) + b"".join(
        tiff(8, 8 + (n + 1) * size if n < count - 1 else 0)[8:] for n in range(count)
    )  # fmt: skip


def webp(side: int = 16_383) -> bytes:
    frame = b"\x2f" + struct.pack("<I", (side - 1) | (side - 1) << 14) + bytes(64)
    chunk = b"VP8L" + struct.pack("<I", len(frame)) + frame + b"\0" * (len(frame) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def page_with_picture() -> bytes:
    """A report with a picture too large to decode."""
    import base64

    written = base64.b64encode(png()).decode()
    good = make(1, "html").data.decode()
    return good.replace("</body>", f'<p>a<img src="data:image/png;base64,{written}">b</p></body>', 1).encode()


# Letters and web archives

def mail_nest(depth: int) -> bytes:
    head = "From: a@b.cn\r\nTo: b@b.cn\r\nSubject: a\r\nDate: Mon, 15 Jan 2024 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth))
    return (head + parts + "\r\na").encode()


def mail_parts(count: int) -> bytes:
    return mail_nest(1) + b"".join(b"\r\n--b0\r\nContent-Type: a/b; boundary=c\r\n\r\n%d" % n for n in range(count))


MHTML = "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"


def mhtml_parts(count: int) -> bytes:
    return (MHTML + "--b\r\nContent-Type: text/html\r\n\r\n<p>a\r\n" * count + "--b--").encode()


# Text that keeps a pattern or a parser busy

def in_page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def in_report(text: str) -> bytes:
    """A report in which the text is a paragraph of a section."""
    return make(1, "html").data.decode().replace("</body>", f"<p>{text}</p></body>", 1).encode()


PICTURE = "too_large" if recognises() else "needs_ocr"
TEXT_BOMBS = {
    "html: 199,999 elements inside each other": Bomb(lambda: b"<div>" * 199_999, ("too_large",)),
    "html: 4,000 open fonts and 4,000 paragraphs": Bomb(
        lambda: in_page("".join(f"<font a={n}>" for n in range(4_000)) + "<p>a" * 4_000), ("too_large",)),
    "html: 200,000 attributes in a tag": Bomb(lambda: in_page("<p " + " ".join(f"a{n}" for n in range(200_000)) + ">"), ("too_large",)),
    "html: colspan and rowspan of 65,534": Bomb(
        lambda: in_page("<table>" + "<tr><td colspan=65534 rowspan=65534>1</td></tr>" * 2_000 + "</table>"), ("too_large", "not_a_report")),
    "html: 5 MB of blanks in a tag": Bomb(lambda: in_page("<p" + " " * 5_000_000), ("not_a_report", "no_text_layer", "blocked_page")),
    "html: 100,000 displays in a style": Bomb(lambda: in_page(f'<p style="{"display:" * 100_000}">a'), ("not_a_report", "blocked_page")),
    "html: 2 MB of open quotes in a script": Bomb(
        lambda: in_page('<script>var a = "\\\n' + '\\"\\\n' * 500_000 + "</script>"), ("not_a_report", "no_text_layer", "blocked_page")),
    "html: 600 KB of commas in a sentence": Bomb(lambda: in_report("，" * 200_000 + "。"), ("read",)),
    "html: 30,000 telephone numbers": Bomb(lambda: in_report("13812345678，" * 30_000), ("read",)),
    "text: 64 KB of blank lines": Bomb(lambda: b"\n" * 65_000 + b"a", ("not_a_report",)),
    "text: 64 KB of blanks": Bomb(lambda: b" " * 65_000 + b"a", ("not_a_report",)),
    "text: 20 MB of brackets": Bomb(lambda: b"(" * 20_000_000, ("not_a_report",)),
    "csv: 300,000 rows of 3": Bomb(lambda: b"a,b,c\n" * 300_000, ("too_large", "not_a_report")),
    "json: a million arrays inside each other": Bomb(lambda: b"[" * 1_000_000, ("too_large",)),
    "json: 500,000 values, 900 objects deep": Bomb(
        lambda: b'{"a":' * 900 + json.dumps({str(n): "a" for n in range(500_000)}).encode() + b"}" * 900, ("too_large",)),
    "rtf: a million groups inside each other": Bomb(lambda: b"{\\rtf1 " + b"{" * 1_000_000, ("too_large",)),
    "rtf: tables 30 deep": Bomb(
        lambda: b"{\\rtf1 " + b"".join(b"\\pard\\intbl\\itap%d a\\nestcell" % n for n in range(1, 31)) + b"}", ("too_large",)),
    "rtf: a piece of 4 GB announced": Bomb(lambda: b"{\\rtf1 a\\bin4294967295 b}", ("no_text_layer", "not_a_report")),
    "eml: 5,000 parts inside each other": Bomb(lambda: mail_nest(5_000), ("too_large",)),
    "eml: 900 parts inside each other": Bomb(lambda: mail_nest(900), ("unopenable", "unsupported_type", "empty_file", "too_large", "damaged", "nothing_inside", "not_a_report")),
    "eml: one part more than the limit": Bomb(lambda: mail_parts(MAX_PARTS + 1), ("too_large",)),
    "mhtml: one part more than the limit": Bomb(lambda: mhtml_parts(MAX_MIME_PARTS + 1), ("too_large",)),
    "mhtml: 1,000,001 lines": Bomb(lambda: mhtml_parts(1) + b"\r\n" * 1_000_001, ("too_large",)),
}
FILE_BOMBS = {
    "zip: as 42.zip, 16 archives a level, 6 deep": Bomb(nested, ("too_large",)),
    "zip: 60 MB of zeros in 60 KB": Bomb(lambda: zipped({"a.txt": bytes(60_000_000)}), ("too_large",)),
    "zip: 900 entries that are one file": Bomb(overlapping, ("damaged",)),
    "zip: one member more than the limit": Bomb(crowded, ("too_large",)),
    "zip: a letter of an archive of a letter …": Bomb(
        lambda: letter(attached={"a.zip": zipped({"b.eml": letter(attached={"c.zip": zipped({"d": b"d"})})})}), ("too_large", "not_a_report")),
    "docx: a part of 60 MB in 60 KB": Bomb(lambda: docx(f"<a>{' ' * 60_000_000}</a>"), ("too_large",)),
    "docx: a part larger than the limit, not packed": Bomb(lambda: docx(f"<a>{' ' * MAX_PART}</a>", STORED), ("too_large",)),
    "docx: a million paragraphs": Bomb(lambda: docx(f"<w:document {WORD}><w:body>{'<w:p/>' * 1_000_000}</w:body></w:document>", STORED), ("no_text_layer", "too_large")),
    "docx: 2,000 rows of a cell over 999,999 columns": Bomb(lambda: docx(rows(2_000, '<w:gridSpan w:val="999999"/>')), ("too_large", "no_text_layer", "not_a_report")),
    "xlsx: a part of 60 MB in 60 KB": Bomb(lambda: book(" " * 60_000_000), ("too_large",)),
    "xlsx: 300,000 cells": Bomb(lambda: book(cells(300_000), packing=STORED), ("too_large",)),
    "xlsx: 3,000 merges of the whole sheet": Bomb(lambda: merged(3_000), ("too_large", "not_a_report", "no_text_layer")),
    "xlsx: a cell in the last row and column": Bomb(
        lambda: book('<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        ("not_a_report", "no_text_layer", "too_large")),
    "xlsx: a text of 1 MB in 20,000 cells": Bomb(
        lambda: book(cells(20_000, '<c t="s"><v>0</v></c>'), f"<si><t>{'甲' * 333_000}</t></si>", STORED), ("too_large", "not_a_report")),
    "ofd: a page of 60 MB in 60 KB": Bomb(lambda: ofd(" " * 60_000_000), ("no_text_layer", "needs_ocr", "too_large", "damaged")),
    "ofd: 99,999,999 steps told in a word": Bomb(lambda: ofd(TEXT_OBJECT.format("g 99999999 1", "甲乙")), ("not_a_report", "no_text_layer", "garbled_text", "needs_ocr")),
    "ofd: 500 pages of one part with 100 texts": Bomb(lambda: ofd(TEXT_OBJECT.format("5", "1") * 100, 500), ("not_a_report", "no_text_layer", "garbled_text", "needs_ocr", "too_large")),
    "pdf: a million objects": Bomb(million_objects, ("no_text_layer", "needs_ocr")),
    "pdf: 150,000 strokes on a page": Bomb(lambda: drawing(b"0 0 m 9 9 l S\n" * 150_000), ("not_a_report", "no_text_layer", "needs_ocr")),
    "pdf: forms in forms, 10 to the 12th strokes": Bomb(forms_in_forms, ("worker_died", "too_much_memory", "too_slow")),
    "pdf: pages in circles": Bomb(pages_in_circles, ("damaged", "no_text_layer", "needs_ocr")),
    "pdf: 200 MB of blanks in 200 KB": Bomb(lambda: drawing(b" " * 200_000_000), ("no_text_layer", "needs_ocr")),
    "pdf: a picture of 30,000 × 30,000 over text": Bomb(large_picture_in_pdf, ("not_a_report", "needs_ocr", "no_text_layer", "garbled_text")),
    "png: 30,000 × 30,000": Bomb(png, (PICTURE,)),
    "bmp: 30,000 × 30,000 announced": Bomb(bmp, (PICTURE,)),
    "jpeg: 65,500 × 65,500 announced": Bomb(jpeg, (PICTURE,)),
    "tiff: 30,000 × 30,000 announced": Bomb(tiff, (PICTURE,)),
    "tiff: a page that comes after itself": Bomb(lambda: tiff(8, 8), (PICTURE, "damaged", "no_text_layer")),
    "tiff: 100,000 pages": Bomb(tiff_pages, (PICTURE, "damaged", "no_text_layer")),
    "webp: 16,383 × 16,383 announced": Bomb(webp, (PICTURE,)),
    "html: a report with a picture of 30,000 × 30,000": Bomb(page_with_picture, ("read",), ("picture_unread",)),
}
XML_BOMBS = {
    f"{form}: {kind}{' in an attribute' if in_attribute else ''}": Bomb(partial(of_entities, form, kind, in_attribute), ("damaged", "unsupported_type"))
    for form in XML_FORMS for kind in ENTITIES for in_attribute in (False, True)
    if not (in_attribute and "SYSTEM" in ENTITIES[kind]()[0])  # XML itself forbids these
} | {f"{form}: 100,000 elements inside each other": Bomb(partial(deep, form), ("damaged",)) for form in XML_FORMS}  # fmt: skip
BOMBS: Mapping[str, Bomb] = {**FILE_BOMBS, **XML_BOMBS, **TEXT_BOMBS}
