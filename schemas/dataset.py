"""What the dataset says of itself: `dataset()`, from `schemas/dataset.yaml`."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from schemas import load
from schemas.load import Lined, SchemaError, Sentence, build


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of the compilation: its SPDX name, where it can be read, what it is called."""

    id: str
    url: str
    title: Sentence


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who made the dataset, and in which roles."""

    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Keywords in both languages."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The dataset's own facts; `attribution` is filled with version and date of a release.

    `homepage` (a web address) and `contact` (a mail address) are None while there is none.
    """

    name: str
    title: Sentence
    description: Sentence
    keywords: Words
    licence: Licence
    rights: Sentence
    attribution: Sentence
    message: Sentence
    contributors: tuple[Contributor, ...]
    publisher: str
    sources: tuple[Sentence, ...]
    languages: tuple[str, ...]
    spatial: Sentence
    access: Sentence
    frequency: str
    homepage: str | None
    contact: str | None

    def citation(self, version: str, date: Any) -> Sentence:
        """How to cite a release."""
        told = {"version": version, "date": date}
        return Sentence(self.attribution.zh.format(**told), self.attribution.en.format(**told))


SENTENCES = ("title", "description", "rights", "attribution", "message", "spatial", "access")


@cache
def dataset() -> Dataset:
    """The facts of `schemas/dataset.yaml`."""
    return read_dataset(load.HERE / "dataset.yaml")


def read_dataset(path: Path) -> Dataset:
    """The facts in `path`; SchemaError with file and line where a key is unknown or missing, or a language is."""
    given = load.read_yaml(path)
    if not isinstance(given, Lined):
        raise SchemaError(f"{path}: the facts of the dataset are a mapping")
    made = build(Dataset, Lined.like(given, given | dict(_parts(given))))
    told = {name for _, name, _, _ in string.Formatter().parse(made.attribution.zh + made.attribution.en) if name}
    if told - {"version", "date"}:
        raise SchemaError(f"{given.where}: attribution knows {{version}} and {{date}} alone")
    return made


def _parts(given: Lined) -> Iterator[tuple[str, Any]]:
    """Each nested fact that is there, built; one that is not there is `build`'s to object to."""
    for name in SENTENCES:
        if name in given:
            yield name, _sentence(given, name)
    if "keywords" in given:
        yield "keywords", build(Words, _mapping(given, "keywords"))
    if "licence" in given:
        own = _mapping(given, "licence")
        yield "licence", build(Licence, Lined.like(own, own | {"title": _sentence(own, "title")}))
    for name, kind in (("contributors", Contributor), ("sources", Sentence)):
        if name in given:
            yield name, [build(kind, each) for each in given[name]]


def _sentence(given: Lined, name: str) -> Sentence:
    own = _mapping(given, name)
    made = build(Sentence, own)
    if not all(isinstance(text, str) and text.strip() for text in (made.zh, made.en)):
        raise SchemaError(f"{own.where}: {name} must be told in zh and en")
    return made


def _mapping(given: Lined, name: str) -> Lined:
    own = given.get(name)
    if not isinstance(own, Lined):
        raise SchemaError(f"{given.where}: {name} must be told as a mapping")
    return own
