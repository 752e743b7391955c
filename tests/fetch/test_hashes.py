"""A file that looks untouched isn't hashed again; one that was touched, or could have been, is."""

import os
from pathlib import Path

from pipeline.fetch.hashes import Hashes
from pipeline.fetch.receipts import receipts

LONG_AGO = (1_600_000_000, 1_600_000_000)


def raw(folder: Path, text: str, times: tuple[int, int] | None = LONG_AGO) -> Path:
    file = folder / "documents" / "a.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    if times:
        os.utime(file, times)
    return folder


def hashed(folder: Path, told: bytes) -> tuple[str, bytes]:
    hashes = Hashes(told)
    (receipt,) = receipts(folder, hashes)
    return receipt.sha256, hashes.told()


def test_a_file_of_the_same_size_time_and_inode_is_taken_as_it_was(tmp_path: Path):
    before, told = hashed(raw(tmp_path, "one"), b"")
    assert hashed(raw(tmp_path, "two"), told)[0] == before  # the same size, and its time was set back: nobody can know
    assert hashed(raw(tmp_path, "three"), told)[0] != before
    assert hashed(raw(tmp_path, "two", (1, 1)), told)[0] != before


def test_a_file_that_was_just_written_is_not_noted(tmp_path: Path):
    before, told = hashed(raw(tmp_path, "one", None), b"")
    assert hashed(raw(tmp_path, "two", None), told)[0] != before


def test_a_list_that_can_not_be_read_is_empty(tmp_path: Path):
    assert hashed(raw(tmp_path, "one"), b"nonsense") == hashed(raw(tmp_path, "one"), b"")
    hashes = Hashes(hashed(raw(tmp_path, "one"), b"")[1])
    assert list(receipts(tmp_path, hashes)) and not hashes.grew
