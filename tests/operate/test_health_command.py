"""`gongkai health` and `gongkai reread` as an operator uses them; the log as JSON."""

import json
import logging
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import reread_command
from pipeline.cli import main
from pipeline.fetch.received import received
from pipeline.logs import JsonLines
from pipeline.publish_command import folders_of
from pipeline.settings import NAMES
from tests.operate.post import Hook
from tests.operate.test_facts import published
from tests.release import small


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("shutil.disk_usage", lambda path: namedtuple("usage", "free")(10**12))


def health(folder: Path, *more: str) -> int:
    return main(["health", "--raw", str(folder / "raw"), "--published", str(folder), *more])


def test_all_is_well(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    published(tmp_path, {"2026.3.1": 5})
    assert health(tmp_path) == 0
    lines = capfd.readouterr().out.splitlines()
    assert all(line.startswith("✓") for line in lines) and "2026.3.1" in lines[0]


def test_monitoring_gets_json_and_the_channels_are_told(tmp_path: Path, monkeypatch, capfd):
    with Hook() as hook:
        monkeypatch.setenv("GONGKAI_WEBHOOK", hook.address)
        assert health(tmp_path, "--json") == 1 and not hook.got
        told = json.loads(capfd.readouterr().out)
        assert not told["good"] and [one["name"] for one in told["facts"] if not one["good"]] == ["release"]
        assert health(tmp_path, "--alert") == 1
    assert "There is no release yet." in hook.got[0][1]["lines"]


def test_the_instance_is_asked_where_there_is_one(tmp_path: Path, monkeypatch, capfd):
    published(tmp_path, {"2026.3.1": 5})
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    assert health(tmp_path, "--json") == 1
    told = {one["name"]: one["good"] for one in json.loads(capfd.readouterr().out)["facts"]}
    assert (told["run"], told["failures"], told["daemon"]) == (False, True, False)


def test_an_index_that_can_not_be_read_is_told(tmp_path: Path, capfd):
    (tmp_path / "index.json").write_text("{")
    assert health(tmp_path) == 1 and "is no index" in capfd.readouterr().err


# Reading again


def test_what_came_is_known_by_receipt_or_file(tmp_path: Path):
    raw = small.raw(tmp_path, {"a.txt": "a", "b.txt": "b"})
    (raw / "receipts.csv").write_text("time,url,outcome,path\n2026-11-02T18:30:00Z,http://x/,new,documents/a.txt\n")
    found = received(raw)
    assert found["documents/a.txt"] == datetime(2026, 11, 2, 18, 30, tzinfo=UTC)
    assert (datetime.now(UTC) - found["documents/b.txt"]).total_seconds() < 600


@pytest.mark.parametrize(("since", "ended", "published_once", "says"), [
    ("2026-11-03", 0, True, "1 of 1 documents"),  # in China it was the third already
    (None, 0, True, "1 of 1 documents"),
    ("2026-11-04", 0, False, "nothing to read again"),
    ("yesterday", 1, False, "is no date"),
])  # fmt: skip
def test_reread_publishes_where_documents_came_since(tmp_path: Path, monkeypatch, capfd, since, ended, published_once, says):
    raw, runs = small.raw(tmp_path, {"a.txt": "a"}), []
    (raw / "receipts.csv").write_text("time,url,outcome,path\n2026-11-02T18:30:00Z,http://x/,new,documents/a.txt\n")
    monkeypatch.setattr(reread_command, "publish", lambda *given: runs.append(given) or 0)
    given = ["reread", "--raw", str(raw), "--published", str(tmp_path / "p"), *(["--since", since] if since else [])]
    assert main(given) == ended
    assert bool(runs) == published_once
    out, err = capfd.readouterr()
    assert says in out + err


def test_reread_forgets_what_was_read(tmp_path: Path, monkeypatch):
    raw = small.raw(tmp_path, {"a.txt": "a"})
    kept = folders_of(raw, tmp_path / "p").kept()
    kept.write(b"a pack")
    night = Path(kept.place, "night.json")
    night.write_text("{}")
    monkeypatch.setattr(reread_command, "publish", lambda *given: 0)
    assert main(["reread", "--raw", str(raw), "--published", str(tmp_path / "p"), "--since", "2200-01-01"]) == 0
    assert len(kept.packs()) == 1 and night.exists()  # nothing came since then
    assert main(["reread", "--raw", str(raw), "--published", str(tmp_path / "p")]) == 0
    assert kept.packs() == [] and not night.exists()


def test_reread_without_a_folder_says_so(tmp_path: Path, capfd):
    assert main(["reread", "--raw", str(tmp_path / "no")]) == 1 and "can't be listed" in capfd.readouterr().err


# The log


def test_a_record_is_one_line_of_json():
    record = logging.LogRecord("pipeline.x", logging.WARNING, __file__, 1, "甲\n%s", ("b",), None)
    told = JsonLines().format(record)
    assert "\n" not in told
    read = json.loads(told)
    assert (read["level"], read["logger"], read["message"]) == ("warning", "pipeline.x", "甲\nb")
    assert datetime.fromisoformat(read["time"]).tzinfo is not None
