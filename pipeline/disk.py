"""`sync(path)`: what was written is on the disk before anything goes on."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's bytes or a folder's names are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
