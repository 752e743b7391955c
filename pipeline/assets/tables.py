"""One asset a published table. Its schema is its blocking check; `rule_results` has one more an identity.

A table is gathered from the readings, derived from other tables that were accepted (`pipeline/derived.py`), or both.
"""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from pipeline.assets.documents import documents, readings
from pipeline.assets.folders import Folders, told
from pipeline.derived import DERIVED, derive, together
from pipeline.release.faults import faults
from pipeline.release.staging import Staging
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
            staged = folders.staging(context.run)
            frame = _frame(staged, name)
            broken = faults(name, frame)
            if not broken:
                staged.accept(name, frame)
        checks = [dg.AssetCheckResult(check_name=SCHEMA, passed=not broken, metadata={"broken": broken})]
        checks += [_identity_result(identity, frame) for identity in _identities(name)]
        return dg.MaterializeResult(metadata=_metadata(name, frame), check_results=checks)

    return table


def _is_gathered(name: str) -> bool:
    """Whether single documents give rows of the table."""
    return name not in DERIVED or DERIVED[name].gathered


def _deps(name: str) -> list[dg.AssetsDefinition | str]:
    of_others = list(DERIVED[name].sources) if name in DERIVED else []
    # a table made of the schemas alone needs the run's staging, too
    return [readings, *of_others] if _is_gathered(name) else of_others or [documents]


def _frame(staged: Staging, name: str) -> pd.DataFrame:
    if name not in DERIVED:
        return staged.table(name)
    made = derive(name, {source: staged.source(source) for source in DERIVED[name].sources})
    return together(name, staged.table(name), made) if _is_gathered(name) else made


def _metadata(name: str, frame: pd.DataFrame) -> dict[str, object]:
    return {"dagster/row_count": len(frame), "dagster/column_lineage": lineage(name)}


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


def _identity_result(identity: Identity, results: pd.DataFrame) -> dg.AssetCheckResult:
    """How often the identity holds where it can be tried; publishers do break it."""
    tried = results.loc[results["rule"] == identity.code, "outcome"].value_counts()
    passed, failed = int(tried.get("pass", 0)), int(tried.get("fail", 0))
    rate = {"pass_rate": passed / (passed + failed)} if passed + failed else {}
    return dg.AssetCheckResult(
        check_name=identity.code,
        passed=failed == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"pass": passed, "fail": failed} | rate,
    )


tables = [table_asset(name) for name in TABLES]
