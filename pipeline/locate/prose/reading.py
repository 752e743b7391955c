"""One section read phrase by phrase: each number, or word that there was none, becomes a figure or nothing.

A figure needs a subject. A count in Arabic digits that no telling names is still told, as `other`: 人事任免文件141件.
One in Chinese numerals isn't (两个维护, 一次性), and a number without a unit only beside the words it belongs to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.locate.placement import Figure, Section
from pipeline.locate.prose.phrases import Clause, Phrase, clauses, phrases
from pipeline.locate.prose.plain import plain
from pipeline.locate.prose.subjects import absent, any_of, subject
from pipeline.locate.prose.tokens import Token, tokens, unit_kind
from pipeline.locate.prose.topics import Topics
from pipeline.locate.prose.words import of
from schemas.load import prose

NEAR = 8
"""So many characters at most stand between a denial, or a number without a unit, and the words it belongs to."""


class Reading:
    """A section and what was said in it before; its figures are added to those `found` in the report."""

    def __init__(self, section: Section, found: list[Figure]) -> None:
        self.section, self.found, self.topics = section, found, Topics()
        self.plain = plain(section.text)

    def run(self) -> None:
        for clause in clauses(tokens(self.plain.text), len(self.plain.text)):
            self._clause(clause)

    def _clause(self, clause: Clause) -> None:
        told = phrases(clause)
        if not told:
            self._note(clause.tokens)
        for phrase in told:
            self._note(t for t in phrase.signs if t.start < phrase.left[1])
            if phrase.number is None:
                self._absent(phrase)
            else:
                self._counted(phrase, phrase.number)
            self._note(t for t in phrase.signs if t.start >= phrase.left[1])
        ends = bool(told) and told[-1].number is not None and told[-1].right[0] == told[-1].right[1]
        self.topics.leave(clause, ends)

    def _note(self, told: Iterable[Token]) -> None:
        self.topics.note((t for t in told if t.tells), self.plain.text)

    def _counted(self, phrase: Phrase, number: Token) -> None:
        """Add the figure that a number is, if it is one."""
        own = frozenset(token.word if token.kind == "sign" else "name" for token in phrase.signs)
        contexts = self.topics.contexts(own, number.unit_kind == "items" and not number.numeral)
        first, part = self._in_list(subject(contexts[0], number.unit_kind), own, number)
        told = first or next((s for signs in contexts[1:] if (s := subject(signs, number.unit_kind))), None)
        bare = number.unit is None and (told is None or not _adjacent(phrase, number))
        if bare or (told is None and number.numeral):
            return
        self._add(phrase, number, told or prose().other, part, listed=part or not first)

    def _in_list(self, own: str | None, signs: frozenset[str], number: Token) -> tuple[str | None, bool]:
        """The subject of a number and whether it is a part of the figure in whose list it stands."""
        above = None if self.topics.parent is None else self.found[self.topics.parent]
        rule = prose().parts.get(above.subject) if above is not None else None
        if above is None or rule is None or unit_kind(above.unit) != number.unit_kind or signs & set(rule.without):
            return own, False
        if own is None or own in rule.takes_in:
            return above.subject, True
        return own, own in rule.adds_up

    def _absent(self, phrase: Phrase) -> None:
        """Add a 0 for everything that a clause says there was none of."""
        denial = next(token for token in phrase.signs if token.word == "none")
        own = frozenset(token.word for token in _following(denial, phrase.signs))
        if own.isdisjoint(prose().deniable):
            own |= frozenset(token.word for token in _before(denial, phrase.signs))
        for telling in absent(own):
            nothing = replace(denial, value=Decimal(0), unit=telling.unit)
            self._add(phrase, nothing, telling.subject, part=False, listed=False)

    def _add(self, phrase: Phrase, number: Token, told: str, part: bool, listed: bool) -> None:
        start, end = self._offsets(phrase)
        signs = frozenset(token.word for token in phrase.signs)
        above = self.found[self.topics.parent].figure_id if part and self.topics.parent is not None else None
        figure = Figure(
            figure_id=f"f{len(self.found) + 1:03}",
            section=self.section.code,
            subject=told,
            of=of(phrase, self.plain.text, told, listed, self.topics.account),
            value=(number.value or Decimal(0)) * _turn(told, signs),
            unit=number.unit,
            approximate=number.approximate,
            text=self.section.text[start:end],
            start=start,
            end=end,
            part_of=above,
            signs=signs,
            on_behalf=self.topics.on_behalf,
        )
        self.topics.last = len(self.found) if told != prose().change else self.topics.last
        self.found.append(figure)

    def _offsets(self, phrase: Phrase) -> tuple[int, int]:
        """Where the phrase stands in the section's text, without a pause or blank before it."""
        start, text = phrase.start, self.plain.text
        while start < phrase.end - 1 and (text[start].isspace() or text[start] in prose().pauses):
            start += 1
        return self.plain.origin[start], self.plain.origin[phrase.end - 1] + 1


def _turn(told: str, signs: frozenset[str]) -> int:
    """-1 for a fall."""
    return -1 if told == prose().change and not signs.isdisjoint(any_of("less")) else 1


def _adjacent(phrase: Phrase, number: Token) -> bool:
    """Whether a number without a unit ends its clause and stands right behind a word that tells something."""
    ends = [token.end for token in phrase.signs if token.end <= number.start]
    return bool(ends) and number.start - max(ends) <= NEAR and phrase.right[0] == phrase.right[1]


def _following(denial: Token, signs: tuple[Token, ...]) -> Iterator[Token]:
    """The words that a denial reaches: each not far from the one before."""
    reach = denial.end
    for token in signs:
        if token.start >= denial.end:
            if token.start - reach > NEAR:
                return
            yield token
            reach = token.end


def _before(denial: Token, signs: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words before a denial, where the last of them stands close to it: 行政复议、行政诉讼均未发生."""
    found = tuple(token for token in signs if token.end <= denial.start)
    return found if found and denial.start - found[-1].end <= NEAR else ()
