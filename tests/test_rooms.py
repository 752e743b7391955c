"""The rooms keep to themselves: who imports whom, where Chinese may stand, who knows Dagster.

Each rule is shown to work by a fault planted in a copy of the packages.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
DAGSTER_ROOMS = ("assets", "definitions", "publish_command", "cli")


def modules(package: Path) -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(package.rglob("*.py")):
        yield file.relative_to(package).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def broken_contracts(folder: Path) -> list[str]:
    """The import contracts that the packages in `folder` break."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run(
        [*command, "--config", str(ROOT / ".importlinter"), "--no-cache", "--no-logo"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)


def chinese_literals(package: Path) -> list[str]:
    """Module and line of each string with a Chinese character; docstrings and comments may hold some."""
    return [f"{name}:{node.lineno}" for name, tree in modules(package) for node in _literals(tree)]


def _literals(tree: ast.Module) -> Iterator[ast.Constant]:
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        strings = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        if strings and CHINESE.search(node.value):
            yield node


def dagster_imports(package: Path) -> list[str]:
    """The modules outside its rooms that import Dagster."""
    return [
        name
        for name, tree in modules(package)
        if re.split(r"[/.]", name)[0] not in DAGSTER_ROOMS and any(map(_names_dagster, ast.walk(tree)))
    ]


def _names_dagster(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(name.split(".")[0] == "dagster" for name in names)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Both packages, to plant a fault in."""
    for package in ("pipeline", "schemas"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    # without it, the copy would be one package together with the installed one
    (tmp_path / "pipeline" / "__init__.py").touch()
    return tmp_path


def plant(folder: Path, module: str, line: str) -> None:
    with (folder / module).open("a", encoding="utf-8") as file:
        file.write(f"\n\n{line}\n")


# Who imports whom


def test_each_room_imports_only_from_those_below_it():
    assert broken_contracts(ROOT) == []


def test_every_module_of_the_pipeline_stands_in_the_contract():
    contract = ConfigParser()
    contract.read(ROOT / ".importlinter")
    named = set(re.findall(r"pipeline\.(\w+)", contract["importlinter:contract:rooms"]["layers"]))
    there = {path.stem for path in (ROOT / "pipeline").iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert there - {"__init__"} <= named


@pytest.mark.parametrize(("module", "line", "contracts"), [
    ("pipeline/numbers.py", "import pipeline.read", 1),
    ("pipeline/locate/align.py", "from pipeline.check.finding import finding", 1),
    ("pipeline/tidy/cells.py", "def late():\n    from pipeline import report", 1),
    ("pipeline/identities.py", "import pipeline.numbers", 1),
    ("schemas/load.py", "from pipeline.read.document import Place", 1),
    ("pipeline/read/document.py", "from schemas.load import writing", 1),
    ("pipeline/read/text.py", "from pipeline.numbers import read_number", 1),
    ("pipeline/check/values.py", "import pipeline.tidy.cells", 0),
])  # fmt: skip
def test_an_import_from_above_breaks_a_contract(copy, module, line, contracts):
    plant(copy, module, line)
    assert len(broken_contracts(copy)) == contracts


# Chinese labels live in schemas/


def test_no_string_of_the_pipeline_is_chinese():
    assert chinese_literals(ROOT / "pipeline") == []


@pytest.mark.parametrize("line", [
    'LABEL = "规章"', "LABEL = f'{1}件'", 'LABELS = {"规章": 1}', 'def f(x):\n    """f"""\n    return x == "\\u89c4\\u7ae0"',
])  # fmt: skip
def test_a_chinese_string_is_seen(copy, line):
    before = chinese_literals(copy / "pipeline")
    plant(copy, "pipeline/numbers.py", line)
    (found,) = set(chinese_literals(copy / "pipeline")) - set(before)
    assert found.startswith("numbers.py:")


@pytest.mark.parametrize("line", ['# 规章', 'def f():\n    """规章"""', 'A = 1\n"""规章"""', 'A = "，、"'])
def test_comments_docstrings_and_signs_may_be_chinese(copy, line):
    before = chinese_literals(copy / "pipeline")
    plant(copy, "pipeline/numbers.py", line)
    assert chinese_literals(copy / "pipeline") == before


# Dagster stays in its room


def test_only_the_assets_and_what_runs_them_know_dagster():
    assert dagster_imports(ROOT / "pipeline") == []


@pytest.mark.parametrize("line", [
    "import dagster", "import dagster as dg", "from dagster import asset", "def f():\n    import dagster._core",
])  # fmt: skip
def test_an_import_of_dagster_is_seen(copy, line):
    plant(copy, "pipeline/release/files.py", line)
    assert dagster_imports(copy / "pipeline") == ["release/files.py"]
