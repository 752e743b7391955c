"""`operating()`: what counts as trouble in unattended running and how it is told, as `schemas/operating.yaml` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas import load


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds; what each is for stands beside it in the file."""

    run_hours: int
    unreachable_share: float
    season: tuple[int, ...]
    free_bytes: int
    heartbeat_seconds: int
    keep_run_days: int
    delivery_seconds: int
    cause_characters: int
    hosts_told: int


@dataclass(frozen=True, slots=True)
class FactWords:
    """How a fact is called, and what is said where it is well and where it isn't."""

    title: load.Sentence
    good: load.Sentence
    bad: load.Sentence


@dataclass(frozen=True, slots=True)
class Operating:
    """The whole file."""

    limits: Limits
    facts: Mapping[str, FactWords]
    said: Mapping[str, load.Sentence]


@cache
def operating() -> Operating:
    """The file, read once; SchemaError with file and line where a field is missing or unknown."""
    given = load.read_yaml(load.HERE / "operating.yaml")
    built = {
        "limits": load.build(Limits, given["limits"]),
        "facts": {name: _words(words) for name, words in given["facts"].items()},
        "said": {name: load.build(load.Sentence, words) for name, words in given["said"].items()},
    }
    return load.build(Operating, load.Lined.like(given, given | built))


def _words(given: load.Lined) -> FactWords:
    built = {name: load.build(load.Sentence, words) for name, words in given.items()}
    return load.build(FactWords, load.Lined.like(given, built))
