"""The six sections: which lines are their headings, and what stands below each: `headings`, `sections`.

        一、总体情况                              ┐ overview, number 1
        …共收到政府信息公开申请 5                 │ (a number at a line's end is prose
        件，均已办结。                            ┘  where its sentence goes on)
        三、主动公开政府信息情况                  ┐ proactive_disclosure, number 3: it should be 2

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
from pipeline.numbers import read_quantity
from schemas.load import sections as section_lines
from schemas.load import writing

LONGEST = 45
"""A line longer than this is a sentence."""
LEAST = 0.8
"""A heading's wording differs from every known one by less than a fifth."""

_SENTENCE_SIGN = re.compile("[，。；：,;:]")


@cache
def _index() -> LabelIndex:
    return LabelIndex(section_lines())


@cache
def _part() -> re.Pattern[str]:
    """The numbering of a section's parts, （一） or 1., by which a line is no section heading."""
    return re.compile(rf"^\W*(?:[(\uff08]?[{writing().numerals}]{{1,3}}[)\uff09]|[(\uff08]?\d)")


def lines(rows: Sequence[Row]) -> list[Field]:
    """The texts that can be prose or headings: those not in a table's grid, and single cells that span one."""
    return [f for row in rows for f in row.texts if row.form == "flow" or _alone(row)]


def _alone(row: Row) -> bool:
    """Whether a grid's row holds one text and nothing else, as a heading caught between bars does."""
    return sum(f.kind != "blank" for f in row.fields) == 1


def prose(rows: Sequence[Row]) -> list[Field]:
    """What `lines` holds, and the numbers that a sentence runs through where its line ends."""
    found: list[Field] = []
    for row in rows:
        told = row.fields if row.form == "flow" else row.texts if _alone(row) else ()
        for field in told:
            if field.kind in ("text", "odd") or field.tail or (found and _goes_on(found[-1], field)):
                found.append(field)
    return found


def _goes_on(before: Field, field: Field) -> bool:
    return before.order == field.order - 1 and before.kind == "text" and _is_under_way(before.text)


def _is_under_way(text: str) -> bool:
    """A sentence that goes on in the next line; no label of the form has these signs and ends in a letter or digit."""
    last = text.strip().rpartition("\n")[2]
    return bool(_SENTENCE_SIGN.search(last)) and (last[-1].isalnum() or last[-1] == "_")


def headings(texts: Sequence[Field]) -> tuple[Heading, ...]:
    """The section headings in the order of the document, each section once at most."""
    codes = list(section_lines())
    offers: list[dict[int, float]] = []
    for at, field in enumerate(texts):
        match = _heading(field.text)
        filled = match is not None and at + 1 < len(texts) and _section(texts[at + 1].text) in (None, match[0])
        offers.append({codes.index(match[0]): match[1] + (0.2 if filled else 0.0)} if match else {})
    _, pairs = align(offers, [0.0] * len(texts))
    return tuple(_as_heading(codes[j], texts[i]) for i, j in pairs.items())


def _as_heading(code: str, field: Field) -> Heading:
    return Heading(code, field.text.strip(), field.order, heading_number(field.text))


def heading_number(text: str) -> int | None:
    """The number that a heading bears: 3 for 三、 and for 第三部分."""
    numbering = _number_of_heading().match("".join(text.split()))
    read = read_quantity(numbering[1]) if numbering else None
    return None if read is None else int(read.value)


@cache
def _number_of_heading() -> re.Pattern[str]:
    numeral = rf"([{writing().numerals}]{{1,3}}|\d{{1,2}})"
    return re.compile(rf"^\W*\u7b2c?{numeral}")


def _section(text: str) -> str | None:
    match = _heading(text)
    return match[0] if match else None


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
        below = [f for f in texts if heading.order < f.order < end and not _inside(f.order, spans)]
        holds = any(heading.order < first < end for first, _ in spans)
        present[heading.section] = Section(heading.section, heading, _joined(below), holds)
    return {code: present.get(code, Section(code, None, "")) for code in section_lines()}


def _joined(below: Sequence[Field]) -> str:
    """The fields as lines; what was cut from the end of a line is put back there."""
    return "".join(("" if not i else " " if f.tail else "\n") + f.text.strip() for i, f in enumerate(below))


def _inside(order: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= order <= last for first, last in spans)


def heading_above(found: Sequence[Heading], order: int) -> Heading | None:
    """The last section heading before a place in the document."""
    above = [h for h in found if h.order < order]
    return above[-1] if above else None

