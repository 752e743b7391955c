"""Files by address, of this machine or of a store that fsspec knows: `read`, `write`, `remove`, `names`, `local`.

An address is a path, or has a scheme (`s3://bucket/key`); the latter wants the extra of its scheme (`gongkai[s3]`).
"""

import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path


def is_remote(address: str) -> bool:
    return "://" in address


def joined(address: str, *names: str) -> str:
    return "/".join((address.rstrip("/"), *names))


def read(address: str) -> bytes:
    """All bytes; FileNotFoundError where there is nothing."""
    if not is_remote(address):
        return Path(address).read_bytes()
    files, path = _remote(address)
    return files.cat_file(path)


def read_if_there(address: str) -> bytes:
    """All bytes, none where there is nothing."""
    try:
        return read(address)
    except FileNotFoundError:
        return b""


def write(address: str, data: bytes) -> None:
    """Put bytes there at once: a reader sees all of them or none."""
    if is_remote(address):
        files, path = _remote(address)
        files.pipe_file(path, data)
        return
    target = Path(address)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{uuid.uuid4().hex}.half")
    try:
        beside.write_bytes(data)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def remove(address: str) -> None:
    """Take a file away; one that isn't there is no error."""
    if not is_remote(address):
        Path(address).unlink(missing_ok=True)
        return
    files, path = _remote(address)
    with suppress(FileNotFoundError):
        files.rm_file(path)


def names(address: str) -> list[str]:
    """The names of the files in a folder; none where there is no folder."""
    if not is_remote(address):
        return os.listdir(address) if os.path.isdir(address) else []
    files, path = _remote(address)
    try:
        return [name.rsplit("/", 1)[-1] for name in files.ls(path, detail=False, refresh=True)]
    except FileNotFoundError:
        return []


def local(address: str, beside: Path) -> Path:
    """A file of this machine with the bytes: the file itself, or a copy below `beside`; FileNotFoundError if none."""
    if not is_remote(address):
        if not os.path.isfile(address):
            raise FileNotFoundError(address)
        return Path(address)
    files, path = _remote(address)
    beside.mkdir(parents=True, exist_ok=True)
    target = beside / address.rsplit("/", 1)[-1]
    with files.open(path, "rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return target


def _remote(address: str):
    import fsspec

    return fsspec.core.url_to_fs(address)
