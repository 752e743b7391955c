"""`raw/receipts.csv`: lines are only added, whole or not at all, by one process at a time; and what they are asked for."""

import os
from pathlib import Path

import pytest

from pipeline.fetch.ledger import COLUMNS, AtWork, Entry, Ledger, entries


def entry(url: str = "https://x/a", outcome: str = "new", **more: str) -> Entry:
    return Entry("2026-11-24T02:30:00Z", url, outcome, **more)


def add(raw: Path, *told: Entry) -> None:
    with Ledger(raw) as ledger:
        for one in told:
            ledger.add(one)


def test_lines_are_added_and_read_back_in_their_order(tmp_path: Path):
    add(tmp_path, entry(title='a "b", 公开'), entry("https://x/b"))
    add(tmp_path, entry(outcome="unchanged"))
    assert [(one.url, one.outcome, one.title) for one in entries(tmp_path)] == [
        ("https://x/a", "new", 'a "b", 公开'), ("https://x/b", "new", ""), ("https://x/a", "unchanged", ""),
    ]  # fmt: skip
    assert (tmp_path / "receipts.csv").read_text("utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_nothing_is_read_where_nothing_was_fetched(tmp_path: Path):
    assert list(entries(tmp_path)) == []


def test_a_line_break_in_what_a_host_says_makes_no_second_line(tmp_path: Path):
    add(tmp_path, entry(detail="a\r\nb\x0bc,\u2028d"))
    assert [one.detail for one in entries(tmp_path)] == ["a b c, d"]
    assert (tmp_path / "receipts.csv").read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("rest", [b"2026-11-24T02:31:00Z,https://x/b,ne", b'2026,"https://x', b"\xe5\x85", b"x" * 99])
def test_what_a_crash_left_of_a_line_is_taken_away_and_no_line_is_lost(tmp_path: Path, rest: bytes):
    add(tmp_path, entry())
    file = tmp_path / "receipts.csv"
    whole = file.read_bytes()
    file.write_bytes(whole + rest)
    assert [one.url for one in entries(tmp_path)] == ["https://x/a"]
    add(tmp_path, entry("https://x/c"))
    assert file.read_bytes().startswith(whole)
    assert [one.url for one in entries(tmp_path)] == ["https://x/a", "https://x/c"]


def test_a_disk_without_room_leaves_no_part_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write = os.write
    with Ledger(tmp_path) as ledger:
        ledger.add(entry())
        whole = (tmp_path / "receipts.csv").read_bytes()
        monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:10]))
        with pytest.raises(OSError, match="no room"):
            ledger.add(entry("https://x/b"))
    assert (tmp_path / "receipts.csv").read_bytes() == whole


def test_one_process_at_a_time(tmp_path: Path):
    with Ledger(tmp_path), pytest.raises(AtWork):
        Ledger(tmp_path)
    add(tmp_path, entry())


def test_an_address_is_remembered_by_its_last_line_and_the_last_that_gave_bytes(tmp_path: Path):
    add(tmp_path, entry(sha256="1"), entry(outcome="changed", sha256="2"), entry(outcome="failed", reason="timed_out"))
    with Ledger(tmp_path) as ledger:
        assert ledger.last("https://x/a").outcome == "failed"
        assert ledger.good("https://x/a").sha256 == "2"
        assert ledger.good("https://x/b") is None
