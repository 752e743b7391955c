"""Frictionless, which many portals run, reads the CSV files by `datapackage.json`: a smoke test."""

import json
import shutil
from pathlib import Path
from typing import Any

from frictionless import Package, system


def described_csv(folder: Path) -> list[dict[str, Any]]:
    """The tables as CSV, as the descriptor tells them."""
    told = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return [each for each in told["resources"] if "schema" in each and each["format"] == "csv"]


def faults(folder: Path, resources: list[dict[str, Any]]) -> list[str]:
    """What frictionless says of them: table, type and note of each error."""
    with system.use_context(trusted=True):
        report = Package.from_descriptor({"resources": resources}, basepath=str(folder)).validate()
    found = [f"{task.name}: {error.type}: {error.note}" for task in report.tasks for error in task.errors]
    return found + [f"{error.type}: {error.note}" for error in report.errors]


def test_the_csv_files_are_as_described(described: Path):
    assert faults(described, described_csv(described)) == []


def test_faults_are_noticed(described: Path, tmp_path: Path):
    shutil.copytree(described, tmp_path, dirs_exist_ok=True)
    (tmp_path / "csv" / "sections.csv").write_text('"report_id","section","heading","text","present"\n"x","part",,,maybe\n')
    few = [each for each in described_csv(tmp_path) if each["name"] in ("sections", "reports", "publishers")]
    assert any("hash" in told for told in faults(tmp_path, few))
    unhashed = [{word: told for word, told in each.items() if word not in ("hash", "bytes")} for each in few]
    told = {line.split(": ")[1] for line in faults(tmp_path, unhashed)}
    assert told == {"type-error", "constraint-error", "foreign-key"}
