"""`sources(raw)`: what `raw/sources.csv` says of documents, found by their path or the address they came from.

The list is kept by hand and may be absent. A line that can't be understood is left out and logged with file and
line; it never stops a run, and what it says is evidence beside the document's own words, not instead of them.
"""

import csv
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.fetch.ledger import VANISHED, Entry, entries
from schemas.load import codelist

FILE = "sources.csv"
KNOWN = frozenset(("publisher", "year", "url", "address_kind", "kind", "path", "division_code", "title", "note"))
"""Columns that may stand there; `title` and `note` are for people."""

DOCUMENTS = "documents/"
DAY = len("2026-11-24")

REPORT, ATTACHMENT, LIST = ADDRESS_KINDS = ("report", "attachment", "list")
"""What stands at an address: a report or the page that leads to it, a file, or a page that lists reports."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the list: whose report it is, of which year; None where the line doesn't say.

    `vanished` is the day on which a fetched document was first not found at its address any more.
    """

    publisher: str
    year: int | None = None
    kind: str | None = None
    division_code: str | None = None
    url: str | None = None
    address_kind: str | None = None
    vanished: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """The lines of the list by path, relative to `raw/`, and by address; `lines` has all, each with its path or ""."""

    by_path: Mapping[str, Source] = field(default_factory=dict)
    by_url: Mapping[str, Source] = field(default_factory=dict)
    lines: tuple[tuple[str, Source], ...] = ()

    def of(self, path: str, url: str | None = None) -> Source | None:
        """What is said of a document; its path goes before its address."""
        return self.by_path.get(path) or (self.by_url.get(url) if url else None)


def sources(raw: Path) -> Sources:
    """The list of a folder, and whence documents were fetched; empty where there is neither or it can't be read."""
    return _with_fetched(_listed(raw), entries(raw))


def _with_fetched(listed: Sources, fetched: Iterable[Entry]) -> Sources:
    """The list, and under the path of each fetched document what the line says that led to it, with its own address.

    Where that line is gone, what it said when the document was fetched. A line that names the path goes before.
    """
    by_path: dict[str, Source] = {}
    last: dict[str, str] = {}
    for entry in fetched:
        if entry.path.startswith(DOCUMENTS):
            first = by_path.get(entry.path) or _of_entry(entry, listed)  # bytes may come from two addresses
            by_path[entry.path], last[entry.url] = replace(first, vanished=None), entry.path
        elif entry.outcome == VANISHED and (path := last.get(entry.url)):
            by_path[path] = replace(by_path[path], vanished=entry.time[:DAY])
    return replace(listed, by_path=by_path | dict(listed.by_path))


def _of_entry(entry: Entry, listed: Sources) -> Source:
    known = Source(entry.publisher, int(entry.year) if entry.year.isdigit() else None)
    return replace(listed.by_url.get(entry.source, known), url=entry.url)


def _listed(raw: Path) -> Sources:
    try:
        text = (raw / FILE).read_text("utf-8-sig")
    except FileNotFoundError:
        return Sources()
    except (OSError, UnicodeDecodeError) as error:
        log.warning("%s can't be read (%s); it is left out", raw / FILE, error)
        return Sources()
    return _sources(raw / FILE, list(_lines(raw / FILE, text)))


def _lines(file: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines with their numbers, as mappings; those that don't fit the header are logged."""
    reader = csv.DictReader(text.splitlines(), restkey="")
    unknown = sorted(set(reader.fieldnames or ()) - KNOWN)
    if "publisher" not in (reader.fieldnames or ()) or unknown:
        log.warning("%s:1: a column `publisher` is needed and %s are unknown; the list is left out", file, unknown)
        return
    for row in reader:
        if "" in row or None in row.values():
            log.warning("%s:%d: more or fewer fields than the header; the line is left out", file, reader.line_num)
        else:
            yield reader.line_num, {name: value.strip() for name, value in row.items()}


def _sources(file: Path, lines: Iterable[tuple[int, Mapping[str, str]]]) -> Sources:
    by_path: dict[str, Source] = {}
    by_url: dict[str, Source] = {}
    found: list[tuple[str, Source]] = []
    for number, line in lines:
        if wrong := _wrong(line):
            log.warning("%s:%d: %s; the line is left out", file, number, wrong)
            continue
        source = _source(line)
        path = line.get("path", "").removeprefix(DOCUMENTS)
        found.append((path, source))
        if path:
            by_path.setdefault(DOCUMENTS + path, source)
        if source.url:
            by_url.setdefault(source.url, source)
    return Sources(by_path, by_url, tuple(found))


def _wrong(line: Mapping[str, str]) -> str:
    """What can't be understood in a line; nothing if all can."""
    year, code, kind = (line.get(name, "") for name in ("year", "division_code", "kind"))
    if not line["publisher"]:
        return "no publisher"
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        return f"{year!r} is no year"
    if code and not (code.isascii() and code.isdigit() and len(code) == 6):
        return f"{code!r} is no division code of six digits"
    if (address := line.get("address_kind", "")) and address not in ADDRESS_KINDS:
        return f"{address!r} is none of {', '.join(ADDRESS_KINDS)}"
    return f"{kind!r} is no kind of publisher" if kind and kind not in codelist("publisher_kinds") else ""


def _source(line: Mapping[str, str]) -> Source:
    kind, code, url, address = (line.get(name) or None for name in ("kind", "division_code", "url", "address_kind"))
    return Source(line["publisher"], int(line["year"]) if line.get("year") else None, kind, code, url, address)
