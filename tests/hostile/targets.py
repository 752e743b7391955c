"""What reads what others wrote: `TARGETS`, by name, each with good files and a call that may only raise `REFUSALS`.

    readers     `pipeline.read.read` on every form, and on pictures with text recognition where it is installed
    containers  what an archive or a letter holds, each entry opened
    report      the whole way of one document, from its bytes to findings: `pipeline.report.read_report`
    parsers     the small ones within, at a few hundred bytes each
"""

import gzip
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.fetch import links
from pipeline.fetch.address import address
from pipeline.fetch.failure import Failure
from pipeline.fetch.receipts import Receipt
from pipeline.locate.title import parse, titled
from pipeline.numbers import read_number, read_quantity
from pipeline.read import archive, html_tokens, mail, number_format, ofd_path, picture, read, sniff
from pipeline.read.containers import is_container, listing
from pipeline.read.decode import decoded, plain
from pipeline.read.delimiter import delimiter
from pipeline.read.document import Refusal
from pipeline.read.entry import as_path
from pipeline.read.extra import recognises
from pipeline.read.json_article import parsed
from pipeline.read.json_article import strings as json_strings
from pipeline.read.matrix import Matrix
from pipeline.read.ofd_values import Unfit
from pipeline.read.rtf_tokens import Tokens
from pipeline.read.script import strings
from pipeline.release.guard import guarded, unguarded
from pipeline.report import Reading, read_report
from pipeline.tidy.privacy import mask
from tests.corpus.render.text import WRITERS
from tests.corpus.reports import make
from tests.read.boxes import letter, zipped

READ = Path(__file__).parents[1] / "read"
REFUSALS = (Refusal, Failure, Unfit)
"""How what can't be read says so."""

FORMS = ("html", "script", "docx", "pdf", "rtf", "mhtml", "xlsx", "csv", "json", "ofd")
PICTURES = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Target:
    """`seeds()` gives the good files, `run` reads one; `batch` inputs are read in one go."""

    seeds: Callable[[], Sequence[bytes]]
    run: Callable[[bytes], object]
    batch: int = 20


@cache
def drawn(form: str) -> tuple[bytes, ...]:
    """Reports of the corpus in a form."""
    return tuple(make(seed, form).data for seed in SEEDS)


@cache
def pages() -> tuple[bytes, ...]:
    """PDF whose content isn't packed, so that a changed byte changes what is drawn; and what others printed."""
    out = io.BytesIO()
    page = Canvas(out, invariant=1, pageCompression=0)
    for row in range(6):
        page.line(72, 700 - 20 * row, 500, 700 - 20 * row)
        page.drawString(80, 685 - 20 * row, f"{row} 12 3,456 total")
    for column in range(5):
        page.line(72 + 107 * column, 700, 72 + 107 * column, 600)
    page.save()
    return (out.getvalue(), *(file.read_bytes() for file in sorted((READ / "prints").glob("*.pdf"))))


@cache
def words() -> tuple[bytes, ...]:
    return tuple(gzip.decompress(file.read_bytes()) for file in sorted((READ / "word").glob("*.doc.gz")))


@cache
def books() -> tuple[bytes, ...]:
    """Workbooks of the old form."""
    import xlwt

    book = xlwt.Workbook()
    for name in ("Sheet1", "表三"):
        sheet = book.add_sheet(name)
        sheet.write_merge(0, 0, 0, 3, "某市档案局2023年政府信息公开工作年度报告")
        for row in range(1, 12):
            for column in range(4):
                sheet.write(row, column, row * column if column else f"（{row}）其他", xlwt.easyxf(num_format_str="#,##0"))
    out = io.BytesIO()
    book.save(out)
    return (out.getvalue(),)


@cache
def flat_words() -> tuple[bytes, ...]:
    """The two forms of Word in one piece of XML."""
    from tests.read.test_word_xml import flat, old

    packed = drawn("docx")
    bodies = [flat(data).partition(b"<w:body>")[2].partition(b"</w:body>")[0].decode() for data in packed]
    return (*map(flat, packed), *map(old, bodies))


@cache
def pictured() -> tuple[bytes, ...]:
    """A corner of a scan in every form of picture."""
    with Image.open(READ / "scans" / "seal.jpg") as scan:
        corner = scan.convert("RGB").crop((0, 0, 480, 160))
    return tuple(_saved(corner, form) for form in PICTURES)


def _saved(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


@cache
def archives() -> tuple[bytes, ...]:
    plain, page = drawn("tabs")[0], drawn("html")[0]
    inner = zipped({"年报.txt": plain})
    return zipped({"a/年报.html": page, "b.txt": plain}), zipped({"c.zip": inner, "d.eml": letter(attached={"e.txt": plain})})


@cache
def letters() -> tuple[bytes, ...]:
    plain, page = drawn("tabs")[0], drawn("html")[0].decode()
    held = letter("见附件", {"年报.txt": plain, "b.zip": zipped({"a.txt": plain})})
    return held, letter(page=page), letter(attached={"内.eml": held})


def _opened(data: bytes) -> object:
    return listing(data) if is_container(data) else read(data)


def _receipt(data: bytes) -> Receipt:
    return Receipt("documents/a", hashlib.sha256(data).hexdigest(), len(data), None, None, None)


def whole(data: bytes) -> Reading:
    """A document from its bytes to its findings; raises Refusal where that is what became of it."""
    reading = read_report(_receipt(data), data)
    for refused in reading.tables.get("documents_refused", ()):
        raise Refusal(refused["reason"])
    return reading


# The small ones within

def _text(run: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: run(data.decode("utf-8", "replace"))


def _as_path(name: str) -> None:
    path = as_path(name, "1")
    assert path and not path.startswith("/") and not {"", ".", ".."} & set(path.split("/")), path


def _guard(text: str) -> None:
    kept = guarded(text)
    assert unguarded(kept) == text and kept[:1] not in tuple("=@\t\r"), text


def _entries(read_entries: Callable[[bytes], Sequence], data: bytes) -> None:
    for entry in read_entries(data):
        try:
            entry.open()
        except Refusal:
            continue


def _masked(text: str) -> None:
    once = mask(text)
    assert mask(once) == once and len(once) == len(text), text


def _formatted(code: str) -> None:
    number_format.shown(Decimal("-1234.5"), code)
    if number_format.is_day(code):
        number_format.shown_day(Decimal("45316.7"), code, datetime(1899, 12, 30))


TEXTS = ("1,234", "５件", "22（其中修订16件）", "007", "3.2万", "三百二十", "/", "-", "①", "约5余", "1e5", "+2", "０.５万元")
TITLES = (
    "某市档案局2023年政府信息公开工作年度报告", "关于2021年度的政府信息公开年度报告（正文）", "索引号：0145/2022-0001 发布日期：2023-01-15"
)
PROSE = "联系电话：13812345678，邮箱 a.b@gov.cn，收到申请12件，办结10件；转载 1,234 篇。电话010-88888888。=1+1"
CODES = ('#,##0;[Red]-#,##0.00;"-"', 'yyyy"年"m"月"d"日" h:mm:ss', '_ * #,##0_ ;@', "0.00E+00", "[$¥-804]0%", "# ?/?")
PATHS = ("M 0 0 L 10 0 Q 1 2 3 4 B 1 2 3 4 5 6 A 1 2 0 0 1 5 5 C", "S .5 -1e3 L 99999999 .1")
ADDRESSES = ("http://www.example.gov.cn/zfxxgk/2023/a.html?x=1#y", "https://10.0.0.1:8443/a", "http://[::ffff:127.0.0.1]/", "http://a.cn")
SCRIPT = 'var a = "<p>\\u4e2d\\x41" + \'<table>\\\n\'; /* c */ `x${y}` // z\n {"content": "<table><tr><td>1</td></tr>"}'
JSON = '{"code": 200, "data": {"title": "a", "list": [{"content": "<p>b</p>", "n": -1.5e3}, null, true, "\\u4e2d"]}}'
NAMES = ("../../etc/a.pdf", "C:\\报告\\a.pdf", "2023年/财政局.pdf", "./.././a", "CON", "a\0b\x1f")


def _seeds(*texts: str) -> Callable[[], Sequence[bytes]]:
    return lambda: tuple(text.encode() for text in texts)


def _parts(form: str, size: int = 400) -> Callable[[], Sequence[bytes]]:
    """Pieces of the corpus's files, small enough to be read a million times."""
    return lambda: tuple(data[at : at + size] for data in drawn(form) for at in range(0, min(len(data), 8 * size), size))


SMALL = 2_000
PARSERS = {
    "numbers": Target(_seeds(*TEXTS), _text(lambda text: (read_number(text), read_quantity(text))), SMALL),
    "titles": Target(_seeds(*TITLES), _text(lambda text: (titled(text), parse(text))), SMALL),
    "encodings": Target(_parts("tabs"), lambda data: plain(decoded(data)[0]), SMALL),
    "media types": Target(_parts("html"), sniff.media_type, SMALL),
    "delimiters": Target(_parts("csv"), _text(delimiter), SMALL),
    "HTML pieces": Target(_parts("html"), _text(html_tokens.source_of), SMALL),
    "RTF pieces": Target(_parts("rtf"), lambda data: list(Tokens(data)), SMALL),
    "JSON strings": Target(_seeds(JSON), _text(lambda text: list(json_strings(parsed(text)))), SMALL),
    "script strings": Target(_seeds(SCRIPT), _text(lambda text: list(strings(text))), SMALL),
    "number formats": Target(_seeds(*CODES), _text(_formatted), SMALL),
    "OFD outlines": Target(_seeds(*PATHS), _text(lambda text: list(ofd_path.corners(text, Matrix(1, 0, 0, 1, 0, 0)))), SMALL),
    "paths in archives": Target(_seeds(*NAMES), _text(_as_path), SMALL),
    "ZIP": Target(lambda: (zipped({"a.txt": b"a" * 50, "b.txt": b"b"}),), partial(_entries, archive.entries), SMALL),
    "letters": Target(lambda: (letter("a", {"b.txt": b"b"}),), partial(_entries, mail.entries), SMALL),
    "links": Target(_parts("html"), lambda data: links.Page(data, "text/html").next_page(), SMALL),
    "addresses": Target(_seeds(*ADDRESSES), _text(address), SMALL),
    "masks": Target(_seeds(PROSE), _text(_masked), SMALL),
    "formulas": Target(_seeds("=1+1", "'=1", "-1,000.5", "\u3000=a", "＋1", "a"), _text(_guard), SMALL),
}
READERS = {
    **{form: Target(partial(drawn, form), read) for form in FORMS if form != "pdf"},
    "text": Target(lambda: tuple(data for form in WRITERS for data in drawn(form)), read),
    "flat Word": Target(flat_words, read),
    "pdf": Target(lambda: (*pages(), *drawn("pdf")), read),
    "doc": Target(words, read),
    "xls": Target(books, read),
    "pictures": Target(pictured, lambda data: picture.scan_of(data, 1) if recognises() else picture.size(data)),
    "containers": Target(lambda: (*archives(), *letters()), _opened),
    "report": Target(lambda: tuple(drawn(form)[0] for form in ("html", "docx", "tabs", "xlsx", "rtf", "bare")), whole),
}
RECOGNITION = {"text recognition": Target(pictured, read, 1)} if recognises() else {}
TARGETS = {**PARSERS, **READERS, **RECOGNITION}
