"""How fast documents are read and released: `python -m benchmarks.speed --folder FOLDER [--curve N …] [--page PAGE]`.

    ratios    bytes → checked cells against the bare parse of the same bytes and against others, in turns, in a process
    nights    a synthetic nation published (benchmarks/nation.py): the first night, one with nothing new, one with 1 %
              new, each in a process of its own: wall and CPU seconds, peak memory, seconds by asset

Peers that aren't installed are left out, and said. Times are CPU seconds where nothing else is told; a ratio in one
process holds better than seconds on a machine that others use.
"""

import argparse
import io
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from multiprocessing import forkserver
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.nation import FORMS, document, form_of, write
from benchmarks.nation import MADE as MADE_FOLDER
from benchmarks.portal import machine
from pipeline.fetch.receipts import Receipt
from pipeline.report import read_report
from pipeline.settings import setting
from tests.corpus.reports import make
from tests.portal.nation import named_agencies

PAGE = Path(__file__).with_name("speed_page.md")
OURS = "this project"
MADE = ("doc", "ofd")
"""Forms of which a nation's year holds few: a rate each, on reports of the corpus."""

TURNS = 3
ONE_IN = 100
"""A night with 1 % new."""


# ── ratios


def lxml_html(data: bytes) -> None:
    import lxml.html

    lxml.html.document_fromstring(data.decode())


def pandas_html(data: bytes) -> None:
    import pandas

    pandas.read_html(io.StringIO(data.decode()))


def pdfium(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_bounded()


def pdfplumber(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def unzip_lxml(data: bytes) -> None:
    import lxml.etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        lxml.etree.fromstring(package.read("word/document.xml"))


def python_docx(data: bytes) -> None:
    import docx

    for table in docx.Document(io.BytesIO(data)).tables:
        for row in table.rows:
            [cell.text for cell in row.cells]


PEERS: Mapping[str, Mapping[str, tuple[str, Callable[[bytes], None]]]] = {
    "html": {"lxml's bare parse": ("lxml", lxml_html), "pandas.read_html": ("pandas", pandas_html)},
    "pdf": {"pdfium's bare text": ("pypdfium2", pdfium), "pdfplumber": ("pdfplumber", pdfplumber)},
    "docx": {"unzip and lxml": ("lxml", unzip_lxml), "python-docx": ("docx", python_docx)},
    "txt": {},
}
"""By form: what is called, the module that it wants, the call."""


def read(data: bytes) -> None:
    read_report(Receipt("documents/x", "0" * 64, len(data), None, None, None), data)


def ratios(count: int) -> Iterator[str]:
    """A line a form and reader: milliseconds of CPU a document, and this project's time as a multiple of it."""
    for form, peers in PEERS.items():
        given = documents_of(form, count)
        there = {name: call for name, (module, call) in peers.items() if find_spec(module)}
        took = in_turns({OURS: read, **there}, given)
        size = statistics.mean(map(len, given)) / 1000
        yield f"| {form}, {size:.0f} KB | {OURS} | {1000 * took[OURS]:.1f} | | {1 / took[OURS]:.0f} |"
        for name in peers:
            told = f"{1000 * took[name]:.1f} | {took[OURS] / took[name]:.1f} ×" if name in there else "not installed |"
            yield f"| | {name} | {told} | |"


def documents_of(form: str, count: int) -> list[bytes]:
    """Documents of the synthetic nation."""
    numbered = enumerate(named_agencies(None))
    return [document(n, name) for n, (name, *_) in islice((a for a in numbered if form_of(a[0]) == form), count)]


def in_turns(calls: Mapping[str, Callable[[bytes], None]], given: Sequence[bytes]) -> dict[str, float]:
    """CPU seconds a document of each, the median of several turns; the first document only warms up."""
    for call in calls.values():
        call(given[0])
    turns = [{name: _seconds(call, given) for name, call in calls.items()} for _ in range(TURNS)]
    return {name: statistics.median(turn[name] for turn in turns) / len(given) for name in calls}


def _seconds(call: Callable[[bytes], None], given: Sequence[bytes]) -> float:
    started = time.process_time()
    for data in given:
        call(data)
    return time.process_time() - started


STAGES: Mapping[str, Sequence[str]] = {
    "read": ("pipeline.report.read",),
    "rows": ("pipeline.locate.rows",),
    "tables": ("pipeline.locate._fitting",),
    "title and publisher": ("pipeline.locate._headline", "pipeline.locate.head"),
    "prose": ("pipeline.locate.sections", "pipeline.locate.figures"),
    "tidy": ("pipeline.judged.tidy",),
    "check": ("pipeline.judged.check",),
}
"""By stage: the functions that do it, where they are called; what is left are the rows of the published tables."""


def shares(count: int) -> Iterator[str]:
    """A line a form: milliseconds of CPU a document by stage."""
    for form in PEERS:
        given, took = documents_of(form, count), dict.fromkeys(STAGES, 0.0)
        read(given[0])
        with ExitStack() as timed:
            for stage, functions in STAGES.items():
                for module, _, name in (function.rpartition(".") for function in functions):
                    room = import_module(module)
                    timed.enter_context(patch.object(room, name, _timed(getattr(room, name), stage, took)))
            whole = _seconds(read, given)
        parts = [*took.values(), whole - sum(took.values()), whole]
        yield f"| {form} | " + " | ".join(f"{1000 * part / count:.1f}" for part in parts) + " |"


def _timed(function: Callable, stage: str, took: dict[str, float]) -> Callable:
    def call(*args: object, **named: object) -> object:
        started = time.process_time()
        try:
            return function(*args, **named)
        finally:
            took[stage] += time.process_time() - started

    return call


def rates(count: int) -> Iterator[str]:
    for form in MADE:
        try:
            given = [make(seed, form).data for seed in range(count)]
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            yield f"| {form} | none could be made here: {error} |"
            continue
        yield f"| {form} | {1 / in_turns({OURS: read}, given)[OURS]:.1f} |"


# ── nights


def nights(folder: Path, documents: int) -> Iterator[str]:
    """A line a night: the first, one with nothing new, one with 1 % new."""
    work = folder / f"nation-{documents}"
    _put_back(work)
    write(work, documents)
    held_back = list(_held_back(work, documents))
    shutil.rmtree(work / "published", ignore_errors=True)
    for name in ("first", "nothing new", "1 % new"):
        if name == "1 % new":
            for before, after in held_back:
                before.rename(after)
        yield _line(documents, name, night(work))


def _held_back(work: Path, documents: int) -> Iterator[tuple[Path, Path]]:
    """One document in a hundred set aside until the last night."""
    for file in sorted((work / "raw" / "documents").rglob("*.*"))[::ONE_IN]:
        aside = work / "aside" / file.name
        aside.parent.mkdir(exist_ok=True)
        file.rename(aside)
        yield aside, file


def _put_back(work: Path) -> None:
    """What a run that was cut short set aside is made anew."""
    if any((work / "aside").glob("*")):
        shutil.rmtree(work / "aside")
        (work / MADE_FOLDER).unlink(missing_ok=True)


def night(work: Path, settings: Mapping[str, str] | None = None) -> Mapping[str, object]:
    """A night in a process of its own, with settings (`GONGKAI_…`) beside those that there are."""
    return _own_process("--night", str(work), settings=settings or {})


def _own_process(*asked: str, settings: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """What this module tells when it is called so."""
    called = [sys.executable, "-m", "benchmarks.speed", *asked]
    made = subprocess.run(called, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, **(settings or {})})
    return json.loads(made.stdout.splitlines()[-1])


def empty_run() -> Mapping[str, object]:
    """Loads the definitions and runs a job of one step that does nothing: what a run costs before it begins."""
    started = time.monotonic()
    import dagster as dg

    import pipeline.publish_command  # noqa: F401 - loading the definitions is part of it

    @dg.job
    def empty() -> None:
        dg.op(name="nothing")(lambda: None)()

    result = empty.execute_in_process(instance=dg.DagsterInstance.ephemeral())
    wall, used = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF)
    return {"success": result.success, "wall": wall, "cpu": _cpu(used)}


def one_night(work: Path) -> Mapping[str, object]:
    """Publishes in this process and tells what it took."""
    from pipeline.publish_command import _execute, folders_of

    started = time.monotonic()
    result = _execute(folders_of(work / "raw", work / "published"), str(uuid.uuid4()), {"accept": []})
    steps = [event for event in result.all_events if event.is_step_success]
    forkserver._forkserver._stop()  # its workers count once it has ended and was waited for
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "success": result.success,
        "wall": time.monotonic() - started,
        "cpu": sum(map(_cpu, used)),
        "workers": _cpu(used[1]),
        "peak": max(each.ru_maxrss for each in used) // 1024,
        "steps": {event.step_key: event.step_success_data.duration_ms / 1000 for event in steps},
    }


def _cpu(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _line(documents: int, name: str, told: Mapping[str, object]) -> str:
    steps = dict(told["steps"])
    reading, release, portal = (steps.pop(step, 0) for step in ("readings", "release", "portal"))
    shares = f"{reading:.0f} | {sum(steps.values()):.0f} | {release:.0f} | {portal:.0f}"
    return f"| {documents:,} | {name} | {told['wall']:.0f} | {told['cpu']:.0f} | {told['peak']:,} | {shares} |"


def on_cluster(folder: Path, documents: int) -> Iterator[str]:
    if not find_spec("distributed"):
        yield "| the extra dask isn't installed: make setup-dask |"
        return
    from benchmarks import cluster  # it asks for nights of this module

    yield from cluster.lines(folder, documents)


# ── the command


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the synthetic nation is made, and kept")
    parser.add_argument("--curve", type=int, nargs="+", default=[2_000])
    parser.add_argument("--sample", type=int, default=40, help="documents of each form for the ratios")
    parser.add_argument("--cluster", type=int, default=300, help="documents for the comparison with a cluster")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--night", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--start", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.night or given.start:
        told = one_night(given.night) if given.night else empty_run()
        print(json.dumps(told))
        return 0 if told["success"] else 1
    page = PAGE.read_text("utf-8").format(
        ratios="\n".join(ratios(given.sample)),
        stages=" | ".join(STAGES),
        shares="\n".join(shares(given.sample)),
        rates="\n".join(rates(min(given.sample, 10))),
        start="{wall:.1f} s of wall time and {cpu:.1f} s of CPU".format(**_own_process("--start")),
        without=setting("GONGKAI_WITHOUT") or "nothing",
        cluster="\n".join(on_cluster(given.folder, given.cluster)),
        nights="\n".join(line for documents in given.curve for line in nights(given.folder, documents)),
        python=platform.python_version(), forms=", ".join(FORMS), cores=os.cpu_count(), **machine(),
    )  # fmt: skip
    print(page)
    if given.page:
        given.page.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
