"""Work in processes: results in order, and an item that hangs, dies or eats memory costs itself alone."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from pipeline.workers import Limits, Lost, packed

TIGHT = Limits(seconds=1.0, memory=1024**3)


def work(item):
    """What each item asks for; anything else is doubled."""
    match item:
        case "sleep":
            time.sleep(60)
        case "hang":  # in foreign code, where no signal is heard
            ctypes.PyDLL(None).sleep(60)
        case "die":
            os._exit(9)
        case "crash":
            ctypes.string_at(0)
        case "eat":
            return len(bytearray(4 * 1024**3))
        case "fail":
            raise ValueError("as asked")
        case "slow":
            time.sleep(0.2)
    return item * 2


def pack(done):
    """The results of a batch."""
    return [result for _, result in done]


class Poison:
    """What ends the process that takes it over, before anything is begun."""

    def __reduce__(self):
        return os._exit, (9,)


def each(items, size=8, processes=2, limits=None, how=pack, work=work):
    return [result for batch in packed(work, how, items, size, processes, limits) for result in batch]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_results_come_in_the_order_of_the_items(size):
    assert each(range(50), size) == [n * 2 for n in range(50)]


def test_no_item_no_result():
    assert each([]) == []


@pytest.mark.parametrize("size", [1, 2, 8])
@pytest.mark.parametrize(
    ("bad", "reason"),
    [("sleep", "too_slow"), ("hang", "too_slow"), ("die", "worker_died"), ("crash", "worker_died"), ("eat", "too_much_memory")],
)
def test_a_bad_item_costs_itself_alone(bad, reason, size):
    found = each([1, 2, bad, 3, 4], size, limits=TIGHT)
    assert [n for n in found if not isinstance(n, Lost)] == [2, 4, 6, 8]
    assert isinstance(found[2], Lost) and found[2].reason == reason


@pytest.mark.parametrize("size", [1, 4, 64])
def test_many_bad_items_among_many(size):
    items = [n if n % 7 else "die" for n in range(1, 30)]
    found = each(items, size, limits=TIGHT)
    assert [isinstance(one, Lost) for one in found] == [item == "die" for item in items]


def test_a_batch_that_can_not_be_packed_is_packed_item_by_item():
    found = each([1, 2, 3, 4, 5], 5, processes=1, how=pack_or_die)
    assert found[:3] == [2, 4, 6] and isinstance(found[3], Lost) and found[4] == 10


def pack_or_die(done):
    """Dies over the result 8, but not where nothing is left of it."""
    return os._exit(9) if any(result == 8 for _, result in done) else pack(done)


def test_slow_items_are_handed_back_before_their_batch_is_done():
    batches = list(packed(work, pack, ["slow"] * 6, 6, 1, Limits(batch=0.3)))
    assert [result for batch in batches for result in batch] == ["slowslow"] * 6
    assert len(batches) >= 3


def test_an_ordinary_exception_is_the_callers():
    with pytest.raises(ValueError, match="as asked"):
        each(["fail"], processes=1)


def test_where_no_process_can_begin_the_work_nothing_is_said_of_the_items():
    with pytest.raises(BrokenProcessPool, match="no process can be started"):
        each([Poison()], processes=1)


def test_processes_end_with_the_one_that_started_them():
    started = "from tests.test_workers import each, pid; each(range(1000), 1, 1, work=pid)"
    run = subprocess.Popen([sys.executable, "-c", started], stdout=subprocess.PIPE, text=True)
    worker = int(run.stdout.readline())
    run.send_signal(signal.SIGKILL)
    run.wait()
    for _ in range(100):
        if not os.path.exists(f"/proc/{worker}"):
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


def pid(_):
    """Tells of itself, and takes its time."""
    print(os.getpid(), flush=True)
    time.sleep(0.05)
