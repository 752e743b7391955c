"""What tells a publisher besides its title: the list of sources, the document's text, and where the file lies.

    names(…)       names of bodies, each with what it comes from: sources.csv, the page's metadata, the file's name
    places(…)      divisions, in the same way: by them 鼓楼区 becomes that of one city

Each is a weaker witness than the one before it; all are weaker than the title.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from pathlib import PurePosixPath

from pipeline.divisions import LONGEST, Division, coded, current, lookup, named
from pipeline.fetch.receipts import Receipt
from pipeline.fetch.sources import Source
from pipeline.locate.bodies import FULL, body, shape
from pipeline.locate.front import bare, front
from pipeline.locate.title import Headline, parse, parse_list
from pipeline.read.document import Document, Grid
from schemas.bodies import words
from schemas.load import writing

SOURCE_LIST, TEXT, PATH = "source_list", "text", "path"
METADATA_LINES = 40
MOST_OCCURRENCES = 40
"""Places in the text that are looked at for a division beside a name."""


@dataclass(frozen=True)
class Evidence:
    """The witnesses of one document; what is costly is read when it is asked for."""

    document: Document
    receipt: Receipt | None
    year: int | None

    @property
    def listed(self) -> Source | None:
        return self.receipt.listed if self.receipt else None

    @cached_property
    def file(self) -> Headline:
        """What the file's name says where it is a title."""
        name = bare(self._path[-1]) if self._path else ""
        return parse(name) or parse_list(name) or Headline()

    @cached_property
    def _path(self) -> tuple[str, ...]:
        """The folders and the file's name without its ending; a container counts as a folder of its name."""
        path = PurePosixPath(self.receipt.path if self.receipt else "")
        return (*map(_folder, path.parent.parts), path.stem) if path.name else ()

    @cached_property
    def text(self) -> str:
        blocks = self.document.blocks
        texts = (c.text for b in blocks for c in (b.cells() if isinstance(b, Grid) else (b,)))
        return "\n".join(map(bare, (self.document.title or "", *texts)))

    def names(self) -> Iterator[tuple[str, str]]:
        """Names of bodies that may be the publisher's, and what says so, the best witness first."""
        if self.listed:
            yield self.listed.publisher, SOURCE_LIST
        yield from ((name, TEXT) for name in self._metadata())
        if self.file.publisher:
            yield self.file.publisher, PATH
        yield from ((folder, PATH) for folder in reversed(self._path[:-1]) if shape(folder) == FULL)

    def _metadata(self) -> Iterator[str]:
        """The values of labels such as 发布机构, in a row beside it or behind its colon."""
        for line in front(self.document, METADATA_LINES):
            fields = [piece for field in line.fields for piece in field.split(":")]
            for label, value in pairwise(fields):
                if label.endswith(writing().publisher_labels):
                    yield from islice(filter(lambda name: shape(name) == FULL, _beginnings(value)), 1)

    def places(self, beside: str) -> Iterator[tuple[tuple[Division, ...], str]]:
        """Divisions that the body may lie in or be of; `beside` is the word that they stand before in the text."""
        if self.listed:
            yield self._listed(), SOURCE_LIST
        for name in self._metadata():
            yield self._of(name), TEXT
        yield self._before(beside), TEXT
        yield self._folders(), PATH

    def elsewhere(self, division: Division) -> bool:
        """Whether the list or the folders lead to places that the division has nothing to do with."""
        witnesses = (self._listed() if self.listed else (), self._folders())
        return any(places and not any(map(division.touches, places)) for places in witnesses)

    def _listed(self) -> tuple[Division, ...]:
        code = self.listed.division_code
        return coded(code, self.year) if code else self._of(self.listed.publisher)

    def _of(self, name: str) -> tuple[Division, ...]:
        found = body(bare(name))
        return current(found.divisions, self.year) if found else ()

    def _before(self, word: str) -> tuple[Division, ...]:
        """All divisions whose names stand right before a word, anywhere in the text."""
        found: dict[str, Division] = {}
        for before in islice(_befores(self.text, word), MOST_OCCURRENCES):
            found |= {d.code: d for d in current(_ending(before), self.year)}
        return tuple(found.values())

    def _folders(self) -> tuple[Division, ...]:
        """The division that the folders lead to, each within the one before."""
        inside: tuple[Division, ...] = ()
        for folder in self._path[:-1]:
            found = named(bare(folder), self.year, short=True) or self._of(folder)
            inside = _within(found, inside) or inside
        return _within(self._of(self.file.publisher or ""), inside) or inside


def _folder(part: str) -> str:
    """The name of a folder, or of a container without its ending: 南京市.zip!"""
    return PurePosixPath(part.removesuffix("!")).stem if part.endswith("!") else part


def _within(found: Iterable[Division], inside: tuple[Division, ...]) -> tuple[Division, ...]:
    return tuple(d for d in found if not inside or any(d.within(other) for other in inside))


def _beginnings(text: str) -> Iterator[str]:
    """The beginnings of a text, the longest first: what a label's value begins with may be followed by the next."""
    return (text[:length] for length in range(min(len(text), 2 * LONGEST), 2, -1))


def _befores(text: str, word: str) -> Iterator[str]:
    at = text.find(word)
    while at >= 0:
        if text[:at].endswith(words().ranks):
            yield text[max(0, at - 2 * LONGEST) : at].rpartition("\n")[2]
        at = text.find(word, at + len(word))


def _ending(text: str) -> tuple[Division, ...]:
    """The divisions that the end of a text names, in as many names as it has."""
    whole = (lookup(text[start:]) for start in range(len(text)))
    return next((found.divisions for found in whole if found.divisions and not found.rest), ())
