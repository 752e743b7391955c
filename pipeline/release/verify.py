"""`proofs(folder)`: everything that a release says of itself, held against its bytes; without network or database.

        sums          every file has the hash that is listed, and none is unlisted
        descriptor    datapackage.json tells size and hash of the files that lie there
        schema …      what the gates hold: types, values, keys, order, references, coverage, CSV
        identities    worked out anew from the cells, they come out as rule_results says
        wide, sound, chinese, workbooks    the other forms say the same
        changes       the release before plus the changes is this one, where that release lies beside it

A proof that can't be tried says why.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.release import chinese
from pipeline.release.changes import compare
from pipeline.release.files import sha256
from pipeline.release.gates import MOST, OWN, Gate, forms, identities, shipped
from pipeline.release.gates.shipped import Fault, Shipped
from pipeline.release.stamp import stamped
from pipeline.release.xlsx.workbook import FOLDER as WORKBOOKS

DESCRIPTOR = "datapackage.json"
NEEDS: Mapping[str, str] = {
    "descriptor": DESCRIPTOR,
    "wide": "applications_wide.parquet",
    "sound": forms.SOUND,
    "chinese": chinese.FOLDER,
    "workbooks": WORKBOOKS,
}
"""What must be there for a proof to be tried; a release of an earlier program may lack it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How one proof came out: `faults` is empty where it holds; `skipped` says why it was not tried."""

    name: str
    faults: tuple[Fault, ...] = ()
    skipped: str = ""

    @property
    def holds(self) -> bool:
        return not self.faults and not self.skipped


def proofs(folder: Path) -> Iterator[Proof]:
    """Each proof in its turn; FileNotFoundError where the folder holds no release."""
    if not (folder / "SHA256SUMS").is_file():
        raise FileNotFoundError(folder)
    base, why = _base(folder)
    with shipped(folder, base, None) as given:
        for name, gate in _PROOFS.items():
            missing = name in NEEDS and not (folder / NEEDS[name]).exists()
            skipped = f"no {NEEDS[name]}" if missing else why if name == "changes" else ""
            yield Proof(name, skipped=skipped) if skipped else Proof(name, _tried(gate, given))
        if not why:
            yield from _uncompared(given)


def _tried(gate: Gate, given: Shipped) -> tuple[Fault, ...]:
    """What a proof finds; a file so broken that it can't be looked into is a fault of its own."""
    try:
        return tuple(islice(gate(given), MOST))
    except (duckdb.Error, pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        return (Fault("release", "can't be looked into", 1, (f"{type(error).__name__}: {error}",)),)


def _base(folder: Path) -> tuple[Path | None, str]:
    """The release before, where it lies beside this one and is the one that was built on; else why not."""
    try:
        told = stamped(folder)
    except ValueError as error:
        return None, str(error)
    if told.base is None:
        return None, "first release" if (folder / "build.json").is_file() else "no build.json"
    beside = folder.absolute().parent / Path(told.base).name
    if not (beside / "SHA256SUMS").is_file():
        return None, f"{told.base} is not beside it"
    return (beside, "") if sha256(beside / "SHA256SUMS") == told.base_sha256 else (None, f"{beside} is another release")


def _uncompared(given: Shipped) -> Iterator[Proof]:
    """The tables whose columns came or went: the changes can't tell all of them."""
    for shape in compare.uncompared(given.database, given.base, given.folder):
        differ = ", ".join(dict.fromkeys([*shape.came, *shape.went]))
        yield Proof(f"changes of {shape.name}", skipped=f"other columns: {differ}")


def descriptor(given: Shipped) -> Iterator[Fault]:
    """`datapackage.json` tells size and hash of files that lie there, and they are so."""
    for resource in json.loads((given.folder / DESCRIPTOR).read_text("utf-8"))["resources"]:
        path = resource["path"]
        file = given.folder / path
        if ".." in Path(path).parts or Path(path).is_absolute() or not file.is_file():
            yield Fault(DESCRIPTOR, "a file that is not there", 1, (path,))
        elif resource["bytes"] != file.stat().st_size or resource["hash"].removeprefix("sha256:") != sha256(file):
            yield Fault(DESCRIPTOR, "another size or hash", 1, (path,))


def base_sums(given: Shipped) -> Iterator[Fault]:
    """The release before is what its own `SHA256SUMS` say, so that the changes are held against what was published."""
    yield from OWN["sums"](Shipped(given.base, given.database))


def _changes(given: Shipped) -> Iterator[Fault]:
    """The release before plus the changes is this release."""
    yield from base_sums(given)
    yield from OWN["changes"](given)


_PROOFS: Mapping[str, Callable[[Shipped], Iterator[Fault]]] = {
    "sums": OWN["sums"],
    "descriptor": descriptor,
    **{name: gate for name, gate in OWN.items() if name not in ("sums", "changes")},
    "identities": identities.disagreeing,
    "wide": forms.wide,
    "sound": forms.sound,
    "chinese": forms.chinese,
    "workbooks": forms.workbooks,
    "changes": _changes,
}
