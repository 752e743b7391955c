"""`published/catalog.jsonld`: all releases of the index as a DCAT 3 catalogue (https://www.w3.org/TR/vocab-dcat-3/).

    dcat:Catalog ─ dcat:DatasetSeries ─┬─ dcat:Dataset 2026.11.1 ─┬─ dcat:Distribution applications.parquet
                                       │        ↑ previousVersion └─ …
                                       └─ dcat:Dataset 2026.11.2

Names are relative to the catalogue's own place, since nobody knows where it will be served. It is made of the index
and of the releases' own checksums and descriptors, so it can be made anew at any time.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.release.datapackage import NAME as DATAPACKAGE
from pipeline.release.files import write_text
from pipeline.release.index import RELEASES
from pipeline.release.listing import media_type
from schemas.dataset import dataset
from schemas.files import told
from schemas.load import Sentence

NAME = "catalog.jsonld"
SUMS = "SHA256SUMS"
CONTEXT: Mapping[str, Any] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
LANGUAGES = {
    "zh": "http://publications.europa.eu/resource/authority/language/ZHO",
    "en": "http://publications.europa.eu/resource/authority/language/ENG",
}
STATUS = "http://publications.europa.eu/resource/authority/dataset-status/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
ACCESS = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
CHINA = "http://publications.europa.eu/resource/authority/country/CHN"


def write_catalog(published: Path, index: Mapping[str, Any]) -> None:
    """Write the catalogue of the releases in `index` where it would say anything else than it does."""
    if not index["releases"]:
        return
    text = json.dumps(catalog(published, index), ensure_ascii=False, indent=1) + "\n"
    path = published / NAME
    if not path.exists() or path.read_text("utf-8") != text:
        write_text(path, text)


def catalog(published: Path, index: Mapping[str, Any]) -> dict[str, Any]:
    own = dataset()
    datasets = [
        _release(published, index, entry, before)
        for before, entry in zip([None, *index["releases"]], index["releases"], strict=False)
    ]
    about = {"dct:title": _texts(own.title), "dct:description": _texts(own.description), "dct:publisher": _publisher()}
    first, last = index["releases"][0], index["releases"][-1]
    series = {
        "@id": "#series",
        "@type": ["dcat:DatasetSeries", "dcat:Dataset"],
        **about,
        "dct:accrualPeriodicity": _name(FREQUENCY + "IRREG" if own.frequency == "irregular" else own.frequency),
        "dcat:first": _name(_folder(first["version"])),
        "dcat:last": _name(_folder(last["version"])),
        "dcat:hasVersion": [_name(each["@id"]) for each in datasets],
        **_contact(),
    }
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": "",
                "@type": "dcat:Catalog",
                **about,
                "dct:license": _name(own.licence.url),
                "dct:language": _languages(),
                "dct:modified": _day(last["published"]),
                "dct:spatial": _name(CHINA),
                **({"foaf:homepage": _name(own.homepage)} if own.homepage else {}),
                "dcat:dataset": [_name("#series"), *(_name(each["@id"]) for each in datasets)],
            },
            series,
            *datasets,
        ],
    }


def _release(
    published: Path, index: Mapping[str, Any], entry: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    own, version = dataset(), entry["version"]
    folder = published / RELEASES / version
    cited = own.citation(version, entry["published"])
    return {
        "@id": _folder(version),
        "@type": "dcat:Dataset",
        "dct:title": _texts(Sentence(f"{own.title.zh} {version}", f"{own.title.en}, {version}")),
        "dct:description": _texts(own.description),
        "dct:identifier": f"{own.name}-{version}",
        "dcat:version": version,
        "dcat:isVersionOf": _name("#series"),
        "dcat:inSeries": _name("#series"),
        **({"dcat:previousVersion": _name(_folder(before["version"]))} if before else {}),
        "dct:issued": _day(entry["published"]),
        "dct:publisher": _publisher(),
        "dct:creator": _publisher(),
        "dct:license": _name(own.licence.url),
        "dct:rights": {"@type": "dct:RightsStatement", "dct:description": _texts(own.rights)},
        "dct:accessRights": _name(ACCESS),
        "dct:bibliographicCitation": _texts(cited),
        "dct:language": _languages(),
        "dct:spatial": _name(CHINA),
        "dcat:keyword": [_text(word, tongue) for tongue in ("zh", "en") for word in getattr(own.keywords, tongue)],
        **_contact(),
        **_temporal(folder),
        **_status(index, entry),
        "dcat:distribution": [] if "removed" in entry else list(_distributions(folder, version)),
    }


def _status(index: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Whether the release may be used; of a retracted or removed one, why it may not."""
    withdrawn = next((told for told in index["retracted"] if told["version"] == entry["version"]), None)
    if withdrawn:
        reason = Sentence(withdrawn["reason_zh"], withdrawn["reason_en"])
        return {"adms:status": _name(STATUS + "WITHDRAWN"), "adms:versionNotes": _texts(reason)}
    return {"adms:status": _name(STATUS + ("DISCONT" if "removed" in entry else "COMPLETED"))}


def _temporal(folder: Path) -> dict[str, Any]:
    """The years told of, as the release's own descriptor has them; nothing where it has none."""
    path = folder / DATAPACKAGE
    found = json.loads(path.read_text("utf-8")).get("temporal") if path.exists() else None
    if not found:
        return {}
    period = {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@value": found["start"], "@type": "xsd:gYear"},
        "dcat:endDate": {"@value": found["end"], "@type": "xsd:gYear"},
    }
    return {"dct:temporal": period}


def _distributions(folder: Path, version: str) -> Iterator[dict[str, Any]]:
    """Every file that the release's checksums name; none where they are lost."""
    sums = folder / SUMS
    for line in sums.read_text("utf-8").splitlines() if sums.exists() else ():
        sha256, path = line.split("  ", 1)
        yield {
            "@id": _folder(version) + path,
            "@type": "dcat:Distribution",
            "dct:title": _texts(_told(path)),
            "dcat:accessURL": _name(_folder(version)),
            "dcat:downloadURL": _name(_folder(version) + path),
            "dcat:mediaType": _name(MEDIA + media_type(path)),
            **_size(folder / path),
            "dct:license": _name(dataset().licence.url),
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": _name("spdx:checksumAlgorithm_sha256"),
                "spdx:checksumValue": {"@value": sha256, "@type": "xsd:hexBinary"},
            },
        }


def _size(file: Path) -> dict[str, Any]:
    """The size in bytes; a lost file is what `gongkai verify` tells of, and no reason to publish nothing."""
    if not file.exists():
        return {}
    return {"dcat:byteSize": {"@value": str(file.stat().st_size), "@type": "xsd:nonNegativeInteger"}}


def _told(path: str) -> Sentence:
    """What a file is; an older release may hold one that is no longer known, which is called by its path."""
    try:
        return told(path)
    except KeyError:
        return Sentence(path, path)


def _folder(version: str) -> str:
    return f"{RELEASES}/{version}/"


def _name(iri: str) -> dict[str, str]:
    return {"@id": iri}


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _texts(sentence: Sentence) -> list[dict[str, str]]:
    return [_text(sentence.zh, "zh"), _text(sentence.en, "en")]


def _languages() -> list[dict[str, str]]:
    return [_name(LANGUAGES[language]) for language in dataset().languages]


def _publisher() -> dict[str, Any]:
    return {"@id": "#publisher", "@type": "foaf:Agent", "foaf:name": dataset().publisher}


def _contact() -> dict[str, Any]:
    """Whom to ask, where the dataset names someone."""
    own = dataset()
    if not own.contact:
        return {}
    card = {"@type": "vcard:Organization", "vcard:fn": own.publisher, "vcard:hasEmail": _name(f"mailto:{own.contact}")}
    return {"dcat:contactPoint": card}


def _day(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:date"}
