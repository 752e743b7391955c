"""`gongkai check --html FILE…`: a page for each report, the official form with its faults, to open in a browser."""

import sys
from pathlib import Path

from pipeline.check_command import readings
from pipeline.release.portal.single import page
from pipeline.report import Reading


def run(file: Path) -> int:
    """Write `<name of the file>.html` in the current folder and tell where; 1 where a finding is an error, else 0.

    A document in a container has a page of its own, `<container>!_<path in it>.html`.
    """
    return max(_written(reading, file) for reading in readings(file))


def _written(reading: Reading, file: Path) -> int:
    inside = reading.receipt.path.removeprefix(str(file))
    written = Path(f"{file.name}{inside.replace('/', '_')}.html")
    try:
        written.write_text(page(reading), encoding="utf-8")
    except OSError as error:
        print(f"gongkai check: {written.absolute()} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    print(written.absolute())
    errors = any(finding["severity"] == "error" for finding in reading.tables.get("findings", ()))
    return int(errors or "documents_refused" in reading.tables)
