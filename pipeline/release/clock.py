"""`now()`: the time of a run, the one clock of this room."""

from datetime import datetime, timedelta, timezone

from pipeline.release.errors import PublishError
from pipeline.settings import setting

CHINA = timezone(timedelta(hours=8))
"""Releases are dated by the clock of the country they are about, wherever they are built."""


def now() -> datetime:
    """The time of the run: SOURCE_DATE_EPOCH where it is set, so that a build can be repeated."""
    given = setting("SOURCE_DATE_EPOCH")
    if given is None:
        return datetime.now(CHINA)
    try:
        return datetime.fromtimestamp(int(given), CHINA)
    except (ValueError, OverflowError, OSError) as error:
        raise PublishError(
            f"SOURCE_DATE_EPOCH is {given!r}: give it as seconds since 1970, or unset it."
        ) from error
