"""One rule by examples: `Example(rule, fails=…, passes=…, silent=…, why=…)`."""

from dataclasses import dataclass

from tests.spec.case import Piece


@dataclass(frozen=True)
class Example:
    """A piece that breaks the rule, one nearby that doesn't, and one to which the rule has nothing to say.

    `why` tells in Chinese and English why it is silent there. `explained` breaks the rule and says why.
    """

    rule: str
    fails: Piece
    passes: Piece
    silent: Piece
    why: tuple[str, str]
    explained: Piece | None = None
