"""The sample's release, hash by hash, and why its cells are what they are: `make golden WHY="…"` writes `golden.json`.

    files       the sha256 of every file, but of those that tell the code's own version
    cells       a digest of the published cells: table, key, value, status, print, what stands beside it, sound
    explained   the entry of CHANGELOG.md that says why the cells last changed

The release is built with a version, a date and a code version of its own, so that only the data, the code that made
them and the pinned libraries decide the bytes. Where the cells change, so must CHANGELOG.md: WHY is an entry of its
section Unreleased, or becomes one, and it can't be the one that explained the change before.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pyarrow.parquet as pq

from pipeline import code_version
from pipeline.publish_command import run
from schemas import load
from schemas.tables import key

ROOT = Path(__file__).parents[1]
FILE = Path(__file__).with_name("golden.json")
CHANGELOG = ROOT / "CHANGELOG.md"
VERSION, EPOCH = "2000.1.1", "946684800"
RAW = ROOT / "raw"
NEXT = "## Unreleased"

CELLS = (*load.CELLS, "narrative_figures")
SAID = ("value", "unit", "status", "printed", "value_inferred", "value_corrected", "sound", "subject", "of")
"""What is told of a cell or a figure, where its table has it; a new column changes no cell."""


def release(work: Path) -> Path:
    """The sample's release, built below `work`."""
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    known = {"code": lambda: "golden", "corrections": lambda: "golden", "libraries": dict}
    with mock.patch.multiple(code_version, **known):
        if run(RAW, work, VERSION):
            raise SystemExit("the sample could not be published")
    return work / "releases" / VERSION


def hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file of a release."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def cells(folder: Path) -> str:
    """A digest of the published cells of a release."""
    told = hashlib.sha256()
    for name in CELLS:
        rows = pq.read_table(folder / f"{name}.parquet")
        wanted = [*key(name), *(column for column in SAID if column in rows.column_names)]
        for row in rows.select(wanted).to_pylist():
            told.update(json.dumps([name, *row.values()], ensure_ascii=False).encode() + b"\n")
    return told.hexdigest()


def entries(changelog: str) -> Iterator[str]:
    """The entries of a changelog, each in one line."""
    for entry in re.split(r"^- ", changelog, flags=re.MULTILINE)[1:]:
        yield _line(re.split(r"^#|\n\n", entry, flags=re.MULTILINE)[0])


def _line(text: str) -> str:
    return " ".join(text.split()).removeprefix("- ")


def explained(known: dict[str, str], made: str, why: str, changelog: str) -> tuple[str, str]:
    """What explains the cells, and the changelog that says so; SystemExit where nothing new does."""
    why = _line(why)
    if known["cells"] == made:
        return known["explained"], changelog
    if not why:
        raise SystemExit('The cells changed: say why in an entry of CHANGELOG.md, and repeat it: make golden WHY="…"')
    if why == known["explained"]:
        raise SystemExit("This entry explained the change before: the cells changed again, so say what is new.")
    if NEXT not in changelog:
        raise SystemExit(f"CHANGELOG.md has no section {NEXT!r}: make one, for the change is new.")
    section = re.split(r"^## ", changelog.split(NEXT, 1)[1], flags=re.MULTILINE)[0]
    if why in entries(section):
        return why, changelog
    if why in entries(changelog):
        raise SystemExit("This entry belongs to an earlier version: the change is new, so say it under Unreleased.")
    return why, changelog.replace(NEXT + section, f"{NEXT}{section.rstrip()}\n- {why}\n" + "\n" * section.endswith("\n\n"))


def main(why: str) -> None:
    known = json.loads(FILE.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as work:
        folder = release(Path(work))
        files, made = hashes(folder), cells(folder)
    because, changelog = explained(known, made, why, CHANGELOG.read_text("utf-8"))
    CHANGELOG.write_text(changelog, "utf-8")
    told = {"cells": made, "explained": because, "files": files}
    FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"wrote {FILE}; the cells {'are the same' if made == known['cells'] else 'changed: ' + because}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
