"""The figures of real reports' prose: how many of those that a reader noted are found, and which others are.

    python -m tests.prose_cases CASES            recall on the cases' meta.json; 1 where it is below the floor, or
                                                 where the figures differ from those in prose_figures.csv
    python -m tests.prose_cases CASES --write    write prose_figures.csv anew: look at every line that changes

The file holds what was found in the cases and in this project's sample, each looked at by hand: no document, only
the subject, the number, how it stands to the tables and the end of its clause. Without CASES only the sample's
figures are looked at (tests/test_prose_figures.py).
"""

import csv
import json
import sys
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipeline.fetch.receipts import Receipt
from pipeline.report import read_report

FILE = Path(__file__).with_name("prose_figures.csv")
SAMPLE = Path(__file__).parents[1] / "raw" / "documents"
COLUMNS = ("document", "figure_id", "subject", "of", "value", "unit", "approximate", "part_of", "reconciliation", "clause")
LONGEST = 40
FLOOR = 0.95
"""Two of the 83 noted are shares, which aren't figures here."""


def figures(document: Path) -> list[dict]:
    """The rows of `narrative_figures` that a document gives."""
    receipt = Receipt(document.name, "0" * 64, 1, None, None, None)
    return list(read_report(receipt, document.read_bytes()).tables.get("narrative_figures", ()))


def lines(name: str, found: list[dict]) -> Iterator[dict[str, str]]:
    """The figures of a document as the file has them."""
    for row in found:
        shown = {column: "" if row.get(column) is None else str(row[column]) for column in COLUMNS}
        yield shown | {"document": name, "value": f"{row['value']:f}".rstrip("0").rstrip("."), "clause": _plain(row["text"])[-LONGEST:]}


def recorded() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sample() -> list[dict[str, str]]:
    """The figures of this project's own sample."""
    return [line for file in sorted(SAMPLE.rglob("*.*")) for line in lines(file.name, figures(file))]


def main(cases: str, *options: str) -> int:
    """0 where enough is found and nothing has changed."""
    missed, count, found = [], 0, sample()
    for folder in sorted(path.parent for path in Path(cases).glob("*/meta.json")):
        own = figures(next(folder.glob("report.*")))
        found += lines(folder.name, own)
        for noted in json.loads((folder / "meta.json").read_text("utf-8")).get("narrative_figures", ()):
            count += 1
            if not any(_is(noted, row) for row in own):
                missed.append(f"{folder.name}: {noted['text']} = {noted['value']} {noted['unit']}")
    print("\n".join(f"missed  {line}" for line in missed))
    print(f"{count - len(missed)} of {count} noted figures found ({(count - len(missed)) / count:.1%}); {len(found)} in all")
    if "--write" in options:
        _write(found)
    return int((count - len(missed)) / count < FLOOR or _changed(found))


def _is(noted: dict, row: dict) -> bool:
    """Whether a row is the figure that a reader noted: the same value and unit, in a clause that overlaps."""
    try:
        value = Decimal(noted["value"].replace(",", ""))
    except InvalidOperation:
        return False
    one, other = _plain(noted["text"]), _plain(row["text"])
    return value == Decimal(str(row["value"])) and noted["unit"] == row["unit"] and (one in other or other in one)


def _plain(text: str) -> str:
    return "".join(text.split())


def _write(found: list[dict[str, str]]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def _changed(found: list[dict[str, str]]) -> bool:
    """Print what is new and what is gone since the file was written."""
    before = recorded()
    gone, new = [line for line in before if line not in found], [line for line in found if line not in before]
    for sign, changed in (("-", gone), ("+", new)):
        print("\n".join(f"{sign} {','.join(line.values())}" for line in changed))
    return bool(gone or new)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
