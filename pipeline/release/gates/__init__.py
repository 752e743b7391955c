"""What must hold of a release before anyone sees it: `failures(build)`, the faults of each gate that doesn't hold.

        written, flushed ──→ read back from the disk ──→ every gate holds ──→ swung in
                                                    └──→ one doesn't      ──→ nothing is published

A gate is a function from what was shipped to faults; its docstring is its rule. `OWN` are about the release alone and
must hold; `AGAINST` hold it against the one before, and an operator can accept what they tell. To add one: write it in
the module that it belongs to, add it below, and plant a fault for it in tests/release/test_gates.py.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.release.build import Build
from pipeline.release.changes import documents
from pipeline.release.changes.fates import Fates, fates
from pipeline.release.database import opened
from pipeline.release.errors import PublishError
from pipeline.release.gates import against, copies, shape
from pipeline.release.gates.shipped import Fault, Shipped

Gate = Callable[[Shipped], Iterator[Fault]]
Failures = Mapping[str, tuple[Fault, ...]]

OWN: Mapping[str, Gate] = {
    "sums": copies.sums,
    "schema": shape.schema,
    "values": shape.values,
    "keys": shape.keys,
    "order": shape.order,
    "references": shape.references,
    "coverage": shape.coverage,
    "csv": copies.csv,
    "changes": against.changes,
}
AGAINST: Mapping[str, Gate] = {
    "rows": against.rows,
    "years": against.years,
    "read": against.read,
    "rates": against.rates,
}

MOST = 5
"""Faults told of a gate."""

LONGEST = 1500
"""Characters of what a failed run says."""


def failures(build: Build) -> Failures:
    """The faults of each gate that doesn't hold for what lies in the build's folder, in the order of the gates."""
    with shipped(build.folder, build.base, build.folder) as given:
        return tried(OWN | AGAINST, given)


@contextmanager
def shipped(folder: Path, base: Path | None, spill: Path | None) -> Iterator[Shipped]:
    """What the gates look at; what doesn't fit into memory goes below `spill`."""
    with opened(spill) as database:
        known = _fates(database, folder, base)
        if known is not None:
            told = {"name": list(known.reports), "why": list(known.reports.values())}
            database.register("fates", pa.Table.from_pydict(told, pa.schema([("name", "string"), ("why", "string")])))
        yield Shipped(folder, database, base if known else None, known)


def _fates(database: duckdb.DuckDBPyConnection, folder: Path, base: Path | None) -> Fates | None:
    """None without a base, and where a release is so broken that its documents can't be told: `schema` says so."""
    if base is None:
        return None
    try:
        return fates(documents(database, base), documents(database, folder))
    except duckdb.Error:
        return None


def tried(gates: Mapping[str, Gate], given: Shipped) -> Failures:
    """The gates that don't hold, each with its first faults."""
    found = {name: tuple(islice(gate(given), MOST)) for name, gate in gates.items()}
    return {name: faults for name, faults in found.items() if faults}


def check_accepted(names: Iterable[str]) -> None:
    """PublishError where a gate is to be accepted that isn't there, or that must hold."""
    for name in names:
        if name not in AGAINST:
            what = "must hold and can't be accepted" if name in OWN else "is no gate"
            raise PublishError(f"--accept {name}: it {what}. These can be accepted: {', '.join(AGAINST)}.")


def judge(found: Failures, accepted: Collection[str]) -> dict[str, list[str]]:
    """What was accepted, in words, for the index; PublishError where a gate fails that isn't."""
    refused = {name: faults for name, faults in found.items() if name not in accepted}
    if refused:
        raise PublishError(_told(refused))
    return {name: [str(fault) for fault in faults] for name, faults in found.items()}


def _told(refused: Failures) -> str:
    """In a line: which gate, which table, which rows, and what to do."""
    said = "; ".join(f"gate {name}: {' | '.join(map(str, faults))}" for name, faults in refused.items())
    said = " ".join(said.split())
    said = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
    return f"Nothing was published, since a gate does not hold. {said}. {_advice(refused)}"


def _advice(refused: Failures) -> str:
    meant = [name for name in refused if name in AGAINST]
    if len(meant) < len(refused):
        return (
            "The tables or their writing are at fault, not the documents: mend the code, or the disk where a file "
            "isn't what was written, and publish again."
        )
    accept = f"gongkai publish --accept {','.join(meant)}"
    return f"Look for the loss in the documents or in the reader; if it is meant: {accept}"
