"""What each set of libraries takes on the disk: `python -m benchmarks.sizes > docs/install-size.md`.

Each lock file is installed into a folder of its own and measured there; an extra counts what it adds to the default.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETS = {
    "requirements.lock": "the default: `make setup`",
    "requirements-ocr.lock": "scans and pictures: `make setup-ocr`",
    "requirements-portal.lock": "Node for the query page, where the machine has none: `make setup-portal`",
    "requirements-test.lock": "the tests' tools: `make test`",
}
LARGEST = 6


def main() -> None:
    known: set[str] = set()
    print("# What an install takes\n\nMB on the disk, unpacked, made by `python -m benchmarks.sizes`.\n")
    print("| set | packages | MB | the largest |\n|---|---|---|---|")
    for name, told in SETS.items():
        if not (ROOT / name).exists():
            continue
        sizes = {package: size for package, size in _sizes(ROOT / name).items() if package not in known}
        known |= sizes.keys() if name == "requirements.lock" else set()
        largest = sorted(sizes.items(), key=lambda item: -item[1])[:LARGEST]
        shown = ", ".join(f"{package} {size / 1e6:.0f}" for package, size in largest)
        print(f"| {told} | {len(sizes)} | {sum(sizes.values()) / 1e6:.0f} | {shown} |", flush=True)


def _sizes(lock: Path) -> dict[str, int]:
    """Bytes of each package of a lock file, by name."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--no-compile", "--require-hashes", "--target", folder, "-r", str(lock)], check=True)
        return {_name(info.name): _bytes(Path(folder), info) for info in Path(folder).glob("*.dist-info")}


def _name(info: str) -> str:
    return re.sub(r"[-_.]+", "-", info.removesuffix(".dist-info").rpartition("-")[0]).lower()


def _bytes(folder: Path, info: Path) -> int:
    """The files that a package's own record lists."""
    paths = (line.split(",")[0] for line in (info / "RECORD").read_text("utf-8").splitlines())
    return sum(file.stat().st_size for path in paths if (file := folder / path).is_file())


if __name__ == "__main__":
    main()
