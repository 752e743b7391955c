"""The sample's release is what it was, byte for byte; and the hashes notice a change."""

import json

from tests import golden
from tests.release.references import broken_references


def test_every_file_of_the_samples_release_has_its_hash(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", golden.EPOCH)
    known = json.loads(golden.FILE.read_text("utf-8"))
    made = golden.hashes(tmp_path)
    assert broken_references(tmp_path / "releases" / golden.VERSION) == []
    differing = sorted(name for name in known.keys() | made.keys() if known.get(name) != made.get(name))
    assert not differing, "if the change is meant: make golden, and a line in CHANGELOG.md"


def test_the_golden_file_names_every_table_twice_and_the_papers():
    known = json.loads(golden.FILE.read_text("utf-8"))
    tables = {name.removesuffix(".parquet") for name in known if name.endswith(".parquet")}
    assert {f"csv/{name}.csv" for name in tables} <= known.keys()
    assert {"SHA256SUMS", "README.md", "codebook.csv"} <= known.keys()
