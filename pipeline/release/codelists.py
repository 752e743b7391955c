"""The code lists of a release: one long table, and for each list a CSV file with what only that list has.

    codelists.parquet, csv/codelists.csv    list, code, position, titles, descriptions, parent, editions, more
    codelists/<list>.csv                    the same without `list`; `more` as columns of their own
"""

import csv
from pathlib import Path

from pipeline.release.build import Build
from pipeline.release.files import write_csv
from pipeline.release.guard import guarded
from pipeline.release.parquet import write_release_parquet
from schemas.codes import CodeRow, as_table, code_lists, code_rows
from schemas.tables import conform, to_arrow

FOLDER = "codelists"
COLUMNS = ("code", "position", "title_zh", "title_en", "description_zh", "description_en")
OF_THE_FORM = ("parent", "editions")


def codelists(build: Build) -> None:
    """`codelists.parquet`, `csv/codelists.csv` and `codelists/<list>.csv`."""
    write_release_parquet(build, FOLDER, [to_arrow(FOLDER, conform(FOLDER, as_table()))])
    write_csv(build.folder / f"{FOLDER}.parquet", build.folder / "csv" / f"{FOLDER}.csv")
    (build.folder / FOLDER).mkdir()
    for name in code_lists():
        _write(build.folder / FOLDER / f"{name}.csv", code_rows(name))


def _write(path: Path, rows: tuple[CodeRow, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns_of_list(rows), restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            told = {"editions": " ".join(map(str, row.editions)), "parent": row.parent} if row.editions else {}
            found = {column: getattr(row, column) for column in COLUMNS} | told | dict(row.more)
            writer.writerow({column: guarded(str(value)) for column, value in found.items()})


def columns_of_list(rows: tuple[CodeRow, ...]) -> tuple[str, ...]:
    """The columns of a list's file: those of all lists, those of the form's lines, and the list's own."""
    of_the_form = OF_THE_FORM if any(row.editions for row in rows) else ()
    return (*COLUMNS, *of_the_form, *dict.fromkeys(word for row in rows for word in row.more))
