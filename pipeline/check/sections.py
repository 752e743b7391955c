"""Are the six sections there, each with a text of its own and under its own number?

        六、其他需要报告的事项        its heading is there and nothing below it      empty_section
        七、其他需要报告的事项        the sixth section bears another number          misnumbered_section
        …一年来，本局高度重视…        the same sentence in two sections               copied_section

Source: the six sections of 国办公开办函〔2021〕30号 and 〔2019〕60号; see schemas/layouts.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from pipeline.check.finding import Finding, finding
from pipeline.locate.placement import Placement, Section
from schemas.load import prose
from schemas.load import sections as section_lines

LEAST_COPIED = 30
"""A sentence of so many characters isn't written twice by chance."""


def sections(placement: Placement) -> Iterator[Finding]:
    """Every finding on the sections."""
    for place, (code, section) in enumerate(placement.sections.items(), start=1):
        words = {"section": _title(code)}
        if section.heading is None:
            yield _of(code, finding("missing_section", words=words))
        elif not section.text.strip() and not section.holds_table:
            yield _of(code, finding("empty_section", words=words))
        if section.heading is not None and section.heading.number not in (None, place):
            printed = section.heading.text
            yield _of(code, finding("misnumbered_section", found=printed, expected=str(place), words=words))
    yield from _copied(placement)


def _copied(placement: Placement) -> Iterator[Finding]:
    """One finding for two sections that share a sentence, on the later of them."""
    written = {code: _sentences(section) for code, section in placement.sections.items()}
    for first, second in combinations(written, 2):
        both = written[first] & written[second]
        if both:
            longest = max(both, key=lambda text: (len(text), text))
            words = {"section": _title(second), "other": _title(first)}
            yield _of(second, finding("copied_section", found=longest, words=words))


def _sentences(section: Section) -> frozenset[str]:
    """The long sentences of a section, whatever lines they are broken over."""
    text = "".join(section.text.split())
    for end in prose().ends:
        text = text.replace(end, "\n")
    return frozenset(sentence for sentence in text.split("\n") if len(sentence) >= LEAST_COPIED)


def _title(code: str) -> tuple[str, str]:
    return section_lines()[code].zh, section_lines()[code].en


def _of(code: str, found: Finding) -> Finding:
    return replace(found, table="sections", item=code)
