"""An OFD path's outline: `corners("M 0 0 L 10 0 C", matrix)` tells its points as the page shows them."""

import re
from collections.abc import Iterator

from pipeline.read.matrix import Matrix
from pipeline.read.ofd_values import Unfit, number
from pipeline.read.outline import Corner

TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")

OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers behind each letter; the last two are where the outline comes to."""

KINDS = {"S": "move", "M": "move", "L": "line"}


def corners(data: str, matrix: Matrix) -> Iterator[Corner]:
    """The outline's points one by one. Raises Unfit at what is no outline."""
    before: Corner | None = None
    tokens = TOKEN.finditer(data)
    for token in tokens:
        operator = token[0]
        if operator not in OPERANDS:
            raise Unfit(f"{operator!r} in an outline")
        if operator == "C":
            before = before and before._replace(closes=True)
            continue
        if before is not None:
            yield before
        before = Corner(KINDS.get(operator, "curve"), *matrix.point(*_end(tokens, OPERANDS[operator])))
    if before is not None:
        yield before


def _end(tokens: Iterator[re.Match[str]], count: int) -> tuple[float, float]:
    told = [token[0] for _, token in zip(range(count), tokens, strict=False)]
    if len(told) < count or any(part.isalpha() for part in told):
        raise Unfit("an outline that lacks a number")
    return number(told[-2], 0.0), number(told[-1], 0.0)
