"""`fetching()`: how gently and within which bounds documents are fetched, as `schemas/fetching.yaml` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas import load


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a run; times are in seconds, sizes in bytes. What each is for stands beside it in the file."""

    seconds_between: float
    per_host: int
    at_once: int
    attempts: int
    first_wait: float
    longest_wait: float
    host_failures: int
    longest_crawl_delay: float
    connect_seconds: float
    silent_seconds: float
    whole_seconds: float
    redirects: int
    document_bytes: int
    page_bytes: int
    robots_bytes: int
    unpacked_ratio: int
    page_tags: int
    tag_characters: int
    list_pages: int
    list_entries: int
    attachments: int
    recheck_hours: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an attempt gave no document, in both languages; `again` where it may go better another time."""

    zh: str
    en: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Fetching:
    """The whole file."""

    limits: Limits
    agent: str
    endings: tuple[str, ...]
    attached: tuple[str, ...]
    next_page: tuple[str, ...]
    attachment_words: tuple[str, ...]
    entry_tags: tuple[str, ...]
    outcomes: Mapping[str, load.Sentence]
    reasons: Mapping[str, Reason]
    said: Mapping[str, load.Sentence]


@cache
def fetching() -> Fetching:
    """The file, read once; SchemaError with file and line where a field is missing or unknown."""
    given = load.read_yaml(load.HERE / "fetching.yaml")
    built = {"limits": load.build(Limits, given["limits"])}
    built |= {name: _each(kind, given[name]) for name, kind in _KINDS.items()}
    return load.build(Fetching, load.Lined.like(given, given | built | _words(given)))


_KINDS = {"outcomes": load.Sentence, "reasons": Reason, "said": load.Sentence}


def _each(kind: type, given: load.Lined) -> dict[str, object]:
    return {name: load.build(kind, one) for name, one in given.items()}


def _words(given: load.Lined) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in given.items() if isinstance(words, list)}
