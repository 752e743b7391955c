"""`gongkai check FILE --cell TABLE/ROW/COLUMN`: where a published cell was read.

For a PDF or a scan a picture of the place, framed, beside the working directory; else the lines around it.
"""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pipeline.check_command import shown_plainly
from pipeline.contents import document_at
from pipeline.locate import place
from pipeline.locate.placement import Placed, Placement
from pipeline.read import read
from pipeline.read.again import shows
from pipeline.read.document import Document, Grid, Place, Refusal
from pipeline.tidy import tidy
from schemas.load import cell_name, corrections

LINES_AROUND = 2


def run(file: Path, wanted: str) -> int:
    """0 where the cell's place was shown; 1, with a sentence, where the file or the cell isn't there."""
    console = Console(highlight=False)
    try:
        receipt, data = document_at(str(file))
        document = read(data)
        placement = place(document)
        table, row, column = _cell(placement, wanted)
    except (OSError, Refusal, LookupError) as error:
        console.print(f"{file}: {error.args[-1] if isinstance(error, LookupError) else error}", markup=False)
        return 1
    placed = placement.tables[table].cells[row, column]
    cell = tidy(placement, corrections().get(receipt.sha256, ()))[table][row, column]
    name = cell_name(table, row, column)
    console.print(f"{name}: {cell.status}, printed {cell.printed!r}, at {cell.locator}", markup=False)
    if cell.corrected is not None:
        console.print(f"corrected to {cell.corrected}, with reason and reviewer in gongkai check", markup=False)
    if placed.place is not None and placed.place.path is not None:
        console.print(f"element: {placed.place.path}", markup=False)
    _show(console, file, data, document, placed)
    return 0


def _cell(placement: Placement, wanted: str) -> tuple[str, str, str]:
    """The table, row and column that `wanted` names; LookupError tells what there is to name."""
    table, _, rest = wanted.partition("/")
    row, _, column = rest.partition("/")
    if table not in placement.tables:
        raise LookupError(f"no table {table!r} in this report, only {', '.join(placement.tables) or 'none'}")
    cells = placement.tables[table].cells
    if (row, column) not in cells:
        named = sorted({c for r, c in cells if r == row}) or sorted({r for r, _ in cells})
        raise LookupError(f"no cell {rest!r} in {table}; there are {', '.join(named)}")
    return table, row, column


def _show(console: Console, file: Path, data: bytes, document: Document, placed: Placed) -> None:
    if placed.place is None:
        console.print("The document does not show this cell, or it could not be bound: see gongkai check.")
    elif shows(document, placed.place):
        console.print(f"picture: {_picture(file, data, document, placed.place)}", markup=False)
    else:
        for line in around(document, placed.place.locator):
            console.print(Text(shown_plainly(line)))


def _picture(file: Path, data: bytes, document: Document, at: Place) -> Path:
    """Where the picture of a cell was written: named by the file and the place, in the working directory."""
    from pipeline.read.again import crop

    target = Path(f"{file.stem}-{at.locator.replace('/', '-')}.png")
    target.write_bytes(crop(data, document, at))
    return target


def around(document: Document, locator: str) -> Iterator[str]:
    """The rows of the grid, or the lines, around a place; the place itself stands in 【】 brackets."""
    lines = [line for block in document.blocks for line in _lines(block, locator)]
    at = next((i for i, line in enumerate(lines) if "\u3010" in line), 0)
    yield from lines[max(0, at - LINES_AROUND) : at + LINES_AROUND + 1]


def _lines(block, locator: str) -> Iterator[str]:
    if not isinstance(block, Grid):
        yield _marked(block.text, block.place, locator)
        return
    for row in block.rows:
        cells = {id(cell): cell for cell in row if cell is not None}
        yield " | ".join(_marked(cell.text, cell.place, locator) for cell in cells.values())


def _marked(text: str, at: Place, locator: str) -> str:
    plain = " ".join(text.split())
    return f"\u3010{plain}\u3011" if at.locator == locator else plain
