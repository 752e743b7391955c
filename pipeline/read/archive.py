"""ZIP: `entries(data)`, the files in an archive. Nothing is written to a disk; a name is only shown.

    flag of UTF-8 set    the name as it is
    not set              UTF-8 or GB18030, as its bytes show: Chinese systems write GBK and say nothing

A folder is no entry. A link, an encrypted file and one packed too well or in a strange way are entries that can't be
opened. An archive whose files lie over each other is a bomb, and is refused as a whole.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from pipeline.read.document import Refusal
from pipeline.read.entry import Entry, as_path, name_of
from pipeline.read.limits import MAX_BYTES, MAX_CONTAINED, MAX_DOCUMENTS, MAX_MEMBERS, MAX_RATIO

SMALL = 1024 * 1024
"""A file up to this size may be packed to any degree."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, OverflowError, ValueError)
"""What a damaged archive may raise."""

_UTF8_NAME = 0x800
_LOCKED = 0x1
_LOCAL_HEADER = 30
"""Bytes before a file's name and content."""


def entries(data: bytes) -> Sequence[Entry]:
    """The files of the archive, in the order of its directory. Raises `Refusal`: `too_large` or `damaged`."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise Refusal("too_large", f"more than {MAX_MEMBERS:,} files in the archive")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise Refusal("damaged", str(error)) from error
    files = [file for file in archive.infolist() if not _is_folder(file)]
    _refuse_bombs(files, len(data))
    return [Entry(as_path(_name(file), str(n)), partial(_open, archive, file)) for n, file in enumerate(files, 1)]


def _is_folder(file: zipfile.ZipInfo) -> bool:
    return _name(file).endswith(("/", "\\")) and file.file_size == 0


def _name(file: zipfile.ZipInfo) -> str:
    if file.flag_bits & _UTF8_NAME:
        return file.orig_filename
    return name_of(file.orig_filename.encode("cp437", "replace"))


def _refuse_bombs(files: Sequence[zipfile.ZipInfo], size: int) -> None:
    if len(files) > MAX_DOCUMENTS:
        raise Refusal("too_large", f"{len(files):,} files in the archive, at most {MAX_DOCUMENTS:,}")
    unpacked = sum(file.file_size for file in files)
    if unpacked > MAX_CONTAINED:
        raise Refusal("too_large", f"unpacks to {unpacked:,} bytes, at most {MAX_CONTAINED:,}")
    if any(end > start for (_, end), (start, _) in pairwise(sorted(_extents(files, size)))):
        raise Refusal("damaged", "files of the archive lie over each other")


def _extents(files: Sequence[zipfile.ZipInfo], size: int) -> Iterator[tuple[int, int]]:
    """Where each file begins and where it ends at the earliest; the archive's end closes them."""
    for file in files:
        begin = file.header_offset
        yield begin, begin + _LOCAL_HEADER + file.compress_size
    yield size, size


def _open(archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes:
    if stat.S_ISLNK(file.external_attr >> 16):
        raise Refusal("unopenable", "a link")
    if file.flag_bits & _LOCKED:
        raise Refusal("encrypted", "under a password")
    if file.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("unsupported_type", f"packed by method {file.compress_type}")
    if file.file_size > MAX_BYTES or file.file_size > max(SMALL, MAX_RATIO * file.compress_size):
        raise Refusal("too_large", f"{file.compress_size:,} bytes that unpack to {file.file_size:,}")
    try:
        return archive.read(file)
    except (*DAMAGE, RuntimeError) as error:
        raise Refusal("damaged", str(error)) from error
