"""`masked(tables)`: the rows of a document without the mobile numbers and personal e-mail addresses of its prose.

        联系人手机138-1234-5678，邮箱zhang@qq.com      ***-****-****，邮箱*****@qq.com      as long as before
        邮箱 xxgk@js.gov.cn，电话0512-66668888         stay: an authority's own
        点击量13812345678次                            stays: a figure

Each digit, and each character before the @, becomes a `*`, so that offsets into a text still fit. What a cell prints is
never touched. The patterns are in schemas/privacy.yaml, the reasons in docs/decisions/020-privacy.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from schemas.load import CELLS, STATISTICS, privacy

Row = dict[str, Any]
Tables = Mapping[str, tuple[Row, ...]]

PROSE: Mapping[str, tuple[str, ...]] = {
    STATISTICS: ("local_label",),
    "sections": ("heading", "text"),
    "narrative_figures": ("of", "text"),
    "findings": ("found", "expected", "message_zh", "message_en"),
    "documents_refused": ("message_zh", "message_en"),
}
"""The columns that can hold prose of a document, in the order in which they are masked."""

MASK = "*"
DIGITS = 11
"""Digits of a mobile number."""
BEFORE = 20
"""Characters before a number that can say what it is."""


@dataclass(slots=True)
class Known:
    """Eleven digits that a cell prints, so that they are a figure, and those that were masked so far."""

    figures: Set[str] = frozenset()
    masked: set[str] = field(default_factory=set)


def masked(tables: Tables) -> dict[str, tuple[Row, ...]]:
    """The tables of one document; every other column, and a table without prose, is handed on as it is."""
    known = Known(frozenset(_printed(tables)))
    made = dict(tables)
    for name, columns in PROSE.items():
        made[name] = tuple(_row(row, columns, known) for row in tables.get(name, ()))
    made["narrative_figures"] = _figures(made)
    return {name: rows for name, rows in made.items() if name in tables}


def mask(text: str, known: Known | None = None) -> str:
    """The text, as long as before, with what is personal masked; idempotent."""
    known = known or Known()
    plain = _email().sub(_address, text)
    return _mobile().sub(lambda match: _number(match, known), plain)


def _row(row: Row, columns: Iterable[str], known: Known) -> Row:
    return row | {name: mask(row[name], known) for name in columns if row.get(name)}


def _printed(tables: Tables) -> Iterable[str]:
    """The digits of the cells that print a number as long as one to call."""
    for name in CELLS:
        for row in tables.get(name, ()):
            if row["status"] == "reported" and row["printed"] and len(row["printed"]) >= DIGITS:
                yield _digits(row["printed"])


def _figures(made: Tables) -> tuple[Row, ...]:
    """A clause is masked as its section is; a number to call that was taken for a figure is none."""
    texts = {row["section"]: row["text"] or "" for row in made.get("sections", ())}
    kept = [row for row in made["narrative_figures"] if not _is_called(row, texts)]
    ids = {row["figure_id"] for row in kept}
    return tuple(row | _again(row, texts) | {"part_of": _there(row["part_of"], ids)} for row in kept)


def _again(row: Row, texts: Mapping[str, str]) -> Row:
    """The clause as the masked section has it: what says that a number is to be called may stand outside the clause."""
    there = texts.get(row["section"], "")[row["start"] : row["end"]]
    return {"text": there} if len(there) == len(row["text"]) else {}


def _there(figure: str | None, ids: Set[str]) -> str | None:
    return figure if figure in ids else None


def _is_called(row: Row, texts: Mapping[str, str]) -> bool:
    """Whether the figure's own digits are masked: it has eleven, and its clause shows them no more."""
    digits = f"{row['value']:.0f}"
    if len(digits) != DIGITS or not _mobile().search(digits):
        return False
    text = (row | _again(row, texts))["text"]
    return MASK in text and digits not in _digits(text)


def _number(match: re.Match[str], known: Known) -> str:
    text, digits = match[0], _digits(match[0])[-DIGITS:]
    if digits not in known.masked and _is_figure(match, digits, known):
        return text
    known.masked.add(digits)
    return "".join(MASK if character.isdigit() else character for character in text)


def _is_figure(match: re.Match[str], digits: str, known: Known) -> bool:
    before = match.string[max(0, match.start() - BEFORE) : match.start()]
    if re.search(privacy().called, before):
        return False
    counted = _figure_after().match(match.string, match.end()) or re.search(privacy().figure_before, before)
    return bool(counted) or digits in known.figures


def _address(match: re.Match[str]) -> str:
    """The address with its first part masked; the domain says only where the mailbox is."""
    domain = unicodedata.normalize("NFKC", match[2]).lower().strip(".-")
    if any(domain == own or domain.endswith(f".{own}") for own in privacy().official):
        return match[0]
    return MASK * len(match[1]) + match[0][len(match[1]) :]


def _digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())


@cache
def _mobile() -> re.Pattern[str]:
    told = privacy()
    return re.compile(told.mobile.replace("S", told.separator).replace("H", told.hyphen))


@cache
def _figure_after() -> re.Pattern[str]:
    return re.compile(privacy().figure_after)


@cache
def _email() -> re.Pattern[str]:
    return re.compile(privacy().email)
