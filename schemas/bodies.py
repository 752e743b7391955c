"""Public bodies as `schemas/publishers/` knows them: `words()`, `departments()`, `national()`.

A department is a stem with endings (发展和改革 + 局), its short stems, and its heirs in a reform. Like all of
`schemas/`, an unknown key is an error that tells file and line, and so is an heir or a field that isn't listed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from schemas.load import HERE, Lined, SchemaError, build, codelist, read_yaml

FOLDER = HERE / "publishers"


@dataclass(frozen=True, slots=True)
class Words:
    """How names of bodies are put together; see the file for each."""

    state: tuple[str, ...]
    systems: tuple[str, ...]
    no_divisions: tuple[str, ...]
    district: str
    placeholders: tuple[str, ...]
    ranks: tuple[str, ...]
    government: tuple[str, ...]
    government_name: str
    office: tuple[str, ...]
    office_name: str
    head_office: tuple[str, ...]
    head_office_name: str
    townships: tuple[str, ...]
    subdistricts: tuple[str, ...]
    subdistrict_government: tuple[str, ...]
    subdistrict_government_name: str
    township_office: tuple[str, ...]
    township_office_name: str
    zones: tuple[str, ...]
    zone_government: tuple[str, ...]
    zone_government_name: str
    zone_office: tuple[str, ...]
    zone_office_name: str
    department_endings: Mapping[str, str]
    endings: Mapping[str, tuple[str, ...]]
    central_enterprises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department or organization by the stem of its name; `until` and `into` where a reform ended it."""

    stem: str
    field: str
    kind: str = "department"
    aliases: tuple[str, ...] = ()
    whole: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[str, ...] | None = None
    until: int | None = None
    into: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class National:
    """A body of the central government by its full name."""

    name: str
    field: str | None
    kind: str = "department"
    aliases: tuple[str, ...] = ()
    until: int | None = None
    into: tuple[str, ...] = ()


@cache
def words() -> Words:
    given = read_yaml(FOLDER / "words.yaml")
    lists = {kind: tuple(found) for kind, found in given["endings"].items()}
    return build(Words, Lined.like(given, given | {"endings": lists}))


@cache
def departments() -> Mapping[str, Department]:
    """All departments and organizations by stem."""
    given = read_yaml(FOLDER / "bodies.yaml")
    found = {d.stem: d for code, listed in given.items() for d in _of_field(code, listed)}
    _check("bodies.yaml", found)
    return found


def _of_field(code: str, listed: Lined) -> Iterator[Department]:
    for stem, said in listed.items():
        yield build(Department, said, stem=stem, field=code)


@cache
def national() -> Mapping[str, National]:
    """The bodies of the central government by full name."""
    given = read_yaml(FOLDER / "national.yaml")
    found = {name: build(National, said, name=name) for name, said in given.items()}
    _check("national.yaml", found)
    return found


def _check(file: str, found: Mapping[str, Department] | Mapping[str, National]) -> None:
    """SchemaError where a body has a field, kind or heir that is listed nowhere."""
    for name, body in found.items():
        unknown = [heir for heir in body.into if heir not in found]
        unknown += [body.field] if body.field not in (None, *codelist("fields")) else []
        unknown += [body.kind] if body.kind not in codelist("publisher_kinds") else []
        if unknown:
            raise SchemaError(f"{FOLDER / file}: {name}: {', '.join(map(repr, unknown))} is listed nowhere")
