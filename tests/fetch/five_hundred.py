"""Five hundred pages of all kinds, and how each must end: `build(site)` → `Ends`.

        reports, in five charsets, with and without a version     reports that hold attachments
        lists of two pages that lead to reports                    redirects, loops, chains, ways to forbidden places
        slow, silent, dripping, endless, cut, reset, short         429 and 503, once and for good, with Retry-After
        packed, packed to burst, packed in unknown ways            gone, forbidden by robots.txt, behind a crawl delay
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path

from schemas.fetching import Limits, fetching
from tests.fetch import site as of
from tests.fetch.site import Answer, Site

HOSTS = tuple(f"127.0.0.{number}" for number in range(2, 10))
*PLAIN, STRICT, SLOWED, CLOSED = HOSTS
"""Hosts without rules; one that forbids a folder; one that asks for a delay; one whose rules can't be read."""

YEAR = 2023
DELAY = 0.2
MOST = 300_000
"""Bytes of a document."""

CHARSETS = ("utf-8", "gbk", "gb18030", "utf-16", "utf-8-sig")


def limits(**other: float) -> Limits:
    """Limits by which a run over the site takes seconds."""
    quick = {
        "seconds_between": 0.01, "per_host": 3, "at_once": 8, "attempts": 3, "first_wait": 0.05, "longest_wait": 4.0,
        "host_failures": 1000, "connect_seconds": 2.0, "silent_seconds": 0.6, "whole_seconds": 1.2,
        "document_bytes": MOST, "page_bytes": 100_000,
    }  # fmt: skip
    return replace(fetching().limits, **quick | other)


@dataclass
class Ends:
    """The lines of the list of sources, and how addresses end: outcome and reason by address."""

    lines: list[str] = field(default_factory=lambda: ["publisher,year,url,address_kind"])
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    """What is a document, by its address."""
    never: list[str] = field(default_factory=list)
    """Addresses that stand on pages and must not be asked."""

    def write(self, raw: Path) -> Path:
        (raw / "documents").mkdir(parents=True, exist_ok=True)
        (raw / "sources.csv").write_text("\n".join(self.lines), "utf-8")
        return raw


@dataclass
class Builder:
    site: Site
    ends: Ends
    number: int = 0

    def __post_init__(self) -> None:
        self.hosts = cycle(PLAIN)

    def wanted(self, url: str, kind: str = "report") -> None:
        self.ends.lines.append(f"甲局,{YEAR},{url},{kind}")

    def line(self, answer: Answer, outcome: str, reason: str = "", kind: str = "report", host: str = "") -> str:
        """An address of the list, with how it ends."""
        self.number += 1
        url = self.site.put(host or next(self.hosts), f"/{self.number}/report.html", answer)
        self.ends.ends[url] = (outcome, reason)
        self.wanted(url, kind)
        return url

    def got(self, body: bytes, make: Callable[[bytes], Answer], host: str = "", kind: str = "report") -> str:
        """An address of the list that gives a document."""
        url = self.line(make(body), "new", kind=kind, host=host)
        self.ends.bodies[url] = body
        return url

    def body(self, charset: str = "utf-8", more: str = "", at_least: int = 0) -> bytes:
        """A report's page that no other address has."""
        told = f"<html><title>{self.number} 甲局政府信息公开工作年度报告</title><p>{more}</p>"
        return (told + "x" * at_least + f"{self.number + 1}</html>").encode(charset)


def build(site: Site) -> Ends:
    """Fill the site, which must be open."""
    made = Builder(site, Ends())
    for part in (_robots, _reports, _attachments, _lists, _redirects, _troubled, _refused, _packed):
        part(made)
    return made.ends


def _robots(made: Builder) -> None:
    for host in HOSTS:
        made.site.put(host, of.RULES, of.missing)
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /private/\n"
    made.site.put(STRICT, of.RULES, of.page(rules, "text/plain"))
    made.site.put(SLOWED, of.RULES, of.page(f"User-agent: *\nCrawl-delay: {DELAY}".encode(), "text/plain"))
    made.site.put(CLOSED, of.RULES, of.status(503))
    for number in range(8):
        made.wanted(url := made.site.put(STRICT, f"/private/{number}", of.page(b"secret")))
        made.ends.never.append(url)
        made.ends.ends[url] = ("failed", "robots_forbid")
    for _ in range(4):
        made.ends.never.append(made.line(of.page(b"unknown"), "failed", "robots_unreachable", host=CLOSED))
    for _ in range(12):
        made.got(made.body(), of.page, host=STRICT)
    for _ in range(10):
        made.got(made.body(), of.page, host=SLOWED)


def _reports(made: Builder) -> None:
    for number in range(190):
        charset = CHARSETS[number % len(CHARSETS)]
        version = ({"etag": f'"v{number}"'}, {"modified": 1.7e9 + number}, {})[number % 3]
        kind = f"text/html; charset={charset}" if number % 2 else "text/html"
        made.got(made.body(charset), lambda body, kind=kind, version=version: of.page(body, kind, **version))


def _attachments(made: Builder) -> None:
    """A page with its attachment, another year's, and a file that is none of the report."""
    for number in range(30):
        host = next(made.hosts)
        names = [f"附件：{YEAR}年报", f"{YEAR - 1}年政府信息公开年度报告", "使用手册"]
        links = "".join(f'<a href="../files/{number}-{n}.pdf">{name}</a>' for n, name in enumerate(names))
        made.got(made.body("gbk", links), lambda body: of.page(body, "text/html; charset=gbk"), host=host)
        paper = f"%PDF-1.4 {number}".encode()
        file = made.site.put(host, f"/files/{number}-0.pdf", of.page(paper, "application/pdf", f'"p{number}"'))
        made.ends.ends[file], made.ends.bodies[file] = ("new", ""), paper
        made.ends.never += [made.site.put(host, f"/files/{number}-{n}.pdf", of.page(b"no")) for n in (1, 2)]


def _lists(made: Builder) -> None:
    """Lists of two pages: the wanted report stands on the second, beside other units' and years'."""
    for number in range(20):
        host, own = next(made.hosts), f"/list/{number}"
        titles = {"b": f"乙局{YEAR}年政府信息公开工作年度报告", "c": f"甲局{YEAR - 1}年政府信息公开工作年度报告", "d": f"甲局{YEAR}年部门决算"}
        others = "".join(f'<li><a href="{own}/{path}">{title}</a></li>' for path, title in titles.items())
        made.ends.never += [made.site.put(host, f"{own}/{path}", of.page(b"no")) for path in titles]
        top = f"<html><ul>{others}</ul><a href='{own}/2'>下一页</a></html>".encode("gb18030")
        wanted = f'<li><a href="{own}/a">甲局{YEAR}年政府信息公开工作年度报告</a><span>2024-01-20</span></li>'
        more = f"<html><ul>{others}{wanted}</ul></html>".encode()
        first = made.site.put(host, own, of.page(top, "text/html; charset=gb2312", f'"t{number}"'))
        made.wanted(first, "list")
        made.ends.ends |= dict.fromkeys((first, made.site.put(host, f"{own}/2", of.page(more))), ("new", ""))
        report = made.site.put(host, f"{own}/a", of.page(body := made.body(more=own)))
        made.ends.ends[report], made.ends.bodies[report] = ("new", ""), body


def _redirects(made: Builder) -> None:
    for number in range(25):
        host = next(made.hosts)
        goal = made.site.put(host, f"/goal/{number}", of.page(body := made.body(more=f"goal {number}")))
        hop = made.site.put(host, f"/hop/{number}", of.redirect(goal, 301))
        url = made.line(of.redirect(hop if number % 2 else f"/goal/{number}"), "new", host=host)
        made.ends.bodies[url] = body
    for number in range(6):
        host = next(made.hosts)
        there = made.site.put(host, f"/there/{number}", of.redirect(f"/back/{number}"))
        made.site.put(host, f"/back/{number}", of.redirect(there))
        made.line(of.redirect(there), "failed", "too_many_redirects", host=host)
        made.line(of.redirect(""), "failed", "redirect_nowhere")
    for where in ("http://169.254.169.254/latest/", "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/"):
        made.line(of.redirect(where), "failed", "address_forbidden")
    made.line(of.redirect("file:///etc/passwd"), "failed", "scheme_forbidden")


def _troubled(made: Builder) -> None:
    """What goes wrong at first and then well, or for good."""
    for answer in (of.reset, of.status(503), of.status(502), of.short, of.garbage, of.silent):
        for _ in range(4):
            made.got(made.body(), lambda body, answer=answer: of.first(1, answer, of.page(body)))
    for number in range(10):
        part = 1000 + number
        tag = f'"cut{number}"'
        made.got(
            made.body(at_least=5000),
            lambda body, part=part, tag=tag: of.first(1, of.cut(body, part, tag), of.page(body, etag=tag)),
        )
    for _ in range(2):
        made.got(made.body(), lambda body: of.first(1, of.status(429, retry_after="2"), of.page(body)), host=PLAIN[0])
        made.got(made.body(), lambda body: of.late(0.3, of.page(body)))
    for answer, reason in (
        (of.reset, "connection_failed"), (of.short, "cut_short"), (of.status(500), "server_error"),
        (of.status(503), "server_error"), (of.garbage, "answer_broken"), (of.silent, "timed_out"),
        (of.drip, "timed_out"), (of.dripping_head, "timed_out"),
    ):  # fmt: skip
        for _ in range(2):
            made.line(answer, "failed", reason)


def _refused(made: Builder) -> None:
    large = b"x" * (MOST + 1)
    for answer, reason in (
        (of.status(404), "not_found"), (of.status(410), "not_found"), (of.status(403), "denied"),
        (of.status(418), "other_status"), (of.page(large), "too_large"), (of.page(b""), "nothing_sent"),
    ):  # fmt: skip
        for _ in range(4):
            made.line(answer, "failed", reason)
    made.line(of.endless, "failed", "too_large")
    made.line(of.status(304), "failed", "other_status")
    made.line(of.status(206, content_range="bytes 0-0/9"), "failed", "other_status")


def _packed(made: Builder) -> None:
    def packed(data: bytes, encoding: str = "gzip") -> Answer:
        return lambda line: line.send(200, data, content_encoding=encoding)

    for _ in range(5):
        made.got(made.body(at_least=2000), lambda body: packed(gzip.compress(body)))
    bomb = gzip.compress(bytes(10**8))
    for _ in range(3):
        made.line(packed(bomb), "failed", "too_large")
        made.line(packed(b"?", "br"), "failed", "encoding_unknown")
        made.line(packed(b"\x1f\x8bbroken"), "failed", "encoding_broken")
        made.line(packed(gzip.compress(b"x" * 999)[:-9]), "failed", "cut_short")
