"""The sample's release, hash by hash: `python -m tests.golden` writes `golden.json` anew (`make golden`).

The release is built with a version and a date of its own, so that only the data, the code that made them and
the pinned libraries decide the bytes.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path

from pipeline.publish_command import run

FILE = Path(__file__).with_name("golden.json")
VERSION, EPOCH = "2000.1.1", "946684800"
RAW = Path(__file__).parents[1] / "raw"


def hashes(work: Path) -> dict[str, str]:
    """The sha256 of every file of the sample's release, built below `work`."""
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    if run(RAW, work, VERSION):
        raise SystemExit("the sample could not be published")
    release = work / "releases" / VERSION
    files = sorted(file for file in release.rglob("*") if file.is_file())
    return {str(file.relative_to(release)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        FILE.write_text(json.dumps(hashes(Path(work)), indent=1) + "\n", "utf-8")
    print(f"wrote {FILE}; say in CHANGELOG.md what changed and why")


if __name__ == "__main__":
    main()
