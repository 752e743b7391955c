"""Which row of the layout each row of the document says it is: `anchor(row, index)` → `Anchor`.

A row of a table says it by the deepest of the texts before its values (a group's label stands before it);
a folded row by the last of its texts, or by several that a label was broken into.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.locate.labels import LabelIndex, plain
from pipeline.locate.rows import Field, Row, Wording

DEEPEST = 4
"""A label is broken into no more pieces than this."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The label that a row bears: its code, how sure (1.0: a listed spelling), its pieces, and the fields behind."""

    code: str
    likeness: float
    label: tuple[Field, ...]
    values: tuple[Field, ...]

    @property
    def text(self) -> str:
        return " ".join(f.text for f in self.label)

    @property
    def exact(self) -> bool:
        return self.likeness == 1.0


def anchor(row: Row, index: LabelIndex, groups: frozenset[str]) -> Anchor | None:
    """The row's label; None where it bears none of the layout's, or only a group's."""
    texts = row.label
    if not texts:
        return None
    said = _said(index, groups, row.wording)
    if said is None:
        return None
    code, likeness, first, last = said
    behind = row.behind if last == len(texts) else row.fields[row.fields.index(texts[last - 1]) + 1 :]
    return Anchor(code, likeness, texts[first:last], behind)


@lru_cache(maxsize=16_384)
def _said(index: LabelIndex, groups: frozenset[str], wording: Wording) -> tuple[str, float, int, int] | None:
    """The code that a row's wording says, how sure, and which of its texts are the label, half open."""
    texts, inherited, is_flow = wording
    best: tuple[str, float, int, int] | None = None
    for first, last in _pieces(inherited, is_flow):
        match = index.best("".join(texts[first:last]))
        if match is not None and match.code not in groups and (best is None or match.likeness > best[1]):
            best = (match.code, match.likeness, first, last)
    return best


def _pieces(inherited: Sequence[bool], is_flow: bool) -> Iterator[tuple[int, int]]:
    """The runs of texts that may be the label, likeliest first: the last, the last two joined, …, then the others."""
    count = len(inherited)
    for width in range(1, min(DEEPEST, count) + 1):
        if not inherited[-width] or width > 1:
            yield count - width, count
    if not is_flow:
        yield from ((at, at + 1) for at in reversed(range(count - 1)) if not inherited[at])


def label_of(row: Row) -> str:
    """The row's texts as one, for a finding."""
    return " ".join(" ".join(f.text.split()) for f in row.texts[-2:])


def torn(row: Row, index: LabelIndex, code: str, groups: Collection[str]) -> bool:
    """Whether a row without a legible label may yet be `code`: it has no text, or a piece of that label.

    The label of a group that begins in the row says nothing of the row itself.
    """
    texts = [f for f in row.label if not f.inherited and not _is_group(f, index, groups)]
    word = plain("".join(f.text for f in texts[-DEEPEST:]))
    return not word or index.likeness(word, code) >= TORN


def _is_group(text: Field, index: LabelIndex, groups: Collection[str]) -> bool:
    match = index.best(text.text)
    return match is not None and match.code in groups


TORN = 0.4
"""A torn label shares at least this much with the true one."""


def same_values(one: Sequence[Field | None], other: Sequence[Field | None]) -> bool:
    """Whether two rows print the same in every column."""
    return [f and f.text.strip() for f in one] == [f and f.text.strip() for f in other]
