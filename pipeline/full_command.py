"""`gongkai publish --full`: after publishing, the latest release as databases beside it."""

import sys
from pathlib import Path

from pipeline.release.databases import databases
from pipeline.release.errors import PublishError
from pipeline.release.index import read_index


def run(published: Path) -> int:
    """Make the databases of the latest release, unless they are there; 1, with a sentence on stderr, on failure."""
    try:
        print(databases(published, read_index(published)["latest"]))
    except PublishError as error:
        print(f"gongkai publish: the databases could not be made: {error}", file=sys.stderr)
        return 1
    return 0
