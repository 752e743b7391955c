"""The sample's release is what it was, byte for byte; and where its cells changed, CHANGELOG.md says why."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests import golden
from tests.release.references import broken_references

KNOWN = json.loads(golden.FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", golden.EPOCH)
        return golden.release(tmp_path_factory.mktemp("golden"))


def test_every_file_of_the_samples_release_has_its_hash(release: Path):
    known, made = KNOWN["files"], golden.hashes(release)
    assert broken_references(release) == []
    differing = sorted(name for name in known.keys() | made.keys() if known.get(name) != made.get(name))
    assert not differing, 'if the change is meant: make golden, with WHY="an entry of CHANGELOG.md" where cells changed'


def test_the_samples_cells_are_those_that_the_changelog_explains(release: Path):
    assert golden.cells(release) == KNOWN["cells"], 'the reader changed published cells: make golden WHY="…" says why'
    assert KNOWN["explained"] in golden.entries(golden.CHANGELOG.read_text("utf-8"))


def test_the_golden_file_names_every_table_twice_and_the_papers():
    known = KNOWN["files"]
    tables = {name.removesuffix(".parquet") for name in known if name.endswith(".parquet") and "/" not in name}
    assert {f"csv/{name}.csv" for name in tables} <= known.keys()
    assert {"SHA256SUMS", "README.md", "codebook.csv", "build.json"} <= known.keys()


def test_a_changed_cell_is_another_digest_and_a_new_column_is_none(release: Path, tmp_path: Path):
    folder = shutil.copytree(release, tmp_path / "r")
    path = folder / "applications.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows.append_column("new", pa.array([1] * len(rows))), path)
    assert golden.cells(folder) == golden.cells(release)
    at = rows.schema.get_field_index("value")
    pq.write_table(rows.set_column(at, "value", pa.array([99, *rows["value"].to_pylist()[1:]], pa.int64())), path)
    assert golden.cells(folder) != golden.cells(release)


LOG = "# Changelog\n\n## Unreleased\n\n- One\n  line.\n- Another.\n\n## 0.1\n\n- Old.\n"
BEFORE = {"cells": "a", "explained": "Another."}


def test_the_same_cells_need_no_reason():
    assert golden.explained(BEFORE, "a", "", LOG) == ("Another.", LOG)


def test_an_entry_that_is_there_explains_the_change():
    assert golden.explained(BEFORE, "b", "One line.", LOG) == ("One line.", LOG)


def test_a_reason_that_is_not_there_yet_becomes_an_entry():
    why, log = golden.explained(BEFORE, "b", "Something new.", LOG)
    assert why == "Something new."
    assert log == LOG.replace("- Another.\n", "- Another.\n- Something new.\n")


@pytest.mark.parametrize(("why", "words"), [
    ("", "say why"), ("  \n", "say why"), ("Another.", "explained the change before"), ("Old.", "earlier version"),
])  # fmt: skip
def test_changed_cells_without_a_new_reason_are_refused(why: str, words: str):
    with pytest.raises(SystemExit, match=words):
        golden.explained(BEFORE, "b", why, LOG)


def test_a_changelog_without_a_section_for_what_is_new_is_refused():
    with pytest.raises(SystemExit, match="no section"):
        golden.explained(BEFORE, "b", "New.", "# Changelog\n\n- New.\n")
