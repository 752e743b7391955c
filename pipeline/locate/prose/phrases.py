"""The words that belong to each number: `phrases(tokens)` → one `Phrase` for a number, or for a clause without any.

        规章 13件 、 行政规范性文件 60件 ， 发布 政策解读 132件 ，
        ─────────   ───────────────────   ───────────────────
        收到 5宗 政府信息公开申请 。          words may stand on both sides of a number
        未收到 政府信息公开申请 。            no number, but a word that says there was none
        自然人 和 法人 分别 提出 申请 3件 、 2件     with 分别 the names come first, then the numbers
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.locate.prose.tokens import Token

EDGES = ("break", "end", "paragraph")


@dataclass(frozen=True, slots=True)
class Phrase:
    """From `start` to `end` of the plain text; `number` is None where the phrase says that there was none.

    `signs` are the words that tell something, `left` and `right` what stands before and after the number.
    """

    start: int
    end: int
    number: Token | None
    signs: tuple[Token, ...]
    left: tuple[int, int]
    right: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two edges of a sentence, and its tokens; `edge` is the token that ends it."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    edge: Token | None


def clauses(found: Sequence[Token], length: int) -> Iterator[Clause]:
    """The text cut at its edges."""
    start, own = 0, []
    for token in found:
        if token.kind in EDGES:
            yield Clause(start, token.start, tuple(own), token)
            start, own = token.end, []
        else:
            own.append(token)
    yield Clause(start, length, tuple(own), None)


def phrases(clause: Clause) -> list[Phrase]:
    """The phrases of a clause, one a number; the clause itself where it denies."""
    numbers = [token for token in clause.tokens if token.kind == "number"]
    if not numbers:
        signs = tuple(token for token in clause.tokens if token.kind == "sign")
        whole, nothing = (clause.start, clause.end), (clause.end, clause.end)
        denies = any(token.word == "none" for token in signs)
        return [Phrase(*whole, None, signs, whole, nothing)] if denies else []
    return _shared(clause, numbers) or list(_in_turn(clause, numbers))


def _in_turn(clause: Clause, numbers: Sequence[Token]) -> Iterator[Phrase]:
    """Each number with what stands before it, and with what follows it where that isn't the next one's."""
    start = clause.start
    for number, following in pairwise((*numbers, None)):
        end = clause.end if following is None else _between(clause, start, number, following)
        yield _phrase(clause, start, number, end)
        start = end


def _between(clause: Clause, start: int, number: Token, following: Token) -> int:
    """Where the words of one number end and those of the next begin: at a pause; else behind the number where words
    stand before it; else behind the first of several words (41条短视频|播放量2300万)."""
    apart = _tokens(clause, number.end, following.start)
    pause = next((t for t in apart if t.kind == "pause"), None)
    if pause is not None:
        return pause.start
    if _words(clause, start, number.start):
        return number.end
    return apart[0].end if len(apart) > 1 else following.start


def _phrase(clause: Clause, start: int, number: Token, end: int) -> Phrase:
    return Phrase(start, end, number, _words(clause, start, end), (start, number.start), (number.end, end))


def _words(clause: Clause, start: int, end: int) -> tuple[Token, ...]:
    """The words of a clause between two places that tell something."""
    return tuple(token for token in _tokens(clause, start, end) if token.tells)


def _tokens(clause: Clause, start: int, end: int) -> tuple[Token, ...]:
    """The tokens that begin between two places; found by halving, for a clause can be as long as a section."""
    first, last = (bisect_left(clause.tokens, place, key=lambda token: token.start) for place in (start, end))
    return clause.tokens[first:last]


def _shared(clause: Clause, numbers: Sequence[Token]) -> list[Phrase]:
    """甲、乙分别…3件、2件: each number with the name in its place before the word, and with what all share."""
    each = next((t for t in clause.tokens if t.word == "each"), None)
    if each is None or len(numbers) < 2 or each.start > numbers[0].start:
        return []
    pauses = [t for t in clause.tokens if t.kind == "pause" and t.start < each.start][1 - len(numbers) :]
    bare = not any(_words(clause, one.end, other.start) for one, other in pairwise(numbers))
    if not bare or len(pauses) != len(numbers) - 1:
        return []
    starts, ends = [clause.start, *(t.end for t in pauses)], [*(t.start for t in pauses), each.start]
    shared = _words(clause, each.end, numbers[0].start)
    return [
        replace(
            _phrase(clause, start, number, number.end), signs=(*_words(clause, start, end), *shared), left=(start, end)
        )
        for start, end, number in zip(starts, ends, numbers, strict=True)
    ]
