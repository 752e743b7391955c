"""Work in processes: results in order, and an item that hangs, dies or eats memory costs itself alone."""

import ctypes
import os
import time

import pytest

from pipeline.workers import Limits, Lost, each

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
    return item * 2


def test_results_come_in_the_order_of_the_items():
    assert list(each(work, range(50), processes=2)) == [n * 2 for n in range(50)]


def test_no_item_no_result():
    assert list(each(work, [], processes=2)) == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [("sleep", "too_slow"), ("hang", "too_slow"), ("die", "worker_died"), ("crash", "worker_died"), ("eat", "too_much_memory")],
)
def test_a_bad_item_costs_itself_alone(bad, reason):
    found = list(each(work, [1, 2, bad, 3, 4], processes=2, limits=TIGHT))
    assert [n for n in found if not isinstance(n, Lost)] == [2, 4, 6, 8]
    assert isinstance(found[2], Lost) and found[2].reason == reason


def test_many_bad_items_among_many():
    items = [n if n % 7 else "die" for n in range(1, 30)]
    found = list(each(work, items, processes=2, limits=TIGHT))
    assert [isinstance(one, Lost) for one in found] == [item == "die" for item in items]


def test_an_ordinary_exception_is_the_callers():
    with pytest.raises(ValueError, match="as asked"):
        list(each(work, ["fail"], processes=1, limits=TIGHT))
