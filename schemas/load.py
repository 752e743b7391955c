"""The decisions of `schemas/` as frozen objects: `layouts()`, `codelist(…)`, `rules()`, `corrections()`, `writing()`,
`prose()`.

Nothing here knows how a report is read. A key that no class below names is an error that tells file and
line, so a misspelt field can't be ignored in silence. Everything is read once a process.
"""

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

HERE = Path(__file__).parent
LATEST_EDITION = 2021
TABLES = ("proactive_disclosure", "applications", "reviews_litigation")
"""The tables of the form since 2019."""
STATISTICS = "statistics_2014"
"""The one table of the form before."""
CELLS = (*TABLES, STATISTICS)
"""All tables of the form, of whatever edition: those that hold cells."""


UNCONFIRMED = "M"
"""How sure a fact is that was written from memory."""


class SchemaError(Exception):
    """A file of `schemas/` says something that can't be understood; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that prescribes an edition of the form, and how sure that fact is (V, R, I or M)."""

    number: str
    date: str
    first_year: int
    certainty: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row, column, group or section of the form: its code, both titles and the spellings seen in reports."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    group: str | None = None
    within: str | None = None
    columns: tuple[str, ...] = ()
    unit: str | None = None
    signed: bool = False
    certainty: str = "V"
    before: str | None = None
    part_of: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.zh, *self.aliases)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the data in both languages, and the SQL that answers it."""

    zh: str
    en: str
    sql: str


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` adds up to `right`, for each column (`along` = column) or each row (`along` = row) of a table."""

    code: str
    along: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    zh: str
    en: str
    source: Sentence
    certainty: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of one edition. `cells` are its (row, column) codes in the order of the form.

    A table equals itself alone, so that what follows from its layout can be kept by it.

    A list is a table whose key names a row alone: its one column, of counts, has the empty code. `local_rows` is
    how many rows of their own publishers can add to it.
    """

    name: str
    edition: int
    number: str
    key: tuple[str, ...]
    value: str
    en: str
    rows: Mapping[str, Line]
    columns: Mapping[str, Line]
    groups: Mapping[str, Line]
    identities: tuple[Identity, ...] = ()
    headers: tuple[str, ...] = ()
    extra_columns: tuple[str, ...] = ()
    rows_stand: str = "below"
    zh: str = ""
    local_rows: int = 0
    cells: tuple[tuple[str, str], ...] = field(default=())

    def columns_of(self, row: str) -> tuple[str, ...]:
        return self.rows[row].columns or tuple(self.columns)

    def unit_of(self, row: str, column: str) -> str | None:
        """The unit that the form prescribes: a column's, or in a list the row's."""
        return self.rows[row].unit or self.columns[column].unit

    @property
    def is_list(self) -> bool:
        return len(self.key) == 1

    @property
    def confirmed(self) -> "Table":
        """The table with the identities that someone read or inferred from reports: from others nothing follows."""
        sure = tuple(i for i in self.identities if i.certainty != UNCONFIRMED)
        return self if sure == self.identities else replace(self, identities=sure)


@dataclass(frozen=True, slots=True)
class Layout:
    """One edition of the form: its notice, its six sections and its tables."""

    edition: int
    notice: Notice
    sections: Mapping[str, Line]
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that findings cite, with the sentences shown to users (`{…}` is filled by the check)."""

    code: str
    title_zh: str
    title_en: str
    severity: str
    responsibility: str
    message_zh: str
    message_en: str
    description_zh: str
    description_en: str


@dataclass(frozen=True, slots=True)
class Source:
    """A law or notice, or what was computed or seen, on which rules rest."""

    zh: str
    en: str
    certainty: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """How a row (or row/column) of one edition relates to those of a later one, joined by plus signs, or to none."""

    from_edition: int
    from_table: str
    from_codes: str
    to_edition: int
    to_table: str
    to_codes: str
    relation: str
    note_zh: str
    note_en: str

    @property
    def later(self) -> tuple[str, ...]:
        return tuple(filter(None, self.to_codes.split(" + ")))


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a code list; `more` holds the columns that only that list has."""

    code: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Writing:
    """The characters and words by which Chinese reports write numbers, titles and error pages."""

    numerals: str
    title_words: tuple[str, ...]
    list_titles: tuple[str, ...]
    page_words: tuple[str, ...]
    menus: tuple[str, ...]
    title_openings: tuple[str, ...]
    title_closings: tuple[str, ...]
    error_page_words: tuple[str, ...]
    page_number: str
    heading_number: str
    header_unit: str
    unit_word: str
    label_unit: str
    note_turns: tuple[str, ...]
    turning: tuple[str, ...]
    annex_words: tuple[str, ...]
    caption_ends: tuple[str, ...]
    title_year: str
    bare_year: str
    date: str
    traditional: tuple[str, ...]
    publisher_labels: tuple[str, ...]
    period: str
    glued_date: str
    part_of_year: str
    disclosure: tuple[str, ...]
    notices: tuple[str, ...]
    publication_labels: tuple[str, ...]
    publication_date: str
    part_word: str
    count_word: str
    pages: Mapping[str, str]
    titles: Mapping[str, str]
    report_words: tuple[str, ...]
    verdict_words: tuple[str, ...]
    calls: tuple[str, ...]
    explanations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is counted where all `signs` stand together: a sign, or a group for any of its signs.

    `units` are kinds of unit, and `none` for a number without one; `unit` is what the 0 of an absence gets.
    """

    subject: str
    signs: tuple[str, ...]
    without: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which subjects listed below a figure are its parts: those that it takes in, those that keep their own.

    Those in `becomes` are another subject there; a clause that has a sign of `without` is no part.
    """

    takes_in: tuple[str, ...] = ()
    adds_up: tuple[str, ...] = ()
    becomes: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """The cells, as table/row/column, whose sum a figure of a subject can be, and what that is called."""

    reconciliation: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """How reports tell figures in sentences; schemas/prose.yaml says what each field is for."""

    numerals: Mapping[str, int]
    powers: Mapping[str, int]
    myriads: Mapping[str, int]
    about_before: tuple[str, ...]
    about_within: tuple[str, ...]
    about_after: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]
    shares: tuple[str, ...]
    rates: tuple[str, ...]
    not_after: tuple[str, ...]
    numeral_not_after: tuple[str, ...]
    not_before: Mapping[str, tuple[str, ...]]
    ranges: tuple[str, ...]
    ends: tuple[str, ...]
    breaks: tuple[str, ...]
    pauses: tuple[str, ...]
    quotes: Mapping[str, str]
    named: tuple[str, ...]
    list_number: str
    signs: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    of: tuple[str, ...]
    of_account: tuple[str, ...]
    other: str
    change: str
    other_period: str
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    tellings: tuple[Telling, ...]
    absences: tuple[Telling, ...]
    deniable: tuple[str, ...]
    parts: Mapping[str, Part]
    meanings: Mapping[str, tuple[Meaning, ...]]
    totals: Mapping[str, str]
    never_contradicted: tuple[str, ...]
    goes_by: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is masked in published prose; schemas/privacy.yaml says what each pattern is for."""

    mobile: str
    separator: str
    hyphen: str
    email: str
    official: tuple[str, ...]
    figure_after: str
    figure_before: str
    called: str


class Lined(dict):
    """A mapping that knows its file and line, for error messages."""

    where = ""

    @classmethod
    def like(cls, other: "Lined", content: Mapping[Any, Any]) -> "Lined":
        """`content` with the place of `other`."""
        made = cls(content)
        made.where = other.where
        return made


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):
    """YAML's safe loader, the fast one where the machine has it; mappings remember where they stand and refuse a key
    written twice."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.where = _place(node)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise SchemaError(f"{_place(key_node)}: {key!r} is written twice")
        found[key] = _value(loader, value_node)
    return found


def _value(loader: _Loader, node: yaml.Node) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except ValueError as error:  # a day that no calendar has
        raise SchemaError(f"{_place(node)}: {error}") from error


def _place(node: yaml.Node) -> str:
    return f"{node.start_mark.name}:{node.start_mark.line + 1}"


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Lined:
    """The mapping in `path`; raises SchemaError naming file and line where it is no valid YAML."""
    with path.open("rb") as stream:
        loader = _Loader(stream)
        try:
            return loader.get_single_data()
        except yaml.YAMLError as error:
            raise SchemaError(f"{path}: {error}") from error
        finally:
            loader.dispose()


T = TypeVar("T")


def build(kind: type[T], given: Lined, **known: Any) -> T:
    """An instance of the dataclass `kind` from a mapping; an unknown or missing key is a SchemaError."""
    names = {f.name for f in fields(kind)}
    unknown = [key for key in given if key not in names]
    if unknown:
        raise SchemaError(f"{given.where}: {kind.__name__} has no {', '.join(map(repr, unknown))}")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()} | known
    try:
        return kind(**values)
    except TypeError as error:
        raise SchemaError(f"{given.where}: {error}") from error


def _merge(base: Lined, over: Lined) -> Lined:
    """`base` without the codes that `over` leaves out, and with its fields added or replaced, to any depth."""
    merged = Lined(base)
    merged.where = over.where
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, Lined) and isinstance(value, Lined) else value
    return merged


def _inherit(given: Lined, name: str, editions: Mapping[int, Lined]) -> Lined:
    """What `like` takes over from another edition, less `without`, merged with what stands beside it."""
    if "like" not in given:
        return given
    parent = editions[given["like"]]
    inherited = parent["sections"] if name == "sections" else parent["tables"][name]
    gone = set(given.get("without", ()))
    kept = Lined(
        (key, _without(value, gone) if isinstance(value, Lined) else value) for key, value in inherited.items()
    )
    own = Lined((key, value) for key, value in given.items() if key not in ("like", "without"))
    own.where = given.where
    return _merge(kept, own)


def _without(lines: Lined, gone: set[str]) -> Lined:
    kept = Lined((code, value) for code, value in lines.items() if code not in gone)
    kept.where = lines.where
    return kept


def _lines(given: Lined) -> dict[str, Line]:
    """The lines of a mapping in the form's order; `before` moves one up to where it belongs."""
    built = {code: build(Line, value, code=code) for code, value in given.items()}
    order = [code for code, line in built.items() if line.before is None]
    for code, line in built.items():
        if line.before is not None:
            order.insert(order.index(line.before), code)
    return {code: built[code] for code in order}


def _span(side: Any, codes: list[str]) -> tuple[str, ...]:
    """The codes of an identity's side: a list, or all rows `from` one `to` the last of those named."""
    if not isinstance(side, Lined):
        return tuple(side)
    last = next(code for code in side["to"] if code in codes)
    return tuple(codes[codes.index(side["from"]) : codes.index(last) + 1])


def _identities(given: Lined, rows: Mapping[str, Line], columns: Mapping[str, Line]) -> Iterator[Identity]:
    for code, value in given.items():
        codes = list(rows if value["along"] == "column" else columns)
        sides = {side: _span(value[side], codes) for side in ("left", "right")}
        source = {"source": build(Sentence, value["source"])}
        yield build(Identity, _replaced(value, sides | source), code=code)


def _replaced(given: Lined, known: Mapping[str, Any]) -> Lined:
    return Lined.like(given, given | known)


def _table(name: str, edition: int, given: Lined) -> Table:
    rows, columns = _lines(given["rows"]), _lines(given["columns"])
    groups = _lines(given.get("groups", Lined()))
    identities = tuple(_identities(given.get("identities", Lined()), rows, columns))
    cells = tuple((row, column) for row, line in rows.items() for column in line.columns or columns)
    built = build(
        Table, given, name=name, edition=edition, rows=rows, columns=columns, groups=groups,
        identities=identities, cells=cells,
    )
    return replace(built, key=tuple(built.key), headers=tuple(built.headers))


@cache
def layouts() -> Mapping[int, Layout]:
    """The editions of the form by their number, newest first."""
    raw = {data["edition"]: data for data in map(read_yaml, sorted((HERE / "layouts").glob("*.yaml")))}
    built = {}
    for edition in sorted(raw, reverse=True):
        data = raw[edition]
        sections = _lines(_inherit(data["sections"], "sections", raw))
        tables = {n: _table(n, edition, _inherit(t, n, raw)) for n, t in data["tables"].items()}
        notice = data["notice"] | {"date": str(data["notice"]["date"])}
        built[edition] = Layout(edition, Notice(**notice), sections, tables)
    return built


def in_force(year: int) -> int:
    """The edition prescribed for a reporting year; the oldest one for years before any."""
    editions = [edition for edition, layout in layouts().items() if layout.notice.first_year <= year]
    return max(editions, default=min(layouts()))


def table(name: str, edition: int) -> Table:
    """The table `name` as the given edition prints it."""
    return layouts()[edition].tables[name]


def shapes(name: str) -> Mapping[int, Table]:
    """The table `name` in each edition that has it, newest first."""
    return {edition: layout.tables[name] for edition, layout in layouts().items() if name in layout.tables}


def layout_column(name: str) -> str:
    """The column of `reports` that tells a table's edition."""
    return f"layout_{'statistics' if name == STATISTICS else name}"


def local_lines(shape: Table) -> dict[str, Line]:
    """The codes for rows that publishers add to a table, in the order in which they stand there."""
    return {
        f"local_item_{n:02}": Line(f"local_item_{n:02}", f"地方自设指标{n}", f"local row {n}", certainty="R")
        for n in range(1, shape.local_rows + 1)
    }


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV file with a header; raises SchemaError where a row is longer or shorter."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, restkey="…", strict=True))
    for number, row in enumerate(rows, start=2):
        if "…" in row or None in row.values():
            raise SchemaError(f"{path}:{number}: the row has another number of fields than the header")
    return rows


@cache
def codelist(name: str) -> Mapping[str, Code]:
    """The code list `schemas/codelists/<name>.csv`, or one that the layouts define (`applications.item`, …)."""
    if "." in name:
        return _layout_codes(*name.split("."))
    common = {f.name for f in fields(Code)} - {"more"}
    return {
        row["code"]: Code(**{k: row.get(k, "") for k in common}, more={k: v for k, v in row.items() if k not in common})
        for row in read_csv(HERE / "codelists" / f"{name}.csv")
    }


def _layout_codes(table_name: str, column: str) -> Mapping[str, Code]:
    """The codes that a key column of a table can hold, over all editions, in the order of the form."""
    found: dict[str, Code] = {}
    for lines in lines_of(table_name, column).values():
        for code, line in lines.items():
            known = found.get(code, Code(code, "", "", "", "", {}))
            titles = {"title_zh": _joined(known.title_zh, line.zh), "title_en": _joined(known.title_en, line.en)}
            how_sure = messages().get(f"certainty_{line.certainty}", {"zh": "", "en": ""})
            told = {"description_zh": how_sure["zh"], "description_en": how_sure["en"]}
            found[code] = replace(known, **titles, **told, more={"certainty": line.certainty})
    return {code: found[code] for code in _merged(lines_of(table_name, column).values())}


def lines_of(table_name: str, column: str) -> Mapping[int, Mapping[str, Line]]:
    """The rows, columns or `groups` of a table in each edition, newest first; `column` names one of its key."""
    return {edition: _side(shape, column) for edition, shape in shapes(table_name).items()}


def _side(shape: Table, column: str) -> Mapping[str, Line]:
    sides = dict(zip(shape.key, ({**shape.rows, **local_lines(shape)}, shape.columns), strict=False))
    return (sides | {"groups": shape.groups})[column]


def _merged(orders: Iterable[Iterable[str]]) -> list[str]:
    """All codes once: those of the first order, and each that only a later one has before what follows it there."""
    merged: list[str] = []
    for order in orders:
        place = len(merged)
        for code in reversed(list(order)):
            if code not in merged:
                merged.insert(place, code)
            place = merged.index(code)
    return merged


def _joined(known: str, title: str) -> str:
    """The titles that one code has in several editions, each once."""
    return known if title in known.split(" / ") else " / ".join(filter(None, (known, title)))


@cache
def sections() -> Mapping[str, Line]:
    """The six sections of a report, in the order of the notice."""
    return layouts()[LATEST_EDITION].sections


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that a finding can cite: those of `rules.csv`, and one for each identity of the layouts.

    An identity's sentences are the row `identity` of the file with the identity's own titles filled in; one that
    nobody read in a source (M) is a warning.
    """
    found = {row["code"]: Rule(**row) for row in read_csv(HERE / "codelists" / "rules.csv")}
    template = found.pop("identity")
    for identity in identities():
        found[identity.code] = replace(
            template,
            code=identity.code,
            severity="warning" if identity.certainty == UNCONFIRMED else template.severity,
            title_zh=identity.zh,
            title_en=identity.en,
            message_zh=template.message_zh.replace("{title}", identity.zh),
            message_en=template.message_en.replace("{title}", identity.en),
        )
    return found


@cache
def sources() -> Mapping[str, Sentence]:
    """Where rules come from, by their codes: `schemas/sources.yaml`, and what the layouts say of each identity.

    A rule that is not there is this project's own.
    """
    found = {identity.code: identity.source for identity in identities()}
    for entry in read_yaml(HERE / "sources.yaml"):
        made = build(Source, entry)
        for code in made.rules:
            if code not in rules() or code in found:
                raise SchemaError(f"{entry.where}: {code!r} is no rule, or its source is told twice")
            found[code] = Sentence(made.zh, made.en)
    return found


@cache
def identities() -> tuple[Identity, ...]:
    """The identities of all editions, each code once."""
    found: dict[str, Identity] = {}
    for layout in layouts().values():
        for shape in layout.tables.values():
            for identity in shape.identities:
                found.setdefault(identity.code, identity)
    return tuple(found.values())


@cache
def crosswalk() -> tuple[Correspondence, ...]:
    """How the editions correspond: `schemas/crosswalk.csv`."""
    rows = read_csv(HERE / "crosswalk.csv")
    editions = ({name: int(row[name]) for name in ("from_edition", "to_edition")} for row in rows)
    return tuple(Correspondence(**row | known) for row, known in zip(rows, editions, strict=True))


@cache
def summed(table_name: str) -> Mapping[str, tuple[str, ...]]:
    """The rows of a table that are the sum of several in a later edition, with these."""
    found = (one for one in crosswalk() if one.relation == "sum" and one.from_table == table_name)
    return {one.from_codes: one.later for one in found}


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """The sentences of `schemas/messages.yaml` by name, each a mapping of language (zh, en) to its template."""
    return read_yaml(HERE / "messages.yaml")


@cache
def questions() -> Mapping[str, Question]:
    """The ready questions of the portal's query page, `schemas/questions.yaml`, by name."""
    return {name: build(Question, entry) for name, entry in read_yaml(HERE / "questions.yaml").items()}


@cache
def portal_words() -> Mapping[str, Sentence]:
    """The words of the portal's pages, `schemas/portal.yaml`, by name; a sentence that lacks a language is an error."""
    return {name: build(Sentence, entry) for name, entry in read_yaml(HERE / "portal.yaml").items()}


@cache
def workbook() -> Mapping[str, Any]:
    """The words of the workbooks, `schemas/workbook.yaml`, by name: a sentence, or a list of several."""
    return read_yaml(HERE / "workbook.yaml")


@cache
def writing() -> Writing:
    """The characters and words of `schemas/writing.yaml`."""
    return build(Writing, read_yaml(HERE / "writing.yaml"))


@cache
def privacy() -> Privacy:
    """The patterns of `schemas/privacy.yaml`."""
    return build(Privacy, read_yaml(HERE / "privacy.yaml"))


@cache
def prose() -> Prose:
    """The grammar and the words of `schemas/prose.yaml`."""
    raw = read_yaml(HERE / "prose.yaml")
    built = {
        "tellings": tuple(build(Telling, each) for each in raw["tellings"]),
        "absences": tuple(build(Telling, each) for each in raw["absences"]),
        "parts": {subject: build(Part, each) for subject, each in raw["parts"].items()},
        "meanings": {s: tuple(build(Meaning, each) for each in listed) for s, listed in raw["meanings"].items()},
    }
    for name in ("units", "not_before", "signs", "groups"):
        built[name] = {key: tuple(map(str, words)) for key, words in raw[name].items()}
    return build(Prose, _replaced(raw, built))


# Reviewed corrections


@dataclass(frozen=True, slots=True)
class Correction:
    """A reviewed override: in the document of that sha256, `cell` (table/row/column) should hold `value`.

    `expect` is what is read there now: the number, or the text as printed. `value` is in the unit that the cell is
    published in.
    """

    sha256: str
    cell: str
    expect: Decimal | str
    value: Decimal
    reason: Sentence
    reviewer: str
    date: str

    @property
    def table(self) -> str:
        return self.cell.partition("/")[0]

    @property
    def key(self) -> tuple[str, str]:
        _, row, *column = self.cell.split("/")
        return row, "".join(column)


Corrections = Mapping[str, tuple[Correction, ...]]
"""The corrections of each document, by its sha256."""


@cache
def corrections() -> Corrections:
    """The corrections of `schemas/corrections.yaml`."""
    return read_corrections(HERE / "corrections.yaml")


def read_corrections(path: Path) -> Corrections:
    """The corrections in `path`; raises SchemaError with file and line for one that can't be meant."""
    given = read_yaml(path) or []
    if not isinstance(given, list):
        raise SchemaError(f"{path}: corrections are a list")
    found: dict[str, tuple[Correction, ...]] = {}
    for number, entry in enumerate(given, start=1):
        if not isinstance(entry, Lined):
            raise SchemaError(f"{path}: entry {number} is no mapping")
        made = _correction(entry)
        if any(made.cell == other.cell for other in found.get(made.sha256, ())):
            raise SchemaError(f"{entry.where}: {made.cell} of this document is corrected twice")
        found[made.sha256] = (*found.get(made.sha256, ()), made)
    return found


def _correction(given: Lined) -> Correction:
    reason = given.get("reason")
    if isinstance(reason, Lined):
        given = _replaced(given, {"reason": build(Sentence, reason)})
    made = build(Correction, given)
    for right, wrong in _doubts(made):
        if not right:
            raise SchemaError(f"{given.where}: {wrong}")
    return replace(made, expect=_decimal(made.expect), value=_decimal(made.value), date=made.date.isoformat())


def _doubts(made: Correction) -> Iterator[tuple[bool, str]]:
    """What must be right about a correction as it was written, one after the other, and what to say where it isn't."""
    yield _is_text(made.sha256) and bool(re.fullmatch("[0-9a-f]{64}", made.sha256)), (
        f"the sha256 {made.sha256!r} is not 64 hexadecimal digits in lower case"
    )
    yield _is_text(made.cell) and made.cell in _cells(), (
        f"no edition of the form has the cell {made.cell!r}; write table/row/column"
    )
    yield _is_number(made.value), f"the value {made.value!r} is no number"
    yield _takes(made.cell, _decimal(made.value)), f"{made.cell} can't hold {made.value}"
    yield _is_number(made.expect) or isinstance(made.expect, str), f"expect {made.expect!r} is neither text nor number"
    yield str(made.expect).strip() != str(made.value), f"expect and value are both {made.value}"
    yield isinstance(made.reason, Sentence) and _is_text(made.reason.zh) and _is_text(made.reason.en), (
        "the reason must be told in zh and en"
    )
    yield _is_text(made.reviewer), "the reviewer has no name"
    yield type(made.date) is datetime.date, f"the date {made.date!r} is no day such as 2026-11-24"


@cache
def _cells() -> Mapping[str, tuple[Table, Line]]:
    """The cells of all editions as corrections name them, each with a table and column that have it."""
    every = [shape for layout in layouts().values() for shape in layout.tables.values()]
    return {cell_name(t.name, *key): (t, t.columns[key[1]]) for t in every for key in t.cells}


def cell_name(table_name: str, row: str, column: str) -> str:
    """A cell as corrections and `gongkai check --cell` name it: table/row/column, of a list table/row."""
    return "/".join(filter(None, (table_name, row, column)))


def _takes(cell: str, value: Decimal) -> bool:
    """Whether the form allows the number: none below 0 where no change is told, whole where requests are counted."""
    shape, column = _cells()[cell]
    return (value >= 0 or column.signed) and (shape.value != "integer" or value % 1 == 0)


def _is_text(given: Any) -> bool:
    return isinstance(given, str) and bool(given.strip())


def _is_number(given: Any) -> bool:
    return type(given) in (int, float) and Decimal(str(given)).is_finite()


def _decimal(given: Any) -> Any:
    """A number exactly as it was written; text stays text, without blanks around it."""
    return given.strip() if isinstance(given, str) else Decimal(str(given))
