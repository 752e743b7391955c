"""What became of each document between two releases: `fates(base, release)` → `Fates`, reasons by report and by path.

        base                 release
        甲.pdf  aaa…         甲.pdf  aaa…        ""  the same bytes: whatever changed, the publisher didn't do it
        乙.pdf  bbb…         乙.pdf  ccc…        publisher_revised: other bytes from the same place
        丙.pdf  ddd…         丙2.pdf eee…        publisher_revised: of one publisher and year, and ddd… is gone
        丁.pdf  fff…                             withdrawn
                             戊.pdf  999…        new_report
        己.pdf  111…         己.pdf  111…        ""
                             己2.pdf 222…        publisher_revised: of one address, publisher and year; 111… was kept

A document is its bytes: one that was moved or whose report got another number is the same. A report's number can pass
from one document to another, where two are of one publisher and year: then it is told by which of them came or went.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

SAME = ""
NEW, REVISED, WITHDRAWN = "new_report", "publisher_revised", "withdrawn"

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a release; `report_id` is None where it was refused, `whose` is publisher and year."""

    path: str
    sha256: str
    report_id: str | None = None
    url: str | None = None
    whose: tuple[str, int] | None = None


@dataclass(frozen=True)
class Side:
    """The documents of one release, looked up by whatever tells them."""

    documents: tuple[Document, ...]

    @cached_property
    def places(self) -> frozenset[tuple[str, str]]:
        return frozenset((document.path, document.sha256) for document in self.documents)

    @cached_property
    def bytes(self) -> frozenset[str]:
        return frozenset(document.sha256 for document in self.documents)

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        return {document.path: document for document in self.documents}

    @cached_property
    def by_report(self) -> Mapping[str, Document]:
        return {document.report_id: document for document in self.documents if document.report_id is not None}

    @cached_property
    def _by_mark(self) -> Mapping[tuple[str, object], list[Document]]:
        found: dict[tuple[str, object], list[Document]] = {}
        for document in self.documents:
            for mark in _marks(document):
                found.setdefault(mark, []).append(document)
        return found

    @cached_property
    def _by_bytes(self) -> Mapping[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self.documents:
            found.setdefault(document.sha256, []).append(document)
        return found

    def holds(self, document: Document, other: "Side") -> bool:
        """Whether the document of `other` is here too: the same bytes at its place, or moved from where they were."""
        there = self._by_bytes.get(document.sha256, ())
        return any(o.path == document.path or (o.path, o.sha256) not in other.places for o in there)

    def replaces(self, document: Document, other: "Side") -> bool:
        """Whether here another document, which `other` doesn't have, stands in the place of that one of `other`."""
        there = (found for mark in _marks(document) for found in self._by_mark.get(mark, ()))
        return any(found.sha256 not in other.bytes for found in there)

    def is_revised_by(self, document: Document) -> bool:
        """Whether a new document came from the address of one that is here, of the same publisher and year.

        What was fetched is kept when its address gives other bytes, so both are there: the address tells it.
        """
        there = self._by_mark.get(("url", document.url), ()) if document.url and document.whose else ()
        return any(found.whose == document.whose and found.sha256 != document.sha256 for found in there)


def _marks(document: Document) -> Iterable[tuple[str, object]]:
    """By what a document that replaces another is known: its path, its address, its publisher and year."""
    marks = {"path": document.path, "url": document.url, "whose": document.whose}
    return [(name, mark) for name, mark in marks.items() if mark is not None]


@dataclass(frozen=True, slots=True)
class Fates:
    """Why the rows of a report, or about a path, changed; `SAME` where the document's bytes are the same."""

    reports: Mapping[str, str]
    paths: Mapping[str, str]

    @property
    def any(self) -> bool:
        """Whether any document came, went or changed."""
        return any(self.paths.values())


def fates(base: Iterable[Document], release: Iterable[Document]) -> Fates:
    """The fate of every report and path of either release."""
    old, new = Side(tuple(base)), Side(tuple(release))
    return Fates(_each(old.by_report, new.by_report, old, new), _each(old.by_path, new.by_path, old, new))


def _each(before: Mapping[str, Document], after: Mapping[str, Document], old: Side, new: Side) -> dict[str, str]:
    return {name: _fate(before.get(name), after.get(name), old, new) for name in {**before, **after}}


def _fate(was: Document | None, now: Document | None, old: Side, new: Side) -> str:
    if was is None:
        return _of_two(old.holds(now, new), old.replaces(now, new) or old.is_revised_by(now), NEW)
    if now is None:
        return _of_two(new.holds(was, old), new.replaces(was, old), WITHDRAWN)
    if was.sha256 == now.sha256:
        return SAME
    return _taken_over(was.sha256 in new.bytes, now.sha256 in old.bytes)


def _of_two(held: bool, replaced: bool, otherwise: str) -> str:
    return SAME if held else REVISED if replaced else otherwise


def _taken_over(still_there: bool, was_there: bool) -> str:
    """A name that belongs to other bytes now: did the old ones stay, and were the new ones there before?"""
    if still_there:
        return SAME if was_there else NEW
    return WITHDRAWN if was_there else REVISED
