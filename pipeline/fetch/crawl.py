"""`fetch(raw, …)`: every address of `raw/sources.csv`, and what list pages and reports lead to → `Counts`.

        line of the list ─┬ report ──────→ documents/   and from its page: its attachments ─→ documents/
                          ├ attachment ──→ documents/
                          └ list ────────→ pages/       and from it: reports of that publisher and year, as above

An address that was fetched once is asked again in each later run, whether or not a list still leads to it: so a
document that changed or vanished is seen. What was settled within `recheck_hours` is not asked again, which is how a
run that was killed is gone on with. Nothing that one address does stops the rest.
"""

import asyncio
import logging
import random
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from pipeline.fetch.doors import Doors
from pipeline.fetch.failure import Failure
from pipeline.fetch.kept import Kept, Part
from pipeline.fetch.ledger import FAILED, VANISHED, Entry, Ledger
from pipeline.fetch.links import Link, Page, Wanted
from pipeline.fetch.pace import Pace
from pipeline.fetch.robots import Robots
from pipeline.fetch.sources import ATTACHMENT, LIST, REPORT, Source, sources
from pipeline.fetch.transfer import Answer, Known, Transfer, session
from pipeline.settings import setting, words
from schemas.fetching import Limits, fetching

ROBOTS = "robots"
FRESH = "fresh"
LOST = ("connection_failed", "timed_out", "name_unknown", "tls_failed", "robots_unreachable")
"""Reasons that speak of the host and not of the address."""
NEXT_WAIT = 3.0
"""By how much each wait is longer than the one before."""
STAMP = "%Y%m%dT%H%M%SZ"
TIME = "%Y-%m-%dT%H:%M:%SZ"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """An address to ask, what is expected there, and the line of the list that led to it."""

    text: str
    kind: str
    line: Source
    base: URL | None = None
    title: str = ""
    number: int = 1


@dataclass(slots=True)
class Counts:
    """How the addresses of a run ended, by outcome; `fresh` were not asked. `told` are events and failures."""

    ended: Counter[str] = field(default_factory=Counter)
    told: list[Entry] = field(default_factory=list)


def fetch(
    raw: Path, allowed: Iterable[str] = (), contact: str = "", limits: Limits | None = None,
    dns: Callable[[], AbstractResolver] = ThreadedResolver,
) -> Counts:  # fmt: skip
    """One run. AtWork where another one is at work in the folder; OSError where the disk takes no more.

    `allowed` are hosts that may be reached wherever their names lead, beside GONGKAI_ALLOW_HOSTS; `contact` is told to
    every host, or else GONGKAI_CONTACT.
    """
    hosts, told = [*allowed, *words("GONGKAI_ALLOW_HOSTS")], contact or setting("GONGKAI_CONTACT") or ""
    (raw / "documents").mkdir(parents=True, exist_ok=True)
    limits = limits or fetching().limits

    async def run() -> Counts:
        doors, pace = Doors(hosts, dns()), Pace(limits)
        async with session(doors, limits, told) as http:
            crawl = Crawl(raw, ledger, doors, limits, Transfer(http, doors, pace, limits), pace)
            await crawl.run([line for _, line in sources(raw).lines if line.url])
            return crawl.counts

    with Ledger(raw) as ledger:
        return asyncio.run(run())


class Crawl:
    """The addresses of one run: hosts side by side, each at its pace."""

    def __init__(
        self, raw: Path, ledger: Ledger, doors: Doors, limits: Limits, transfer: Transfer, pace: Pace
    ) -> None:
        self.counts = Counts()
        self._ledger, self._doors, self._limits, self._transfer, self._pace = ledger, doors, limits, transfer, pace
        self._kept = Kept(raw, datetime.now(UTC).strftime(STAMP))
        self._robots = Robots(self._rules, pace)
        self._seen: set[str] = set()
        self._queues: dict[str, deque[tuple[URL, Job]]] = {}
        self._workers: Counter[str] = Counter()

    async def run(self, lines: Iterable[Source]) -> None:
        """Ask for all of the list, and for what it led to before."""
        by_url = {line.url: line for line in lines}
        async with asyncio.TaskGroup() as self._group:
            for line in by_url.values():
                self._add(Job(line.url, line.address_kind or REPORT, line))
            for entry in list(self._ledger.followed.values()):
                if entry.source in by_url and entry.address_kind in (REPORT, ATTACHMENT):
                    self._add(Job(entry.url, entry.address_kind, by_url[entry.source], title=entry.title))

    def _add(self, job: Job) -> None:
        """Queue an address once; one that must not be asked ends here."""
        try:
            url = self._doors.address(job.text, job.base)
        except Failure as failure:
            if self._is_new(job.text) and not self._is_fresh(job.text):
                self._failed(job.text, job, failure, 0)
            return
        if self._is_new(str(url)):
            self._queue(url, job)

    def _is_new(self, name: str) -> bool:
        """Whether the run has not met the address before; from now on it has."""
        met = name in self._seen
        self._seen.add(name)
        return not met

    def _queue(self, url: URL, job: Job) -> None:
        host = url.host or ""
        self._queues.setdefault(host, deque()).append((url, job))
        if self._workers[host] < self._limits.per_host:
            self._workers[host] += 1
            self._group.create_task(self._work(host))

    async def _work(self, host: str) -> None:
        """Ask for the addresses of one host, one after the other, until none is left."""
        while self._queues[host]:
            await self._visit(*self._queues[host].popleft())
        self._workers[host] -= 1

    async def _visit(self, url: URL, job: Job) -> None:
        """One address: asked if it isn't settled, and followed where it is a page."""
        entry = self._ledger.good(str(url))
        if self._is_fresh(str(url)):
            self.counts.ended[FRESH] += 1
        else:
            entry = await self._asked(url, job, entry)
        if entry is not None and job.kind != ATTACHMENT:
            self._follow(url, job, entry)

    def _is_fresh(self, url: str) -> bool:
        """Whether the address was settled lately: it gave something, or failed in a way that another try won't mend."""
        last = self._ledger.last(url)
        if last is None or (last.outcome == FAILED and fetching().reasons[last.reason].again):
            return False
        since = datetime.now(UTC) - timedelta(hours=self._limits.recheck_hours)
        gone = bool(last.path) and not self._kept.has(last.path)
        return last.time > since.strftime(TIME) and not gone

    # Asking

    async def _asked(self, url: URL, job: Job, before: Entry | None) -> Entry | None:
        """The line of the last attempt if it gave something; each attempt has its own."""
        known = self._known(before)
        for number in range(1, self._limits.attempts + 1):
            part = self._kept.part(str(url))
            try:
                answer = await self._transfer.ask(url, part, known, self._most(job), self._robots.check)
                return self._got(url, job, answer, part, before, number)
            except Failure as failure:
                last = number == self._limits.attempts or not self._goes_on(failure)
                self._failed(str(url), job, failure, number, before, last)
                if last:
                    self._settle(url, part, failure)
                    return None
                await asyncio.sleep(self._pause(failure, number))
        return None

    def _known(self, before: Entry | None) -> Known:
        """What the host said of the bytes that are kept, if they still are."""
        if before is None or not self._kept.has(before.path):
            return Known()
        return Known(before.etag, before.last_modified)

    def _most(self, job: Job) -> int:
        return self._limits.page_bytes if job.kind == LIST else self._limits.document_bytes

    def _goes_on(self, failure: Failure) -> bool:
        """Whether another attempt is made."""
        too_long = failure.wait is not None and failure.wait > self._limits.longest_wait
        return failure.again and not too_long and failure.reason not in ("host_resting", "robots_unreachable")

    def _pause(self, failure: Failure, number: int) -> float:
        """Seconds before the next attempt: what the host asks, else longer each time and never in step with others."""
        own = self._limits.first_wait * NEXT_WAIT ** (number - 1) * random.uniform(0.5, 1.0)
        return failure.wait if failure.wait is not None else min(own, self._limits.longest_wait)

    def _settle(self, url: URL, part: Part, failure: Failure) -> None:
        """What follows the last attempt: a part that can't be gone on with is not kept."""
        self._pace.settled(url.host or "", failure.reason in LOST)
        if not failure.again:
            part.drop()

    async def _rules(self, url: URL) -> bytes:
        """The bytes of a robots.txt; the ends of its attempts are written as any other's."""
        job, part = Job(str(url), ROBOTS, Source("")), self._kept.part(str(url))
        for number in range(1, self._limits.attempts + 1):
            part.drop()
            try:
                await self._transfer.ask(url, part, Known(), self._limits.robots_bytes, _anything)
                break
            except Failure as failure:
                self._ledger.add(_entry(str(url), job, FAILED, number, _why(failure)))
                if number == self._limits.attempts or not self._goes_on(failure):
                    raise
                await asyncio.sleep(self._pause(failure, number))
        data = part.read()
        part.drop()
        self._ledger.add(_entry(str(url), job, "new", number, {"size": str(len(data))}))
        return data

    # What came of it

    def _got(self, url: URL, job: Job, answer: Answer, part: Part, before: Entry | None, number: int) -> Entry:
        """Put the bytes in their place, then write the line: a line never tells of bytes that aren't there."""
        self._pace.settled(url.host or "", lost=False)
        if answer.unchanged and before is not None:
            told = {name: getattr(before, name) for name in ("sha256", "size", "media_type", "path")}
        else:
            told = self._placed(url, job, answer, part)
        outcome = _outcome(before, told["sha256"])
        told |= {"supersedes": before.sha256} if outcome == "changed" and before else {}
        entry = _entry(str(url), job, outcome, number, told | _of_answer(answer, before))
        self._write(entry)
        return entry

    def _placed(self, url: URL, job: Job, answer: Answer, part: Part) -> dict[str, str]:
        size, sha256 = part.come, part.sha256()
        path = self._kept.page(part) if job.kind == LIST else self._kept.document(part, answer.url, answer.media_type)
        return {"sha256": sha256, "size": str(size), "media_type": answer.media_type, "path": path}

    def _failed(
        self, url: str, job: Job, failure: Failure, number: int, before: Entry | None = None, last: bool = True
    ) -> None:
        """Write the line of a failure; what was there and is not found any more has vanished."""
        gone = failure.reason == "not_found" and before is not None
        already = gone and (seen := self._ledger.last(url)) is not None and seen.status in ("404", "410")
        outcome = VANISHED if gone and not already else FAILED
        entry = _entry(url, job, outcome, number, _why(failure))
        self._write(entry, counted=last)

    def _write(self, entry: Entry, counted: bool = True) -> None:
        self._ledger.add(entry)
        if counted:
            self.counts.ended[entry.outcome] += 1
            if entry.outcome not in ("new", "unchanged"):
                self.counts.told.append(entry)

    # Following

    def _follow(self, url: URL, job: Job, entry: Entry) -> None:
        data = self._kept.read(entry.path)
        if data is None or not _is_page(data, entry.media_type):
            return
        page, base = Page(data, entry.media_type), URL(entry.final_url or str(url))
        if job.kind == LIST:
            self._follow_list(page, base, job)
        else:
            for link in page.attached(job.line.year):
                self._add(Job(link.href, ATTACHMENT, job.line, base, link.title))

    def _follow_list(self, page: Page, base: URL, job: Job) -> None:
        """The entries of a list; its next page where this one had none, or where all years are wanted."""
        found = page.listed(Wanted(job.line.publisher, job.line.year))
        for link in found:
            self._add(Job(link.href, _kind(link), job.line, base, f"{link.title} {link.date}".strip()))
        onward = page.next_page() if not found or job.line.year is None else None
        if onward and job.number < self._limits.list_pages:
            self._add(Job(onward, LIST, job.line, base, number=job.number + 1))


async def _anything(url: URL) -> None:
    """The rules of a host may always be asked for."""


def _kind(link: Link) -> str:
    path = link.href.partition("?")[0].lower()
    return ATTACHMENT if path.endswith(tuple(f".{ending}" for ending in fetching().attached)) else REPORT


def _is_page(data: bytes, media_type: str) -> bool:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" in media_type.lower() or start.startswith((b"<!doctype html", b"<html"))


def _outcome(before: Entry | None, sha256: str) -> str:
    if before is None:
        return "new"
    return "unchanged" if before.sha256 == sha256 else "changed"


def _of_answer(answer: Answer, before: Entry | None) -> dict[str, str]:
    """What the host said; of what is unchanged it need not say all again."""
    told = {"status": str(answer.status), "final_url": str(answer.url), "detail": answer.detail}
    for name in ("etag", "last_modified"):
        said = getattr(answer, name)
        told[name] = said or (getattr(before, name) if answer.unchanged and before else "")
    return told


def _why(failure: Failure) -> dict[str, str]:
    return {"reason": failure.reason, "detail": failure.detail, "status": str(failure.status or "")}


def _entry(url: str, job: Job, outcome: str, number: int, told: Mapping[str, str]) -> Entry:
    line = job.line
    whose = {"source": line.url or "", "publisher": line.publisher, "year": str(line.year or ""), "title": job.title}
    return Entry(
        datetime.now(UTC).strftime(TIME), url, outcome, address_kind=job.kind, attempt=str(number), **whose, **told
    )
