"""What the pages tell of a whole release: `Figures(release)`, each method one query over its Parquet files.

Sums over reports are never made: a government's report adds up its departments, so a sum would count them twice. What
is told of many reports is a number of reports, a median, or a share within each report.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pyarrow.csv

from pipeline.release.guard import guarded_table
from schemas.load import LATEST_EDITION, Sentence, Table, identities, layouts, shapes

ROWS_AT_ONCE = 50_000
REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")
"""What the form says in brackets behind a title."""

OWNER = "coalesce(r.publisher_id, 'report:' || r.report_id)"
"""SQL: whose a report is: its publisher, or itself where that is not known."""


@dataclass(frozen=True, slots=True)
class Year:
    """How many reports of a year are expected, published, parsed (all three tables found) and sound (grade A or B)."""

    year: int
    expected: int
    published: int
    parsed: int
    sound: int


@dataclass(frozen=True, slots=True)
class Held:
    """How often an identity holds where it can be tried."""

    code: str
    zh: str
    en: str
    held: int
    broken: int


class Figures:
    """Queries on the published tables of a release, or of a report alone."""

    def __init__(self, release: Path | None = None) -> None:
        self._database = duckdb.connect(config={"autoinstall_known_extensions": False, "threads": 2})
        for file in sorted(release.glob("*.parquet")) if release else ():
            path = str(file).replace("'", "''")
            self._database.execute(f"create view \"{file.stem}\" as select * from read_parquet('{path}')")

    @classmethod
    def of(cls, tables: Mapping[str, pyarrow.Table]) -> "Figures":
        """On tables in memory, by their names."""
        made = cls()
        for name, rows in tables.items():
            made._database.register(name, rows)
        return made

    def rows(self, query: str, *given: Any) -> list[dict[str, Any]]:
        """The rows of a query, a dict each."""
        found = self._database.execute(query, given)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def copy(self, query: str, path: Path, *given: Any) -> None:
        """The rows of a query as a CSV file, a batch at a time, text guarded as in the release's own."""
        reader = self._database.sql(query, params=list(given)).to_arrow_reader(ROWS_AT_ONCE)
        with pyarrow.csv.CSVWriter(path, reader.schema) as writer:
            for batch in reader:
                writer.write_table(guarded_table(pyarrow.Table.from_batches([batch])))

    def counts(self) -> Mapping[str, int]:
        """Reports, publishers, cells with a number, those of them that are sound, documents refused, findings."""
        cells = " union all by name ".join(
            f"select status, sound from {name}" for name in layouts()[LATEST_EDITION].tables
        )
        return self.rows(
            f"""
            with cells as ({cells})
            select (select count(*) from reports) reports,
                   (select count(*) from publishers) publishers,
                   (select count(*) from cells where status = 'reported') numbers,
                   (select count(*) from cells where status = 'reported' and sound) sound,
                   (select count(*) from documents_refused) refused,
                   (select count(*) from findings where severity <> 'info') findings
            """
        )[0]

    def years(self) -> Sequence[Year]:
        """Coverage by year, over all divisions."""
        return [
            Year(**row)
            for row in self.rows(
                """
                select year, sum(expected)::int expected, sum(published)::int published,
                       sum(parsed)::int parsed, sum(sound)::int sound
                from coverage where year is not null group by year order by year
                """
            )
        ]

    def outcomes(self) -> Sequence[Mapping[str, Any]]:
        """By year: the reports that tell the new requests (`told`) and their median; the reports whose outcomes are all
        sound and add up (`reports`), null where there is none, and the mean of each outcome's share within them.

        One that handled nothing has no shares.
        """
        groups = ", ".join(
            f"coalesce(sum(part) filter (where outcome = '{group}'), 0) / count(distinct report_id) as \"{group}\""
            for group in outcome_groups()
        )
        mapping = ", ".join(
            f"('{item}', '{group}')" for group, items in outcome_groups().items() for item in items
        )
        return self.rows(
            f"""
            with groups(item, outcome) as (values {mapping}),
            good as (
                select a.report_id, a.year, a.item::varchar item, coalesce(a.value, a.value_inferred) n
                from applications a join reports r using (report_id)
                where r.is_current and a.sound and a.applicant = 'total' and a.year is not null),
            whole as (select report_id, n from good where item = 'total_handled' and n > 0),
            parts as (
                select year, report_id, outcome, sum(good.n) / any_value(whole.n) part
                from good join whole using (report_id) join groups using (item) group by all),
            complete as (select report_id from parts group by report_id having abs(sum(part) - 1) < 1e-9),
            shares as (
                select year, count(distinct report_id) reports, {groups}
                from parts semi join complete using (report_id) group by year),
            new as (select year, count(*) told, median(n) median from good where item = 'new_received' group by year)
            select * from new left join shares using (year) order by year
            """
        )

    def identities(self) -> Sequence[Held]:
        found = {
            (row["rule"], row["outcome"]): row["n"]
            for row in self.rows(
                "select rule::varchar rule, outcome::varchar outcome, count(*) n from rule_results group by all"
            )
        }
        return [
            Held(i.code, i.zh, i.en, found.get((i.code, "pass"), 0), found.get((i.code, "fail"), 0))
            for i in identities()
        ]


    def divisions(self) -> Sequence[Mapping[str, Any]]:
        """Every division that a report is of: code (null for central bodies), names, reports and agencies."""
        return self.rows(
            """
            select division_code, any_value(province) province, any_value(prefecture) prefecture,
                   any_value(county) county, count(*) reports,
                   count(distinct coalesce(publisher_id, report_id)) agencies
            from reports group by division_code order by division_code nulls first
            """
        )

    def members(self) -> Mapping[str | None, Sequence[Mapping[str, Any]]]:
        """The agencies of each division, by its code, with their latest report and its sound totals."""
        found: dict[str | None, list[Mapping[str, Any]]] = {}
        for row in self.rows(
            f"""
            with latest as (
                select {OWNER} id, r.*, row_number() over (partition by {OWNER} order by year desc, is_current desc) n
                from reports r),
            totals as (
                select report_id, item::varchar item, coalesce(value, value_inferred) told
                from applications where applicant = 'total' and sound)
            select id, division_code, publisher, coalesce(publisher, publisher_printed, title) name, l.year, l.grade,
                   l.level::varchar "level", l.scope::varchar scope,
                   any_value(told) filter (where item = 'new_received') received,
                   any_value(told) filter (where item = 'total_handled') handled,
                   any_value(told) filter (where item = 'granted') granted
            from latest l left join totals using (report_id)
            where n = 1 group by all order by division_code, name
            """
        ):
            found.setdefault(row["division_code"], []).append(row)
        return found

    def latest_year(self) -> int | None:
        """The latest year with reports whose totals are sound."""
        query = "select max(year) as latest from applications where sound and applicant = 'total'"
        return self.rows(query)[0]["latest"]

    def granted(self, year: int, fewest: int) -> Sequence[Mapping[str, Any]]:
        """Of a year, the agencies that handled at least so many requests, by the share that they granted.

        Governments are left out, since their reports contain their departments'; sound numbers of current reports only.
        """
        return self.rows(
            f"""
            with good as (
                select {OWNER} id, r.publisher, r.province, r.prefecture, r.county, r.report_id, a.item::varchar item,
                       coalesce(a.value, a.value_inferred) n
                from applications a join reports r using (report_id)
                where a.sound and a.applicant = 'total' and r.is_current and r.year = ? and r.publisher_id is not null
                  and r.scope is distinct from 'aggregate')
            select h.*, g.n granted, p.n partially
            from good h join good g on g.report_id = h.report_id and g.item = 'granted'
            join good p on p.report_id = h.report_id and p.item = 'partially_granted'
            where h.item = 'total_handled' and h.n >= ?
            order by g.n / h.n desc, h.n desc, h.id
            """,
            year,
            fewest,
        )

    def coverage_of(self) -> Mapping[str | None, Sequence[Year]]:
        """Coverage by year of each division."""
        found: dict[str | None, list[Year]] = {}
        for row in self.rows("select * from coverage where year is not null order by year"):
            own = Year(*(row[name] for name in ("year", "expected", "published", "parsed", "sound")))
            found.setdefault(row["division_code"] or None, []).append(own)
        return found


def outcome_groups() -> Mapping[str, tuple[str, ...]]:
    """The outcomes as the form groups them: a group's code → the rows that it adds up, over all editions."""
    found: dict[str, dict[str, None]] = {}
    for shape in shapes("applications").values():
        results = next(identity for identity in shape.identities if identity.code == "results")
        for row in results.left:
            if row in shape.rows:
                found.setdefault(_outcome(shape, row), {})[row] = None
    return {group: tuple(rows) for group, rows in found.items()}


def _outcome(shape: Table, row: str) -> str:
    """The group below the results that a row stands in, or the row itself; other handling is one row or a group."""
    group = shape.rows[row].group
    inner = group if group and shape.groups[group].within else row
    return inner.removesuffix("_group")


def outcome_title(code: str) -> Sentence:
    """What an outcome is called: the title of the form's group or row."""
    for shape in shapes("applications").values():
        line = shape.groups.get(code) or shape.groups.get(f"{code}_group") or shape.rows.get(code)
        if line is not None:
            return Sentence(REMARK.sub("", line.zh), REMARK.sub("", line.en))
    raise KeyError(code)
