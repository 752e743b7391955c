"""Writes docs/security.md: `python -m benchmarks.security_page` puts limits and figures into security_page.md."""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks import bombs, fuzz
from pipeline.read import limits
from pipeline.workers import Limits

PAGE = Path(__file__).parents[1] / "docs" / "security.md"
WORDS = Path(__file__).with_suffix(".md")


def told() -> dict[str, str]:
    """Each limit of the readers with its sentence."""
    body = ast.parse(Path(limits.__file__).read_text("utf-8")).body
    found: dict[str, str] = {}
    for one, after in pairwise(body):
        if isinstance(one, ast.Assign) and isinstance(after, ast.Expr):
            found[one.targets[0].id] = " ".join(ast.literal_eval(after.value).split())
    return found


def _shown(value: float) -> str:
    for size, name in ((1024**3, "GiB"), (1024**2, "MiB")):
        if value >= size and value % size == 0:
            return f"{value // size} {name}"
    return f"{value:,.0f}"


def limit_rows() -> Iterator[str]:
    yield "| limit | | |"
    yield "|---|---|---|"
    worker = Limits()
    yield f"| a worker's `seconds` | {worker.seconds:g} | Seconds of the clock for one document. |"
    yield f"| a worker's `memory` | {_shown(worker.memory)} | Address space of its process, which never grows back. |"
    for name, sentence in told().items():
        yield f"| `{name}` | {_shown(getattr(limits, name))} | {sentence} |"


def totals() -> str:
    """The sum of the inputs in the table."""
    inputs = {line.split("|")[1].strip(): _count(line, 2) for line in fuzz.KEPT.read_text("utf-8").splitlines()[2:]}
    whole = sum(count for name, count in inputs.items() if name not in fuzz.PARSERS)
    every = sum(inputs.values())
    return f"In all {every:,} inputs: {whole:,} whole documents, and {every - whole:,} pieces for the parsers within."


def _count(line: str, column: int) -> int:
    return int(line.split("|")[column].strip().replace(",", ""))


def page() -> str:
    tables = {
        "limits": "\n".join(limit_rows()),
        "bombs": bombs.KEPT.read_text("utf-8").strip(),
        "fuzz": fuzz.KEPT.read_text("utf-8").strip(),
        "totals": totals(),
    }
    text = WORDS.read_text("utf-8")
    for name, table in tables.items():
        text = text.replace(f"{{{name}}}", table)
    return text


def main() -> int:
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
