"""Where the work is done makes no difference to what comes of it: here, and on a Dask cluster of this machine."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.engine import EngineError, packed
from pipeline.publish_command import run
from tests import golden

ITEMS = range(40)


def doubled(item):
    if item == "die":
        os._exit(9)
    time.sleep(0.05)
    return item * 2


def results(done):
    return [result for _, result in done]


def where(done):
    """The process that packs, and so works."""
    return [(os.getpid(), result) for _, result in done]


@pytest.fixture(scope="module")
def cluster() -> Iterator:
    distributed = pytest.importorskip("distributed", reason="the extra dask isn't installed: make setup-dask")
    import dask

    with (
        dask.config.set({"distributed.worker.daemon": False, "distributed.admin.tick.limit": "60s"}),
        distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as made,
    ):
        yield made


@pytest.fixture
def on_cluster(cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_ENGINE", cluster.scheduler_address.replace("tcp://", "dask://"))
    return cluster


def test_without_an_engine_it_is_this_machine(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("GONGKAI_ENGINE", raising=False)
    assert [n for some in packed(doubled, results, ITEMS, 8) for n in some] == [2 * n for n in ITEMS]


def test_an_engine_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_ENGINE", "ray://here")
    with pytest.raises(EngineError, match="dask://host:port"):
        packed(doubled, results, ITEMS, 8)


@pytest.mark.slow
def test_a_cluster_gives_the_same_in_the_same_order(on_cluster):
    found = [each for some in packed(doubled, where, ITEMS, 5) for each in some]
    assert [result for _, result in found] == [2 * n for n in ITEMS]
    assert len({process for process, _ in found}) == 2


@pytest.mark.slow
def test_a_bad_item_costs_itself_alone_and_no_worker_of_the_cluster(on_cluster):
    before = set(on_cluster.scheduler.workers)
    found = [n for some in packed(doubled, results, [1, 2, "die", 3], 4) for n in some]
    assert [found[0], found[1], found[2].reason, found[3]] == [2, 4, "worker_died", 6]
    assert set(on_cluster.scheduler.workers) == before


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(on_cluster):
    found, killed = [], False
    for some in packed(doubled, results, range(200), 5):
        found += some
        if not killed:
            os.kill(next(iter(on_cluster.workers.values())).process.pid, signal.SIGKILL)
            killed = True
    assert found == [2 * n for n in range(200)]


@pytest.mark.slow
def test_the_samples_release_has_the_same_bytes_from_a_cluster(on_cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", golden.EPOCH)
    sums = []
    for name in ("cluster", "here"):
        assert run(golden.RAW, tmp_path / name, golden.VERSION) == 0
        sums.append((tmp_path / name / "releases" / golden.VERSION / "SHA256SUMS").read_text("utf-8"))
        monkeypatch.delenv("GONGKAI_ENGINE", raising=False)
    assert sums[0] == sums[1]
