"""Fetching as an asset: what it tells; and that publishing neither runs it nor has a way to the network."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from pipeline.assets.fetched import RETRIES, fetched
from pipeline.assets.folders import Folders
from pipeline.definitions import defs
from pipeline.fetch.crawl import Counts
from pipeline.fetch.ledger import Ledger
from pipeline.release.index import read_index
from tests.release import small

ROOT = Path(__file__).parents[2]

WITHOUT_NETWORK = """
import socket, sys
def watch(event, given):
    asked = event in ("socket.getaddrinfo", "socket.gethostbyname")
    if asked or (event in ("socket.connect", "socket.sendto") and given[0].family != socket.AF_UNIX):
        raise RuntimeError(f"publishing asked for the network: {event} {given}")
sys.addaudithook(watch)
from pathlib import Path
from pipeline import publish_command
ended = publish_command.run(Path(sys.argv[1]), sys.argv[2], None)
reaches = {"aiohttp", "pipeline.fetch.crawl", "pipeline.fetch.transfer"} & sys.modules.keys()
assert not reaches, reaches
sys.exit(ended)
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw" / "documents").mkdir(parents=True)
    (tmp_path / "raw" / "sources.csv").write_text("publisher,url\n甲局,http://127.0.0.1/a|b`c\n", "utf-8")
    return Folders(raw=str(tmp_path / "raw"), published=str(tmp_path / "published"))


def test_an_asset_tells_how_the_run_ended(folders: Folders):
    result = dg.materialize([fetched], resources={"folders": folders})
    told = {name: value.value for name, value in result.asset_materializations_for_node("fetched")[0].metadata.items()}
    assert told["failed"] == 1
    assert told["told"].splitlines()[-1] == "| failed | address_forbidden | `http://127.0.0.1/a%7Cb%60c` |"


def test_a_run_beside_another_tries_again_and_then_fails(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetched.op, "_retry_policy", dg.RetryPolicy(max_retries=RETRIES.max_retries))
    with Ledger(folders.raw_path):
        result = dg.materialize([fetched], resources={"folders": folders}, raise_on_error=False)
    assert not result.success
    again = [event for event in result.all_events if event.event_type_value == "STEP_RESTARTED"]
    assert len(again) == RETRIES.max_retries == 2


def test_the_job_fetch_runs_it_and_the_job_publish_never_does():
    def keys(job: str) -> set[str]:
        return {key.to_user_string() for key in defs.resolve_job_def(job).asset_layer.executable_asset_keys}

    assert keys("fetch") == {"fetched"}
    assert "fetched" not in keys("publish") and {"documents", "release"} <= keys("publish")


def test_a_night_fetches_before_it_looks_at_the_documents(folders: Folders, monkeypatch: pytest.MonkeyPatch):
    """The network side finds a document for the rest, which had none before."""

    def fetching(raw: Path, *_: object) -> Counts:
        small.raw(raw.parent, {"fetched/a.txt": "甲 2023"})
        return Counts()

    monkeypatch.setattr("pipeline.fetch.crawl.fetch", fetching)
    small.plant(monkeypatch, small.read)
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    night = defs.resolve_job_def("night").execute_in_process(resources={"folders": folders}, run_config=quiet)
    order = [event.step_key for event in night.all_events if event.event_type_value == "STEP_SUCCESS"]
    assert order.index("fetched") < order.index("documents") < order.index("release")
    assert read_index(Path(folders.published))["releases"][0]["rows"]["reports"] == 1


def test_publishing_never_asks_for_the_network(tmp_path: Path, folders: Folders):
    (folders.raw_path / "documents" / "a.txt").write_text("nothing", "utf-8")
    given = [sys.executable, "-c", WITHOUT_NETWORK, folders.raw, folders.published]
    done = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "1 documents" in done.stdout
