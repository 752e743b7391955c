"""One asset a published table. Its schema is its blocking check; `rule_results` has one more an identity.

A table is gathered from the readings, derived from other tables that were accepted (`pipeline/derived.py`), or both.
"""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from pipeline.assets.documents import readings
from pipeline.assets.folders import Folders, told
from pipeline.derived import DERIVED, derive, grouped
from pipeline.release.faults import bounded
from pipeline.release.staging import Broken, Staging
from schemas.load import Identity, identities
from schemas.tables import TABLES, columns_of, key, title

SCHEMA = "schema"


def table_asset(name: str) -> dg.AssetsDefinition:
    """The asset of a table: gathered or derived, held against its schema, then accepted."""

    @dg.asset(
        name=name,
        group_name="validated",
        kinds={"pandas", "parquet"},
        description=TABLES[name].__doc__,
        deps=_deps(name),
        check_specs=[
            dg.AssetCheckSpec(SCHEMA, asset=name, blocking=True, description="The published schema holds.")
        ]
        + [_identity_spec(name, identity) for identity in _identities(name)],
        metadata={"dagster/column_schema": column_schema(name), "title": " · ".join(title(name))},
    )
    def table(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:
        with told(folders):
            staged, broken, number = folders.staging(context.run), "", 0
            try:
                number = staged.accept(name, _groups(staged, name))
            except (Broken, ValueError) as error:
                broken = bounded(str(error))
            checks = [dg.AssetCheckResult(check_name=SCHEMA, passed=not broken, metadata={"broken": broken})]
            checks += _identity_results(staged, name) if not broken else ()
        return dg.MaterializeResult(metadata=_metadata(name, number), check_results=checks)

    return table


def _is_gathered(name: str) -> bool:
    """Whether single documents give rows of the table."""
    return name not in DERIVED or DERIVED[name].gathered


def _deps(name: str) -> list[dg.AssetsDefinition | str]:
    """A table that is made of no other is made with the others, and not where there is nothing new."""
    of_others = list(DERIVED[name].sources) if name in DERIVED else []
    return [readings, *of_others] if _is_gathered(name) or not of_others else of_others


def _groups(staged: Staging, name: str) -> Iterator[pa.Table]:
    """The rows of the table, sorted, in groups."""
    if name not in DERIVED:
        return staged.groups(name)
    derived = DERIVED[name]
    made = derive(name, lambda source: staged.source(source, derived.looked_at(source)), staged.once)
    return staged.groups(name, made) if _is_gathered(name) else grouped(name, made)


def _metadata(name: str, number: int) -> dict[str, object]:
    return {"dagster/row_count": number, "dagster/column_lineage": lineage(name)}


def lineage(name: str) -> dg.TableColumnLineage:
    """Every column comes from the readings, or from the columns of other tables that it is derived from."""
    return dg.TableColumnLineage({column: list(_sources(name, column)) for column in columns_of(name)})


def _sources(name: str, column: str) -> Iterator[dg.TableColumnDep]:
    if _is_gathered(name):
        yield dg.TableColumnDep(readings.key, f"{name}.{column}")
    for source in DERIVED[name].columns[column] if name in DERIVED else ():
        table, _, of_it = source.partition(".")
        yield dg.TableColumnDep(dg.AssetKey(table), of_it)


def column_schema(name: str) -> dg.TableSchema:
    """What the model says of the columns, as Dagster shows it."""
    return dg.TableSchema(
        columns=list(_columns(name)),
        constraints=dg.TableConstraints(other=[f"unique: {', '.join(key(name))}"]),
    )


def _columns(name: str) -> Iterator[dg.TableColumn]:
    for column in columns_of(name).values():
        about = f"{column.title_zh}. {column.description_en}"
        codes = [f"codes: {column.codelist}"] if column.codelist else []
        limits = dg.TableColumnConstraints(nullable=column.nullable, other=codes)
        yield dg.TableColumn(column.name, column.dtype, about, limits)


def _identities(name: str) -> tuple[Identity, ...]:
    """The identities stand where their results are published."""
    return identities() if name == "rule_results" else ()


def _identity_spec(name: str, identity: Identity) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(identity.code, asset=name, description=f"{identity.en} ({identity.zh})")


def _identity_results(staged: Staging, name: str) -> Iterator[dg.AssetCheckResult]:
    """How often each identity holds where it can be tried; publishers do break it."""
    if not _identities(name):
        return
    with staged.asked(name) as results:
        counts = results.aggregate("rule, outcome, count(*)", "rule, outcome").fetchall()
    tried = {(rule, outcome): number for rule, outcome, number in counts}
    for identity in _identities(name):
        passed, failed = (tried.get((identity.code, outcome), 0) for outcome in ("pass", "fail"))
        rate = {"pass_rate": passed / (passed + failed)} if passed + failed else {}
        yield dg.AssetCheckResult(
            check_name=identity.code,
            passed=failed == 0,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"pass": passed, "fail": failed} | rate,
        )


tables = [table_asset(name) for name in TABLES]
