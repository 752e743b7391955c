"""What `locate` hands on: a `Placement`, national cell ↔ source cell, with the unplaced on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from pipeline.read.document import Document, Place
from schemas.load import Table

Key = tuple[str, str]


class Placed(NamedTuple):
    """The source of one national cell. `text` is None where the document shows no such cell.

    `doubt` is the rule that says why the cell can't be bound for certain; `unit` what the column's header
    says of the unit, where it says anything.
    """

    text: str | None
    place: Place | None
    doubt: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a placement: a rule, the row and column it concerns, and what was seen."""

    rule: str
    row: str | None = None
    column: str | None = None
    found: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading as printed, where, and the number that it bears."""

    section: str
    text: str
    order: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections: its heading as printed and the prose below it (tables left out)."""

    code: str
    heading: Heading | None
    text: str
    holds_table: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a section's prose tells: `text` is its clause, `start` and `end` that clause's offsets.

    `of` is the account, category or channel as printed; `part_of` the figure in whose list it stands. `signs`
    are the words' meanings in schemas/prose.yaml, `on_behalf` that an office speaks for its government.
    """

    figure_id: str
    section: str
    subject: str
    of: str | None
    value: Decimal
    unit: str | None
    approximate: bool
    text: str
    start: int
    end: int
    part_of: str | None = None
    signs: frozenset[str] = frozenset()
    on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table of the document bound to the layout that fits it.

    `cells` has every cell of the layout. `first` and `last` are the orders of its first and last field.
    `rivals` are other editions that fit what is visible just as well.
    """

    table: Table
    cells: Mapping[Key, Placed]
    notes: tuple[Note, ...]
    first: int
    last: int
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose report it is, as far as that can be told; the columns of `reports` say what each field means.

    `name` is the official name where the body was resolved, else the one that is printed. `resolution` says
    what decided, and is None where nothing did.
    """

    name: str | None = None
    printed: str | None = None
    id: str | None = None
    division_code: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    level: str | None = None
    kind: str | None = None
    field: str | None = None
    scope: str = "unknown"
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says of itself: title, year and publisher, and what is odd about them."""

    title: str | None = None
    year: int | None = None
    publisher: Publisher = Publisher()
    published_on: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Everything of one document that has a meaning in the layout."""

    document: Document
    head: Head
    sections: Mapping[str, Section]
    headings: tuple[Heading, ...]
    tables: Mapping[str, PlacedTable] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()

    @property
    def title(self) -> str | None:
        return self.head.title

    @property
    def publisher(self) -> str | None:
        """The publisher's name, official where it was resolved."""
        return self.head.publisher.name

    @property
    def year(self) -> int | None:
        return self.head.year
