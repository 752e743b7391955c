"""`mirrored(published)`: a folder to publish in, for a folder itself, for an `s3://bucket/prefix` a copy of it.

    with mirrored("s3://open/gongkai") as folder:      lock, index and latest release pulled
        publish(folder, tables)                        as on any disk
                                                       release files pushed, then what else changed, then index.json

A reader follows `index.json`, which is pushed last and only over the one that was pulled, so nobody sees half a release
and no writer undoes another's work. Two writers are kept apart by the object `.lock`, created only where there is
none; a killed writer's falls due after LEASE. A store that ignores conditions is refused: decision 21 says why.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.release.errors import PublishError, explained
from pipeline.release.files import sha256
from pipeline.release.index import NAME, RELEASES, read_index
from pipeline.release.publish import PENDING, SUMS, VERSION
from pipeline.release.store import Held, Store, Unmet
from pipeline.settings import setting

log = logging.getLogger(__name__)

LOCK = ".lock"
LEASE = 15 * 60
"""Seconds after which a lock that nobody renewed is a dead run's."""

HELD_HERE = ".mirror"
BESIDE = ("errata.json",)
"""Files beside the index that are pulled with it."""


def is_remote(published: str) -> bool:
    return "://" in published


def work_folder(published: str) -> Path:
    """Where a run works: the folder itself, or the local copy of a remote one (GONGKAI_WORK, else ~/.cache/gongkai)."""
    if not is_remote(published):
        return Path(published)
    top = Path(setting("GONGKAI_WORK") or "~/.cache/gongkai/work").expanduser()
    return top / hashlib.sha256(published.rstrip("/").encode()).hexdigest()[:16]


@contextmanager
def mirrored(published: str) -> Iterator[Path]:
    """What is written in the folder while the block runs is published when it ends well; PublishError as told."""
    folder = work_folder(published)
    if not is_remote(published):
        yield folder
        return
    store = Store(published)
    with explained(folder), _alone(folder), locked(store) as lock:
        pulled = _pull(store, folder)
        yield folder
        _push(store, folder, pulled, lock)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process of this machine at a time works in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / HELD_HERE).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# The lock


@dataclass(slots=True)
class Lock:
    """That this run alone may write; `tag` is the lock's as this run wrote it last."""

    store: Store
    tag: str
    renewed: float = field(default_factory=time.monotonic)

    def keep(self) -> None:
        """Renew it in time; PublishError where another run has taken it over."""
        if time.monotonic() - self.renewed < LEASE / 3:
            return
        self.renew()

    def renew(self) -> None:
        data = _claim()
        try:
            self.tag = self.store.put(LOCK, data, _hash(data), self.tag)
        except Unmet:
            raise PublishError(f"{self.store.address}: another run took over; publish again.") from None
        self.renewed = time.monotonic()


@contextmanager
def locked(store: Store) -> Iterator[Lock]:
    """The lock of the store; PublishError with who holds it where another run does."""
    lock = Lock(store, _taken(store))
    try:
        _check_conditions(store)
        yield lock
    finally:
        _release(lock)


def _claim() -> bytes:
    told = {"host": socket.gethostname(), "process": os.getpid(), "time": time.time_ns()}
    return json.dumps(told).encode()


def _taken(store: Store) -> str:
    data = _claim()
    with suppress(Unmet):
        return store.create(LOCK, data, _hash(data))
    held = store.get(LOCK)
    try:
        if held is None:
            return store.create(LOCK, data, _hash(data))
        if held.age >= LEASE:
            return store.put(LOCK, data, _hash(data), held.tag)
    except Unmet:
        held = store.get(LOCK) or held
    raise PublishError(_busy(store, held))


def _busy(store: Store, held: Held | None) -> str:
    who = held.data.decode("utf-8", "replace")[:200] if held else "another run"
    left = max(0, LEASE - held.age) if held else LEASE
    return (
        f"{store.address} is being published by {who}: try again later. If that run is dead, its lock falls due in "
        f"{left / 60:.0f} minutes; or delete {store.address}/{LOCK}."
    )


def _check_conditions(store: Store) -> None:
    """The lock is there now, so a second one must be refused."""
    data = _claim()
    try:
        store.create(LOCK, data, _hash(data))
    except Unmet:
        return
    store.delete(LOCK)
    raise PublishError(
        f"{store.address} ignores conditional writes, so two runs could overwrite each other's work: publish into a "
        "folder and copy it there, index.json last."
    )


def _release(lock: Lock) -> None:
    """Only this run's own lock is removed; where the store can't be reached any more, it falls due."""
    try:
        held = lock.store.get(LOCK)
        if held is not None and held.tag == lock.tag:
            lock.store.delete(LOCK)
    except PublishError as error:
        log.warning("the lock stays until it falls due: %s", error)


# Pull


@dataclass(frozen=True, slots=True)
class Pulled:
    """What the store held before: the index's tag, None where there was no index, and the digest of each file."""

    tag: str | None
    files: dict[str, str]


def _pull(store: Store, folder: Path) -> Pulled:
    """Let the folder hold the index, what stands beside it and the latest release, and a name for each other one."""
    names = store.names()
    beside = {name: store.get(name) for name in (NAME, *BESIDE)}
    for name, held in beside.items():
        if held is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(held.data)
    files = {name: _hash(held.data) for name, held in beside.items() if held is not None}
    latest = read_index(folder)["latest"]
    _clear(folder, keep=latest)
    for name in names:
        if latest and name.startswith(f"{RELEASES}/{latest}/"):
            files[name] = _copied(store, folder, name)
    for version in _versions(names) - {_pending(store)}:
        (folder / RELEASES / version).mkdir(parents=True, exist_ok=True)
    index = beside[NAME]
    return Pulled(index.tag if index else None, files)


def _copied(store: Store, folder: Path, name: str) -> str:
    """The digest of a local copy, fetched where it is not there or another one."""
    path = _below(folder, name)
    if path.is_file() and sha256(path) == store.sha256(name):
        return sha256(path)
    held = store.get(name)
    if held is None:
        raise PublishError(f"{store.address}/{name} vanished while it was read: publish again.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held.data)
    return _hash(held.data)


def _below(folder: Path, name: str) -> Path:
    """The path of an object's copy; an object that is named `../x` has none."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise PublishError(f"the object {name!r} leads out of the store: remove it.")
    return path


def _clear(folder: Path, keep: str | None) -> None:
    """Remove releases of earlier runs, and what a killed one left; the latest is kept, to be fetched but once."""
    for path in (folder / RELEASES).glob("*"):
        if path.is_file():
            path.unlink()
        elif path.name != keep:
            shutil.rmtree(path)


def _versions(names: list[str]) -> set[str]:
    found = {name.split("/")[1] for name in names if name.startswith(f"{RELEASES}/") and name.count("/") > 1}
    return {version for version in found if VERSION.fullmatch(version)}


def _pending(store: Store) -> str | None:
    """The version that a killed run was pushing and that no index names."""
    held = store.get(f"{RELEASES}/{PENDING}")
    return held.data.decode("utf-8", "replace") if held else None


# Push


def _push(store: Store, folder: Path, pulled: Pulled, lock: Lock) -> None:
    """What is new or changed: releases, then other files, then the index."""
    there = {name: sha256(folder / name) for name in _files(folder)}
    changed = {name: digest for name, digest in there.items() if pulled.files.get(name) != digest}
    if not changed:
        return
    known = {name.split("/")[1] for name in pulled.files if name.startswith(f"{RELEASES}/")}
    new = {name for name in changed if name.startswith(f"{RELEASES}/")}
    for version in sorted({name.split("/")[1] for name in new}):
        if version in known:
            raise PublishError(f"{version} is published and can't change: restore {folder / RELEASES / version}.")
        _push_release(store, folder, version, {n: changed[n] for n in new if n.split("/")[1] == version}, lock)
    for name in sorted(changed.keys() - new - {NAME}):
        store.put(name, (folder / name).read_bytes(), changed[name])
    if NAME in changed:
        _swing(store, folder, changed[NAME], pulled.tag, lock)
    if new:
        store.delete(f"{RELEASES}/{PENDING}")
    _remove(store, [e["version"] for e in read_index(folder)["releases"] if "removed" in e])


def _remove(store: Store, versions: list[str]) -> None:
    """Delete the objects of releases that the index, as pushed, calls removed: no reader is led there any more."""
    for version in versions:
        for name in store.names(f"{RELEASES}/{version}/"):
            store.delete(name)


def _files(folder: Path) -> list[str]:
    """The files to publish: all that are not hidden, nor in a hidden folder."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))


def _push_release(store: Store, folder: Path, version: str, files: dict[str, str], lock: Lock) -> None:
    """A release's files, its checksums last; what a killed run left of it is kept where it is the same."""
    _clear_pending(store, version, files)
    store.put(f"{RELEASES}/{PENDING}", version.encode(), _hash(version.encode()))
    for name in sorted(files, key=lambda name: (name.endswith(f"/{SUMS}"), name)):
        lock.keep()
        _push_file(store, folder, name, files[name])
    if set(store.names(f"{RELEASES}/{version}/")) != set(files):
        raise PublishError(f"{store.address}/{RELEASES}/{version} holds other files than were pushed: publish again.")


def _push_file(store: Store, folder: Path, name: str, digest: str) -> None:
    try:
        store.create(name, (folder / name).read_bytes(), digest)
    except Unmet:
        if store.sha256(name) != digest:
            raise PublishError(
                f"{store.address}/{name} is there with another content and no run was pushing it: look at it, then "
                "remove it or give another --version."
            ) from None
        log.info("%s is there already", name)


def _clear_pending(store: Store, version: str, files: dict[str, str]) -> None:
    """Remove what a killed run pushed, but for files of this release that are the same."""
    left = _pending(store)
    if left is None or not VERSION.fullmatch(left):
        return
    index = store.get(NAME)
    if index is not None and left in {entry["version"] for entry in json.loads(index.data)["releases"]}:
        return  # it was announced, and only the mark stayed
    for name in store.names(f"{RELEASES}/{left}/"):
        if left != version or store.sha256(name) != files.get(name):
            store.delete(name)


def _swing(store: Store, folder: Path, digest: str, tag: str | None, lock: Lock) -> None:
    """Replace the index that was pulled, and no other."""
    lock.renew()
    data = (folder / NAME).read_bytes()
    try:
        store.put(NAME, data, digest, tag) if tag else store.create(NAME, data, digest)
    except Unmet:
        raise PublishError(f"{store.address}/{NAME} was changed by someone else meanwhile: publish again.") from None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


