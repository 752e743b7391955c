"""Table 三 of the same documents by this project and by others: `python -m benchmarks.peers --reports 40`.

    cells right   cells whose value is the printed one (a blank none), of all that the documents print
    silent        wrong, and nothing says so: a general reader has no way to say it
    CPU           process time, as a multiple of this project's whole path: read, bind, check, prose and publisher

A general reader gives grids and knows no form. Its cells are taken as its users take them: of all rows whose last seven
cells are numbers or empty, at least one a number, the first is the form's first row, and so on. The readers are no
dependencies of the project: `pip install pdfplumber camelot-py` where they are to be compared.
"""

import argparse
import io
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from benchmarks.accuracy import published
from pipeline.fetch.receipts import Receipt
from pipeline.report import read_report
from schemas.load import table
from tests.corpus.reports import Made, make, picked

NAME = "applications"
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
    parser.add_argument("--reports", type=int, default=40, help="of each form")
    parser.add_argument("--seed", type=int, default=7000)
    given = parser.parse_args(arguments)
    print("| form | reader | cells right | silent | CPU |\n|---|---|---|---|---|")
    for form, readers in READERS.items():
        made = [make(seed, form, picked(form, seed, 2)) for seed in range(given.seed, given.seed + given.reports)]
        made = [each for each in made if NAME in each.truth.editions]
        ours = _tally(_own, made)
        _told(form, "this project", ours, ours)
        for name, rows in readers.items():
            _told(form, name, _tally(lambda each, rows=rows: (_taken(rows(each.data), each), None), made), ours)
    return 0


def _told(form: str, name: str, tally: Tally, ours: Tally) -> None:
    share = f"{100 * tally.right / tally.cells:.2f} %"
    failed = f" ({tally.failed} documents failed)" if tally.failed else ""
    ratio = f"{tally.seconds / ours.seconds:.1f} ×"
    print(f"| {form} | {name} | {share}{failed} | {tally.silent:,} | {ratio} |", flush=True)


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


def _taken(rows: Rows, made: Made) -> Values:
    """The rows of numbers in their order as the form's rows."""
    shape = table(NAME, made.truth.editions[NAME])
    found = [row[-7:] for row in rows if len(row) > 7 and _is_of_numbers(row[-7:])]
    return {
        (code, column): _number(text)
        for code, row in zip(shape.rows, found, strict=False)
        for column, text in zip(shape.columns, row, strict=True)
    }


def _is_of_numbers(cells: Sequence[str]) -> bool:
    texts = ["".join(str(cell or "").split()) for cell in cells]
    return any(texts) and all(not text or NUMBER.fullmatch(text) or text in "/-—无" for text in texts)


def _number(text: str) -> Decimal | None:
    text = "".join(str(text or "").split()).replace(",", "")
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


def _pdfplumber(data: bytes) -> Rows:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for grid in page.extract_tables():
                yield from grid


def _camelot(data: bytes) -> Rows:
    import camelot

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(data)
        for found in camelot.read_pdf(file.name, pages="all", flavor="lattice"):
            yield from found.df.values.tolist()


READERS = {"html": {"pandas.read_html": _pandas}, "pdf": {"pdfplumber": _pdfplumber, "camelot": _camelot}}

if __name__ == "__main__":
    sys.exit(main())
