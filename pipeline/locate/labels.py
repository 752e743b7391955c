"""Which label of the form a piece of text is: `LabelIndex(lines).best(text)`.

Numbering, brackets, blanks and width don't count. A spelling that the layout lists is certain (1.0); a
misprint is found by edit distance, but only with a clear margin to every other label of the same table.

        1．属于国家秘密                       denied_state_secret        1.00
        2.其他法律行政止公开                   denied_forbidden_by_law    0.86
        其他政府文件                          (none: too far from all)
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from schemas.load import Line, writing

LEAST = 0.7
"""A misprinted label shares at least this much with the true one (Indel similarity)."""
FEW = 8
LEAST_OF_FEW = 0.8
LEAST_CHANGED = 0.85
"""… and more where it has fewer than eight characters, most where one is another instead of missing: one character
can turn the meaning (予以公开, 不予公开)."""
MARGIN = 0.12
"""… and at least this much more than with any other label of the table."""
RIVAL = LEAST - MARGIN - 0.01
"""What shares less than this (a hundredth is for rounding) is neither a misprint of a label nor a rival of one."""
ADDED = 2
"""A misprint adds one character; words that narrow a label's meaning add more."""
SHORT = 4
"""Labels of fewer characters ("其他", "总计") are matched only whole."""
CUT = 5
"""The least number of characters by which the beginning of a label can be told."""


@dataclass(frozen=True, slots=True)
class Match:
    """A label of the layout and how sure it is: 1.0 for a listed spelling, less for a misprint."""

    code: str
    likeness: float

    @property
    def exact(self) -> bool:
        return self.likeness == 1.0


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """The letters and digits of a label in simplified characters, without its numbering: what two spellings have in
    common."""
    wide = unicodedata.normalize("NFKC", text).translate(_simplified())
    return "".join(filter(str.isalnum, _numbering().sub("", "".join(wide.split()), count=1)))


@cache
def _simplified() -> dict[int, str]:
    """Of each traditional character that labels hold, the simplified one."""
    return {ord(old): new for old, new in writing().traditional}


@cache
def _numbering() -> re.Pattern[str]:
    numerals = writing().numerals
    bracketed = rf"\(?(?:[{numerals}]{{1,3}}|\d{{1,2}})\)"
    followed = rf"[{numerals}]{{1,3}}[\u3001.,:]|\d{{1,2}}[.\u3001:](?!\d)"
    return re.compile(rf"^[^\w(]*(?:{bracketed}|{followed}|{writing().heading_number}[\u3001.,:]?)")


_OPENING_BRACKET = re.compile(r"^[(\uff08].{1,3}?[)\uff09]")
_BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")


def spellings(line: Line) -> Iterator[tuple[str, str]]:
    """Every plain spelling of a label with its style of numbering: as printed, its variants, and each of them
    without what stands in brackets."""
    for text in line.spellings:
        yield plain(text), style(text)
        short = plain(_BRACKETS.sub("", _OPENING_BRACKET.sub("", text)))
        if short:
            yield short, style(text)


def style(text: str) -> str:
    """How a label is numbered: "" not at all, else by its first sign's kind: bracket, digit or numeral."""
    wide = "".join(unicodedata.normalize("NFKC", text).split())
    number = _numbering().match(wide)
    sign = number[0].lstrip("|")[:1] if number else ""
    return "(" if ")" in (number[0] if number else "") else "1" if sign.isdigit() else "a" if sign else ""


class LabelIndex:
    """The labels of one kind (rows, columns, sections) of one table, prepared for many look-ups."""

    def __init__(self, lines: Mapping[str, Line], narrow: bool = True) -> None:
        """`narrow` says whether a text may say more than the label does: ADDED characters or more."""
        self._narrow = narrow
        self._exact: dict[str, list[str]] = {}
        self._styles: dict[tuple[str, str], set[str]] = {}
        for code, line in lines.items():
            for spelling, numbered in dict.fromkeys(spellings(line)):
                self._exact.setdefault(spelling, [])
                if code not in self._exact[spelling]:
                    self._exact[spelling].append(code)
                self._styles.setdefault((spelling, code), set()).add(numbered)
        self._long = [spelling for spelling in self._exact if len(spelling) >= SHORT]
        self._begun: dict[str, list[str]] = {}
        for spelling in self._long:
            for length in range(CUT, len(spelling)):
                self._begun.setdefault(spelling[:length], []).append(spelling)

    @lru_cache(maxsize=16_384)  # noqa: B019 - the few indexes live as long as the process
    def best(self, text: str) -> Match | None:
        """The one label that `text` is, or None where none is near enough or two are."""
        found = self.all(text)
        return found[0] if len(found) == 1 else None

    @lru_cache(maxsize=16_384)  # noqa: B019
    def all(self, text: str) -> tuple[Match, ...]:
        """The labels that `text` can be: several only where the layout itself lists one spelling twice."""
        word = plain(text)
        if word in self._exact:
            return tuple(Match(code, 1.0) for code in self._exact[word] if self._fits(word, code, style(text)))
        if len(word) < SHORT:
            return ()
        ranked = sorted(self._near(word), key=lambda m: -m.likeness)
        if not ranked or ranked[0].likeness < (LEAST if len(word) >= FEW else LEAST_OF_FEW):
            return ()
        if len(ranked) > 1 and ranked[0].likeness - ranked[1].likeness < MARGIN:
            return ()
        turned = self._turned(word, ranked[0].code) or (not self._narrow and self.narrows(text, ranked[0].code))
        return () if turned else (ranked[0],)

    def narrows(self, text: str, code: str) -> bool:
        """Whether `text` says more than the label `code`, years and units aside: other documents, of another body."""
        word = plain(_asides().sub("", "".join(text.split())))
        own = [spelling for spelling, codes in self._exact.items() if code in codes]
        nearest = max(own, key=lambda spelling: _likeness(word, spelling))
        return sum(step.tag == "insert" for step in Indel.editops(nearest, word)) >= ADDED

    def likeness(self, text: str, code: str) -> float:
        """How much `text` has in common with the label `code`, from 0 to 1."""
        word = plain(text)
        return max(_likeness(word, spelling) for spelling, codes in self._exact.items() if code in codes)

    def common(self, text: str, code: str) -> float:
        """How many characters `text` has in common with the label `code`, short or not, from 0 to 1."""
        own = [spelling for spelling, codes in self._exact.items() if code in codes]
        return max(Indel.normalized_similarity(plain(text), spelling) for spelling in own)

    def _fits(self, word: str, code: str, numbered: str) -> bool:
        """Whether a short label is numbered as the layout numbers it, if at all: `（六）其他` is not `3.其他`."""
        known = self._styles[word, code]
        return len(word) >= SHORT or not numbered or not any(known) or numbered in known

    def _turned(self, word: str, code: str) -> bool:
        """Whether a word says what turns the label's meaning: last year's for this year's, not for to."""
        own = [spelling for spelling, codes in self._exact.items() if code in codes]
        return any(turn in word and not any(turn in spelling for spelling in own) for turn in writing().turning)

    def _near(self, word: str) -> Iterable[Match]:
        """The labels that are near enough to be the word's, or to leave in doubt which one it is."""
        best: dict[str, float] = {}
        like = extract(word, self._long, scorer=Indel.normalized_similarity, score_cutoff=RIVAL, limit=None)
        for spelling in (*(spelling for spelling, _, _ in like), *self._begun.get(word, ())):
            near = _likeness(word, spelling)
            for code in self._exact[spelling]:
                best[code] = max(best.get(code, 0.0), near)
        return [Match(code, min(near, 0.99)) for code, near in best.items()]


@cache
def _asides() -> re.Pattern[str]:
    """What a label may hold besides its words: the year, the unit."""
    return re.compile(f"{writing().bare_year}|{writing().label_unit}")


def _likeness(word: str, spelling: str) -> float:
    near = Indel.normalized_similarity(word, spelling)
    if len(word) >= CUT and spelling.startswith(word):
        return max(near, 0.8)
    if len(word) < FEW and near < LEAST_CHANGED and not _shortened(word, spelling):
        return 0.0
    return near


def _shortened(word: str, spelling: str) -> bool:
    """Whether a word is the label with characters left out."""
    rest = iter(spelling)
    return all(character in rest for character in word)
