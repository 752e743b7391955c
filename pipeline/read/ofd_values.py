"""The values of OFD's attributes: `numbers("0 0 210 297")`, `deltas("g 5 3.2 4", 6)`, `box_of`, `matrix_of`.

A value that can't be read raises `Unfit`, for what stands there can't be placed then.
"""

import math
from collections.abc import Sequence

from pipeline.read.document import Box
from pipeline.read.limits import MAX_LENGTH
from pipeline.read.matrix import SAME, Matrix


class Unfit(ValueError):
    """A value that is none of its kind."""


def numbers(value: str | None) -> tuple[float, ...]:
    """The finite numbers of a list; Unfit where one is none."""
    try:
        found = tuple(float(part) for part in (value or "").replace(",", " ").split())
    except ValueError as error:
        raise Unfit(str(error)) from error
    if not math.isfinite(sum(found)):
        raise Unfit(f"{value!r} is not finite")
    return found


def number(value: str | None, default: float) -> float:
    """One number; `default` where there is no value."""
    found = numbers(value) or (default,)
    return found[0]


def is_true(value: str | None, default: bool) -> bool:
    """A switch; `default` where there is no value."""
    return default if value is None else value.strip().lower() in ("true", "1")


def box_of(value: str | None) -> Box:
    """A rectangle told as x, y, width and height."""
    found = numbers(value)
    if len(found) != 4 or max(map(abs, found)) > MAX_LENGTH:
        raise Unfit(f"{value!r} is no rectangle")
    x, y, width, height = found
    return Box(x, y, x + max(width, 0.0), y + max(height, 0.0))


def matrix_of(value: str | None) -> Matrix:
    """The six numbers of a CTM; without one, nothing is moved."""
    found = numbers(value)
    if len(found) not in (0, 6):
        raise Unfit(f"{value!r} is no matrix")
    return Matrix(*found) if found else SAME


def deltas(value: str | None, count: int) -> Sequence[float]:
    """At most `count` steps from character to character; `g 5 3.2` stands for five of 3.2."""
    parts = (value or "").split()
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < count:
        if parts[at] == "g":
            times, step = numbers(" ".join(parts[at + 1 : at + 3])) if at + 2 < len(parts) else (0.0, 0.0)
            found += [step] * min(max(int(times), 0), count)
            at += 3
        else:
            found += numbers(parts[at])
            at += 1
    return found[:count]
