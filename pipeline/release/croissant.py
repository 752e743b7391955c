"""`croissant.json`: the tables by the vocabulary Croissant 1.0 (http://mlcommons.org/croissant/1.0).

A file object for each Parquet file, a record set for each table: its fields name their column, its key and what refers
to other tables. Codes are text; what they mean is the record set `codelists`.
"""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.release.build import Build
from pipeline.release.files import write_text
from pipeline.release.listing import Listed, listed, years
from schemas.dataset import dataset
from schemas.files import told
from schemas.tables import PUBLISHED, Column, columns_of, description, foreign_keys, key, title

NAME = "croissant.json"
STANDARD = "http://mlcommons.org/croissant/1.0"
TYPES = {
    "category": "sc:Text",
    "text": "sc:Text",
    "Int16": "sc:Integer",
    "Int64": "sc:Integer",
    "float64": "sc:Float",
    "Float64": "sc:Float",
    "boolean": "sc:Boolean",
}
PARQUET = "application/x-parquet"
"""What Croissant calls it: the standard is older than the registered name, and its readers know no other."""

_OWN = ("citeAs column data equivalentProperty examples extract field fileObject fileProperty fileSet format includes "
        "isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate "
        "separator source subField transform").split()  # fmt: skip
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    **{word: f"cr:{word}" for word in _OWN},
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}
"""What the standard asks a file to say of its words."""


def croissant(build: Build) -> None:
    """`croissant.json`, of the Parquet files that lie there."""
    write_text(build.folder / NAME, json.dumps(described(build), ensure_ascii=False, indent=1) + "\n")


def described(build: Build) -> dict[str, Any]:
    own = dataset()
    files = [file for file in listed(build.folder) if file.table and file.format == "parquet"]
    makers = [{"@type": "sc:Organization", "name": who.title} for who in own.contributors]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": STANDARD,
        "name": own.name,
        "alternateName": [own.title.zh, own.title.en],
        "description": f"{own.description.zh}\n\n{own.description.en}",
        "license": own.licence.url,
        "citeAs": own.citation(build.version, build.date).en,
        **({"url": own.homepage} if own.homepage else {}),
        "version": build.version,
        "datePublished": str(build.date),
        "creator": makers,
        "publisher": makers,
        "keywords": [*own.keywords.zh, *own.keywords.en],
        "inLanguage": list(own.languages),
        "isAccessibleForFree": True,
        "spatialCoverage": own.spatial.en,
        **_temporal(build),
        "isLiveDataset": False,
        "distribution": [_file(file) for file in files],
        "recordSet": [_records(file.table) for file in files],
    }


def _temporal(build: Build) -> dict[str, str]:
    found = years(build.folder)
    return {"temporalCoverage": f"{found[0]}/{found[1]}"} if found else {}


def _file(file: Listed) -> dict[str, Any]:
    said = told(file.path)
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": f"{said.zh} · {said.en}",
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": PARQUET,
        "sha256": file.sha256,
    }


def _records(table: str) -> dict[str, Any]:
    (zh, en), (about_zh, about_en) = title(table), description(table)
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": f"{zh} · {en}\n{about_zh}\n{about_en}",
        "key": [{"@id": f"{table}/{column}"} for column in key(table)],
        "field": [_field(table, column) for column in columns_of(table).values()],
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    said = (f"{column.title_zh} · {column.title_en}", column.description_zh, column.description_en)
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": "\n".join(said),
        "dataType": TYPES[column.dtype],
        "source": {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": column.name}},
        **_references(table, column.name),
    }


def _references(table: str, column: str) -> dict[str, Any]:
    """The column of another table that this one names, where its key has one column, as Croissant can tell.

    A table that others name tells none of its own: mlcroissant joins what is referred to, and loses rows in a chain.
    """
    if table in _named():
        return {}
    found = (f"{each.table}/{each.target_columns[0]}" for each in foreign_keys(table) if each.columns == (column,))
    target = next(found, None)
    return {"references": {"field": {"@id": target}}} if target else {}


def _named() -> set[str]:
    return {each.table for table in PUBLISHED for each in foreign_keys(table) if each.table != table}
