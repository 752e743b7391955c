"""`raw/receipts.csv`: a line for the end of each attempt to get something, failures too: `Ledger`, `entries(raw)`.

        time                  url                    outcome    reason      sha256   path
        2026-11-24T02:30:07Z  https://…/2023.html    new                    3f9a…    documents/fetched/…/3f9a….html
        2026-11-25T02:30:05Z  https://…/2023.html    unchanged              3f9a…    documents/fetched/…/3f9a….html
        2026-11-26T02:30:06Z  https://…/2023.html    failed     timed_out

Lines are only ever added, each with one write that is flushed to the disk before anything goes on. A line that a crash
of the machine cut off is the end of no attempt: it is taken away before the next is added, and passed over in reading.
"""

import csv
import fcntl
import io
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

NAME = "receipts.csv"
LOCK = ".fetching.lock"
VANISHED, FAILED = "vanished", "failed"

log = logging.getLogger(__name__)


class AtWork(Exception):
    """Another fetch is at work in the same folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How one attempt ended; all are texts as they stand in the file, empty where there is nothing to say.

    `time` is UTC. `url` was asked for, `final_url` answered; `source` is the address in `raw/sources.csv` that led
    there, and `publisher` and `year` are what its line said. `address_kind` is report, attachment, list or robots.
    `path` is relative to `raw/`; `supersedes` is the SHA-256 of what was at the address before.
    """

    time: str
    url: str
    outcome: str
    reason: str = ""
    detail: str = ""
    status: str = ""
    attempt: str = ""
    address_kind: str = ""
    source: str = ""
    publisher: str = ""
    year: str = ""
    title: str = ""
    final_url: str = ""
    sha256: str = ""
    size: str = ""
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    path: str = ""
    supersedes: str = ""


COLUMNS = tuple(field.name for field in fields(Entry))


def entries(raw: Path) -> Iterator[Entry]:
    """The lines in their order, none where there is no file; what is no whole line is logged and passed over."""
    try:
        with (raw / NAME).open(encoding="utf-8", errors="replace", newline="") as file:
            yield from _entries(csv.reader(file, strict=False))
    except FileNotFoundError:
        return


def _entries(lines: Iterator[list[str]]) -> Iterator[Entry]:
    header = next(lines, list(COLUMNS))
    for line in lines:
        if len(line) == len(header):
            told = {name: value for name, value in zip(header, line, strict=True) if name in COLUMNS}
            yield Entry(**told)
        else:
            log.warning("%s: a line of %d fields is passed over", NAME, len(line))


class Ledger:
    """The file, opened to add lines, and held by this process alone; `AtWork` where another one holds it."""

    def __init__(self, raw: Path) -> None:
        self._lock = (raw / LOCK).open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise AtWork from error
        self._known = _Known.of(raw)
        self._file = os.open(raw / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._mend(raw)

    def close(self) -> None:
        os.close(self._file)
        self._lock.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def followed(self) -> Mapping[str, Entry]:
        """The last line of each address that gave something, or had."""
        return self._known.good

    def good(self, url: str) -> Entry | None:
        """The last line of an address by which its bytes were there."""
        return self._known.good.get(url)

    def last(self, url: str) -> Entry | None:
        """The last line of an address."""
        return self._known.last.get(url)

    def add(self, entry: Entry) -> None:
        """Write a line, on the disk when this returns; OSError, and no part of a line, where it can't be."""
        self._write(entry)
        self._known.know(entry)

    def _write(self, entry: Entry) -> None:
        data, size = _line(asdict(entry).values()), os.fstat(self._file).st_size
        try:
            if os.write(self._file, data) != len(data):
                raise OSError(f"{NAME}: no room for a whole line")
        except OSError:
            os.ftruncate(self._file, size)
            raise
        os.fsync(self._file)

    def _mend(self, raw: Path) -> None:
        """Take away what a crash left of a last line, and write the header where there is none."""
        data = (raw / NAME).read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole != len(data):
            log.warning("%s: the last line was cut off and is taken away", NAME)
            os.ftruncate(self._file, whole)
        if not whole:
            os.write(self._file, _line(COLUMNS))
            os.fsync(self._file)


@dataclass(slots=True)
class _Known:
    """By address: its last line, and the last by which its bytes were there."""

    last: dict[str, Entry]
    good: dict[str, Entry]

    @classmethod
    def of(cls, raw: Path) -> "_Known":
        known = cls({}, {})
        for entry in entries(raw):
            known.know(entry)
        return known

    def know(self, entry: Entry) -> None:
        self.last[entry.url] = entry
        if entry.sha256:
            self.good[entry.url] = entry


def _line(values: object) -> bytes:
    """A line of CSV; what would break it into two is a blank."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([" ".join(str(value).split()) for value in values])
    return text.getvalue().encode("utf-8", "replace")


