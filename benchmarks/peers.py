"""Table 三 of the same documents by this project and by others: `python -m benchmarks.peers --peers FOLDER`.

    cells right   cells whose value is the printed one (a blank none), of all that the documents print
    silent        wrong, and nothing says so: a general reader has no way to say it
    CPU           process time, as a multiple of this project's whole path: read, bind, check, prose and publisher

A general reader gives grids and knows no form. Its cells are taken as someone who knows the form takes them: of all
rows whose last seven cells are numbers or empty, at least one a number, each is the row of the form whose label stands
before the numbers, and where none stands there word for word, the row after the last. Every way of reading that suits
ruled tables is tried, since none is best for all documents.

The readers are no dependencies of the project. They stand in a folder of their own, `pip install --target FOLDER
pdfplumber camelot-py`, which is searched last, so that the project keeps its own libraries. The table is printed and
written to benchmarks/peers_table.md, which docs/accuracy.md takes up.
"""

import argparse
import io
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from benchmarks.accuracy import published
from pipeline.fetch.receipts import Receipt
from pipeline.report import read_report
from schemas.load import table
from tests.corpus.reports import Made, make, picked

NAME = "applications"
TABLE = Path(__file__).with_name("peers_table.md")
NUMBER = re.compile(r"\d[\d,]*")
Values = dict[tuple[str, str], Decimal | None]
Rows = Iterator[Sequence[str]]


@dataclass
class Tally:
    """What one reader came to over all documents."""

    right: int = 0
    silent: int = 0
    cells: int = 0
    seconds: float = 0.0
    failed: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", required=True, metavar="FOLDER", help="where the other readers are installed")
    parser.add_argument("--html", type=int, default=60, help="reports in HTML")
    parser.add_argument("--pdf", type=int, default=40, help="reports in PDF")
    parser.add_argument("--seed", type=int, default=7000)
    given = parser.parse_args(arguments)
    sys.path.append(given.peers)
    options = f"--html {given.html} --pdf {given.pdf} --seed {given.seed}"
    told = f"`python -m benchmarks.peers --peers FOLDER {options}`, with {_versions()}\n"
    lines = [told, "| form | reader | documents | cells | right | % right | silent | failed | CPU |", "|---" * 9 + "|"]
    for form in READERS:
        lines += _compared(form, range(given.seed, given.seed + getattr(given, form)))
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(TABLE.read_text("utf-8"))
    return 0


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("pandas", "pdfplumber", "camelot-py"))


def _compared(form: str, seeds: Sequence[int]) -> Iterator[str]:
    """A line for each reader of a form; all read the same documents."""
    made = [each for seed in seeds if NAME in (each := make(seed, form, picked(form, seed, 2))).truth.editions]
    ours = _tally(_own, made)
    yield _line(form, "this project", ours, ours, len(made))
    for name, rows in READERS[form].items():
        yield _line(form, name, _tally(partial(_theirs, rows), made), ours, len(made))


def _line(form: str, name: str, tally: Tally, ours: Tally, documents: int) -> str:
    share, ratio = f"{100 * tally.right / tally.cells:.2f}", f"{tally.seconds / ours.seconds:.1f} ×"
    counts = f"{tally.cells:,} | {tally.right:,} | {share} | {tally.silent:,} | {tally.failed}"
    line = f"| {form} | {name} | {documents} | {counts} | {ratio} |"
    print(line, flush=True)
    return line


def _tally(read: Callable[[Made], tuple[Values, set | None]], made: Sequence[Made]) -> Tally:
    """Every document read by one reader; `read` gives values and, where the reader tells any, the cells in doubt."""
    tally = Tally()
    for each in made:
        started = time.process_time()
        try:
            values, doubted = read(each)
        except Exception:  # a reader of others may raise anything; that is what it comes to on this document
            values, doubted = {}, None
            tally.failed += 1
        tally.seconds += time.process_time() - started
        for (name, *key), (status, wanted) in each.cells.items():
            if name != NAME or (name, *key) in each.hidden:
                continue
            tally.cells += 1
            got = values.get(tuple(key), "nothing")
            if got == (wanted if status == "reported" else None):
                tally.right += 1
            elif got != "nothing" and (doubted is None or tuple(key) not in doubted):
                tally.silent += 1
    return tally


def _own(made: Made) -> tuple[Values, set]:
    """This project's values, and the cells that it does not publish as printed or calls in doubt."""
    reading = read_report(Receipt("documents/x", "0" * 64, len(made.data), None, None, None), made.data)
    rows = reading.tables.get(NAME, ())
    values = {tuple(rest): value for (name, *rest), (_, value) in published(reading).items() if name == NAME}
    unread = {(r["item"], r["applicant"]) for r in rows if r["status"] in ("unreadable", "missing")}
    doubted = {(r["item"], r["applicant"]) for r in rows if not r["sound"]}
    return {key: value for key, value in values.items() if key not in unread}, doubted


def _theirs(rows: Callable[[bytes], Rows], made: Made) -> tuple[Values, None]:
    return _taken(rows(made.data), made), None


def _taken(rows: Rows, made: Made) -> Values:
    """The rows of numbers as rows of the form: by label where it stands there whole, else in their order."""
    shape = table(NAME, made.truth.editions[NAME])
    places = {_bare(spelling): place for place, line in enumerate(shape.rows.values()) for spelling in line.spellings}
    codes, values, place = [*shape.rows], {}, -1
    for row in rows:
        if len(row) > 7 and _is_of_numbers(row[-7:]):
            place = places.get(_label(row[:-7], places), place + 1)
            if place < len(codes):
                values |= {(codes[place], c): _number(text) for c, text in zip(shape.columns, row[-7:], strict=True)}
    return values


def _label(fields: Sequence[str], known: Mapping[str, int]) -> str:
    """The last of the fields before the numbers that is a label of the form; empty where none is."""
    return next((text for text in map(_bare, reversed(fields)) if text in known), "")


def _bare(text: str | None) -> str:
    return "".join(str(text or "").split())


def _is_of_numbers(cells: Sequence[str]) -> bool:
    texts = [_bare(cell) for cell in cells]
    return any(texts) and all(not text or NUMBER.fullmatch(text) or text in "/-—无" for text in texts)


def _number(text: str) -> Decimal | None:
    text = _bare(text).replace(",", "")
    return Decimal(text) if text.isdecimal() else None


def _pandas(data: bytes) -> Rows:
    text = data.decode("gb18030" if b"charset=gb" in data.lower() else "utf-8", "replace")
    for frame in pd.read_html(io.StringIO(text)):
        yield from ([_text(value) for value in row] for row in frame.itertuples(index=False))


def _text(value: object) -> str:
    """A cell of pandas as text: 3.0 is 3 again, and what is not there is empty."""
    if isinstance(value, float):
        return "" if value != value else f"{value:.15g}"
    return str(value)


def _pdfplumber(strategy: str, data: bytes) -> Rows:
    import pdfplumber

    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for grid in page.extract_tables(settings):
                yield from grid


def _camelot(flavor: str, data: bytes) -> Rows:
    import camelot

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(data)
        for found in camelot.read_pdf(file.name, pages="all", flavor=flavor):
            yield from found.df.values.tolist()


READERS: Mapping[str, Mapping[str, Callable[[bytes], Rows]]] = {
    "html": {"pandas.read_html": _pandas},
    "pdf": {
        "pdfplumber, lines": partial(_pdfplumber, "lines"),
        "pdfplumber, text": partial(_pdfplumber, "text"),
        "camelot, lattice": partial(_camelot, "lattice"),
        "camelot, stream": partial(_camelot, "stream"),
    },
}

if __name__ == "__main__":
    sys.exit(main())
