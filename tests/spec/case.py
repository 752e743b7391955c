"""What a rule is tried on: `Case(drawing)`, a piece of one report; `rows(table, drawing)`, rows of one table of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from pipeline.check import Verdict, check
from pipeline.check.finding import Finding
from pipeline.fetch.receipts import Receipt
from pipeline.fetch.sources import Source
from pipeline.locate import place
from pipeline.locate.placement import Placement
from pipeline.locate.refusal import refusal
from pipeline.read.document import Cell, Document, Grid, Shape
from pipeline.tidy import tidy
from schemas.load import LATEST_EDITION, Correction, table
from tests.spec.drawing import GAP, whole
from tests.spec.markdown import shown


class Piece(Protocol):
    """Anything that a rule can be tried on; a rule that isn't about one report brings a class of its own."""

    def findings(self) -> Sequence[Finding]:
        """What is found in it."""

    def shown(self) -> str:
        """How the manual shows it, in Markdown."""


@dataclass(frozen=True)
class Case:
    """A drawn piece of one report (see `drawing`), the corrections that are known of it, and its entry in the list
    of sources."""

    drawing: str
    shape: Shape = "cells"
    corrections: tuple[Correction, ...] = ()
    source: Source | None = None

    def read(self) -> Document:
        return whole(self.drawing, self.shape)

    def verdict(self) -> Verdict:
        return _verdict(self)

    def findings(self) -> Sequence[Finding]:
        """None where the document is refused: then there is no report."""
        return () if refusal(self.placement()) else self.verdict().findings

    def placement(self) -> Placement:
        return place(self.read(), Receipt("documents/a.html", "0" * 64, 1, None, None, None, self.source))

    def shown(self) -> str:
        return shown(self.drawing, self.shape, self.corrections, self.source)


@dataclass(frozen=True)
class Scanned(Case):
    """The same, its tables recognised in a picture."""

    def read(self) -> Document:
        read = super().read()
        blocks = tuple(_recognised(block) if isinstance(block, Grid) else block for block in read.blocks)
        return replace(read, blocks=blocks)

    def shown(self) -> str:
        return f"识别自图像 · recognised in a picture:\n\n{super().shown()}"


def _recognised(grid: Grid) -> Grid:
    def cell(one: Cell) -> Cell:
        return one._replace(place=one.place._replace(method="ocr"))

    new = {id(one): cell(one) for one in grid.cells()}
    return replace(grid, rows=tuple(tuple(new.get(id(one)) for one in row) for row in grid.rows))


@cache
def _verdict(case: Case) -> Verdict:
    placement = case.placement()
    return check(placement, tidy(placement, case.corrections), case.corrections)


def rows(name: str, drawing: str, edition: int = LATEST_EDITION, **given) -> Case:
    """Rows of one table of an otherwise plain report."""
    return Case(f"{GAP}\n【表{table(name, edition).number}·{edition}】\n{drawing.strip()}\n{GAP}", **given)
