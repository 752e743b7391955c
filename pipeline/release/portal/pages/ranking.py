"""Who granted what share of the requests handled: with the denominators, and only where they are not small."""

from pipeline.release.portal.figures import Figures
from pipeline.release.portal.shards import place
from pipeline.release.portal.site import Site

FEWEST = 30
"""Requests handled below which a share says nothing: one more or less would move it by over three points."""

SHOWN = 200


def write(site: Site) -> None:
    figures = Figures(site.release)
    year = figures.latest_year()
    rows = figures.granted(year, FEWEST) if year else []
    site.page(
        "ranking.html",
        "ranking.html",
        year=year,
        rows=rows[:SHOWN],
        listed=len(rows),
        fewest=FEWEST,
        place=place,
    )
