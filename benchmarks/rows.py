"""Tables in Markdown that are kept from run to run: `replaced(file, head, order, lines)`."""

from collections.abc import Iterable, Sequence
from pathlib import Path


def replaced(file: Path, head: Sequence[str], order: Iterable[str], lines: Sequence[str]) -> str:
    """The table in `file` with these rows in place of those with the same first column, in this order."""
    before = file.read_text("utf-8").splitlines()[len(head) :] if file.exists() else []
    rows = {line.split("|")[1].strip(): line for line in (*before, *lines)}
    return "\n".join((*head, *(rows[name] for name in order if name in rows))) + "\n"
