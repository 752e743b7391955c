"""`multiplied(sample, published, agencies, years)`: a release of many agencies, made of the rows of a small one.

Every agency is a department of a real county and tells, for each year, what one of the sample's reports tells; counts
are multiplied by 1 to 7, which leaves every equation as it was. Only what a portal reads is made.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.divisions import divisions
from pipeline.release.files import sums
from schemas.bodies import departments

AT_ONCE = 2_000
"""Agencies whose rows are made together."""

COUNTS = ("applications", "reviews_litigation")
OF_REPORTS = (*COUNTS, "proactive_disclosure", "sections", "narrative_figures", "grids", "rule_results")
ENDING = "局"
LAST_YEAR = 2025


def multiplied(sample: Path, published: Path, agencies: int, years: int, counties: int | None = None) -> Path:
    """The folder of the release, of the same version as the sample's, below `published`; in so many counties, or in all."""
    index = json.loads((sample / "index.json").read_text("utf-8"))
    source = sample / "releases" / index["latest"]
    target = published / "releases" / index["latest"]
    target.mkdir(parents=True)
    shutil.copy(sample / "index.json", published)
    for file in source.iterdir():
        if file.is_file():
            shutil.copy(file, target)
    _write(source, target, agencies, years, counties)
    (target / "SHA256SUMS").unlink()
    (target / "SHA256SUMS").write_text(sums(target), encoding="utf-8")
    return target


def _write(source: Path, target: Path, agencies: int, years: int, counties: int | None) -> None:
    database = duckdb.connect(config={"threads": 2, "preserve_insertion_order": True})
    for file in source.glob("*.parquet"):
        database.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
    writers: dict[str, pq.ParquetWriter] = {}
    named = named_agencies(counties)
    for start in range(0, agencies, AT_ONCE):
        _plan(database, start, list(islice(named, min(AT_ONCE, agencies - start))), years)
        for name, query in _queries().items():
            made = database.sql(query).to_arrow_table()
            writer = writers.get(name) or pq.ParquetWriter(target / f"{name}.parquet", made.schema, compression="zstd")
            writers[name] = writer
            writer.write_table(made.cast(writer.schema))
    for writer in writers.values():
        writer.close()
    database.execute(f"create view made as select * from read_parquet('{target / 'reports.parquet'}')")
    database.execute(f"copy ({_coverage()}) to '{target / 'coverage.parquet'}' (format parquet)")


def named_agencies(most: int | None) -> Iterator[tuple[str, str, str, str | None, str]]:
    """Name, code and path of departments of all counties: first one department of each county, then the next."""
    latest = max(division.last for division in divisions())
    counties = [d for d in divisions() if d.rank == "county" and d.last == latest][:most]
    for department, county in product(departments().values(), counties):
        province, prefecture, own = county.path
        yield f"{prefecture or ''}{own}{department.stem}{ENDING}", county.code, province, prefecture, own


def _plan(database: duckdb.DuckDBPyConnection, start: int, names: Sequence[Sequence[str | None]], years: int) -> None:
    """The table `plan`: a row a report to be made, with the report whose rows it repeats."""
    columns = dict(zip(("name", "code", "province", "prefecture", "county"), map(list, zip(*names, strict=True)), strict=True))
    database.register("named", pa.table({"n": range(start, start + len(names)), **columns}))
    database.execute(
        f"""
        create or replace table plan as
        with templates as (
            select report_id template, row_number() over (order by report_id) - 1 t from reports
            where publisher_id is not null and layout_statistics is null),
        years as (select unnest(range({LAST_YEAR - years + 1}, {LAST_YEAR + 1})) made_year)
        select named.*, template, made_year::smallint made_year, 1 + n % 7 times,
               code || '-' || name publisher_id_made, code || '-' || name || '-' || made_year report_id_made
        from named, years join templates on t = (n * 3 + made_year) % (select count(*) from templates)
        """
    )


def _queries() -> dict[str, str]:
    made = {name: _of_reports(name) for name in OF_REPORTS}
    made["findings"] = """
        select t.* replace (report_id_made as report_id, finding_id || '-' || n || '-' || made_year as finding_id)
        from findings t join plan on t.report_id = template order by report_id_made"""
    made["reports"] = """
        select t.* replace (report_id_made as report_id, publisher_id_made as publisher_id, name as publisher,
            name as publisher_printed, name || made_year || '年政府信息公开工作年度报告' as title, code as division_code,
            plan.province as province, plan.prefecture as prefecture, plan.county as county, made_year as year,
            'own_office' as scope, 'county' as level, report_id_made || '.html' as source_path)
        from reports t join plan on t.report_id = template order by report_id_made"""
    made["publishers"] = """
        select distinct on (publisher_id_made) p.* replace (publisher_id_made as publisher_id, plan.name as name,
            code as division_code, plan.province as province, plan.prefecture as prefecture, plan.county as county,
            'county' as level, plan.county || plan.name as also_known_as)
        from plan, (select * from publishers limit 1) p order by publisher_id_made"""
    made["continuity"] = """
        select c.* replace (publisher_id_made as publisher_id, made_year as year, report_id_made as report_id,
            code || '-' || name || '-' || (made_year - 1) as previous_report_id)
        from plan, (select * from continuity limit 7) c order by publisher_id_made, made_year"""
    return made


def _of_reports(name: str) -> str:
    changed = "report_id_made as report_id"
    if name in COUNTS:
        changed += """, value * times as value, value_inferred * times as value_inferred,
            case when value is null then printed else (value * times)::varchar end as printed, made_year as year"""
    return f"select t.* replace ({changed}) from {name} t join plan on t.report_id = template order by report_id_made"


def _coverage() -> str:
    return """
        select division_code, year, any_value(level) "level", count(*) + 1 expected, count(*) publishers, count(*) published,
               count(*) parsed, count(*) filter (where grade in ('A', 'B')) sound
        from made group by division_code, year order by division_code, year"""
