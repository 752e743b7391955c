"""`make audit`: the pinned dependencies held against each other, against what is installed and against advisories."""

import importlib.util
import os
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("dependency_audit", ROOT / ".ci" / "audit.py")
audit = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(audit)

LXML = version("lxml")


def lock(folder: Path, *lines: str, name: str = "requirements.lock") -> Path:
    file = folder / name
    file.write_text("".join(f"{line} \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n" for line in lines))
    return file


@pytest.fixture(autouse=True)
def no_programs(monkeypatch, tmp_path):
    """No test asks anybody: no pip-audit is found but the one that a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_project_s_own_locks_are_pinned_and_agree():
    files = {file.name: audit.pins(file) for file in audit.locks()}
    assert len(files) == 6 and len(files["requirements.lock"]) > 50
    assert [*audit.known({name: v for own in files.values() for name, v in own.items()})] == []


def test_a_good_lock_passes_and_says_that_nobody_was_asked(tmp_path, capsys):
    assert audit.main([lock(tmp_path, f"lxml=={LXML}")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == audit.NOT_ASKED


def test_a_requirement_without_a_hash_is_a_fault(tmp_path, capsys):
    file = lock(tmp_path, f"lxml=={LXML}")
    file.write_text(file.read_text() + "pillow==12.0.0\n")
    assert audit.main([file]) == 1
    assert "2 requirements, 1 pinned with hashes" in capsys.readouterr().err


def test_extras_and_markers_are_pins_too(tmp_path):
    assert audit.pins(lock(tmp_path, 'moto[s3,server]==5.1 ; python_version < "4"')) == {"moto": "5.1"}


def test_two_versions_of_a_package_are_a_fault(tmp_path, capsys):
    files = [lock(tmp_path, "a==1"), lock(tmp_path, "a==2", name="requirements-test.lock")]
    assert audit.main(files) == 1
    assert "a is pinned to 1 and 2" in capsys.readouterr().err


def test_another_version_than_installed_is_a_fault(tmp_path, capsys):
    assert audit.main([lock(tmp_path, "lxml==99.0")]) == 1
    assert f"lxml {LXML} is installed, 99.0 pinned" in capsys.readouterr().err


@pytest.mark.parametrize(("pin", "is_known"), [("pyarrow==14.0.0", True), ("PyArrow==14.0.1", False), ("pyarrow==0.13.0", False)])
def test_an_advisory_speaks_of_its_versions_alone(tmp_path, pin, is_known):
    assert ["CVE-2023-47248" in said for said in audit.known(audit.pins(lock(tmp_path, pin)))] == [True] * is_known


def answering(folder: Path, answer: str) -> None:
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\nprintf '%s' '{answer}'\n")
    program.chmod(0o755)
    os.environ["PATH"] = f"{folder}:/bin:/usr/bin"


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        ('{"dependencies": [{"name": "lxml", "version": "1", "vulns": []}]}', 0, "pip-audit's source answered for 1 of them"),
        ('{"dependencies": [{"name": "lxml", "version": "1", "vulns": [{"id": "X-1"}]}]}', 1, "answered for 1"),
        ('{"dependencies": [{"name": "lxml", "skip_reason": "not found"}]}', 0, audit.NOT_ASKED),
        ("no connection", 0, audit.NOT_ASKED),
    ],
    ids=["nothing known", "an advisory", "passed over", "not reached"],
)
def test_what_pip_audit_says_counts_where_its_source_answered(tmp_path, capsys, answer, code, told):
    answering(tmp_path, answer)
    assert audit.main([lock(tmp_path, f"lxml=={LXML}")]) == code
    said = capsys.readouterr()
    assert told in said.out and ("X-1" in said.err) == bool(code)
