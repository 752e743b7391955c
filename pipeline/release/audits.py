"""`audit.json`: what the last audit by hand came to, stratum by stratum; it says so where there was none.

Audits are kept in `schemas/audits/`: a filled-in sheet `<date>.csv`, and `<date>.yaml` with date, by, of and how.
"""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.check.audit import rates
from pipeline.release.build import Build
from pipeline.release.files import write_text
from schemas import load

FOLDER = "audits"
FILE = "audit.json"


def audit(build: Build) -> None:
    """`audit.json`."""
    write_text(build.folder / FILE, json.dumps(last(load.HERE / FOLDER), ensure_ascii=False, indent=2) + "\n")


def last(folder: Path) -> dict[str, Any]:
    """The latest audit by its name; `audit` is null where none was made. OSError or SchemaError where one is broken."""
    sheets = sorted(folder.glob("*.csv"))
    if not sheets:
        return {"audit": None, **load.messages()["no_audit"]}
    with sheets[-1].open(encoding="utf-8-sig", newline="") as stream:
        found = rates(csv.DictReader(stream))
    told = load.read_yaml(sheets[-1].with_suffix(".yaml"))
    about = {"date": str(told["date"]), "by": told["by"], "of": told["of"], "how": told["how"]}
    return {"audit": about | {"strata": [asdict(rate) for rate in found]}, **load.messages()["audit"]}
