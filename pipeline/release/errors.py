"""`PublishError`: why nothing could be published, in one sentence that says where and what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

ADVICE = {
    errno.ENOSPC: "the disk is full: free some space and publish again",
    errno.EDQUOT: "the quota is used up: free some space and publish again",
    errno.EROFS: "the file system is read-only: choose another folder with --published",
    errno.EACCES: "permission is denied: make the folder writable or choose another with --published",
    errno.EPERM: "permission is denied: make the folder writable or choose another with --published",
    errno.EEXIST: "a file stands where a folder belongs: move it or choose another with --published",
    errno.ENOTDIR: "a file stands where a folder belongs: move it or choose another with --published",
}


class PublishError(Exception):
    """Nothing was published; what had been published before is untouched."""


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns a failing disk below `folder` into a PublishError that names the path and what to do."""
    try:
        yield
    except OSError as error:
        raise _told(error, folder) from error
    except FileCreateError as error:  # in which the writer of workbooks wraps the disk's own error
        raise _told(error.args[0], folder) from error


def _told(error: OSError, folder: Path) -> PublishError:
    advice = ADVICE.get(error.errno, f"{error.strerror or error}")
    return PublishError(f"{error.filename or folder} can't be written: {advice}.")
