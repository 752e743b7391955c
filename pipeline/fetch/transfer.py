"""`Transfer.ask(…)`: one attempt at one address, from the first request to the last byte → `Answer`, or `Failure`.

        address ─ rules of the host ─ its turn ─ request ─┬─ 3xx        the same with the next address, within bounds
                                                          ├─ 304        nothing came: what is there is what was there
                                                          ├─ 200, 206   into the part, bounded in size and time
                                                          └─ else       Failure, with the host's wish to wait

Redirects are followed here and not by the library, since each hop is an address of its own. Bytes are stored unpacked;
an answer is asked for unpacked, so that one that was cut can be gone on with, and is unpacked within bounds where the
host packs it all the same. No proxy, no cookies, no credentials.
"""

import asyncio
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import BinaryIO

import aiohttp
from yarl import URL

from pipeline.fetch.doors import Doors
from pipeline.fetch.failure import Failure
from pipeline.fetch.kept import Part
from pipeline.fetch.pace import Pace
from schemas.fetching import Limits, fetching

REDIRECTS = (301, 302, 303, 307, 308)
WANTED = (200, 203)
PARTIAL, UNCHANGED, RANGE_UNKNOWN = 206, 304, 416
CHUNK = 1 << 16
PLAIN = ("", "identity")
PACKED = ("gzip", "x-gzip", "deflate")

_STATUS = {404: "not_found", 410: "not_found", 429: "too_many_requests", 408: "timed_out", 204: "nothing_sent"}
_DENIED = (401, 402, 403, 405, 406, 407, 451)


@dataclass(frozen=True, slots=True)
class Known:
    """What the host said of the bytes that are kept already; empty where there are none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came; `unchanged` where nothing did, since what is kept is still there."""

    url: URL
    status: int
    unchanged: bool
    media_type: str
    etag: str
    last_modified: str
    detail: str = ""


def session(doors: Doors, limits: Limits, contact: str) -> aiohttp.ClientSession:
    """The connections of a run: each goes through the doors, TLS is checked, nothing of the environment is used."""
    connector = aiohttp.TCPConnector(
        resolver=doors, socket_factory=doors.socket, use_dns_cache=False, limit=0, ssl=ssl.create_default_context()
    )
    timeout = aiohttp.ClientTimeout(
        total=limits.whole_seconds, connect=limits.connect_seconds, sock_read=limits.silent_seconds
    )
    return aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False,
        headers={"User-Agent": user_agent(contact), "Accept-Encoding": "identity"}, trust_env=False,
    )  # fmt: skip


def user_agent(contact: str) -> str:
    """Who asks, and where to complain."""
    return f"{fetching().agent}/1 (+{contact})" if contact else f"{fetching().agent}/1"


class Transfer:
    """Attempts of one run. `check` is asked before each hop and raises Failure where the host's rules forbid it."""

    def __init__(self, http: aiohttp.ClientSession, doors: Doors, pace: Pace, limits: Limits) -> None:
        self._http, self._doors, self._pace, self._limits = http, doors, pace, limits

    async def ask(
        self, url: URL, part: Part, known: Known, most: int, check: Callable[[URL], Awaitable[None]]
    ) -> Answer:
        """One attempt, through as many hops as it takes, of at most `most` bytes; Failure where it gives nothing."""
        for _ in range(self._limits.redirects + 1):
            await check(url)
            with _told():
                found = await self._hop(url, part, known, most)
            if isinstance(found, Answer):
                return found
            url = found
        raise Failure("too_many_redirects", str(url)[:200])

    async def _hop(self, url: URL, part: Part, known: Known, most: int) -> Answer | URL:
        """The answer of one address, or the address that it leads on to."""
        async with (
            self._pace.turn(url.host or ""),
            self._http.get(url, headers=_wish(part, known), allow_redirects=False) as response,
        ):
            if response.status in REDIRECTS:
                return self._onward(response)
            if response.status == UNCHANGED and (known.etag or known.last_modified) and not part.size:
                return _answer(response, unchanged=True)
            await self._take(response, part, most)
            return _answer(response, unchanged=False)

    def _onward(self, response: aiohttp.ClientResponse) -> URL:
        where = response.headers.get("Location", "")
        if not where:
            raise Failure("redirect_nowhere", status=response.status)
        return self._doors.address(where, base=response.url)

    async def _take(self, response: aiohttp.ClientResponse, part: Part, most: int) -> None:
        """The body into the part."""
        if response.status not in (*WANTED, PARTIAL) or (response.status == PARTIAL and not part.size):
            if response.status == RANGE_UNKNOWN:
                part.drop()
                raise Failure("cut_short", "the rest is not there any more", response.status)
            raise self._refused(response)
        if response.status == PARTIAL:
            _check_rest(response, part)
        else:
            part.begin(response.headers)
        with part.open() as file:
            await _Body(response, file, most, self._limits.unpacked_ratio).write()
        if not part.come:
            raise Failure("nothing_sent", status=response.status)


    def _refused(self, response: aiohttp.ClientResponse) -> Failure:
        """Why an answer of another status gives nothing; the host's wish to wait holds before its turn is over."""
        status, wait = response.status, _wait(response.headers)
        if wait is not None:
            self._pace.wait(response.url.host or "", wait)
        reason = _STATUS.get(status) or ("denied" if status in _DENIED else "other_status")
        return Failure("server_error" if status >= 500 else reason, str(status), status, wait)


def _wish(part: Part, known: Known) -> dict[str, str]:
    """The headers: for the rest of what was cut, else for what differs from what is kept."""
    if part.size:
        return {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in told.items() if value}


def _answer(response: aiohttp.ClientResponse, unchanged: bool) -> Answer:
    told = {name: response.headers.get(name, "") for name in ("Content-Type", "ETag", "Last-Modified")}
    bounded = unchanged or "Content-Length" in response.headers or "Transfer-Encoding" in response.headers
    detail = "" if bounded else "no length told: a cut can't be seen"
    return Answer(response.url, response.status, unchanged, *told.values(), detail)


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the host asks to wait: a number, or until a time; None where it asks nothing."""
    told = headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _check_rest(response: aiohttp.ClientResponse, part: Part) -> None:
    """Failure where what comes is not the rest of what is there."""
    told = response.headers.get("Content-Range", "")
    if not told.startswith(f"bytes {part.size}-") or response.headers.get("Content-Encoding", "") not in PLAIN:
        part.drop()
        raise Failure("cut_short", f"the rest is {told!r}"[:80], response.status)


class _Body:
    """The body of one answer, unpacked into a file, within bounds."""

    def __init__(self, response: aiohttp.ClientResponse, file: BinaryIO, most: int, ratio: int) -> None:
        self._response, self._file, self._most, self._ratio = response, file, most, ratio
        self._came = 0
        self._encoding = response.headers.get("Content-Encoding", "").strip().lower()

    async def write(self) -> None:
        if self._encoding not in (*PLAIN, *PACKED):
            raise Failure("encoding_unknown", self._encoding[:40], self._response.status)
        self._check_size(self._response.content_length or 0)
        unpacker = _unpacker(self._encoding)
        async for chunk in self._response.content.iter_chunked(CHUNK):
            self._came += len(chunk)
            for piece in unpacker.pieces(chunk):
                self._put(piece)
        if not unpacker.whole:
            raise Failure("cut_short", "the packed body has no end", self._response.status)

    def _put(self, piece: bytes) -> None:
        self._file.write(piece)
        if self._encoding in PACKED and self._file.tell() > max(self._came * self._ratio, CHUNK * 16):
            raise Failure("unpacks_too_far", f"more than {self._ratio} times", self._response.status)
        self._check_size(0)

    def _check_size(self, more: int) -> None:
        if self._file.tell() + more > self._most:
            raise Failure("too_large", f"> {self._most} bytes", self._response.status)


class _Plain:
    """A body that is not packed; the protocol tells whether it is whole."""

    whole = True

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Packed:
    """A body packed by zlib, in one member after the other; never more than CHUNK of it is unpacked at a time."""

    def __init__(self) -> None:
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)

    @property
    def whole(self) -> bool:
        return self._unpack.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._unpack.eof:
                self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
            yield self._unpack.decompress(chunk, CHUNK)
            chunk = self._unpack.unconsumed_tail or self._unpack.unused_data


def _unpacker(encoding: str) -> _Plain | _Packed:
    return _Packed() if encoding in PACKED else _Plain()


@contextmanager
def _told() -> Iterator[None]:
    """Turns what the libraries raise into a Failure."""
    try:
        yield
    except tuple(kind for kind, _ in _REASONS) as error:
        reason = next(reason for kind, reason in _REASONS if isinstance(error, kind))
        raise Failure(reason, " ".join(str(error).split())[:200]) from error


_REASONS = (
    (aiohttp.ClientConnectorDNSError, "name_unknown"),
    (aiohttp.ClientSSLError, "tls_failed"),
    (asyncio.TimeoutError, "timed_out"),
    (aiohttp.ClientPayloadError, "cut_short"),
    (zlib.error, "encoding_broken"),
    (aiohttp.ClientConnectionError, "connection_failed"),
    (ssl.SSLError, "tls_failed"),
    (ConnectionError, "connection_failed"),
    (aiohttp.ClientError, "answer_broken"),
    (ValueError, "answer_broken"),
)
