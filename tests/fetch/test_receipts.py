"""Every document has a receipt; what leads outside or can't be opened has one without a hash."""

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.fetch.receipts import fingerprint, open_document, receipts
from tests.release.small import raw


def paths(folder: Path) -> list[str]:
    return [receipt.path for receipt in receipts(folder)]


def test_documents_in_order_with_their_hashes(tmp_path: Path):
    folder = raw(tmp_path, {"b/报告 1.txt": "乙", "a.txt": "甲", "b/a.txt": ""})
    found = list(receipts(folder))
    assert [r.path for r in found] == ["documents/a.txt", "documents/b/a.txt", "documents/b/报告 1.txt"]
    assert [r.sha256 for r in found] == [hashlib.sha256(t.encode()).hexdigest() for t in ("甲", "", "乙")]
    assert [open_document(folder, r) for r in found] == ["甲".encode(), b"", "乙".encode()]


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "desktop.ini", "~$报告.docx", "报告.txt~", ".git/config"]
)
def test_what_systems_and_editors_leave_is_no_document(tmp_path: Path, name: str):
    assert paths(raw(tmp_path, {"a.txt": "甲", name: "x"})) == ["documents/a.txt"]


def test_no_folder_is_an_error_and_an_empty_one_is_not(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        paths(tmp_path)
    (tmp_path / "documents").mkdir()
    assert paths(tmp_path) == []


def test_links_are_followed_inside_and_never_outside(tmp_path: Path):
    folder = raw(tmp_path, {"a.txt": "甲"})
    documents = folder / "documents"
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "b.txt").write_text("x")
    for name, target in {
        "inside.txt": documents / "a.txt",
        "outside.txt": tmp_path / "secret" / "b.txt",
        "outside": tmp_path / "secret",
        "broken.txt": documents / "gone.txt",
        "loop.txt": documents / "loop.txt",
    }.items():
        (documents / name).symlink_to(target)
    found = {r.path.removeprefix("documents/"): r for r in receipts(folder)}
    assert {name for name, r in found.items() if r.sha256} == {"a.txt", "inside.txt"}
    assert {name for name, r in found.items() if not r.sha256} == {
        "outside.txt",
        "outside",
        "broken.txt",
        "loop.txt",
    }
    for name in ("outside.txt", "outside", "broken.txt", "loop.txt"):
        with pytest.raises(OSError):
            open_document(folder, found[name])


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    folder = raw(tmp_path, {"a.txt": "甲"})
    os.mkfifo(folder / "documents" / "pipe")
    assert [r.sha256 != "" for r in receipts(folder)] == [True, False]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder, scandir = raw(tmp_path, {"a.txt": "甲", "closed/b.txt": "乙"}), os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(r.path, bool(r.sha256)) for r in receipts(folder)] == [
        ("documents/a.txt", True),
        ("documents/closed", False),
    ]


def test_a_name_in_another_encoding_is_shown_and_found_again(tmp_path: Path):
    folder = raw(tmp_path, {"a.txt": "甲"})
    name = os.fsencode(folder / "documents") + b"/" + "报告.txt".encode("gbk")
    with open(name, "wb") as stream:
        stream.write(b"x")
    odd = next(receipts(folder))
    assert odd.path == r"documents/\xb1\xa8\xb8\xe6.txt"
    assert open_document(folder, odd) == b"x"


def test_a_document_that_changes_meanwhile_is_not_read_under_the_old_hash(tmp_path: Path):
    folder = raw(tmp_path, {"a.txt": "甲"})
    receipt = next(receipts(folder))
    (folder / "documents" / "a.txt").write_text("乙")
    with pytest.raises(OSError, match="changed"):
        open_document(folder, receipt)


def test_fingerprint_changes_with_the_documents_and_only_with_them(tmp_path: Path):
    folder = raw(tmp_path, {"a.txt": "甲"})
    before = fingerprint(folder)
    (folder / "documents" / ".DS_Store").write_text("x")
    assert fingerprint(folder) == before
    raw(tmp_path, {"b.txt": "乙"})
    assert fingerprint(folder) != before
