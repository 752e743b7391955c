"""The portal of a nation, built and looked at.

    python -m benchmarks.portal [--agencies 50000] [--years 5] [--page docs/portal.md]

Publishes the sample, multiplies it (`tests/portal/nation.py`), builds the portal and looks at it in Chromium: how long
a keystroke of the search takes, and what the front page and an agency's page cost on a line of 4 Mbit/s. A nation takes
some 4 GB, below the system's folder for temporary files or the one that `--work` names, and is removed afterwards.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipeline.publish_command import run
from pipeline.release.portal import build
from pipeline.release.portal.figures import Figures
from pipeline.release.portal.shards import place
from tests.portal.conftest import CHROMIUM
from tests.portal.nation import multiplied

RAW = Path(__file__).parents[1] / "raw"
LINE = {"offline": False, "latency": 40, "downloadThroughput": 4e6 / 8, "uploadThroughput": 1e6 / 8}
"""4 Mbit/s down, 1 up, 40 ms."""

TYPED = ("教", "教育", "教育局", "jyj", "xx", "江苏", "江苏省 公安", "海", "海淀", "不存在的机关")
PAGE = Path(__file__).with_name("portal_page.md")
READY = "async () => (await gongkaiIndex.prepare()).entries.length"
WRONG = "select publisher_id from reports join findings using (report_id) where findings.severity = 'error' limit 1"
"""An agency with a failing cell."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agencies", type=int, default=50_000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--page", type=Path)
    given = parser.parse_args()
    if CHROMIUM is None:
        parser.error("no Chromium here: apt-get install chromium, as .ci/run does")
    with tempfile.TemporaryDirectory(prefix="gongkai-portal-", dir=given.work) as folder:
        work = Path(folder)
        told = measured(work, given.agencies, given.years)
    print(json.dumps(told, indent=2, ensure_ascii=False))
    if given.page:
        given.page.write_text(PAGE.read_text("utf-8").format(**told), encoding="utf-8")


def measured(work: Path, agencies: int, years: int) -> dict[str, object]:
    if run(RAW, work / "sample", None) != 0:
        raise SystemExit("the sample was not published")
    published = work / "nation"
    release, made = timed(multiplied, work / "sample", published, agencies, years)
    print(f"{agencies} agencies, {years} years: release made in {made:.0f} s", flush=True)
    before = time.process_time()
    portal, built = timed(build, published)
    print(f"portal built in {built:.0f} s", flush=True)
    told = {"agencies": agencies, "years": years, "build": round(built), "memory": peak(), "release": size(release)}
    told |= {"processor": round(time.process_time() - before)}
    return told | sizes(portal) | in_browser(published, release) | machine()


def timed(function, *given):
    started = time.monotonic()
    return function(*given), time.monotonic() - started


def peak() -> int:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def sizes(portal: Path) -> Mapping[str, object]:
    files = [file.stat().st_size for file in portal.rglob("*") if file.is_file()]
    folders = {"shards": "data/publishers", "prose": "data/prose", "findings": "findings", "divisions": "divisions"}
    parts = {f"{name}_size": size(portal / folder) for name, folder in folders.items()}
    largest = max((file.stat().st_size, file.relative_to(portal).as_posix()) for file in portal.rglob("*.html"))
    return {"files": len(files), "portal": sum(files) // 2**20, "index": (portal / "data" / "search.js").stat().st_size,
            "largest_page": f"{largest[1]} {largest[0] // 1024} KB", **parts}  # fmt: skip


def size(folder: Path) -> int:
    """In MB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 2**20


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


def in_browser(published: Path, release: Path) -> Mapping[str, object]:
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(published)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/portal/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        told = searched(browser, address)
        told |= named("front", visited(browser, f"{address}index.html"))
        (agency,) = Figures(release).rows(WRONG)
        shown = f"{address}publisher.html#{place(agency['publisher_id'])}"
        told |= named("agency", visited(browser, shown, ".form-applications"))
        browser.close()
    server.shutdown()
    return told


def named(name: str, told: Mapping[str, object]) -> dict[str, object]:
    return {f"{name}_{key}": value for key, value in told.items()}


def searched(browser, address: str) -> dict[str, object]:
    """Milliseconds from a keystroke to the list below the box, once the index is there."""
    page = browser.new_page()
    page.goto(address)
    loaded, seconds = timed(page.evaluate, READY)
    took = [page.evaluate(KEYSTROKE, "".join(typed[:n])) for typed in TYPED for n in range(1, len(typed) + 1)]
    page.close()
    keys = {"key_median": round(statistics.median(took)), "key_worst": round(max(took)), "keystrokes": len(took)}
    return {"indexed": loaded, "index_ms": round(seconds * 1000), **keys}


KEYSTROKE = """async (text) => {
    const input = document.getElementById("query"), started = performance.now();
    input.value = text;
    input.dispatchEvent(new Event("input"));
    await gongkaiIndex.prepare();
    await Promise.resolve();
    document.getElementById("found").getBoundingClientRect();  // the list stands and is laid out
    return performance.now() - started;
}"""


def visited(browser, address: str, wanted: str = "footer") -> dict[str, object]:
    """What a first visit costs on the slow line: bytes, seconds until `wanted` is drawn."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    came: list[float] = []
    session.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    started = time.monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(wanted)
    seconds = time.monotonic() - started
    page.wait_for_load_state("networkidle")
    context.close()
    return {"kb": round(sum(came) / 1024), "seconds": round(seconds, 2)}


def machine() -> Mapping[str, object]:
    told = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "")
    return {"machine": f"{os.cpu_count()} cores {model or platform.machine()}", "load": f"{os.getloadavg()[2]:.1f}"}


if __name__ == "__main__":
    main()
