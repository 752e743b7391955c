"""What the standards demand of a descriptor, restated in JSON Schema: the parts that ours use, and no more.

Data Package 2.0 (https://datapackage.org/standard/) with Data Resource and Table Schema; `fieldsMatch` is left out, as
the standard's text and its profile disagree on it. Citation File Format 1.2.0
(https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema-guide.md).
"""

from typing import Any

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}
WEB = {"type": "string", "pattern": "^https?://"}
RELATIVE = {"type": "string", "pattern": r"^(?![./~])(?!.*\.\.)(?!file:)[^\\]+$"}
CATEGORY = {"type": "object", "required": ["value"], "properties": {"value": {"type": "string"}, "label": TEXT}}


def _field(kind: str, constraints: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A field of a type with what may bind it; an unknown constraint is an error."""
    general = {"required": {"type": "boolean"}, "unique": {"type": "boolean"}}
    bound = {"type": "object", "additionalProperties": False, "properties": general | constraints}
    own = {"name": TEXT, "type": {"const": kind}, "title": TEXT, "description": TEXT, "constraints": bound}
    own["missingValues"] = {"type": "array", "items": {"type": "string"}}
    return {"type": "object", "required": ["name", "type"], "properties": own | more}


def _enum(kind: str) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": kind}}


def _numeric(kind: str) -> dict[str, Any]:
    bounds = {"minimum": {"type": kind}, "maximum": {"type": kind}, "enum": _enum(kind)}
    return _field(kind, bounds)


FIELD = {
    "oneOf": [
        _field(
            "string", {"pattern": {"type": "string", "format": "regex"}, "enum": _enum("string")},
            categories={"type": "array", "items": CATEGORY, "minItems": 1},
        ),
        _numeric("integer"),
        _numeric("number"),
        _field("boolean", {"enum": _enum("boolean")}),
    ]
}  # fmt: skip

TABLE_SCHEMA = {
    "type": "object",
    "required": ["fields"],
    "properties": {
        "$schema": WEB,
        "fields": {"type": "array", "minItems": 1, "items": FIELD},
        "primaryKey": TEXTS,
        "missingValues": {"type": "array", "items": {"type": "string"}},
        "foreignKeys": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["fields", "reference"],
                "properties": {
                    "fields": TEXTS,
                    "reference": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {"resource": TEXT, "fields": TEXTS},
                    },
                },
            },
        },
    },
}

LICENCE = {
    "type": "object",
    "anyOf": [{"required": ["name"]}, {"required": ["path"]}],
    "properties": {"name": {"type": "string", "pattern": "^[-a-zA-Z0-9._]+$"}, "path": WEB, "title": TEXT},
}

RESOURCE = {
    "type": "object",
    "required": ["name", "path"],
    "properties": {
        "$schema": WEB,
        "name": TEXT,
        "path": RELATIVE,
        "type": {"const": "table"},
        "title": TEXT,
        "description": TEXT,
        "format": TEXT,
        "mediatype": {"type": "string", "pattern": "^.+/.+$"},
        "encoding": TEXT,
        "bytes": {"type": "integer", "minimum": 0},
        "hash": {"type": "string", "pattern": "^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$"},
        "schema": TABLE_SCHEMA,
    },
    "dependentRequired": {"schema": ["type"]},
}

DATA_PACKAGE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["resources"],
    "properties": {
        "$schema": WEB,
        "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
        "title": TEXT,
        "description": TEXT,
        "version": TEXT,
        "homepage": WEB,
        "created": {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"},
        "keywords": TEXTS,
        "licenses": {"type": "array", "minItems": 1, "items": LICENCE},
        "sources": {"type": "array", "items": {"type": "object", "minProperties": 1, "properties": {"title": TEXT}}},
        "contributors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "minProperties": 1, "properties": {"title": TEXT, "roles": TEXTS}},
        },
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
}

CITATION = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["authors", "cff-version", "message", "title"],
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "type": {"enum": ["software", "dataset"]},
        "message": TEXT,
        "title": TEXT,
        "abstract": TEXT,
        "authors": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {"name": TEXT, "website": WEB},
            },
        },
        "version": {"type": ["string", "number"]},
        "date-released": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "license": {"enum": ["CC-BY-4.0", "MIT"]},
        "keywords": TEXTS | {"uniqueItems": True},
        "url": WEB,
    },
}
