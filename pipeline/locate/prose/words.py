"""What a figure is of, in the words of its clause: `own_words(…)` and `of(…)`.

        其中：1. 组织机构类信息4条       →  组织机构类信息
        发布行政公文和政策解读信息9条     →  行政公文和政策解读信息
        行政复议2宗，尚未审结2宗          →  尚未审结
        “海珠就业”共发布政策信息48则      →  海珠就业
"""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.locate.prose.phrases import Phrase
from pipeline.locate.prose.subjects import first_of
from pipeline.locate.prose.tokens import Token
from schemas.load import prose

LONGEST = 40
"""More words than these name no category."""

TOO_LONG = 200
"""Words with all that is cut off them; more aren't looked at."""

VERBS = ("disclose", "proactive", "receive", "new", "handled", "among", "each")


def of(phrase: Phrase, text: str, subject: str, listed: bool, account: str | None) -> str | None:
    """The account, category, channel or outcome of a figure; None where the clause names none.

    `listed` says that the clause names no subject of its own, so that its words tell a category.
    """
    if subject in prose().of_account and not listed:
        return account
    named = first_of(phrase.signs, prose().of)
    if named:
        return text[named[0].start : named[-1].end]
    if subject == prose().other:
        return own_words(phrase, text, (phrase.right, phrase.left))
    return own_words(phrase, text) if listed else None


def own_words(phrase: Phrase, text: str, sides: Sequence[tuple[int, int]] = ()) -> str | None:
    """The words on the first side of the number that has any, without verbs, fillers and a list's number."""
    for start, end in sides or (phrase.left, phrase.right):
        if end - start > TOO_LONG:
            return None
        start = max([start, *(t.end for t in phrase.signs if _opens(t) and start <= t.start < end)])
        words = _bare(_list_number().sub("", _unquoted(text[start:end].strip()), count=1), phrase.signs, text)
        if words:
            return words if len(words) <= LONGEST else None
    return None


def _opens(token: Token) -> bool:
    return token.word in ("among", "each")


def _unquoted(words: str) -> str:
    """What stands behind the last quotation, where anything does: a title before a category is none of it."""
    behind = max(words.rfind(sign) for sign in prose().quotes.values()) + 1
    return words[behind:] or words


def _bare(words: str, signs: tuple[Token, ...], text: str) -> str:
    """The words without what says nothing at their beginning and end: fillers, verbs, 约."""
    verbs = tuple(text[t.start : t.end] for t in signs if t.word in VERBS)
    lead = (*prose().lead, *prose().pauses, *verbs)
    tail = (*prose().tail, *prose().about_before, *verbs)
    while (cut := next((word for word in lead if words.startswith(word)), None)) is not None:
        words = words.removeprefix(cut)
    while (cut := next((word for word in tail if words.endswith(word)), None)) is not None:
        words = words.removesuffix(cut)
    return words


@cache
def _list_number() -> re.Pattern[str]:
    return re.compile(prose().list_number)
