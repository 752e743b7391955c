"""Dagster's history, in SQLite and in PostgreSQL, with the settings of `deploy/`: asked, and pruned."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipeline.assets.history import last_good, last_run, pruned, silent_daemons
from pipeline.release.clock import now

DEPLOY = Path(__file__).parents[2] / "deploy"


def _programs() -> Path | None:
    """Where PostgreSQL's programs are."""
    found = shutil.which("initdb")
    there = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return there[-1] if there else None


@pytest.fixture
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of its own on loopback, run by another user where this one is root."""
    programs = _programs()
    if programs is None or importlib.util.find_spec("dagster_postgres") is None:
        pytest.skip("PostgreSQL, or what `make setup-postgres` installs, is not here")
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    who = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()
    os.chown(folder, who, -1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *given: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *given]
        subprocess.run(command, user=who, check=True, capture_output=True, timeout=120, cwd=folder)

    run("initdb", "-U", "gongkai", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off"
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
    try:
        yield f"postgresql+psycopg2://gongkai@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def instance(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """An instance with the settings that are deployed."""
    given = (DEPLOY / "dagster.yaml").read_text("utf-8")
    if request.param == "postgres":
        monkeypatch.setenv("GONGKAI_POSTGRES", request.getfixturevalue("postgres"))
        given += (DEPLOY / "storage.postgres.yaml").read_text("utf-8")
    (tmp_path / "dagster.yaml").write_text(given)
    with dg.DagsterInstance.from_config(str(tmp_path)) as opened:
        assert (request.param == "postgres") == ("Postgres" in type(opened.run_storage).__name__)
        yield opened


def ended(instance: dg.DagsterInstance, job: str, well: bool = True) -> str:
    """A run of a small job of that name."""

    @dg.op
    def work() -> None:
        if not well:
            raise dg.Failure("broken")

    @dg.job(name=job)
    def small() -> None:
        work()

    return small.execute_in_process(instance=instance, raise_on_error=False).run_id


def test_history_is_asked_and_pruned(instance: dg.DagsterInstance):
    assert last_good(instance) is None and last_run(instance) is None
    first, good, bad = ended(instance, "night"), ended(instance, "night"), ended(instance, "publish", well=False)
    assert abs(last_good(instance) - now()) < timedelta(minutes=5)
    assert last_run(instance)[:2] == ("publish", False)
    assert list(pruned(instance, now() - timedelta(days=1))) == []
    assert set(pruned(instance, now() + timedelta(days=1))) == {first, bad}  # the last good one stays
    assert [run.run_id for run in instance.get_runs()] == [good]
    assert [path for path in Path(instance.root_directory).rglob("*") if first in path.name] == []
    assert instance.get_run_by_id(first) is None and instance.all_logs(good)


def test_the_settings_let_one_run_at_a_time_and_need_a_daemon(instance: dg.DagsterInstance):
    assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1
    assert instance.run_monitoring_enabled and instance.run_retries_enabled
    assert {"SCHEDULER", "SENSOR", "QUEUED_RUN_COORDINATOR", "MONITORING"} <= set(silent_daemons(instance, now()))
