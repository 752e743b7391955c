"""A site of releases to load from: two small releases, served from a loopback address by a server that can misbehave."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipeline.release.files import sha256, sums, write_parquet
from pipeline.release.publish import publish
from schemas.tables import TABLES, conform
from tests.release.small import cell, report, row

Misbehaviour = Callable[[SimpleHTTPRequestHandler], bool]
"""Answers a request in its own way, then True; False leaves it to the server."""


def accepted(folder: Path, value: int) -> Path:
    """Whole tables that fit their schemas: two reports with a cell each, and a blank."""
    rows = {
        "reports": [report(report_id="r", year=2021), report(report_id="s", year=2023)],
        "applications": [
            cell(report_id="r", year=2021, value=value),
            cell(report_id="r", year=2021, applicant="business", value=None, status="blank", printed="", sound=False),
            cell(report_id="s", year=2023, value=7),
        ],
    }
    counted = {"expected": 1, "publishers": 1, "published": 1, "parsed": 0, "sound": 0}
    rows["coverage"] = [row("coverage", division_code="", year=year, **counted) for year in (2021, 2023)]
    folder.mkdir(parents=True)
    for name in TABLES:
        write_parquet(name, conform(name, rows.get(name, ())), folder / f"{name}.parquet")
    return folder


def build(folder: Path) -> Path:
    """`published/` with the releases 2026.11.1 and 2026.11.2, which differ in one value: 3, then 4."""
    for number, value in ((1, 3), (2, 4)):
        publish(folder / "published", accepted(folder / f"t{number}", value), f"2026.11.{number}")
    return folder / "published"


def index(published: Path, **changes: object) -> dict:
    """The index with some fields replaced, written back."""
    told = json.loads((published / "index.json").read_text("utf-8")) | changes
    (published / "index.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return told


def seal(published: Path, version: str) -> None:
    """Let the checksums and the index speak of the files as they are now."""
    folder = published / "releases" / version
    (folder / "SHA256SUMS").unlink()
    (folder / "SHA256SUMS").write_text(sums(folder), "utf-8")
    entries = json.loads((published / "index.json").read_text("utf-8"))["releases"]
    changed = [e | {"sha256": sha256(folder / "SHA256SUMS")} if e["version"] == version else e for e in entries]
    index(published, releases=changed)


def errata(published: Path, **fields: object) -> None:
    """One erratum of both releases, about the whole table where nothing narrower is given."""
    known = {"id": "E1", "versions": ["2026.11.1", "2026.11.2"], "table": "applications", "report_id": None}
    known |= {"item": None, "column": None, "message_zh": "印错", "message_en": "a misprint", "time": "2026-11-24"}
    (published / "errata.json").write_text(json.dumps({"errata": [known | fields]}), "utf-8")


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, but for what a misbehaviour answers; remembers what was asked."""

    def __init__(self, *given, asked: list[str], misbehave: Misbehaviour, **more) -> None:
        self.asked, self.misbehave = asked, misbehave
        super().__init__(*given, **more)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if not self.misbehave(self):
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at `asked`."""


@contextmanager
def served(folder: Path, misbehave: Misbehaviour = lambda request: False) -> Iterator[tuple[str, list[str]]]:
    """The address of `folder` on a free port, and the list of the paths asked for."""
    asked: list[str] = []
    handler = partial(Handler, directory=str(folder), asked=asked, misbehave=misbehave)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
