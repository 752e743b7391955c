"""What a paragraph is about where a phrase doesn't say it: `Topics`, which reads the phrases in their order.

        收到政府信息公开申请34件，上年结转2件，办结35件。        all three are requests
        行政复议2件，维持1件；行政诉讼1件，正在审理1件。        the outcome is that of what was named last
        微信公众号“甲”发布48则，阅读量9万次；“乙”发布44则。     the name before the number, until another comes
        公开信息826条。其中：1.机构类4条；2.文件类39条。        what stands in the list is a part of 826
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.locate.prose.phrases import Clause
from pipeline.locate.prose.subjects import any_of
from pipeline.locate.prose.tokens import Token
from schemas.load import prose


@dataclass(slots=True)
class Topics:
    """What was said before: the first five last for a paragraph, the rest for a sentence.

    `word` is what the account was called (公众号), `accounts` that any was named. `before`, `last` and `parent` are
    numbers of figures: the last of the sentence before, of this one, and the one in whose list the next ones stand.
    """

    matter: str | None = None
    account: str | None = None
    word: str | None = None
    accounts: bool = False
    before: int | None = None
    recent: str | None = None
    event: str | None = None
    platform: str | None = None
    disclosing: bool = False
    on_behalf: bool = False
    last: int | None = None
    parent: int | None = None
    outer: list[int | None] = field(default_factory=list)

    def note(self, told: Iterable[Token], text: str) -> None:
        """Take in the signs and names of a phrase."""
        for token in told:
            if token.kind == "name":
                self.account = token.word
                self.platform = "account" if self.accounts else self.platform
            else:
                self._sign(token, text)

    def _sign(self, token: Token, text: str) -> None:
        if token.word in any_of("matter"):
            self.matter = self.recent = token.word
        elif token.word in any_of("event"):
            self.event = token.word
        elif token.word in any_of("platform"):
            self.platform = token.word
            if token.word == "account":
                self._account(token, text)
        elif token.word in ("disclose", "proactive"):
            self.disclosing = True
        elif token.word == "behalf":
            self.on_behalf = True
        elif token.word in ("among", "each"):
            above = self.before if self.last is None else self.last
            self.parent = above if token.word == "among" or self.parent is None else self.parent

    def _account(self, token: Token, text: str) -> None:
        """A word such as 公众号: right behind a name it is that account's, and the same word later still is."""
        word, self.accounts = text[token.start : token.end], True
        named = text[token.start - 1 : token.start] in prose().quotes.values()
        if not named and word != self.word:
            self.account = word
        self.word = word

    def leave(self, clause: Clause, told: bool) -> None:
        """Go over the edge that ends a clause; `told` says that the clause ended with a number."""
        edge = clause.edge
        if edge is None or edge.kind == "paragraph":
            self.__init__()
        elif edge.kind == "end":
            self.__init__(self.matter, self.account, self.word, self.accounts, self.last)
        elif edge.word in "（(":
            self.outer.append(self.parent)
            self.parent = None
        elif edge.word in "）)" and self.outer:
            self.parent = self.outer.pop()
        elif edge.word in "：:" and told and self.parent is None:
            self.parent = self.last

    def contexts(self, own: frozenset[str], may_disclose: bool, people: bool) -> list[frozenset[str]]:
        """The signs to try for a phrase that has `own`: with those of the sentence, then of the paragraph.

        `people` says that they are counted: then who came to the event is meant (培训3次，260人次参加).
        """
        if self.platform is not None and own.isdisjoint(any_of("platform")):
            own |= {self.platform}
        known = not own.isdisjoint(any_of("matter"))
        found = [own]
        if self.recent is not None and not known:
            found.append(own | {self.recent})
        if self.event is not None and people:
            found.append(own | {self.event})
        if self.disclosing and may_disclose:
            found.append(own | {"disclose"})
        if self.matter is not None and self.recent is None and not known:
            found.append(own | {self.matter})
        return found
