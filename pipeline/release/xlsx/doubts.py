"""What is against the cells of one report: `Doubts`, made of its findings, errors before warnings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from schemas.load import workbook

Key = tuple[str | None, str | None]

MESSAGE = 120
"""Characters of a message in a comment; the whole one is in `findings`."""
MESSAGES = 3
"""Messages in a comment; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding on a cell, a whole row or a whole column of a table of the form."""

    table: str
    key: Key
    severity: str
    suggestion: str | None
    message: str


class Doubts:
    """The doubts about the cells of one table of one report."""

    def __init__(self, doubts: Iterable[Doubt]) -> None:
        self._by_key: dict[Key, list[Doubt]] = {}
        for doubt in doubts:
            self._by_key.setdefault(doubt.key, []).append(doubt)

    def against(self, row: str, column: str) -> list[Doubt]:
        """Those that name the cell, its row or its column."""
        if not self._by_key:
            return []
        keys: tuple[Key, ...] = ((row, column), (row, None), (None, column))
        found = chain.from_iterable(self._by_key.get(key, ()) for key in keys)
        return sorted(found, key=lambda doubt: doubt.severity != "error")


def comment(doubts: list[Doubt], corrected: float | None) -> str:
    """What a comment says: the reviewed value, what is against the cell, and the value that would mend it."""
    words: Mapping[str, str] = workbook()
    said = [] if corrected is None else [words["corrected"].format(value=f"{corrected:.15g}")]
    messages = list(dict.fromkeys(doubt.message for doubt in doubts))
    said += [_short(message) for message in messages[:MESSAGES]]
    if len(messages) > MESSAGES:
        said.append(words["more"].format(count=len(messages) - MESSAGES))
    suggested = {doubt.suggestion for doubt in doubts} - {None}
    if corrected is None and len(suggested) == 1:
        said.append(words["suggested"].format(value=suggested.pop()))
    return "\n".join(said)


def _short(message: str) -> str:
    return message if len(message) <= MESSAGE else message[: MESSAGE - 1] + "…"
