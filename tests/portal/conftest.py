"""A portal of the sample and of a report that means harm, built as users build it, and a browser to look at it."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.corpus.form import drawn
from tests.corpus.render import RENDERERS
from tests.corpus.truth import random_truth
from tests.drawn import statistics

RAW = Path(__file__).parents[2] / "raw"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HARM = "<script>window.harmed = true</script>\"'<img src=x onerror='window.harmed = true'>"
CHAIN = "沭阳县发展和改革局"
BROKEN = "洪泽区人民政府"
ADDRESS = "https://www.hongze.gov.cn/report.pdf"
ADDED = "5.手机客户端申请数<script>"
TITLE = f"沭阳县{HARM}水务局2022年政府信息公开工作年度报告"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder, portal and all."""
    from pipeline.publish_command import run

    work = tmp_path_factory.mktemp("portal")
    write_raw(work / "raw")
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "1795312800"
    try:
        assert run(work / "raw", work / "published", None) == 0
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH") if given is None else os.environ.update(SOURCE_DATE_EPOCH=given)
    return work / "published"


def write_raw(raw: Path) -> None:
    """The sample, and beside it a report that means harm, one of nobody, and three more years of an agency."""
    shutil.copytree(RAW, raw)
    truth = random_truth(7)
    prose = dict.fromkeys(truth.prose, (f"全年收到申请3件。{HARM}",))
    harmful = replace(truth, title=TITLE, publisher="沭阳县水务局", year=2022, prose=prose)
    silent = dict.fromkeys(truth.prose, ())
    nameless = replace(random_truth(8), title="2022年政府信息公开工作年度报告", year=2022, prose=silent)
    years = {
        f"year{year}": replace(random_truth(year), title=f"{CHAIN}{year}年政府信息公开工作年度报告", publisher=CHAIN, year=year)
        for year in (2021, 2022, 2024)
    }
    _tell_address(raw / "sources.csv")
    (raw / "documents" / "list.html").write_text(listed(), "utf-8")
    for name, truth in {"harm": harmful, "nameless": nameless, **years}.items():
        (raw / "documents" / f"{name}.docx").write_bytes(RENDERERS["docx"](drawn(truth), 0))


def listed() -> str:
    """A report of 2016 of the same agency with the list of 2014: a sum that doesn't hold, a row that the agency added."""
    rows = statistics({"handled": 3, "handled_on_time": 2})
    added = next(n for n, row in enumerate(rows) if row[0] == "4.信函申请数") + 1
    lines = [*rows[:added], [ADDED, "件", "1"], *rows[added:]]
    cells = "".join("<tr>" + "".join(f"<td>{escape(field)}" for field in line) for line in lines)
    return f"<meta charset=utf-8><h1>{CHAIN}2016年政府信息公开工作年度报告</h1><p>一、概述</p><p>工作如常。</p><table>{cells}</table>"


def _tell_address(sources: Path) -> None:
    """The list of sources with the address of one document."""
    line = f"{BROKEN}2023年政府信息公开工作年度报告,{BROKEN},2023,"
    text = sources.read_text("utf-8")
    assert f"{line}," in text
    sources.write_text(text.replace(f"{line},", f"{line}{ADDRESS},"), "utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """The portal's address on a file server of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(published)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/portal/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser(published: Path):  # after the release: it starts a loop of its own
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium, as .ci/run does")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser, address: str):
    """A page that fails the test where a script fails, another host is asked, or the site's policy is broken."""
    context = browser.new_context(accept_downloads=True)
    made = context.new_page()
    made.set_default_timeout(10_000)
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    made.on("request", lambda asked: wrong.append(asked.url) if not own(asked.url, address) else None)
    yield made
    context.close()
    assert wrong == []


def own(url: str, address: str) -> bool:
    """Whether an address is the site's own, or no address of a host at all."""
    return url.startswith((address.removesuffix("portal/"), "data:", "blob:", "file:"))
