"""Gates that hold a release against the one before it. How much may be lost, and why: `schemas/gates.yaml`.

Withdrawn documents take their rows with them, and new ones bring theirs: neither counts. These gates alone can be
accepted, since a loss may be meant.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.release.changes import compare, proof
from pipeline.release.changes.fates import NEW, WITHDRAWN
from pipeline.release.database import columns, parquet
from pipeline.release.gates.shape import whole
from pipeline.release.gates.shipped import SHOWN, Fault, Shipped, fault
from schemas.gates import tolerances
from schemas.load import CELLS, identities, layout_column
from schemas.tables import TABLES, arrow_schema


def _both(shipped: Shipped) -> list[str]:
    """The tables that can be read in both releases."""
    there = whole(shipped)
    return [name for name in TABLES if name in there and (shipped.base / f"{name}.parquet").is_file()]


def changes(shipped: Shipped) -> Iterator[Fault]:
    """The release before plus `changes` is this release, and this less `changes` the one before, to the last digit."""
    if shipped.base is None or "changes" not in whole(shipped):
        return
    for shape in compare.shapes(shipped.database, shipped.base, shipped.folder, _both(shipped)):
        if shape.equal:
            wrong = tuple(proof.each(shipped.base, shipped.folder, shape, shipped.database))
            if wrong:
                yield Fault(shape.name, "rows to which the changes don't lead", len(wrong), wrong[:SHOWN])


def rows(shipped: Shipped) -> Iterator[Fault]:
    """No table loses more of its rows than is allowed, those of withdrawn documents left aside."""
    if shipped.base is None:
        return
    for name in _countable(shipped):
        before, now = _counted(shipped, name)
        allowed = tolerances().rows_of(name).share
        if before - now > allowed * before:
            yield Fault(name, f"{before} rows before, {now} now, where {allowed:.0%} may go")


def _countable(shipped: Shipped) -> list[str]:
    """The tables of which can be told whose rows they are; where nothing was withdrawn, all."""
    both = _both(shipped)
    if WITHDRAWN not in shipped.fates.reports.values():
        return both
    return [name for name in both if {"report_id", compare.OWN.get(name)} & {*arrow_schema(name).names}]


def _counted(shipped: Shipped, name: str) -> tuple[int, int]:
    """The rows of the documents that both releases can have, before and now."""
    before = _count(shipped, name, shipped.base, WITHDRAWN)
    return before, _count(shipped, name, shipped.folder, NEW)


def _count(shipped: Shipped, name: str, folder: Path, without: str) -> int:
    """The rows of a table but for those of documents with that fate."""
    path, own = folder / f"{name}.parquet", compare.OWN.get(name, "report_id")
    left = f"(SELECT name FROM fates WHERE why = '{without}')"
    where = f'"{own}" IS NULL OR "{own}" NOT IN {left}' if own in columns(shipped.database, path) else "true"
    return shipped.ask(f"SELECT count(*) FROM {parquet(path)} WHERE {where}")[0][0]


def years(shipped: Shipped) -> Iterator[Fault]:
    """No reporting year is missing that the release before has, in `reports` or in a table of figures."""
    if shipped.base is None:
        return
    for name in (name for name in ("reports", *CELLS) if name in _both(shipped)):
        gone = f"""SELECT DISTINCT year FROM {shipped.rows_before(name)} WHERE year IS NOT NULL
            EXCEPT SELECT year FROM {shipped.rows(name)}"""
        yield from shipped.faults(name, "years that are gone", gone)


def read(shipped: Shipped) -> Iterator[Fault]:
    """Reports that gave tables still do, but for the part that is allowed; withdrawn ones are left aside."""
    if shipped.base is None or "reports" not in _both(shipped):
        return
    had, has = (_with_tables(shipped, folder) for folder in (shipped.base, shipped.folder))
    left = f"{had} EXCEPT {has}"
    kept = {name for name, fate in shipped.fates.reports.items() if fate != WITHDRAWN}
    lost = sorted(name for (name,) in shipped.ask(left) if name in kept)
    before = sum(name in kept for (name,) in shipped.ask(had))
    allowed = tolerances().read.share
    if len(lost) > allowed * before:
        what = f"of {before} reports with tables more than {allowed:.0%} have none now"
        yield fault("reports", what, [[name] for name in lost], len(lost))


def _with_tables(shipped: Shipped, folder: Path) -> str:
    """The reports of a release that gave tables; an older one has no columns for newer tables."""
    path = folder / "reports.parquet"
    told = {layout_column(name) for name in CELLS} & {*columns(shipped.database, path)}
    return f"SELECT report_id FROM {parquet(path)} WHERE coalesce({', '.join(sorted(told))}) IS NOT NULL"


def rates(shipped: Shipped) -> Iterator[Fault]:
    """No identity holds less often than before, but for what is allowed, in the reports of both releases and in all."""
    if shipped.base is None or "rule_results" not in _both(shipped):
        return
    limits = tolerances().rates
    both = f"""report_id IN (SELECT report_id FROM {shipped.rows("reports")}
        INTERSECT SELECT report_id FROM {shipped.rows_before("reports")})"""
    yield from _sunk(shipped, "the same reports", both, limits.comparable)
    yield from _sunk(shipped, "all reports", "true", limits.overall)


def _sunk(shipped: Shipped, whose: str, where: str, allowed: float) -> Iterator[Fault]:
    sides = (shipped.rows_before("rule_results"), shipped.rows("rule_results"))
    before, now = (_rates(shipped, rows, where) for rows in sides)
    for rule in sorted(before.keys() & now.keys()):
        (held, tried), (holds, tries) = before[rule], now[rule]
        judged = min(tried, tries) >= tolerances().rates.trials
        if judged and round(held / tried - holds / tries, 9) > allowed:
            was, is_ = f"held in {held} of {tried} trials", f"holds in {holds} of {tries}"
            what = f"{rule} {was} of {whose} and {is_}, where the rate may sink by {100 * allowed:g} points"
            yield Fault("rule_results", what)


def _rates(shipped: Shipped, rows: str, where: str) -> dict[str, tuple[int, int]]:
    """By identity: in how many trials it holds, of how many that could be judged."""
    known = [identity.code for identity in identities()]
    asked = f"""SELECT rule, count(*) FILTER (outcome = 'pass'), count(*) FROM {rows}
        WHERE {where} AND outcome IN ('pass', 'fail') AND list_contains($known, rule) GROUP BY rule"""
    return {rule: (held, tried) for rule, held, tried in shipped.ask(asked, known=known)}
