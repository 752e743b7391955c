"""One section read phrase by phrase: each number, or word that there was none, becomes a figure or nothing.

A figure needs a subject. A count in Arabic digits that no telling names is still told, as `other`: 人事任免文件141件.
One in Chinese numerals isn't (两个维护, 一次性), and a number without a unit only beside the words it belongs to.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipeline.locate.placement import Figure, Section
from pipeline.locate.prose.phrases import Clause, Phrase, clauses, phrases
from pipeline.locate.prose.plain import plain
from pipeline.locate.prose.subjects import absent, any_of, subject
from pipeline.locate.prose.tokens import Token, tokens, unit_kind
from pipeline.locate.prose.topics import Topics
from pipeline.locate.prose.words import of, own_words
from schemas.load import Part, prose, writing

NEAR = 12
"""So many characters at most stand between a denial, or a number without a unit, and the words it belongs to."""

LONGEST_CLAUSE = 300
"""Characters; nobody reads on to the year of a longer one."""
BESIDE = 4
"""So many characters at most stand between a denial and the one that it denies."""

COLONS, OPEN, CLOSE = ("：", ":"), ("（", "("), ("）", ")")


class Reading:
    """A section and what was said in it before; its figures are added to those `found` in the report.

    `asked` is what stood before a colon (收费情况：无), `outside` before each open bracket, `resumed` before one that
    has just been closed; `compared` says that the clause has named last year's number, `elsewhen` that it
    speaks of another time than the report's year.
    """

    def __init__(self, section: Section, found: list[Figure], year: int | None = None) -> None:
        self.section, self.found, self.topics, self.year = section, found, Topics(), year
        self.asked: tuple[Token, ...] = ()
        self.outside: list[tuple[Token, ...]] = []
        self.resumed: tuple[Token, ...] = ()
        self.compared: tuple[str, ...] = ()
        self.elsewhen = False
        self.plain = plain(section.text)

    def run(self) -> None:
        for clause in clauses(tokens(self.plain.text), len(self.plain.text)):
            self._clause(clause)

    def _clause(self, clause: Clause) -> None:
        told = [self._resume(phrase) for phrase in phrases(clause)]
        self.elsewhen = _is_elsewhen(clause, self.plain.text, self.year)
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
        self._over(clause)

    def _over(self, clause: Clause) -> None:
        """Keep what the next clause may go on with: the words before a colon, or before a bracket that closes."""
        sign = clause.edge.word if clause.edge is not None else ""
        self.compared = ()
        self.asked = clause.tokens if sign in COLONS else ()
        self.resumed = self.outside.pop() if sign in CLOSE and self.outside else ()
        if sign in OPEN:
            self.outside.append(clause.tokens)
        elif clause.edge is None or clause.edge.kind != "break":
            self.outside = []

    def _resume(self, phrase: Phrase) -> Phrase:
        """A number right behind a bracket belongs to the words before it: 不予公开（属于国家秘密）2件."""
        if phrase.left[0] < phrase.left[1] or not self.resumed:
            return phrase
        return replace(phrase, signs=(*(token for token in self.resumed if token.tells), *phrase.signs))

    def _note(self, told: Iterable[Token]) -> None:
        self.topics.note((t for t in told if t.tells), self.plain.text)

    def _counted(self, phrase: Phrase, number: Token) -> None:
        """Add the figure that a number is, if it is one."""
        own = frozenset(token.word if token.kind == "sign" else "name" for token in phrase.signs)
        if _last_years(phrase):
            self.compared = ("than",)
            return
        own |= frozenset(self.compared)
        sides = (phrase.left,) if number.numeral else (phrase.left, phrase.right)
        listing = number.unit_kind == "items" and own_words(phrase, self.plain.text, sides) is not None
        contexts = self.topics.contexts(own, listing, number.unit_kind == "people")
        first, part = self._in_list(subject(contexts[0], number.unit_kind), own, number)
        told = first or next((s for signs in contexts[1:] if (s := subject(signs, number.unit_kind))), None)
        if (told is None and number.numeral) or not (part or _is_count(phrase, number, told)):
            return
        if self.elsewhen and told != prose().change:
            told, part = prose().other_period, False
        number = replace(number, value=Decimal(0)) if _is_denied(phrase, number) else number
        self._add(phrase, number, told or prose().other, part, listed=not first or self._is_category(first, part))

    def _in_list(self, own: str | None, signs: frozenset[str], number: Token) -> tuple[str | None, bool]:
        """The subject of a number and whether it is a part of the figure in whose list it stands."""
        above = None if self.topics.parent is None else self.found[self.topics.parent]
        if above is None or unit_kind(above.unit) != number.unit_kind:
            return own, False
        rule = prose().parts.get(above.subject, Part(takes_in=(above.subject,)))
        if signs & set(rule.without):
            return own, False
        if own is None or own in rule.takes_in:
            return above.subject, True
        if own in rule.becomes:
            return rule.becomes[own], True
        return own, own in rule.adds_up

    def _is_category(self, told: str, part: bool) -> bool:
        return part and self.topics.parent is not None and self.found[self.topics.parent].subject == told

    def _absent(self, phrase: Phrase) -> None:
        """Add a 0 for everything that a clause says there was none of."""
        denial = next(token for token in phrase.signs if token.word == "none")
        own = frozenset(token.word for token in _following(denial, phrase.signs))
        if own.isdisjoint(prose().deniable):
            own |= frozenset(token.word for token in self.asked)
        if own.isdisjoint(prose().deniable):
            own |= frozenset(token.word for token in _before(denial, phrase.signs))
        for telling in absent(own):
            nothing = replace(denial, value=Decimal(0), unit=telling.unit)
            about = tuple(token for token in phrase.signs if token.word in telling.signs)
            self._add(replace(phrase, signs=about), nothing, telling.subject, part=False, listed=False)

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


def _is_elsewhen(clause: Clause, text: str, year: int | None) -> bool:
    """Whether a clause names another year than the report's, or several, outside quotes; or a part of it, or a plan."""
    if any(token.word == "elsewhen" for token in clause.tokens):
        return True
    if year is None or clause.end - clause.start > LONGEST_CLAUSE:
        return False
    years = set(map(int, _year().findall(_quoted().sub("", text[clause.start : clause.end]))))
    return bool(years) and years != {year}


@cache
def _year() -> re.Pattern[str]:
    return re.compile(writing().title_year)


@cache
def _quoted() -> re.Pattern[str]:
    quotes = (f"{re.escape(start)}[^{re.escape(end)}]*{re.escape(end)}" for start, end in prose().quotes.items())
    return re.compile("|".join(quotes))


def _is_denied(phrase: Phrase, number: Token) -> bool:
    """Whether a clause says that there was not even one: 未收到1件, 无一起."""
    denials = [t for t in phrase.signs if t.word == "none" and 0 <= number.start - t.end <= BESIDE]
    return number.value == 1 and bool(denials)


def _last_years(phrase: Phrase) -> bool:
    """Whether a number is what this year's is compared with (较去年同期的980篇), and not the difference."""
    before = {token.word for token in phrase.signs if token.start < phrase.left[1]}
    return "than" in before and before.isdisjoint({"more", "less"})


def _is_count(phrase: Phrase, number: Token, told: str | None) -> bool:
    """Whether a number counts anything by its own clause: with a unit in Arabic digits it does; in Chinese numerals
    beside a word that tells something (维持三件, but not 两个确保); without a unit right behind such a word."""
    if number.unit is None:
        return told is not None and _ends(phrase, number)
    return bool(phrase.signs) or not number.numeral


def _ends(phrase: Phrase, number: Token) -> bool:
    """Whether a number ends its clause and stands close behind a word that tells something."""
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
