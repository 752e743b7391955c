"""A synthetic national year: `python -m benchmarks.nation --documents 200000 --folder FOLDER` fills FOLDER/raw/.

    77 % HTML of 20 to 200 KB, 13 % PDF, 8 % DOCX, 2 % text (an assumption): whole pages of sites, with navigation,
    styles and scripts around the article, every fourth one pasted from a word processor

Some hundreds of reports of known truth are drawn by form (`tests/corpus`), with a sign in the place of each number and
of the publisher. A document is one of them with its numbers multiplied by a factor of its own, which leaves every
identity of the form as it was, and with another agency's name: so each has its own bytes, publisher, figures and hash.
What a folder holds already (`made.json` says so) isn't made again.
"""

import argparse
import base64
import io
import json
import os
import re
import shutil
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import accumulate, count, islice
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape as xml_escape

from tests.corpus.form import Report, drawn
from tests.corpus.render import RENDERERS
from tests.corpus.truth import Truth, random_truth
from tests.portal.nation import named_agencies

YEAR = 2024
SHARES = {"html": 77, "pdf": 13, "docx": 8, "txt": 2}
"""Of a hundred documents."""

BODIES = {"html": 300, "pdf": 150, "docx": 150, "txt": 60}
"""Different reports by form."""

WORD_MADE = 4
"""One page in so many is pasted from a word processor."""

SMALLEST, LARGEST, SKEW = 20_000, 200_000, 3.0
"""Bytes of a page; the skew makes their mean about 50 KB, so that a nation's year takes less than 10 GB."""

FACTORS = 997
FIRST_SIGN, NAME = 0xE000, "\uf8ff"
"""Signs for private use, which no report holds: the first of the numbers, and the publisher's name."""

MADE = "made.json"
A_TASK = 500


@dataclass(frozen=True, slots=True)
class Body:
    """A drawn report in pieces: between two texts stands a number or, beyond the last number, the publisher."""

    texts: tuple[str, ...]
    places: tuple[int, ...]
    numbers: tuple[str, ...]

    def told(self, factor: int, publisher: str, write: Callable[[str], str]) -> str:
        """The report of another publisher; `write` is how the form writes a text."""
        said = [write(times(number, factor)) for number in self.numbers] + [write(publisher)]
        pieces = [self.texts[0]]
        for place, text in zip(self.places, self.texts[1:], strict=True):
            pieces += (said[place], text)
        return "".join(pieces)


def times(text: str, factor: int) -> str:
    """The text with every number in it multiplied: +1.50 by 3 is +4.50."""
    return re.sub(r"\d+(?:\.\d+)?", lambda found: _product(found[0], factor), text)


def _product(number: str, factor: int) -> str:
    whole, point, fraction = number.partition(".")
    digits = str(int(whole + fraction) * factor).rjust(len(fraction) + 1, "0")
    return f"{digits[: -len(fraction)]}.{digits[-len(fraction) :]}" if point else digits


def body(form: str, number: int) -> Body:
    """One of the reports of a form."""
    truth, numbers = marked(next(islice(truths(form), number, None)))
    return _body(form, number, truth, numbers)


def _body(form: str, number: int, truth: Truth, numbers: tuple[str, ...]) -> Body:
    found = re.split(f"([{chr(FIRST_SIGN)}-{NAME}])", FORMS[form].drawn(drawn(truth), number))
    places = tuple(len(numbers) if sign == NAME else ord(sign) - FIRST_SIGN for sign in found[1::2])
    return Body(tuple(found[::2]), places, numbers)


@cache
def bodies(form: str) -> Sequence[Body]:
    """All reports of a form."""
    given = islice(truths(form), BODIES[form])
    return [_body(form, number, *marked(truth)) for number, truth in enumerate(given)]


def truths(form: str) -> Iterator[Truth]:
    """Lawful reports of the year, others for each form."""
    first = 100_000 * (1 + list(SHARES).index(form))
    return (truth for truth in map(random_truth, count(first)) if truth.year == YEAR)


def marked(truth: Truth) -> tuple[Truth, tuple[str, ...]]:
    """The truth with signs in the place of its numbers and its publisher, and the numbers."""
    numbers: list[str] = []

    def sign(text: str) -> str:
        if not any(map(str.isdigit, text)):
            return text
        numbers.append(text)
        return chr(FIRST_SIGN + len(numbers) - 1)

    def nameless(text: str) -> str:
        return text.replace(truth.publisher, NAME)

    cells = {name: {key: sign(text) for key, text in own.items()} for name, own in truth.cells.items()}
    prose = {code: tuple(map(nameless, texts)) for code, texts in truth.prose.items()}
    prose["overview"] += tuple(_longer(Random(f"longer/{truth.title}/{numbers}")))
    title = nameless(truth.title)
    return replace(truth, title=title, publisher=NAME, cells=cells, prose=prose), tuple(numbers)


SAID = (
    "全年召开专题会议{a}次，听取工作汇报，研究解决存在的困难，明确各科室的责任分工。",
    "在门户网站开设专栏{a}个，及时调整栏目设置，方便群众查找所需内容。",
    "通过微信公众号发布推文{b}篇，阅读量累计达到{c}人次，互动留言均已逐条回应。",
    "组织业务培训{a}场，参训人员{b}人次，进一步熟悉受理、审查、答复的各个环节。",
    "对涉及群众切身利益的事项，坚持先审查后发布，做到不漏发、不错发、不迟发。",
    "便民服务窗口接待来访群众{b}人次，现场答疑{c}件，提供纸质材料供查阅。",
    "修订工作制度{a}项，对发布流程、保密审查、监督考核等作了细化规定。",
    "委托第三方开展评估{a}次，对发现的错别字、失效链接等问题逐一整改。",
)


def _longer(random: Random) -> Iterator[str]:
    """Paragraphs that make the prose about as long as real reports'."""
    for _ in range(random.randint(2, 6)):
        some = random.sample(SAID, random.randint(2, 5))
        numbers = {"a": random.randint(1, 12), "b": random.randint(13, 400), "c": random.randint(401, 90_000)}
        yield "".join(sentence.format(**numbers) for sentence in some)


# ── forms: how a report is drawn, and how a document's bytes are made of what it tells


@dataclass(frozen=True, slots=True)
class Form:
    """`drawn` makes text of a report, `write` a text in it, `packed` the file; the last one is told the seed."""

    drawn: Callable[[Report, int], str]
    write: Callable[[str], str]
    packed: Callable[[str, int], bytes]


def _article(report: Report, number: int) -> str:
    manners = frozenset(["word_made"] if number % WORD_MADE == 0 else [])
    page = RENDERERS["html"](replace(report, manners=manners), number).decode()
    return page.split("<body>\n", 1)[1].removesuffix("\n</body></html>\n")


def _page(article: str, seed: int) -> bytes:
    """The article within a site's page: 20 to 200 KB, most of them nearer to the former."""
    random = Random(seed)
    wanted = SMALLEST * (LARGEST / SMALLEST) ** (random.random() ** SKEW)
    room = max(int(wanted) - len(article.encode()), 2_000)
    site = sites()[random.randrange(len(sites()))]
    title = re.sub(r"<[^>]*>", "", article.split("\n", 1)[0])
    return site.page(title, article, room, seed).encode()


@dataclass(frozen=True, slots=True)
class Site:
    """What stands around the articles of a site, each part a list of lines, of which a page has as many as fit."""

    styles: Sequence[str]
    links: Sequence[str]
    scripts: Sequence[str]

    def page(self, title: str, article: str, room: int, seed: int) -> str:
        """A page with about `room` bytes around the article."""
        styles, above, beside, scripts = (
            "\n".join(_filled(lines, room * share // 100))
            for lines, share in ((self.styles, 35), (self.links, 10), (self.links, 15), (self.scripts, 40))
        )
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            f'<meta name="ArticleTitle" content="{title}"><meta name="ColumnName" content="政府信息公开年报">'
            f'<meta name="PubDate" content="2025-01-{1 + seed % 28:02} 09:{seed % 60:02}">\n<title>{title}</title>\n'
            f'<style type="text/css">\n{styles}\n</style>\n</head>\n<body>\n<div class="header"><div class="nav"><ul>\n'
            f'{above}\n</ul></div></div>\n<div class="position">当前位置：<a href="/">首页</a> &gt; '
            '<a href="/zwgk/">政务公开</a> &gt; 年度报告</div>\n<div class="main"><div class="content" id="zoom">\n'
            f'{article}\n</div>\n<div class="share"><a href="javascript:window.print()">打印本页</a>'
            f'<a href="javascript:window.close()">关闭窗口</a></div></div>\n<div class="side"><ul>{beside}</ul></div>\n'
            '<div class="footer"><p>主办单位：办公室　网站标识码：3200000000</p><p>地址：人民路1号</p></div>\n'
            f'<script type="text/javascript">\n{scripts}\n</script>\n</body></html>\n'
        )


def _filled(lines: Sequence[str], room: int) -> list[str]:
    """The first lines that fill so many bytes, from the beginning again where they are not enough."""
    ends = list(accumulate(len(line.encode()) + 1 for line in lines))
    rounds, left = divmod(room, ends[-1])
    return [*lines] * rounds + [*lines][: sum(end <= left for end in ends)]


@cache
def sites() -> Sequence[Site]:
    return [_site(Random(f"site/{number}")) for number in range(24)]


def _site(random: Random) -> Site:
    names = "nav menu list box title con left right banner foot tab more news item pic text".split()
    topics = "政务公开 新闻动态 办事服务 互动交流 领导信箱 通知公告 政策解读 数据发布 专题专栏 部门文件".split()
    styles = [
        f".{random.choice(names)}-{n} .{random.choice(names)}{{margin:{random.randint(0, 30)}px auto;width:"
        f"{random.randint(100, 1200)}px;color:#{random.randrange(16**6):06x};background:url(/i/b{n}.png) no-repeat}}"
        for n in range(150)
    ]
    links = [
        f'<li class="{random.choice(names)}"><a href="/col/{random.randint(1000, 99999)}/index.html" target="_blank" '
        f'title="{topic}">{topic}</a><span>2024-{random.randint(1, 12):02}-{random.randint(1, 28):02}</span></li>'
        for topic in random.choices(topics, k=160)
    ]
    scripts = [
        f"function f{n}(e){{var o=document.getElementById('{random.choice(names)}{n}');if(o&&e<{random.randint(1, 99)})"
        f"{{o.className='{random.choice(names)}';o.innerHTML=\"<b>\"+e+\"<\\/b>\";}}return window.cfg[{n}]||e;}}"
        for n in range(200)
    ]
    return Site(styles, links, scripts)


def _tabs(report: Report, number: int) -> str:
    return RENDERERS["tabs" if number % 2 else "markdown"](report, number).decode()


def _document_xml(report: Report, number: int) -> str:
    with zipfile.ZipFile(io.BytesIO(RENDERERS["docx"](report, number))) as package:
        return package.read("word/document.xml").decode()


@cache
def _rest_of_package() -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(RENDERERS["docx"](drawn(next(truths("docx"))), 0))) as package:
        return tuple((name, package.read(name)) for name in package.namelist() if name != "word/document.xml")


def _package(xml: str, seed: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for name, data in (*_rest_of_package(), ("word/document.xml", xml.encode())):
            member = zipfile.ZipInfo(name, (2020, 1, 1 + seed % 28, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, data)
    return out.getvalue()


OBJECT = re.compile(rb"\d+ 0 obj\n(.*?)endobj\n", re.DOTALL)
CONTENT = re.compile(rb".*stream\n(.*)~>endstream\n", re.DOTALL)
SHOWN = re.compile(rb"\(((?:[^\\()]|\\.)*)\) Tj", re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
NEXT, UNPACKED = "\0", "content\n"


def _objects(report: Report, number: int) -> str:
    """The objects of the file as text; a page's content unpacked, what it shows in hexadecimal but for our signs."""
    found = OBJECT.findall(RENDERERS["pdf"](report, number))
    return NEXT.join(map(_object, found))


def _object(data: bytes) -> str:
    packed = CONTENT.fullmatch(data)
    if packed is None:
        return data.decode("latin-1")
    content, pieces, end = zlib.decompress(base64.a85decode(packed[1])), [UNPACKED], 0
    for shown in SHOWN.finditer(content):
        pieces += (content[end : shown.start()].decode("latin-1"), "<", *map(_hex_or_sign, _shown(shown[1])), "> Tj")
        end = shown.end()
    return "".join([*pieces, content[end:].decode("latin-1")])


def _shown(literal: bytes) -> str:
    return ESCAPE.sub(_unescaped, literal).decode("utf-16-be")


def _unescaped(found: re.Match[bytes]) -> bytes:
    given = found[1]
    return bytes([int(given, 8)]) if given[:1].isdigit() else NAMED.get(given, given)


def _hex_or_sign(sign: str) -> str:
    return sign if chr(FIRST_SIGN) <= sign <= NAME else _hex(sign)


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _pdf(objects: str, seed: int) -> bytes:
    """The file again, its contents packed."""
    out, ends = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\x93\x8c\x8b\x9e\n")
    for number, text in enumerate(objects.split(NEXT), start=1):
        ends.append(out.tell())
        data = text.encode("latin-1")
        if text.startswith(UNPACKED):
            packed = zlib.compress(data.removeprefix(UNPACKED.encode()), 3)
            data = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\n" % (len(packed), packed)
        out.write(b"%d 0 obj\n%bendobj\n" % (number, data))
    start = out.tell()
    root = next(n for n, text in enumerate(objects.split(NEXT), start=1) if "/Type /Catalog" in text)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(ends) + 1))
    out.writelines(b"%010d 00000 n \n" % end for end in ends)
    out.write(b"trailer\n<< /Root %d 0 R /Size %d /ID [<%032x><%032x>] >>\n" % (root, len(ends) + 1, seed, seed))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


FORMS: Mapping[str, Form] = {
    "html": Form(_article, escape, _page),
    "pdf": Form(_objects, _hex, _pdf),
    "docx": Form(_document_xml, xml_escape, _package),
    "txt": Form(_tabs, str, lambda text, seed: text.encode()),
}


# ── documents


def form_of(number: int) -> str:
    """The forms in turn, as often as their share: the same ones for the same numbers."""
    place, ends = number * 37 % 100, list(accumulate(SHARES.values()))
    return list(SHARES)[sum(end <= place for end in ends)]


def document(number: int, publisher: str) -> bytes:
    """The n-th document, of this publisher."""
    form, seed = form_of(number), number
    own = bodies(form)[zlib.crc32(b"%d" % number) % BODIES[form]]
    return FORMS[form].packed(own.told(1 + number % FACTORS, publisher, FORMS[form].write), seed)


def write(folder: Path, documents: int) -> None:
    """All documents below `folder/raw/documents`, by province and prefecture; nothing where they are there."""
    told = {"documents": documents, "year": YEAR, "shares": SHARES}
    if (folder / MADE).exists() and json.loads((folder / MADE).read_text("utf-8")) == told:
        return
    shutil.rmtree(folder / "raw", ignore_errors=True)
    named = enumerate(islice(named_agencies(None), documents))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        tasks = iter(lambda: list(islice(named, A_TASK)), [])
        for done, _ in enumerate(pool.map(_write, ((folder / "raw" / "documents", task) for task in tasks)), start=1):
            if done % 20 == 0:
                print(f"{done * A_TASK:,} of {documents:,} documents made", file=sys.stderr, flush=True)
    (folder / MADE).write_text(json.dumps(told), "utf-8")


def _write(task: tuple[Path, Sequence[tuple[int, Sequence[str | None]]]]) -> None:
    top, named = task
    for number, (publisher, _, province, prefecture, _) in named:
        folder = top / str(province) / str(prefecture or province)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:06}-{publisher}.{form_of(number)}").write_bytes(document(number, publisher))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    write(given.folder, given.documents)


if __name__ == "__main__":
    main()
