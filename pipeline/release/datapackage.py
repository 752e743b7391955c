"""`datapackage.json`: every file of a release by the standard Data Package 2.0 (https://datapackage.org).

Each table is there twice, as the resource `<table>` (CSV) and `<table>-parquet`, with types, codes, limits, keys and
references. The standard knows one language: `title` and `description` are English, `titleZh`, `descriptionZh` and
`labelZh` stand beside them, as it allows for properties of one's own. `fieldsMatch` is left out: its profile and its
text disagree.
"""

import json
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from pipeline.release.build import Build
from pipeline.release.clock import CHINA
from pipeline.release.files import write_text
from pipeline.release.listing import Listed, listed, years
from schemas.dataset import dataset
from schemas.files import told
from schemas.load import Sentence
from schemas.tables import SCHEMA_VERSION, Column, columns_of, description, entries, foreign_keys, key, title

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
TYPES = {
    "category": "string",
    "text": "string",
    "Int16": "integer",
    "Int64": "integer",
    "float64": "number",
    "Float64": "number",
    "boolean": "boolean",
}


def datapackage(build: Build) -> None:
    """`datapackage.json`, of all files that lie there."""
    text = json.dumps(descriptor(build), ensure_ascii=False, indent=1)
    write_text(build.folder / NAME, text + "\n")


def descriptor(build: Build) -> dict[str, Any]:
    own = dataset()
    return {
        "$schema": PROFILE.format("datapackage"),
        "name": own.name,
        "version": build.version,
        "created": datetime.combine(build.date, time(), CHINA).isoformat(),
        **both("title", own.title),
        **both("description", own.description),
        **_where(),
        "keywords": [*own.keywords.en, *own.keywords.zh],
        "licenses": [{"name": own.licence.id, "path": own.licence.url, **both("title", own.licence.title)}],
        **both("rights", own.rights),
        **both("citation", own.citation(build.version, build.date)),
        **both("access", own.access),
        "contributors": [{"title": who.title, "roles": list(who.roles)} for who in own.contributors],
        "sources": [both("title", source) for source in own.sources],
        "languages": list(own.languages),
        **both("spatial", own.spatial),
        **_temporal(build),
        "schemaVersion": SCHEMA_VERSION,
        "resources": [resource(file) for file in listed(build.folder)],
    }


def both(word: str, sentence: Sentence) -> dict[str, str]:
    """A property in English and, beside it, in Chinese."""
    return {word: sentence.en, f"{word}Zh": sentence.zh}


def _where() -> dict[str, str]:
    homepage, contact = dataset().homepage, dataset().contact
    return ({"homepage": homepage} if homepage else {}) | ({"contact": contact} if contact else {})


def _temporal(build: Build) -> dict[str, Any]:
    """The years told of; left out where no report has one."""
    found = years(build.folder)
    return {"temporal": {"start": str(found[0]), "end": str(found[1])}} if found else {}


def resource(file: Listed) -> dict[str, Any]:
    """A file; a table's with its columns."""
    made = {
        "$schema": PROFILE.format("dataresource"),
        "name": resource_name(file),
        "path": file.path,
        **both("title", told(file.path)),
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.media_type.startswith("text/"):
        made["encoding"] = "utf-8"
    if file.table:
        made |= both("description", Sentence(*description(file.table)))
        made |= {"type": "table", "schema": schema(file.table, _suffix(file))}
    return made


def resource_name(file: Listed) -> str:
    return f"{file.table}{_suffix(file)}" if file.table else file.path.replace("/", "-").lower()


def _suffix(file: Listed) -> str:
    return "-parquet" if file.format == "parquet" else ""


def schema(table: str, suffix: str = "") -> dict[str, Any]:
    """A table's columns, keys and references; `suffix` is that of the resources referred to.

    A reference without a resource is to the table itself. One of which only a part can be null is left out: readers
    of the standard look for the null in the other table, which in SQL refers to nothing.
    """
    references = [
        {
            "fields": list(each.columns),
            "reference": {
                **({} if each.table == table else {"resource": each.table + suffix}),
                "fields": list(each.target_columns),
            },
        }
        for each in foreign_keys(table)
        if len({columns_of(table)[column].nullable for column in each.columns}) == 1
    ]
    return {
        "$schema": PROFILE.format("tableschema"),
        **both("title", Sentence(*title(table))),
        "fields": [field(column) for column in columns_of(table).values()],
        "missingValues": [""],
        "primaryKey": list(key(table)),
        **({"foreignKeys": references} if references else {}),
    }


def field(column: Column) -> dict[str, Any]:
    """A column. Where a text is never null, an empty field is the empty text, so it has no missing values."""
    texts = TYPES[column.dtype] == "string"
    return {
        "name": column.name,
        "type": TYPES[column.dtype],
        **both("title", Sentence(column.title_zh, column.title_en)),
        **both("description", Sentence(column.description_zh, column.description_en)),
        **({"unit": column.unit} if column.unit else {}),
        **({"codelist": column.codelist, "categories": _categories(column)} if column.codelist else {}),
        **({"missingValues": []} if texts and not column.nullable else {}),
        "constraints": _constraints(column),
    }


def _categories(column: Column) -> list[Mapping[str, str]]:
    """The codes with their titles; the empty text, where a key may hold it, has none."""
    known = entries(column.codelist)
    return [
        {"value": code, "label": known[code].title_en, "labelZh": known[code].title_zh} if code else {"value": ""}
        for code in column.codes
    ]


def _constraints(column: Column) -> dict[str, Any]:
    return {**({} if column.nullable else {"required": True}), **column.limits}


