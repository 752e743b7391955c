"""A site on loopback whose pages do all that hosts do: `Site` serves them and writes down every request.

Each host is an address of its own in 127.0.0.0/8 and the pages of all stand in one mapping, `/path` of a host to what
answers there. A request is told when it came, when its answer was out, what it asked and what it got.
"""

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate

RULES = "/robots.txt"


@dataclass
class Request:
    """A request as the host saw it; times are of one clock, in seconds."""

    host: str
    path: str
    headers: Mapping[str, str]
    came: float
    out: float = 0.0
    status: int = 0


@dataclass
class Line:
    """The way back to who asked."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    request: Request
    before: int
    """Requests for this address that came before."""

    async def send(self, status: int, body: bytes = b"", *, length: int | None = None, **headers: str) -> None:
        """A whole answer; `length` lies about its size."""
        told = {"Content-Length": str(len(body) if length is None else length)} | _spelt(headers)
        self.request.status = status
        head = f"HTTP/1.1 {status} x\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self.request.out = time.monotonic()
        self.writer.write(head.encode() + b"\r\n" + body)
        await self.writer.drain()

    def reset(self) -> None:
        """End the connection at once, with a RST."""
        self.writer.transport.abort()


def _spelt(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


class _Left:
    """When the one who asked hung up, 0.0 while it hasn't: a page that answers slowly notices only as it sends on."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self.at = 0.0
        self._ended, reader.feed_eof = reader.feed_eof, self._end

    def _end(self) -> None:
        self.at = time.monotonic()
        self._ended()


Answer = Callable[[Line], Awaitable[None]]


@dataclass
class Site:
    """The hosts, all at one port, which is known once the site is open; a context in which they answer."""

    hosts: tuple[str, ...]
    pages: dict[tuple[str, str], Answer] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None

    def url(self, host: str, path: str) -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def put(self, host: str, path: str, answer: Answer) -> str:
        """Let something answer at a path; its address."""
        self.pages[host, path] = answer
        return self.url(host, path)

    def asked(self, url: str) -> list[Request]:
        return [request for request in self.log if self.url(request.host, request.path) == url]

    def __enter__(self) -> "Site":
        self._loop, ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        ready.set()
        self._loop.run_forever()
        for task in (tasks := asyncio.all_tasks(self._loop)):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _open(self) -> None:
        for host in self.hosts:
            server = await asyncio.start_server(self._talk, host, self.port, ssl=self.tls)
            self.port = server.sockets[0].getsockname()[1]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left = _Left(reader)
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) and not writer.is_closing():
                await self._answer(head.decode("latin-1"), reader, writer, left)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: "_Left"
    ) -> None:
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        host = writer.get_extra_info("sockname")[0]
        request = Request(host, first.split(" ")[1], headers, time.monotonic())
        before = sum((one.host, one.path) == (host, request.path) for one in self.log)
        self.log.append(request)
        try:
            await self.pages.get((host, request.path), missing)(Line(reader, writer, request, before))
        finally:
            request.out = request.out or left.at or time.monotonic()


# What can answer


async def missing(line: Line) -> None:
    await line.send(404, b"no")


def page(body: bytes, kind: str = "text/html; charset=utf-8", etag: str = "", modified: float = 0) -> Answer:
    """A document; conditional and partial requests are answered where it has a version to tell."""
    version = {"etag": etag} if etag else {}
    version |= {"last_modified": formatdate(modified, usegmt=True)} if modified else {}

    async def answer(line: Line) -> None:
        asked = line.request.headers
        if version and asked.get("if-none-match", asked.get("if-modified-since")) in version.values():
            await line.send(304, **version)
            return
        start = asked.get("range", "")[len("bytes=") : -1]
        if start and asked.get("if-range") in version.values():
            told = f"bytes {start}-{len(body) - 1}/{len(body)}"
            await line.send(206, body[int(start) :], content_type=kind, content_range=told, **version)
        else:
            await line.send(200, body, content_type=kind, **version)

    return answer


def status(number: int, **headers: str) -> Answer:
    return lambda line: line.send(number, b"" if number == 304 else b"x", **headers)


def redirect(where: str, number: int = 302) -> Answer:
    return lambda line: line.send(number, location=where)


def first(times: int, answer: Answer, then: Answer) -> Answer:
    """One thing so many times, another ever after."""
    return lambda line: (answer if line.before < times else then)(line)


def late(seconds: float, then: Answer) -> Answer:
    async def answer(line: Line) -> None:
        await asyncio.sleep(seconds)
        await then(line)

    return answer


def cut(body: bytes, at: int, etag: str = "") -> Answer:
    """The start of a document, then a reset."""

    async def answer(line: Line) -> None:
        await line.send(200, body[:at], length=len(body), **({"etag": etag} if etag else {}))
        await asyncio.sleep(0.05)
        line.reset()

    return answer


async def reset(line: Line) -> None:
    line.reset()


async def short(line: Line) -> None:
    """Fewer bytes than were told, then the end."""
    await line.send(200, b"<html>half", length=1000)
    line.writer.close()


async def drip(line: Line) -> None:
    """A byte now and then, without end."""
    await line.send(200, b"<", length=10**5)
    line.request.out = 0
    await _while_open(line, b"x", 0.1)


async def dripping_head(line: Line) -> None:
    """Headers without end."""
    line.writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    await _while_open(line, b"x", 0.1)


async def endless(line: Line) -> None:
    """Chunks without end."""
    line.writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _while_open(line, b"10000\r\n" + b"x" * 0x10000 + b"\r\n", 0)


async def _while_open(line: Line, data: bytes, between: float) -> None:
    while not (line.reader.at_eof() or line.writer.is_closing()):
        line.writer.write(data)
        await line.writer.drain()
        await asyncio.sleep(between)


async def silent(line: Line) -> None:
    """Nothing at all, while somebody waits for it."""
    while not line.reader.at_eof():
        await asyncio.sleep(0.02)
    line.reset()


async def garbage(line: Line) -> None:
    line.writer.write(b"\x00\x01 this is no HTTP\r\n\r\n")
    await line.writer.drain()
    line.writer.close()
