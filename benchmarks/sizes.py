"""What an install downloads and takes on the disk: `python -m benchmarks.sizes` writes docs/install-size.md.

Each set of packages is downloaded and unpacked into a folder of its own and measured there, without the .pyc files that
Python makes later. An extra counts what it adds to the default.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "install-size.md"
DEFAULT = "requirements.lock"
LOCKS = {
    DEFAULT: "the default: `make setup`",
    "requirements-ocr.lock": "scans and pictures: `make setup-ocr`",
    "requirements-portal.lock": "Node for the query page, where the machine has none: `make setup-portal`",
    "requirements-dask.lock": "many machines: `make setup-dask`",
    "requirements-postgres.lock": "Dagster's records in PostgreSQL: `make setup-postgres`",
    "requirements-test.lock": "the tests' tools: `make test`",
}
UNLOCKED = {"s3": "an object store: `pip install 'gongkai[s3]'`"}
"""Extras without a lock file, in the versions that the tests' lock file names."""
LARGEST = 8
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
HEAD = """# What an install takes

Made by `python -m benchmarks.sizes`, in MB: *download* is what pip fetches, *installed* what stands on the disk then.
An extra counts what it adds to the default. The packages named are the largest, each with its installed size.

| set | packages | download | installed | the largest |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a package, as it is fetched and as it is unpacked."""

    download: int
    installed: int


def main() -> None:
    lines, known = [_line("Gongkai itself", _sizes(["--no-deps", str(ROOT)], "wheel"))], set()
    for lock, told in LOCKS.items():
        sizes = _sizes(["--no-deps", "--require-hashes", "-r", str(ROOT / lock)])
        known = known or set(sizes)
        added = sizes if lock == DEFAULT else {name: size for name, size in sizes.items() if name not in known}
        lines.append(_line(told, added))
    for extra, told in UNLOCKED.items():
        lines.append(_line(told, {n: size for n, size in _extra(extra).items() if n not in known}))
    PAGE.write_text(HEAD + "".join(lines), "utf-8")
    print(PAGE.read_text("utf-8"))


def _line(told: str, sizes: Mapping[str, Size]) -> str:
    """A line of the table."""
    largest = sorted(sizes, key=lambda name: -sizes[name].installed)[:LARGEST]
    shown = ", ".join(f"{name} {sizes[name].installed / 1e6:.1f}" for name in largest)
    download, installed = (sum(getattr(s, what) for s in sizes.values()) / 1e6 for what in ("download", "installed"))
    return f"| {told} | {len(sizes)} | {download:.1f} | {installed:.1f} | {shown} |\n"


def _extra(name: str) -> dict[str, Size]:
    """The packages that an extra and what it needs come to, the default ones among them."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][name]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:
        pins.write("\n".join(_pins(ROOT / "requirements-test.lock")))
        pins.flush()
        return _sizes(["-c", pins.name, *wanted])


def _pins(lock: Path) -> Iterator[str]:
    """The lines `name==version` of a lock file, without extras, which pip allows no constraint."""
    for line in lock.read_text("utf-8").splitlines():
        if found := re.match(r"([\w.-]+)(?:\[[^\]]*\])?(==[^\s;]+)", line):
            yield "".join(found.groups())


def _sizes(wanted: Sequence[str], how: str = "download") -> dict[str, Size]:
    """The packages that pip fetches for its arguments, by name."""
    with tempfile.TemporaryDirectory() as folder:
        fetched, unpacked = Path(folder, "fetched"), Path(folder, "unpacked")
        into = "--wheel-dir" if how == "wheel" else "--dest"
        subprocess.run([*PIP, how, into, str(fetched), *wanted], check=True)
        files = sorted(fetched.iterdir())
        target = ["--no-deps", "--no-compile", "--target", str(unpacked)]
        subprocess.run([*PIP, "install", *target, *map(str, files)], check=True)
        downloads = {_name(file.name): file.stat().st_size for file in files}
        return {
            (name := _name(info.name)): Size(downloads[name], _bytes(unpacked, info))
            for info in unpacked.glob("*.dist-info")
        }


def _name(file: str) -> str:
    """The package that a wheel, a source archive or a folder of metadata is of."""
    return re.sub(r"[-_.]+", "-", re.match(r"(.+?)-\d", file)[1]).lower()


def _bytes(folder: Path, info: Path) -> int:
    """The files that a package's own record lists."""
    paths = (line.split(",")[0] for line in (info / "RECORD").read_text("utf-8").splitlines())
    return sum(file.stat().st_size for path in paths if (file := folder / path).is_file())


if __name__ == "__main__":
    main()
