"""List numbers that Word counts and doesn't write: `Numbering(...).prefix(paragraph)`.

A form's row labels and a report's headings are often such lists. Levels whose figures have another form
than those in `FIGURES` (bullets, letters of other scripts) give no prefix.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from pipeline.read.docx_xml import attribute, child, name, number
from pipeline.read.limits import MAX_INHERITANCE

_HAN = "".join(map(chr, (0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D)))
_HAN_TEN = chr(0x5341)
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_CIRCLED_ONE = 0x2460


def _han(value: int) -> str:
    """1 to 99 as they are counted in Chinese; larger ones are no row of a form."""
    tens, ones = divmod(value, 10)
    if value > 99:
        return str(value)
    ten = ("" if tens == 1 else _HAN[tens]) + _HAN_TEN if tens else ""
    return ten + (_HAN[ones] if ones or not tens else "")


def _circled(value: int) -> str:
    return chr(_CIRCLED_ONE + value - 1) if 1 <= value <= 20 else str(value)


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 1 <= value <= 702 else str(value)


FIGURES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str


@dataclass(frozen=True, slots=True)
class _List:
    """What a list's id stands for; lists of one `kind` are counted on from one another."""

    kind: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Numbering:
    """The lists of one document; it counts, so paragraphs must come in their order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = _by_id(styles, "style", "styleId")
        self._lists = _lists(numbering)
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[str] = set()

    def prefix(self, paragraph: etree._Element) -> str:
        """The number before the paragraph's text, or nothing."""
        list_id, depth = self._list_of(child(paragraph, "pPr"))
        found = self._lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        if list_id not in self._met:
            self._met.add(list_id)
            self._restart(found)
        return _rendered(found.levels, depth, self._counted(found, depth))

    def _list_of(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """The list's id and the level: the paragraph's, or else its style's or its style's base's."""
        style = attribute(child(properties, "pStyle"))
        for _ in range(MAX_INHERITANCE):
            numbered = child(properties, "numPr")
            list_id = attribute(child(numbered, "numId"))
            if list_id is not None:
                return list_id, number(child(numbered, "ilvl"), 0)
            if style not in self._styles:
                break
            properties = child(self._styles.get(style), "pPr")
            style = attribute(child(self._styles.get(style), "basedOn"))
        return None, 0

    def _restart(self, found: _List) -> None:
        counts = self._counts.setdefault(found.kind, {})
        counts.update({depth: start - 1 for depth, start in found.restarts.items()})

    def _counted(self, found: _List, depth: int) -> dict[int, int]:
        """The counts of all levels after one more at `depth`; deeper ones begin anew."""
        counts = {at: count for at, count in self._counts[found.kind].items() if at <= depth}
        counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        self._counts[found.kind] = counts
        return counts


def _rendered(levels: dict[int, _Level], depth: int, counts: dict[int, int]) -> str:
    """The level's pattern with the counts filled in, parted from a text where it ends in the count itself."""

    def figure(mark: re.Match[str]) -> str:
        at = int(mark[1]) - 1
        level = levels.get(at, levels[depth])
        return FIGURES[level.form](counts.get(at, level.start))

    if any(levels[at].form not in FIGURES for at in counts if at in levels):
        return ""
    text = re.sub("%([1-9])", figure, levels[depth].pattern)
    return f"{text} " if text[-1:].isalnum() else text


def _lists(numbering: etree._Element | None) -> dict[str | None, _List]:
    kinds = _by_id(numbering, "abstractNum", "abstractNumId")
    lists = {}
    for list_id, element in _by_id(numbering, "num", "numId").items():
        kind = attribute(child(element, "abstractNumId")) or ""
        overrides = [one for one in element if name(one) == "lvlOverride"]
        levels = _levels(kinds.get(kind)) | {d: v for one in overrides for d, v in _levels(one).items()}
        lists[list_id] = _List(kind, levels, _restarts(overrides))
    return lists


def _levels(parent: etree._Element | None) -> dict[int, _Level]:
    elements = [element for element in parent if name(element) == "lvl"] if parent is not None else []
    return {number(element, 0, "ilvl"): _level(element) for element in elements}


def _level(element: etree._Element) -> _Level:
    return _Level(
        number(child(element, "start"), 1),
        attribute(child(element, "numFmt")) or "decimal",
        attribute(child(element, "lvlText")) or "",
    )


def _restarts(overrides: list[etree._Element]) -> dict[int, int]:
    starts = {number(one, 0, "ilvl"): child(one, "startOverride") for one in overrides}
    return {depth: number(start, 1) for depth, start in starts.items() if start is not None}


def _by_id(parent: etree._Element | None, kind: str, key: str) -> dict[str | None, etree._Element]:
    elements = [element for element in parent if name(element) == kind] if parent is not None else []
    return {attribute(element, key): element for element in elements}
