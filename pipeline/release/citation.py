"""`CITATION.cff` of a release, by the Citation File Format 1.2.0 (https://citation-file-format.github.io)."""

from typing import Any

import yaml

from pipeline.release.build import Build
from pipeline.release.files import write_text
from schemas.dataset import dataset

NAME = "CITATION.cff"


def citation(build: Build) -> None:
    """`CITATION.cff`."""
    write_text(build.folder / NAME, yaml.safe_dump(cited(build), allow_unicode=True, sort_keys=False, width=110))


def cited(build: Build) -> dict[str, Any]:
    """The file's content; the format knows one language, so both stand in the texts."""
    own = dataset()
    return {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": f"{own.message.zh} {own.message.en}",
        "title": f"{own.title.zh} · {own.title.en}",
        "abstract": f"{own.description.zh}\n\n{own.description.en}",
        "authors": [{"name": who.title} for who in own.contributors],
        "version": build.version,
        "date-released": str(build.date),
        "license": own.licence.id,
        "keywords": [*own.keywords.zh, *own.keywords.en],
        **({"url": own.homepage} if own.homepage else {}),
    }
