"""What is wrong in published reports: one page that counts by rule, and one a rule that explains it and lists where."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from pipeline.folders import PROJECT
from pipeline.release.portal.figures import OWNER, Figures
from pipeline.release.portal.shards import place, script
from pipeline.release.portal.site import Site
from schemas.load import codelist, rules, sources

MANUAL = PROJECT / "docs" / "rules.md"
SHOWN = 50
"""Findings on a rule's page itself; a script shows the rest."""

LISTED = 2000
"""Findings of a rule that the script lists, the latest years first; all are in the file below the list."""

COLUMNS = (
    "finding_id report_id publisher division_code year severity responsibility table item column found expected "
    "suggestion message_zh message_en source_path"
).split()


def write(site: Site) -> None:
    figures = Figures(site.release)
    counted = {row["rule"]: row for row in _counts(figures)}
    site.page(
        "findings/index.html",
        "findings.html",
        counted=counted,
        rules=rules(),
        severities=codelist("severities"),
        years=figures.rows(
            """
            select year, severity::varchar severity, count(*) n from findings join reports using (report_id)
            where year is not null group by all order by all
            """
        ),
    )
    for code in counted:
        _rule(site, figures, code, counted[code])


def _counts(figures: Figures) -> Sequence[Mapping[str, Any]]:
    return figures.rows(
        """
        select rule::varchar rule, any_value(severity)::varchar severity, count(*) findings,
               count(distinct report_id) reports from findings group by rule order by findings desc, rule
        """
    )


def _rule(site: Site, figures: Figures, code: str, counted: Mapping[str, Any]) -> None:
    found = _listed(figures, code)
    site.write(f"data/findings/{code}.js", script("findings", [_packed(row) for row in found]))
    _file(figures, code, site)
    site.page(
        f"findings/{code}.html",
        "rule.html",
        rule=rules()[code],
        source=sources().get(code),
        severity=codelist("severities")[counted["severity"]],
        responsibility=codelist("responsibilities")[rules()[code].responsibility],
        counted=counted,
        example=examples().get(code, ""),
        found=found[:SHOWN],
        listed=len(found),
        place=place,
    )


def _query(limit: str) -> str:
    return f"""
        select {OWNER} id, r.report_id, r.publisher, coalesce(r.publisher, r.publisher_printed, r.title) name,
               r.division_code, r.year, f.* exclude (report_id)
        from findings f left join reports r using (report_id) where f.rule = ?
        order by r.year desc nulls last, r.division_code, f.finding_id {limit}
    """


def _listed(figures: Figures, code: str) -> Sequence[Mapping[str, Any]]:
    return figures.rows(_query(f"limit {LISTED}"), code)


def _packed(row: Mapping[str, Any]) -> list[Any]:
    """What the list shows of a finding: name, shard, report, year, division, both sentences."""
    return [row["name"], place(row["id"]) if row["id"] else "", row["report_id"], row["year"], row["division_code"],
            row["message_zh"], row["message_en"]]  # fmt: skip


def _file(figures: Figures, code: str, site: Site) -> None:
    """All findings of the rule as a CSV file, text guarded as in the release."""
    path = site.folder / "findings" / f"{code}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    figures.copy(f"select {', '.join(_quoted(c) for c in COLUMNS)} from ({_query('')})", path, code)


def _quoted(column: str) -> str:
    return f'"{column}"'


@cache
def examples() -> Mapping[str, Markup]:
    """Each rule's drawn examples, from the manual; none where the manual isn't there."""
    if not MANUAL.exists():
        return {}
    made = MarkdownIt("commonmark", {"html": True}).enable("table")
    parts = re.split(r"^### (\w+)$", MANUAL.read_text("utf-8"), flags=re.MULTILINE)
    drawn = {}
    for code, text in zip(parts[1::2], parts[2::2], strict=True):
        text = re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0]
        drawn[code] = Markup(made.render(text[max(text.find("✗ **"), 0) :]))
    return drawn


