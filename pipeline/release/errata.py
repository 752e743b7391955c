"""`published/errata.json`: what is known to be wrong in releases that can't change, one entry an erratum.

    {"errata": [{"id": "2026-11-24-1", "versions": ["2026.11.1"], "table": "applications", "report_id": "…",
                 "item": "granted", "column": "total", "message_zh": "…", "message_en": "…", "time": "…"}]}

`report_id`, `item` and `column` narrow it down, null meaning all; they are codes of the table's key, as in findings.
Readers join the errata when they load a release (`client/gongkai.py`).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.release.clock import now
from pipeline.release.errors import PublishError, explained
from pipeline.release.files import write_text
from pipeline.release.index import RELEASES, locked, read_index
from schemas.tables import PUBLISHED, columns_of, key

NAME = "errata.json"


@dataclass(frozen=True, slots=True)
class Erratum:
    """What is wrong in one table of some versions; the narrower the better."""

    versions: Sequence[str]
    table: str
    message_zh: str
    message_en: str
    report_id: str | None = None
    item: str | None = None
    column: str | None = None


def read_errata(published: Path) -> list[dict[str, Any]]:
    """The errata, none where there is no such file; PublishError where it can't be understood."""
    path = published / NAME
    if not path.exists():
        return []
    try:
        return list(json.loads(path.read_text("utf-8"))["errata"])
    except (ValueError, TypeError, KeyError) as error:
        raise PublishError(f"{path} can't be understood ({error}): restore it from a copy.") from error


def add(published: Path, erratum: Erratum) -> str:
    """Append it; its id. PublishError where it names a version, table, report or code that isn't there."""
    with explained(published), locked(published):
        _check(published, erratum)
        known, today = read_errata(published), str(now().date())
        number = 1 + sum(entry["id"].startswith(today) for entry in known)
        entry = {"id": f"{today}-{number}"} | asdict(erratum) | {"time": now().isoformat(timespec="seconds")}
        write_text(published / NAME, json.dumps({"errata": [*known, entry]}, ensure_ascii=False, indent=2) + "\n")
        return entry["id"]


def _check(published: Path, erratum: Erratum) -> None:
    known = {entry["version"] for entry in read_index(published)["releases"] if "removed" not in entry}
    if not erratum.versions or not known.issuperset(erratum.versions):
        raise PublishError(f"an erratum names releases that are there: {', '.join(sorted(known)) or 'none'}.")
    if erratum.table not in PUBLISHED:
        raise PublishError(f"{erratum.table} is no table: one of {', '.join(PUBLISHED)}.")
    _check_codes(erratum)
    if erratum.report_id is not None:
        for version in erratum.versions:
            _check_report(published / RELEASES / version / f"{erratum.table}.parquet", erratum.report_id)


def _check_codes(erratum: Erratum) -> None:
    """`item` and `column` are codes of the table's first and second key column behind report_id."""
    own = [column for column in key(erratum.table) if column != "report_id"]
    given = (erratum.item, erratum.column)
    for name, code, column in zip(("item", "column"), given, [*own, None, None], strict=False):
        codes = columns_of(erratum.table)[column].codes if column else ()
        if code is not None and code not in codes:
            raise PublishError(f"{code!r} is no {name} of {erratum.table}: one of {', '.join(codes) or 'none'}.")


def _check_report(table: Path, report_id: str) -> None:
    if "report_id" not in pq.read_schema(table).names:
        raise PublishError(f"{table.stem} has no column report_id: leave the report out.")
    if pq.read_table(table, columns=["report_id"], filters=[("report_id", "=", report_id)]).num_rows == 0:
        raise PublishError(f"{report_id} has no row in {table}: name a report that has.")
