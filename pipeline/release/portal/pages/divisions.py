"""The divisions: one page that lists them, and one each with its agencies, medians and coverage."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from pipeline.release.portal.charts import bars
from pipeline.release.portal.figures import Figures, Year
from pipeline.release.portal.pages.front import legend
from pipeline.release.portal.shards import place
from pipeline.release.portal.site import Site, en, zh

FEWEST = 5
"""Agencies below which no median is told: of so few it would tell of single ones."""

CENTRAL = "central"


def write(site: Site) -> None:
    figures = Figures(site.release)
    divisions, members, coverage = figures.divisions(), figures.members(), figures.coverage_of()
    provinces: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for division in divisions:
        prefectures = provinces.setdefault(division["province"] or "", {})
        prefectures.setdefault(division["prefecture"] or "", []).append(division)
    site.page("divisions/index.html", "divisions.html", provinces=provinces, own_name=own_name, page=page)
    for division in divisions:
        _write(site, division, members[division["division_code"]], coverage.get(division["division_code"], []))


def _write(
    site: Site, division: Mapping[str, Any], members: Sequence[Mapping[str, Any]], years: Sequence[Year]
) -> None:
    names = [(zh(f"front.{name}"), en(f"front.{name}")) for name in ("expected", "published", "parsed", "good")]
    told = {str(y.year): (y.expected, y.published, y.parsed, y.sound) for y in years}
    site.page(
        f"divisions/{page(division)}",
        "division.html",
        title=title(division),
        code=division["division_code"],
        members=members,
        medians=medians(members),
        fewest=FEWEST,
        years=years,
        coverage=bars(zh("front.coverage"), told, [" ".join(name) for name in names]),
        coverage_names=names,
        legend=legend,
        place=place,
    )


def page(division: Mapping[str, Any]) -> str:
    return f"{division['division_code'] or CENTRAL}.html"


def title(division: Mapping[str, Any]) -> str:
    """Province, prefecture and county, or what stands for central bodies and unknown ones."""
    names = [division[level] for level in ("province", "prefecture", "county") if division[level]]
    return " ".join(names) or zh("division.central")


def own_name(division: Mapping[str, Any]) -> str:
    """A division's name without those of what it lies in."""
    return next((division[level] for level in ("county", "prefecture", "province") if division[level]), title(division))


def medians(members: Sequence[Mapping[str, Any]]) -> Mapping[str, tuple[float | None, int]]:
    """The median of the sound totals, and of how many agencies; no median of fewer than FEWEST.

    Governments, whose reports contain their departments', are left out.
    """
    found = {}
    for name in ("received", "handled", "granted"):
        values = [m[name] for m in members if m[name] is not None and m["scope"] != "aggregate"]
        found[name] = (median(values) if len(values) >= FEWEST else None, len(values))
    return found
