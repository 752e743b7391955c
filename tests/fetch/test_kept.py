"""What was got, on the disk: put once, whole or not at all; what was cut is gone on with only where that is safe."""

import hashlib
import json
from pathlib import Path

import pytest
from yarl import URL

from pipeline.fetch import kept
from pipeline.fetch.kept import Kept

DATA = b"%PDF-1.4"
HASH = hashlib.sha256(DATA).hexdigest()
WHERE = URL("https://x/a.PDF?b=1")


def come(store: Kept, url: str = "https://x/a", data: bytes = DATA, **headers: str):
    part = store.part(url)
    part.begin({name.replace("_", "-"): value for name, value in headers.items()})
    with part.open() as file:
        file.write(data)
    return part


def test_bytes_lie_under_their_hash_in_the_folder_of_the_run(tmp_path: Path):
    store = Kept(tmp_path, "20261124T023000Z")
    path = store.document(come(store), WHERE, "application/pdf")
    assert path == f"documents/fetched/20261124T023000Z/{HASH}.pdf"
    assert (tmp_path / path).read_bytes() == DATA
    assert list((tmp_path / ".parts").iterdir()) == []


def test_bytes_that_are_there_are_not_put_again_whoever_put_them(tmp_path: Path):
    """Also those of a run that was killed before it could write the receipt."""
    store = Kept(tmp_path, "1")
    first = store.document(come(store), WHERE, "")
    later = Kept(tmp_path, "2")
    assert later.document(come(later, "https://y/b"), URL("https://y/b.doc"), "") == first
    assert not (tmp_path / "documents" / "fetched" / "2").exists()
    assert list((tmp_path / ".parts").iterdir()) == []


@pytest.mark.parametrize(("url", "media_type", "ending"), [
    ("https://x/a.docx", "", ".docx"), ("https://x/a.aspx", "text/html; charset=gbk", ".html"), ("https://x/a.exe", "x/y", ""),
    ("https://x/get?file=a.pdf", "application/pdf", ".pdf"), ("https://x/a.%2e%2e%2fb", "", ""),
])  # fmt: skip
def test_an_ending_is_one_that_people_know(tmp_path: Path, url: str, media_type: str, ending: str):
    store = Kept(tmp_path, "1")
    assert store.document(come(store), URL(url), media_type) == f"documents/fetched/1/{HASH}{ending}"


@pytest.mark.parametrize(("headers", "goes_on"), [
    ({"ETag": '"1"'}, True), ({"Last_Modified": "Tue, 24 Nov 2026 02:30:00 GMT"}, True), ({}, False), ({"ETag": 'W/"1"'}, False),
])  # fmt: skip
def test_a_part_is_gone_on_with_where_the_host_tells_versions_apart(tmp_path: Path, headers: dict, goes_on: bool):
    part = come(Kept(tmp_path, "1"), **headers)
    assert (part.size, part.come) == (len(DATA) if goes_on else 0, len(DATA))


def test_a_part_from_before_the_machine_was_started_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    part = come(Kept(tmp_path, "1"), ETag='"1"')
    monkeypatch.setattr(kept, "_boot", lambda: "another")
    assert part.size == 0


@pytest.mark.parametrize("note", ["", "{", "[]", '{"validator": 1}', json.dumps({"boot": "x"})])
def test_a_note_that_was_cut_off_makes_a_part_begun_anew(tmp_path: Path, note: str):
    part = come(Kept(tmp_path, "1"), ETag='"1"')
    next((tmp_path / ".parts").glob("*.json")).write_text(note)
    assert part.size == 0
