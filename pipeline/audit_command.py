"""`gongkai audit`: draws cells of a release for somebody to compare with the documents; `--report` counts the sheet.

    FOLDER/audit.csv    a row a cell; `seen` and `note` are empty, to be filled in
    FOLDER/audit.html   the place of each cell: a picture of the PDF's page, else the lines around, and no value, so
                        that nobody reads what the program has read
"""

import base64
import csv
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from pipeline import folders
from pipeline.cell_command import around
from pipeline.check.audit import SHEET, rates
from pipeline.check.audit import drawn as draw_cells
from pipeline.fetch.receipts import DOCUMENTS, Receipt, open_document
from pipeline.locate import place
from pipeline.read import read
from pipeline.read.again import crop, shows
from pipeline.read.document import Refusal
from pipeline.release.index import read_index
from pipeline.release.publish import RELEASES
from schemas.load import CELLS, cell_name, codelist
from schemas.tables import key

PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>audit {version}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>body{{font:15px sans-serif;max-width:70em;margin:2em auto}}img{{max-width:100%;border:1px solid #999}}
pre{{background:#f4f4f4;padding:.6em;white-space:pre-wrap}}section{{margin:2em 0}}</style>
<h1>{version}: {count} cells · seed {seed}</h1>{cells}</html>
"""


def draw(
    raw: Path | None, published: Path | None, version: str | None, out: Path, size: int, seed: int
) -> int:
    """Write sheet and page; 1 with a sentence where there is no such release or nothing to draw."""
    raw, published = folders.raw(raw), folders.published(published)
    version = version or read_index(published)["latest"]
    folder = published / RELEASES / str(version)
    if not (folder / "reports.parquet").is_file():
        return _fail(f"{folder} is no release: publish first, or give --published and --version.")
    cells = _cells(folder)
    if cells.empty or size < 1:
        return _fail(f"there is nothing to draw: {len(cells)} cells in {folder}, --sample {size}.")
    sample = draw_cells(cells, size, seed)
    out.mkdir(parents=True, exist_ok=True)
    _write_sheet(out / "audit.csv", sample)
    shown = "".join(_shown(raw, row) for row in sample.to_dict("records"))
    page = PAGE.format(version=escape(str(version)), count=len(sample), seed=seed, cells=shown)
    (out / "audit.html").write_text(page, "utf-8")
    print(f"{len(sample)} cells: look at {out / 'audit.html'}, fill in `seen` in {out / 'audit.csv'}, then")
    print(f"gongkai audit --report {out / 'audit.csv'}")
    return 0


def report(sheet: Path) -> int:
    """Print the rates of a filled-in sheet; 1 with a sentence where it is none, or nothing was filled in."""
    try:
        found = rates(read_sheet(sheet))
    except (OSError, ValueError) as error:
        return _fail(f"{sheet}: {error}")
    if not found:
        return _fail(f"{sheet}: the column `seen` is empty; write there what the source prints, `blank` or `missing`.")
    heads = ("form", "grade", "cells", "wrong", "of these sound", "withheld", "error rate", "95 % interval")
    table = Table(*heads, box=None)
    for one in found:
        rate, low, high = (f"{100 * part:.1f} %" if part is not None else "-" for part in (one.rate, one.low, one.high))
        counts = (str(n) for n in (one.cells, one.wrong, one.wrong_sound, one.withheld))
        table.add_row(one.form, one.grade, *counts, rate, f"{low} – {high}")
    Console(width=110, highlight=False).print(table)
    return 0


def read_sheet(sheet: Path) -> list[dict[str, str]]:
    """The rows of a sheet, with or without BOM; ValueError where a column is missing."""
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, restval=""))
    missing = set(SHEET) - set(rows[0] if rows else ())
    if missing:
        raise ValueError(f"no sheet of gongkai audit: it lacks {', '.join(sorted(missing))}.")
    return rows


def _cells(folder: Path) -> pd.DataFrame:
    """All cells of the release in the columns of a sheet."""
    reports = pq.read_table(folder / "reports.parquet").to_pandas()
    known = reports[["report_id", "media_type", "grade", "source_path", "source_sha256"]].astype(object)
    parts = []
    for name in CELLS:
        part = pq.read_table(folder / f"{name}.parquet").to_pandas().astype(object)
        part = part.rename(columns=dict(zip(key(name)[1:], ("item", "column"), strict=False)))
        parts.append(part.assign(column=part.get("column", ""), table=name, seen="", note=""))
    cells = pd.concat(parts).merge(known, on="report_id")
    cells["locator"] = cells["locator"].fillna("")
    return cells.assign(form=cells["media_type"] + " " + cells["method"].fillna(""))[list(SHEET)]


def _write_sheet(path: Path, sample: pd.DataFrame) -> None:
    """With BOM, for whoever fills it in with Excel; a leading sign is no formula behind a tab."""
    plain = sample.assign(value=[f"{v:.15g}" if pd.notna(v) else "" for v in sample["value"]])
    plain["printed"] = ["\t" + text if text and text[0] in "=+@" else text for text in plain["printed"].fillna("")]
    plain.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _shown(raw: Path, row: dict[str, Any]) -> str:
    """One cell as HTML: what it is called in both languages, and its place."""
    table, item, column = row["table"], row["item"], row["column"]
    told = [_title(table, of, code) for of, code in enumerate((item, column)) if code]
    head = f"{row['report_id']} · {cell_name(table, item, column)}"
    try:
        place_shown = "".join(_place(raw, row))
    except (OSError, Refusal) as error:
        place_shown = f"<p>{escape(str(error))}</p>"
    return (
        f"<section><h2>{escape(head)}</h2><p>{escape(' × '.join(told))}</p>"
        f"<p>{escape(row['source_path'])} · {escape(row['locator'] or '-')}</p>{place_shown}</section>"
    )


def _title(table: str, of: int, code: str) -> str:
    found = codelist(f"{table}.{key(table)[1 + of]}")[code]
    return f"{found.title_zh} {found.title_en}"


def _place(raw: Path, row: dict[str, Any]) -> Iterator[str]:
    path = f"{DOCUMENTS}/{row['source_path']}"
    size = (raw / path).stat().st_size
    data = open_document(raw, Receipt(path, row["source_sha256"], size, None, None, None))
    document = read(data)
    placed = place(document).tables[row["table"]].cells[row["item"], row["column"]] if row["locator"] else None
    if placed is None or placed.place is None:
        yield "<p>No such cell was found: look in the document.</p>"
    elif shows(document, placed.place):
        picture = crop(data, document, placed.place)
        yield f'<img alt="" src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
    else:
        yield f"<pre>{escape(chr(10).join(around(document, placed.place.locator)))}</pre>"


def _fail(why: str) -> int:
    print(f"gongkai audit: {why}", file=sys.stderr)
    return 1
