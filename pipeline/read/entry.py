"""`Entry`, a document in a container, and `as_path`, its name made a path that leads nowhere else."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.read.decode import decoded, plain

LONGEST_NAME = 200
"""Characters of a name in a path; what is longer is cut in its middle."""

_DRIVE = re.compile(r"^[A-Za-z]:$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`open` gives the bytes, or raises a `Refusal` that says why it can't."""

    path: str
    open: Callable[[], bytes]


def as_path(name: str, otherwise: str) -> str:
    """A name as a path below the container: no root, no drive, no step up, no control character.

    `otherwise` where nothing is left.

        ../../etc/a.pdf    →  etc/a.pdf
        C:\\报告\\a.pdf      →  报告/a.pdf
    """
    steps = [plain(_CONTROL.sub(" ", step)) for step in name.replace("\\", "/").split("/")]
    kept = [_short(step) for step in steps if step not in ("", ".", "..") and not _DRIVE.match(step)]
    return "/".join(kept) or otherwise


def _short(step: str) -> str:
    half = LONGEST_NAME // 2
    return step if len(step) <= LONGEST_NAME else f"{step[:half]}\u2026{step[-half:]}"


def name_of(raw: bytes) -> str:
    """A name whose encoding isn't told: UTF-8 or GB18030."""
    return decoded(raw)[0]
