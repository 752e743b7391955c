"""The front page: what this is, a search box, and how much of it is there and sound."""

from collections.abc import Sequence

from markupsafe import Markup

from pipeline.release.portal.charts import bars, shares
from pipeline.release.portal.figures import Figures, outcome_groups, outcome_title
from pipeline.release.portal.site import Site, en, two, zh


def write(site: Site) -> None:
    figures = Figures(site.release)
    years, rows, codes = figures.years(), figures.outcomes(), list(outcome_groups())
    covered = [(zh(f"front.{name}"), en(f"front.{name}")) for name in ("expected", "published", "parsed", "good")]
    outcomes = [(outcome_title(code).zh, outcome_title(code).en) for code in codes]
    site.page(
        "index.html",
        "front.html",
        counts=figures.counts(),
        years=years,
        coverage=bars(
            zh("front.coverage"),
            {str(y.year): (y.expected, y.published, y.parsed, y.sound) for y in years},
            [" ".join(name) for name in covered],
        ),
        coverage_names=covered,
        outcomes=shares(
            zh("front.outcomes"),
            {str(row["year"]): [row[code] or 0.0 for code in codes] for row in rows},
            [" ".join(name) for name in outcomes],
        ),
        outcome_rows=rows,
        outcome_codes=codes,
        outcome_names=outcomes,
        identities=figures.identities(),
        legend=legend,
    )


def legend(names: Sequence[tuple[str, str]]) -> Markup:
    """What the colours of a chart stand for."""
    lines = [Markup('<li class="key-{}">{}</li>').format(n, two(*name)) for n, name in enumerate(names)]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(lines))
