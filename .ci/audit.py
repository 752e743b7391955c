"""Holds the pinned dependencies against what is known of them: `python .ci/audit.py`, which `make audit` runs.

    offline   every pin has a version and hashes, one version over all lock files, and is what is installed;
              none is within an advisory of advisories.csv, a list kept by hand
    online    where pip-audit is installed and its source reached: the advisories of PyPI, for each lock file

Exits with 1 where a fault is found; says in its last line whether a source of advisories was asked.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ADVISORIES = Path(__file__).with_name("advisories.csv")
SECONDS = 600
NOT_ASKED = "no source of advisories could be asked: they were held against the list by hand alone"

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)[^\n]*((?:\n[ \t]+--hash=[^\n]*)*)", re.MULTILINE)
_REQUIREMENT = re.compile(r"^[A-Za-z0-9]", re.MULTILINE)

Pins = Mapping[str, str]


def locks() -> list[Path]:
    return sorted(ROOT.glob("requirements*.lock"))


def pins(lock: Path) -> Pins:
    """Name → version of a lock file. Raises ValueError at a requirement that isn't pinned with a hash."""
    text = lock.read_text("utf-8")
    found = {canonicalize_name(name): number for name, number, hashes in _PIN.findall(text) if hashes}
    wanted = len(_REQUIREMENT.findall(text))
    if len(found) != wanted:
        raise ValueError(f"{lock.name}: {wanted} requirements, {len(found)} pinned with hashes")
    return found


def disagreements(files: Mapping[str, Pins]) -> Iterator[str]:
    """The packages that two lock files pin to two versions, and those installed in a third."""
    for name in sorted({name for own in files.values() for name in own}):
        versions = {own[name] for own in files.values() if name in own}
        if len(versions) > 1:
            yield f"{name} is pinned to {' and '.join(sorted(versions))}"
        elif (there := _installed(name)) not in (None, *versions):
            yield f"{name} {there} is installed, {versions.pop()} pinned"


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def known(own: Pins) -> Iterator[str]:
    """The pins that an advisory of the list speaks of."""
    with ADVISORIES.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            number = own.get(canonicalize_name(line["package"]))
            if number is not None and SpecifierSet(line["affected"], prereleases=True).contains(number):
                yield f"{line['package']} {number}: {line['id']}, {line['what']}"


def asked(files: Mapping[str, Pins]) -> tuple[int, list[str]]:
    """How many pins a source of advisories knew, and what it said of them; 0 where none can be asked."""
    if shutil.which("pip-audit") is None:
        return 0, []
    first = next(iter(files.values()))
    name = next(iter(first))
    if not _told({name: first[name]})[0]:  # one is asked first: a source that can't be reached is left in peace
        return 0, []
    return _told({name: number for own in files.values() for name, number in own.items()})


def _told(own: Pins) -> tuple[int, list[str]]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as listed:
        listed.write("".join(f"{name}=={number}\n" for name, number in own.items()))
        listed.flush()
        command = ["pip-audit", "--format", "json", "--progress-spinner", "off", "--disable-pip", "--no-deps"]
        done = subprocess.run(
            [*command, "-r", listed.name], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    try:
        answers = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, []
    answered = [answer for answer in answers if "vulns" in answer]
    return len(answered), [f"{a['name']} {a['version']}: {v['id']}" for a in answered for v in a["vulns"]]


def main(files: Sequence[Path] | None = None) -> int:
    try:
        found = {lock.name: pins(lock) for lock in files or locks()}
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    every = {name: number for own in found.values() for name, number in own.items()}
    count, online = asked(found)
    faults = [*disagreements(found), *known(every), *online]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    print(f"{len(every)} pinned packages in {len(found)} lock files, {len(faults)} faults")
    print(f"pip-audit's source answered for {count} of them" if count else NOT_ASKED)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
