"""The figures that a report's prose tells: `figures(sections)` → `Figure`s with their clause and its offsets.

        全年收到政府信息公开申请26件，其中自然人20件、企业6件，办结25件；未收取信息处理费。
        requests_received 26   ├ 自然人 20  └ 企业 6    requests_handled 25    fee_charged 0

A number counts what its own words say (`subjects`), else what its sentence or paragraph is about (`topics`).
Nothing is a figure that is a year, a date, an ordinal, a document's number, a share or a term (`tokens`).
"""

from collections.abc import Mapping

from pipeline.locate.placement import Figure, Section
from pipeline.locate.prose.reading import Reading


def figures(sections: Mapping[str, Section], year: int | None = None) -> tuple[Figure, ...]:
    """Every figure of the sections of a report on `year`, in their order."""
    found: list[Figure] = []
    for section in sections.values():
        Reading(section, found, year).run()
    return tuple(found)
