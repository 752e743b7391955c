"""`gongkai fetch`: get what `raw/sources.csv` names, and tell how it went, in both languages."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import folders
from pipeline.fetch.crawl import FRESH, Counts, fetch
from pipeline.fetch.ledger import FAILED, VANISHED, AtWork, Entry
from pipeline.fetch.sources import FILE
from schemas.fetching import fetching
from schemas.load import Sentence

MOST_TOLD = 20
"""Failures and events that are told; all are in receipts.csv."""


def run(raw: Path | None, allowed: Sequence[str] = (), contact: str = "") -> int:
    """0 however the addresses ended, since each has its receipt; 1 where the run itself could not go on."""
    folder = folders.raw(raw)
    try:
        counts = fetch(folder, allowed, contact)
    except AtWork:
        return _stopped(fetching().said["at_work"])
    except (OSError, ExceptionGroup) as error:
        return _stopped(fetching().said["stopped"], why=_cause(error))
    for line in _told(counts, folder):
        print(line)
    return 0


def _cause(error: BaseException) -> str:
    """The first error of a group; one that is no trouble of the machine is a fault of the program and is raised."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, OSError):
        raise error
    return str(error)


def _stopped(sentence: Sentence, **given: str) -> int:
    print(f"gongkai fetch: {_both(sentence, **given)}", file=sys.stderr)
    return 1


def _told(counts: Counts, folder: Path) -> Iterator[str]:
    """A line for each outcome that occurred, then the events and failures."""
    said = fetching().said
    if not counts.ended:
        yield _both(said["nothing"], file=str(folder / FILE))
    for outcome, title in (*fetching().outcomes.items(), (FRESH, said["fresh"])):
        if counts.ended[outcome]:
            yield f"{title.zh} {title.en}: {counts.ended[outcome]}"
    for entry in counts.told[:MOST_TOLD]:
        yield _line(entry)
    if len(counts.told) > MOST_TOLD:
        yield "  " + _both(said["more"], number=str(len(counts.told) - MOST_TOLD))


def _line(entry: Entry) -> str:
    """What happened at an address: an event, or why nothing came."""
    what = fetching().reasons[entry.reason] if entry.outcome == FAILED else fetching().outcomes[entry.outcome]
    detail = f" ({entry.detail})" if entry.detail and entry.outcome != VANISHED else ""
    return f"  {what.zh} {what.en}{detail}: {entry.url}"


def _both(sentence: Sentence, **given: str) -> str:
    return f"{sentence.zh} {sentence.en}".format(**given)
