"""The code lists as rows, for whoever publishes them: `code_lists()`, `code_rows(name)`, `formulas(name, code)`.

A list is one that a published column draws on, or the groups in which a table of the form sets its rows and columns
(`applications.groups`). Everything comes from the layouts and `schemas/codelists/`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from schemas import load
from schemas.tables import PUBLISHED, columns_of
from schemas.tables.columns import Entry, in_order


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code with its place: `position` from 1, `parent` its group, `editions` of the form that print it."""

    list: str
    code: str
    position: int
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    parent: str
    editions: tuple[int, ...]
    more: Mapping[str, str]


@cache
def code_lists() -> tuple[str, ...]:
    """The names of all lists: the groups of the form's tables, then those of the columns in their order."""
    used = (column.codelist for name in PUBLISHED for column in columns_of(name).values() if column.codelist)
    groups = (f"{name}.groups" for name in load.CELLS)
    return tuple(dict.fromkeys([*groups, *used]))


@cache
def code_rows(name: str) -> tuple[CodeRow, ...]:
    """The codes of a list in their order; KeyError or OSError where there is no such list."""
    known = enumerate(_entries(name).items(), start=1)
    return tuple(
        CodeRow(name, code, position, *_told(entry), *_of_the_form(name, code), _more(name, code))
        for position, (code, entry) in known
    )


def as_table() -> Iterator[dict[str, Any]]:
    """All lists as rows of the table `codelists`; what is empty is null."""
    for name in code_lists():
        for row in code_rows(name):
            more = json.dumps(row.more, ensure_ascii=False) if row.more else None
            editions = " ".join(map(str, row.editions))
            told = asdict(row) | {"editions": editions, "more": more}
            yield {column: None if value == "" else value for column, value in told.items()}


def _entries(name: str) -> Mapping[str, Entry]:
    if not name.endswith(".groups"):
        return in_order(name)
    found = load.codelist(name)
    return {code: Entry(code, made.title_zh, made.title_en, "", "") for code, made in found.items()}


def _told(entry: Entry) -> tuple[str, str, str, str]:
    return entry.title_zh, entry.title_en, entry.description_zh, entry.description_en


def _of_the_form(name: str, code: str) -> tuple[str, tuple[int, ...]]:
    """The group and the editions of a line of the form, none for other codes."""
    table, _, column = name.partition(".")
    if not column:
        return "", ()
    lines = {edition: each[code] for edition, each in load.lines_of(table, column).items() if code in each}
    newest = lines[max(lines)]
    return newest.group or newest.within or "", tuple(sorted(lines))


def _more(name: str, code: str) -> Mapping[str, str]:
    """What only this list tells: of a rule its severity and whose fault, of a unit its worth in yuan, and so on; of a
    line of the statistics how sure it is that the form prints it."""
    if name == "rules":
        rule = load.rules()[code]
        return {"severity": rule.severity, "responsibility": rule.responsibility}
    if name.startswith(load.STATISTICS):
        return load.codelist(name)[code].more
    if "." in name or not (load.HERE / "codelists" / f"{name}.csv").exists():
        return {}
    return {column: text for column, text in load.codelist(name)[code].more.items() if text}


@dataclass(frozen=True, slots=True)
class Formula:
    """An identity written out in codes, the editions in which it reads so, and whether these are all of its table's."""

    identity: load.Identity
    text: str
    editions: tuple[int, ...]
    everywhere: bool


@cache
def formulas(table: str) -> tuple[Formula, ...]:
    """The identities of a table of the form, each once for every wording; none for other tables."""
    found: dict[tuple[str, str], tuple[load.Identity, tuple[int, ...]]] = {}
    shapes = load.shapes(table)
    for edition, shape in shapes.items():
        for identity in shape.identities:
            text = " = ".join(" + ".join(side) for side in (identity.left, identity.right))
            _, before = found.get((identity.code, text), (identity, ()))
            found[identity.code, text] = identity, (*before, edition)
    return tuple(
        Formula(made, text, tuple(sorted(e)), set(e) == set(shapes)) for (_, text), (made, e) in found.items()
    )


def formulas_with(name: str, code: str) -> tuple[Formula, ...]:
    """The identities that add up the code of a list such as `applications.item`."""
    table, _, column = name.partition(".")
    if table not in load.CELLS or column == "groups":
        return ()
    row_key = next(iter(load.shapes(table).values())).key[0]
    along = "column" if column == row_key else "row"
    return tuple(
        each for each in formulas(table)
        if each.identity.along == along and code in (*each.identity.left, *each.identity.right)
    )  # fmt: skip
