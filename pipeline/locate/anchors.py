"""Which row of the layout each row of the document says it is: `anchor(row, index)` → `Anchor`.

A row of a table says it by the deepest of the texts before its values (a group's label stands before it);
a folded row by the last of its texts, or by several that a label was broken into.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.locate.labels import LabelIndex, plain
from pipeline.locate.rows import Field, Row

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
    best: Anchor | None = None
    for pieces in _pieces(row):
        match = index.best("".join(f.text for f in pieces))
        if match is None or match.code in groups:
            continue
        if best is None or match.likeness > best.likeness:
            behind = row.fields[row.fields.index(pieces[-1]) + 1 :]
            best = Anchor(match.code, match.likeness, pieces, behind)
    return best


def _pieces(row: Row) -> Iterator[tuple[Field, ...]]:
    """The texts that may be the label, likeliest first: the last one, the last two joined, …, then the others."""
    texts = _label_texts(row)
    for width in range(1, min(DEEPEST, len(texts)) + 1):
        if not texts[-width].inherited or width > 1:
            yield texts[-width:]
    if row.form != "flow":
        yield from ((field,) for field in reversed(texts[:-1]) if not field.inherited)


def _label_texts(row: Row) -> tuple[Field, ...]:
    """The texts before the first value; a counter in front of the label doesn't end them."""
    fields = row.fields
    first = next((i for i, f in enumerate(fields) if f.kind == "text"), len(fields))
    return tuple(f for f in takewhile(lambda f: f.kind not in ("value", "odd"), fields[first:]) if f.kind == "text")


def values_of(row: Row) -> tuple[Field, ...]:
    """The fields behind the last text of the label, blanks among them; all fields where there is no text."""
    texts = _label_texts(row)
    if not texts:
        return row.fields
    return row.fields[row.fields.index(texts[-1]) + 1 :]


def numbers_of(row: Row) -> tuple[Field, ...]:
    """The fields that hold a number or a mark, or try to."""
    return tuple(f for f in row.fields if f.kind in ("value", "odd") and not f.inherited)


def label_of(row: Row) -> str:
    """The row's texts as one, for a finding."""
    return " ".join(" ".join(f.text.split()) for f in row.texts()[-2:])


def torn(row: Row, index: LabelIndex, code: str, groups: Collection[str]) -> bool:
    """Whether a row without a legible label may yet be `code`: it has no text, or a piece of that label.

    The label of a group that begins in the row says nothing of the row itself.
    """
    texts = [f for f in _label_texts(row) if not f.inherited and not _is_group(f, index, groups)]
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
