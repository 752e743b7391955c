"""What a file is, by its content, never by its name: `media_type`, and `looks_like` for what has no reader.

Formats with a signature are told by it, archives by their members, text by its characters: mostly control
characters or undecodable bytes is no text, and text with the tags of a page is HTML.
"""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from pipeline.read.decode import decoded, is_blank
from pipeline.read.delimiter import delimiter
from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_MEMBERS

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY = "application/octet-stream"
WORD = "application/msword"
RTF = "application/rtf"
MHTML = "multipart/related"
FLAT_OPC = "application/vnd.ms-office.flat-opc+xml"
WORD_2003 = "application/vnd.ms-word.2003+xml"
_WORKS = "application/vnd.ms-works"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ZIP = "application/zip"
MAIL = "message/rfc822"
_ENCRYPTED = "application/vnd.openxmlformats-officedocument.encrypted"
_PACKAGE = "application/vnd.openxmlformats-package"
_CUT = f"{_PACKAGE}; cut=short"
_OPEN = "application/vnd.oasis.opendocument.text"
_OLE2 = "application/x-ole-storage"

_SIGNATURES = (
    (b"{\\rtf", RTF),
    (b"\x01\xfe\x32\x03", _WORKS),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_MEMBERS = (
    ("word/document.xml", DOCX),
    ("OFD.xml", "application/ofd"),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("content.xml", _OPEN),
    ("[Content_Types].xml", _PACKAGE),
    ("META-INF/container.xml", "application/epub+zip"),
    ("META-INF/MANIFEST.MF", "application/java-archive"),
)
_STREAMS = (
    ("EncryptedPackage", _ENCRYPTED),
    ("DRMContent", _ENCRYPTED),
    ("WordDocument", WORD),
    ("MatOST", _WORKS),
    ("MN0", _WORKS),
    ("Workbook", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_LOOKS = {
    _ENCRYPTED: "an Office file under a password",
    _WORKS: "a Microsoft Works file, which is another thing than Kingsoft's .wps",
    "application/vnd.ms-excel.sheet.binary": "an Excel file of the binary form (.xlsb)",
    "application/vnd.ms-powerpoint": "a PowerPoint file of the old binary form",
    _OLE2: "an Office file of an old binary form",
    "application/ofd": "an OFD file (GB/T 33190)",
    _PACKAGE: "an Office file of another kind",
    _CUT: "an Office file without its end",
    _OPEN: "an OpenDocument file",
    "application/epub+zip": "an electronic book",
    "application/java-archive": "a program",
    ZIP: "an archive",
    MAIL: "an e-mail",
    "application/vnd.rar": "an archive",
    "application/x-7z-compressed": "an archive",
    "application/gzip": "a compressed file",
    "application/xml": "an XML file that is no web page",
    BINARY: "neither text nor a known format",
}

_HEAD = 65_536
BEFORE = b"\xef\xbb\xbf\0\t\n\r "
"""What may stand before a signature."""
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BEFORE_MARKUP = re.compile(r"(?:\s|<!--.*?-->|<\?.*?>)*", re.DOTALL)
_TAG = (
    r"(?:html|head|body|title|meta|base|link|script|style|table|tbody|tr|td|th|div|p|span|font|center|br|hr"
    r"|h[1-6]|ul|ol|li|dl|a|b|i|strong|em|img|form|article|section|main|header|nav|pre|iframe)"
)
_OPENS_AS_PAGE = re.compile(rf"<!doctype\s+html|</?{_TAG}[\s/>]", re.IGNORECASE)
_PAGE_INSIDE = re.compile(r"<!doctype\s+html|<(?:html|body|table)[\s>]|</(?:p|div|td|span)\s*>", re.I)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s|[^\S\n]*+(?:\|[^\S\n]*+)?:?-{3,}:?\s*+\|)", re.MULTILINE)
_MAIL = re.compile(rb"(?:MIME-Version|From|Subject|Date|X-[\w-]+|Content-[\w-]+|Snapshot-Content-\w+)[ \t]*:", re.I)
_MAILED_PAGE = re.compile(rb"^Content-Type[ \t]*:\s*(?:multipart/\w+|text/html)", re.I | re.M)
_XML_FORMS = (
    ("http://schemas.microsoft.com/office/2006/xmlPackage", FLAT_OPC),
    ("http://schemas.microsoft.com/office/word/2003/wordml", WORD_2003),
)
"""Namespaces in the first tag of a Word file in one piece of XML."""
_JSON = re.compile(r"\s*(?:\{\s*(?:\"[^\"\n]{0,200}\"\s*:|\})|\[\s*[\[{\"\]])")
_HEADER = re.compile(r"([!-9;-~]{1,76}):[ \t\r\n]|[ \t]", re.ASCII)
_SENT = frozenset("to cc bcc received message-id return-path delivered-to".split())
_OF_LETTERS = _SENT | frozenset("from subject date sender reply-to mime-version content-type".split())


def media_type(data: bytes) -> str:
    """The media type that the content of `data` shows; `application/octet-stream` where it shows none.

    Raises `Refusal("empty_file")` where there is nothing but white space.
    """
    if not data.strip(b"\0\t\n\v\f\r "):
        raise Refusal("empty_file", f"{len(data)} bytes, none of them visible")
    return _signed(data) or _archived(data) or _written(data)


def looks_like(kind: str) -> tuple[str, str]:
    """The refusal reason for a media type without a reader, and what such a file is called."""
    reason = {_ENCRYPTED: "encrypted", _CUT: "damaged"}.get(kind, "unsupported_type")
    return reason, _LOOKS.get(kind, "an image" if kind.startswith("image/") else "not a document")


def _signed(data: bytes) -> str | None:
    head = data[:1024]
    start = data[:_HEAD].lstrip(BEFORE)
    if b"%PDF-" in head and b"<" not in head[: head.index(b"%PDF-")]:
        return "application/pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if _is_mail(data):
        return MAIL
    if _MAIL.match(start) and _MAILED_PAGE.search(start[:4096]):
        return MHTML
    return next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), None)


def _archived(data: bytes) -> str | None:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = (kind for name, kind in _STREAMS if name.encode("utf-16-le") in data)
        return next(found, _OLE2)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        listed = _member_names(data)
        names = _names_shown(data) if listed is None else listed
        found = next((kind for name, kind in _MEMBERS if name in names), ZIP)
        return _CUT if listed is None and found == _PACKAGE else found
    return None


def _member_names(data: bytes) -> frozenset[str] | None:
    """The names in the archive's directory; None where it can't be read."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        return frozenset()
    try:
        with ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, ValueError):
        return None


def _names_shown(data: bytes) -> frozenset[str]:
    """The names of `_MEMBERS` that the bytes of a damaged archive show."""
    return frozenset(name for name, _ in _MEMBERS if name.encode() in data)


def _is_mail(data: bytes) -> bool:
    """Whether three headers of a letter open the file; a page that a browser saved as one was sent to nobody."""
    head = data[:_HEAD].lstrip().decode("latin-1").lower().replace("\r\n", "\n").partition("\n\n")[0]
    headers = [_HEADER.match(f"{line} ") for line in head.split("\n")]
    named = {header[1] for header in headers if header}
    return None not in headers and bool(named & _SENT) and len(named & _OF_LETTERS) >= 3


def _written(data: bytes) -> str:
    text, _ = decoded(data[:_HEAD])
    if is_blank(text) and is_blank(decoded(data)[0]):
        raise Refusal("empty_file", f"{len(data)} bytes, none of them visible")
    if _is_binary(data[:_HEAD], text):
        return BINARY
    form = _xml_form(text)
    if form is not None:
        return form
    if _JSON.match(text):
        return "application/json"
    if _is_page(text):
        return "text/html"
    if text.lstrip().startswith("<?xml"):
        return "application/xml"
    if _MARKDOWN.search(text):
        return "text/markdown"
    return "text/csv" if delimiter(text) else "text/plain"


def _xml_form(text: str) -> str | None:
    """Which Word form the first tag of an XML text names."""
    if not text.lstrip().startswith("<?xml"):
        return None
    tag = text[_BEFORE_MARKUP.match(text).end() :].partition(">")[0]
    return next((form for namespace, form in _XML_FORMS if namespace in tag), None)


def _is_binary(head: bytes, text: str) -> bool:
    """More than one character in fifty is none, or NULs are left that are no half of UTF-16."""
    odd = len(_CONTROL.findall(text))
    nuls = head.count(0) if len(text) > len(head) * 0.6 else 0
    return (odd + nuls) * 50 > len(text) + 50


def _is_page(text: str) -> bool:
    start = _BEFORE_MARKUP.match(text).end()
    return bool(_OPENS_AS_PAGE.match(text, start) or _PAGE_INSIDE.search(text))
