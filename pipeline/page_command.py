"""`gongkai check --html FILE…`: a page for each report, the official form with its faults, to open in a browser."""

import sys
from pathlib import Path

from pipeline.check_command import read
from pipeline.release.portal.single import page


def run(file: Path) -> int:
    """Write `<name of the file>.html` in the current folder and tell where; 1 where a finding is an error, else 0."""
    reading = read(file)
    written = Path(f"{file.name}.html")
    try:
        written.write_text(page(reading), encoding="utf-8")
    except OSError as error:
        print(f"gongkai check: {written.absolute()} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    print(written.absolute())
    errors = any(finding["severity"] == "error" for finding in reading.tables.get("findings", ()))
    return int(errors or "documents_refused" in reading.tables)
