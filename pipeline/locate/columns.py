"""Which column each value of a row belongs to: `candidates(fields, codes, header)`.

By the header's columns where the table has true positions, and else by position behind the label, where
no value may be lost: five numbers for seven columns are never counted in, and where several places are
possible, all of them are handed on, for siblings and identities to decide between.

        fields after the label      codes a b c       candidates
        5 0 5                                          {0: (5, 0, 5)}
        ␣ 5 0 5 ␣                                      {1: (5, 0, 5)}
        ␣ 5 ␣ ␣                                        {0: (␣, 5, ␣), 1: (5, ␣, ␣)}
        5 0                                            {}
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.locate.headers import EXTRA, Header
from pipeline.locate.rows import Field

Vector = tuple[Field | None, ...]
BY_HEADER = -1
"""The key of the candidate that the header's columns give; the others' keys are their offsets."""


def candidates(fields: Sequence[Field], codes: Sequence[str], header: Header) -> dict[int, Vector]:
    """Every way to bind `fields` (all behind the label) to the columns `codes` that loses no value."""
    found: dict[int, Vector] = {}
    by_header = _by_header(fields, codes, header)
    if by_header is not None:
        found[BY_HEADER] = by_header
        if by_header == tuple(fields):
            return found  # by position they stand no other way
    if header.alien is not None or (by_header is None and header.ranges and _one_line(fields, header)):
        return found
    by_position = {o: v for o, v in _by_position(fields, codes, header).items() if _pinned(v, codes, header)}
    exact = len(fields) == len(codes) and all(f.kind == "value" for f in fields)
    if by_header is None or exact:
        found |= by_position
    return found


def _pinned(vector: Vector, codes: Sequence[str], header: Header) -> bool:
    """Whether each value stands below its own label where that is read in the same grid: a label pins its column."""
    pairs = ((header.ranges[code], f) for code, f in zip(codes, vector, strict=True) if code in header.ranges and f)
    return all(f.kind == "blank" or (f.left < right and f.right > left) for (left, right), f in pairs)


def _one_line(fields: Sequence[Field], header: Header) -> bool:
    """Whether the columns were read off one line of fields: a row that doesn't fit them is in doubt."""
    return header.width == 0 and any(f.kind != "blank" for f in fields)


def _by_header(fields: Sequence[Field], codes: Sequence[str], header: Header) -> Vector | None:
    """Each value in the column below whose header it stands.

    None where one stands nowhere or astride, and where the row ends early: which cell is lost can't be told.
    """
    if any(code not in header.ranges for code in codes):
        return None
    vector = []
    used: set[int] = set()
    for code in codes:
        left, right = header.ranges[code]
        below = [f for f in fields if f.left < right and f.right > left]
        full = [f for f in below if f.kind != "blank"]
        if not below or len(full) > 1 or any(f.deep for f in full):
            return None
        used.update(f.order for f in full)
        vector.append(full[0] if full else below[0])
    filled = [f.order for f in vector if f.kind != "blank"]
    if len(set(filled)) != len(filled) or _loses(fields, used, header):
        return None
    return tuple(vector)


def _loses(fields: Iterable[Field], used: set[int], header: Header) -> bool:
    """Whether some value stands outside the columns bound, other than in one that the layout does not have."""
    left, right = header.ranges.get(EXTRA, (0, 0))
    return any(f.kind != "blank" and f.order not in used and not (left <= f.left < right) for f in fields)


def _by_position(fields: Sequence[Field], codes: Sequence[str], header: Header) -> dict[int, Vector]:
    fields = [f for f in fields if not f.inherited]
    if any(f.kind == "text" or (f.deep and f.kind != "blank") for f in fields):
        return {}
    order = _printed_order(codes, header)
    if order is None:
        return {}
    if len(fields) < len(order):
        return _short(fields, codes, order)
    spare = len(fields) - len(order)
    windows = {
        offset: fields[offset : offset + len(order)]
        for offset in range(spare + 1)
        if all(f.kind == "blank" for f in (*fields[:offset], *fields[offset + len(order) :]))
    }
    return {offset: _in_layout_order(window, codes, order) for offset, window in windows.items()}


def _short(fields: Sequence[Field], codes: Sequence[str], order: Sequence[str]) -> dict[int, Vector]:
    """Too few cells: only blanks can be bound, from the left, and the rest is not shown."""
    if not fields or any(f.kind != "blank" for f in fields):
        return {}
    return {0: _in_layout_order(fields, codes, order)}


def _in_layout_order(window: Sequence[Field], codes: Sequence[str], order: Sequence[str]) -> Vector:
    at: Mapping[str, Field] = dict(zip(order, window, strict=False))
    return tuple(at.get(code) for code in codes)


def _printed_order(codes: Sequence[str], header: Header) -> tuple[str, ...] | None:
    """The order in which the header prints the columns; the layout's where the header doesn't contradict it.

    None where labels are seen that stand in another order, and not all of them can be read.
    """
    seen = [code for code in header.order if code in codes or code == EXTRA]
    if len(set(seen)) == len(seen) and set(codes) <= set(seen):
        return tuple(seen)
    if EXTRA in seen:
        return None
    places = [list(codes).index(code) for code in dict.fromkeys(seen)]
    return tuple(codes) if places == sorted(places) else None
