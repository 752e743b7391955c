"""`Hashes`: the SHA-256 of files that were hashed before and that nobody has touched since.

    path                 size    mtime_ns              inode     sha256
    documents/a.html     51234   1732462621000000000   131077    9f…        same size, time and inode: not read again

A file whose time is younger than two seconds when it is hashed isn't noted: it could change once more within its time's
grain. The list is kept as Parquet and rewritten with what a run has seen; one that can't be read counts as empty.
"""

import io
import logging
import os
import time
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

GRAIN = 2_000_000_000
"""Nanoseconds within which a file system may give two changes the same time."""

_SCHEMA = pa.schema([
    ("path", pa.string()), *((name, pa.int64()) for name in ("size", "mtime_ns", "inode")), ("sha256", pa.string()),
])  # fmt: skip

log = logging.getLogger(__name__)

Seen = tuple[int, int, int, str]
"""Size, time and inode of a file, and its hash."""


class Hashes:
    """What is known of files by path; `told` is the list of an earlier run."""

    def __init__(self, told: bytes = b"") -> None:
        self._known = _read(told)
        self._seen: dict[str, Seen] = {}

    def of(self, path: str, seen: os.stat_result, read: Callable[[], str]) -> str:
        """The hash of a file that looks as `seen`; `read` is asked where it isn't known. OSError as `read`."""
        known = self._known.get(path)
        if known is not None and known[:3] == (seen.st_size, seen.st_mtime_ns, seen.st_ino):
            self._seen[path] = known
            return known[3]
        now, sha256 = time.time_ns(), read()
        if seen.st_mtime_ns < now - GRAIN:
            self._seen[path] = (seen.st_size, seen.st_mtime_ns, seen.st_ino, sha256)
        return sha256

    @property
    def grew(self) -> bool:
        """Whether the list differs from the one that was given."""
        return self._seen != self._known

    def told(self) -> bytes:
        """The list of what was seen."""
        columns = zip(*((path, *known) for path, known in self._seen.items()), strict=True) if self._seen else [[]] * 5
        out = io.BytesIO()
        pq.write_table(pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)],
                                            schema=_SCHEMA), out, compression="zstd")  # fmt: skip
        return out.getvalue()


def _read(told: bytes) -> dict[str, Seen]:
    if not told:
        return {}
    try:
        columns = pq.read_table(io.BytesIO(told), schema=_SCHEMA).to_pydict().values()
    except (pa.ArrowException, OSError) as error:
        log.warning("the list of hashes can't be read (%s); all files are hashed anew", error)
        return {}
    return {path: (size, mtime, inode, sha256) for path, size, mtime, inode, sha256 in zip(*columns, strict=True)}
