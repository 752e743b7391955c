"""`tolerances()`: how far a release may fall behind the one before it, as `schemas/gates.yaml` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas import load

EVERY_OTHER = "*"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of something, from 0 to 1, that may be lost, and why so much."""

    share: float
    reason: load.Sentence

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise load.SchemaError(f"gates.yaml: a share is between 0 and 1, not {self.share}")


@dataclass(frozen=True, slots=True)
class Rates:
    """By how much a pass rate may sink, from 0 to 1, and from how many trials on it is one."""

    comparable: float
    overall: float
    trials: int
    reason: load.Sentence


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What the gates allow."""

    rows: Mapping[str, Share]
    rates: Rates
    read: Share

    def rows_of(self, table: str) -> Share:
        return self.rows.get(table, self.rows[EVERY_OTHER])


@cache
def tolerances() -> Tolerances:
    """The file, read once; SchemaError with file and line where a field is missing or unknown."""
    given = load.read_yaml(load.HERE / "gates.yaml")
    rows = {table: _with_reason(Share, share) for table, share in given["rows"].items()}
    known = {"rates": _with_reason(Rates, given["rates"]), "read": _with_reason(Share, given["read"])}
    return load.build(Tolerances, load.Lined.like(given, given | known | {"rows": rows}))


def _with_reason(kind: type, given: load.Lined) -> object:
    reason = load.build(load.Sentence, given["reason"])
    return load.build(kind, load.Lined.like(given, given | {"reason": reason}))
