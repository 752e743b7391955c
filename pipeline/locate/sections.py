"""The six sections: which lines are their headings, and what stands below each: `headings`, `sections`.

A heading is a line of its own. The six stand in the order of the notice; where a label is met several times
(a table of contents, two numbering series, a part of the overview that is called like a section), the
monotone alignment with the notice's order decides, and a heading with text below it is worth more.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.locate.align import align
from pipeline.locate.labels import LabelIndex
from pipeline.locate.placement import Heading, PlacedTable, Section
from pipeline.locate.rows import Field, Row
from schemas.load import sections as section_lines
from schemas.load import writing

LONGEST = 45
"""A line longer than this is a sentence."""
LEAST = 0.8
"""A heading's wording differs from every known one by less than a fifth."""


@cache
def _index() -> LabelIndex:
    return LabelIndex(section_lines())


@cache
def _part() -> re.Pattern[str]:
    """The numbering of a section's parts, （一） or 1., by which a line is no section heading."""
    return re.compile(rf"^\W*(?:[(\uff08]?[{writing().numerals}]{{1,3}}[)\uff09]|[(\uff08]?\d)")


def lines(rows: Sequence[Row]) -> list[Field]:
    """The texts that can be prose or headings: those not in a table's grid, and single cells that span one."""
    return [f for row in rows for f in row.texts() if row.form == "flow" or _alone(row)]


def _alone(row: Row) -> bool:
    """Whether a grid's row holds one text and nothing else, as a heading caught between bars does."""
    return sum(f.kind != "blank" for f in row.fields) == 1


def headings(texts: Sequence[Field]) -> tuple[Heading, ...]:
    """The section headings in the order of the document, each section once at most."""
    codes = list(section_lines())
    offers: list[dict[int, float]] = []
    for at, field in enumerate(texts):
        match = _heading(field.text)
        filled = at + 1 < len(texts) and _heading(texts[at + 1].text) is None
        offers.append({codes.index(match[0]): match[1] + (0.2 if filled else 0.0)} if match else {})
    _, pairs = align(offers, [0.0] * len(texts))
    return tuple(Heading(codes[j], texts[i].text.strip(), texts[i].order) for i, j in pairs.items())


def is_heading(text: str) -> bool:
    """Whether a line is worded as a section's heading."""
    return _heading(text) is not None


def _heading(text: str) -> tuple[str, float] | None:
    if len(text.strip()) > LONGEST or _part().match(text.strip()):
        return None
    match = _index().best(text)
    return (match.code, match.likeness) if match and match.likeness >= LEAST else None


def sections(
    texts: Sequence[Field], found: Sequence[Heading], tables: Mapping[str, PlacedTable]
) -> dict[str, Section]:
    """Each of the six with the prose below its heading, up to the next heading; table text is left out."""
    spans = [(table.first, table.last) for table in tables.values()]
    ends = [*(h.order for h in found[1:]), float("inf")]
    present = {}
    for heading, end in zip(found, ends, strict=False):
        below = [f.text.strip() for f in texts if heading.order < f.order < end and not _inside(f.order, spans)]
        holds = any(heading.order < first < end for first, _ in spans)
        present[heading.section] = Section(heading.section, heading, "\n".join(below), holds)
    return {code: present.get(code, Section(code, None, "")) for code in section_lines()}


def _inside(order: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= order <= last for first, last in spans)


def heading_above(found: Sequence[Heading], order: int) -> Heading | None:
    """The last section heading before a place in the document."""
    above = [h for h in found if h.order < order]
    return above[-1] if above else None

