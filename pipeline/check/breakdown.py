"""Do the parts that a sentence lists add up to its total? `proved(figures)`, and a finding where they don't.

        信息826条，其中…4条、39条、1条、3条、57条、285条、5条、151条、281条     adds up: proved
        信息2139条，其中…1744条、393条、21条、2条                             2160 ≠ 2139
        信息826条，其中办事指南类151条，行政执法类285条                        such a list may leave some out
        信息826条，其中办事指南类151条，其他285条                              this one says that it doesn't
        申请26件，其中自然人20件、企业6件；网络20件、信函6件                   two lists, each by itself
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.check.finding import Finding, finding
from pipeline.locate.placement import Figure
from schemas.load import prose


def proved(figures: Sequence[Figure]) -> frozenset[str]:
    """The figures that are the sum of parts listed below them."""
    return frozenset(total.figure_id for total, parts in _lists(figures) if _sum(parts) == total.value)


def broken(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A finding for each list that adds up to more than its total, or to less though it leaves nothing out."""
    for total, parts in _lists(figures):
        added = _sum(parts)
        rough = any(figure.approximate for figure in (total, *parts))
        if not rough and (added > total.value or (_whole(parts) and added < total.value)):
            text = f"{' + '.join(_plain(part.value) for part in parts)} = {_plain(added)}"
            words = {"clause": (total.text, total.text)}
            told = finding("breakdown_differs", found=text, expected=_plain(total.value), words=words)
            yield replace(told, table="sections", item=total.section)


def _lists(figures: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Each total with a list of its parts, apart by what they go by: applicants, channels, or anything else."""
    totals = {figure.figure_id: figure for figure in figures}
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if figure.part_of is not None:
            found.setdefault((figure.part_of, _goes_by(figure)), []).append(figure)
    return ((totals[code], parts) for (code, _), parts in found.items())


def _goes_by(part: Figure) -> str:
    return next((name for name in prose().goes_by if part.signs & set(prose().groups.get(name, (name,)))), "")


def _whole(parts: Sequence[Figure]) -> bool:
    """Whether a list says that it leaves nothing out: by a part for the rest, or by 分别."""
    return (parts[-1].of or "").startswith(prose().rest) or any("each" in part.signs for part in parts)


def _sum(parts: Sequence[Figure]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
