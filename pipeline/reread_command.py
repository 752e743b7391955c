"""`gongkai reread --since DATE`: after a change of a reader, read what came since then again, and publish.

What this version of the code has read is forgotten, so that the run reads every document; the release tells the cells
that differ, with the reason `reader_changed`. `--since` keeps a run from starting where no document came since then.
"""

import sys
from datetime import date, datetime
from pathlib import Path

from pipeline import folders
from pipeline.fetch.received import received
from pipeline.publish_command import folders_of
from pipeline.publish_command import run as publish
from pipeline.release import night
from pipeline.release.clock import CHINA
from schemas.load import Sentence
from schemas.operating import operating


def run(raw: Path | None, published: str | None, since: str | None) -> int:
    """0 where a release was published or none was needed; 1, with a sentence on stderr, where it could not be."""
    said = operating().said
    try:
        day = date.fromisoformat(since) if since else date.min
    except ValueError:
        return _fail(said["no_date"], given=repr(since))
    try:
        came = received(folders.raw(raw))
    except OSError as error:
        return _fail(said["no_folder"], folder=str(folders.raw(raw)), why=str(error))
    concerned = [path for path, time in came.items() if _day(time) >= day]
    if not concerned:
        print(_both(said["none_since"], since=str(since)))
        return 0
    print(_both(said["reread"], number=str(len(concerned)), total=str(len(came))))
    kept = folders_of(raw, published).kept()
    kept.forget()
    night.forget(kept.place)
    return publish(raw, published, None)


def _day(time: datetime) -> date:
    """Days are those of the country that the reports are of."""
    return time.astimezone(CHINA).date()


def _fail(sentence: Sentence, **given: str) -> int:
    print(f"gongkai reread: {_both(sentence, **given)}", file=sys.stderr)
    return 1


def _both(sentence: Sentence, **given: str) -> str:
    return f"{sentence.zh} {sentence.en}".format(**given)
