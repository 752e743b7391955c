# SPDX-License-Identifier: MIT · Copyright (c) 2026 the Gongkai contributors
"""Loads the open data of China's annual reports on open government information. Copy this one file.

    import gongkai
    cells = gongkai.load("applications", year=2021, base="https://example.org/gongkai")

`base` is the address or the folder that holds `index.json`; GONGKAI_BASE is used where it is not given. The pointer is
read once a load, every file is held against its SHA-256, and what was downloaded is kept below GONGKAI_CACHE, else
`~/.cache/gongkai`, by its SHA-256. Where the server can't be reached, a version that is named is read from there;
`latest` and `stable` are not, for only the server knows what they are.

What a warning is about: `Retracted` a release that was withdrawn, `Errata` rows known to be wrong, `Offline` a copy
that may be behind. `GongkaiError` says what is wrong and what to do. Needs pandas and pyarrow.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

LICENCE = "CC-BY-4.0"
TIMEOUT = 30.0
"""Seconds that a server may keep silent."""

MOST = {"index.json": 2**24, "errata.json": 2**24, "SHA256SUMS": 2**22}
MOST_OF_A_TABLE = 2**31
"""Bytes that are taken from a server for one file, at most."""

CHUNK = 2**20
VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,6}")
NAME = re.compile(r"[a-z][a-z0-9_]*")
KEYS = {
    "proactive_disclosure": ("item", "measure"),
    "applications": ("item", "applicant"),
    "reviews_litigation": ("route", "outcome"),
    "statistics_2014": ("indicator",),
}
"""The columns that an erratum's `item` and `column` are codes of; in the other tables `item` is not used."""

_NULLABLE = {kind: dtype() for kind, dtype in {
    pa.int16(): pd.Int16Dtype, pa.int32(): pd.Int32Dtype, pa.int64(): pd.Int64Dtype, pa.bool_(): pd.BooleanDtype,
}.items()}  # fmt: skip
"""A whole number that is not there stays <NA> and never turns its column into floats."""


class GongkaiError(Exception):
    """The data can't be had as asked; the message says why and what to do."""


class GongkaiWarning(UserWarning):
    """What a user of the data must know."""


class Retracted(GongkaiWarning):
    """The release was withdrawn."""


class Errata(GongkaiWarning):
    """Rows of the result are known to be wrong."""


class Offline(GongkaiWarning):
    """The server can't be reached; what was kept of an earlier load is used."""


class _Unreachable(Exception):
    """No answer, or one that says that the server is at fault."""


class _NotThere(Exception):
    """The server or the folder has no such file."""


def load(
    table: str,
    year: int | Iterable[int] | None = None,
    version: str = "latest",
    base: str | os.PathLike[str] | None = None,
    sound: bool = False,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A table of a release, one row a cell, report, finding, …; `codebook` tells its columns, types and units.

    `version` is "latest", "stable" or one such as "2026.11.2". `year` is the reporting year, or several; a table
    without that column is filtered by its reports. With `sound`, the release's selection of cells beyond doubt.
    A number that is not there is <NA>, for a blank is no 0. `.attrs` holds release, schema_version, published,
    base, licence, citation, retracted (the reason, or None) and errata (those of this table, a list of dicts).
    Raises GongkaiError.
    """
    if not NAME.fullmatch(table):
        raise GongkaiError(f"{table!r} is no name of a table; try one such as 'applications'.")
    release = _release(_place(base), version)
    file = release.file(f"sound/{table}.parquet" if sound else f"{table}.parquet", table)
    errata = [e for e in release.errata if e.get("table") in (table, None)]
    frame = _rows(release, file, year, columns, KEYS.get(table, ()) if errata else ())
    _warn_of_errata(release, table, frame, errata)
    frame = frame if columns is None else frame[list(columns)]
    frame.attrs = release.attrs() | {"errata": errata}
    return frame


def releases(base: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """The releases in their order: version, published, schema_version, latest, stable, retracted (why, or None)."""
    place = _place(base)
    index = _index(place, "latest")
    return pd.DataFrame(
        [
            {
                "version": entry["version"],
                "published": entry.get("published"),
                "schema_version": entry.get("schema_version"),
                "latest": entry["version"] == index.get("latest"),
                "stable": entry["version"] == index.get("stable"),
                "retracted": _retraction(index, entry["version"]),
            }
            for entry in index["releases"]
        ],
        columns=["version", "published", "schema_version", "latest", "stable", "retracted"],
    )


def codebook(base: str | os.PathLike[str] | None = None, version: str = "latest") -> pd.DataFrame:
    """Every column of every table and every code, with titles and descriptions in both languages; all of it text."""
    release = _release(_place(base), version)
    with release.file("codebook.csv", "codebook").open("rb") as stream:
        frame = pd.read_csv(stream, dtype=str, keep_default_na=False)
    frame.attrs = release.attrs()
    return frame


# A release


@dataclass(frozen=True)
class _Release:
    """A release as the index named it at one moment: its files by name, each with its SHA-256."""

    place: _Folder | _Server
    version: str
    entry: Mapping[str, Any]
    sums: Mapping[str, str]
    retracted: str | None
    errata: tuple[dict[str, Any], ...]

    def file(self, name: str, table: str) -> Path:
        """A verified copy of a file; GongkaiError with the names there are where this one isn't."""
        if name not in self.sums:
            raise GongkaiError(f"release {self.version} has no {name!r}{_instead(self.sums, name, table)}")
        return self.place.verified(f"releases/{self.version}/{name}", self.sums[name], MOST_OF_A_TABLE)

    def attrs(self) -> dict[str, Any]:
        """What must not be lost on the way: which release, under which licence, and whether it still stands."""
        published = str(self.entry.get("published") or "")
        return {
            "release": self.version,
            "schema_version": self.entry.get("schema_version"),
            "published": published,
            "base": self.place.shown,
            "licence": LICENCE,
            "citation": (
                f"The Gongkai contributors ({published[:4] or 'n.d.'}): China's annual reports on open government "
                f"information as open data, release {self.version}. {self.place.shown}. {LICENCE}."
            ),
            "retracted": self.retracted,
        }


def _instead(sums: Mapping[str, str], name: str, table: str) -> str:
    folder = "sound/" if name.startswith("sound/") else ""
    there = sorted(
        found.removeprefix(folder).removesuffix(".parquet")
        for found in sums
        if found.startswith(folder) and found.endswith(".parquet") and "/" not in found.removeprefix(folder)
    )
    if folder and f"{table}.parquet" in sums:
        return f": a sound selection is there of {', '.join(there) or 'no table'}; load {table} with sound=False."
    return f": its tables are {', '.join(there) or 'none'}."


def _release(place: _Folder | _Server, version: str) -> _Release:
    """The pointer is resolved here and nowhere else, so a load never mixes two releases."""
    index = _index(place, version)
    wanted = index.get(version) if version in ("latest", "stable") else version
    if wanted is None:
        raise GongkaiError(f"{place.shown} names no {version} release yet: give one of {_versions(index)}.")
    entry = next((e for e in index["releases"] if e["version"] == wanted), None)
    if entry is None:
        raise GongkaiError(f"{place.shown} has no release {wanted!r}: give one of {_versions(index)}.")
    retracted = _retraction(index, wanted)
    if retracted is not None:
        warnings.warn(f"release {wanted} was retracted: {retracted}", Retracted, stacklevel=3)
    sums = place.verified(f"releases/{wanted}/SHA256SUMS", str(entry.get("sha256")), MOST["SHA256SUMS"])
    return _Release(place, wanted, entry, _sums(sums), retracted, _errata(place, wanted))


def _index(place: _Folder | _Server, version: str) -> dict[str, Any]:
    """`index.json`; what was kept of it where the server is down and one version is asked for by its number."""
    if version not in ("latest", "stable") and not VERSION.fullmatch(version):
        raise GongkaiError(f"{version!r} is no version: give 'latest', 'stable' or one such as '2026.11.1'.")
    try:
        found = place.told("index.json", kept=VERSION.fullmatch(version) is not None)
    except _NotThere:
        raise GongkaiError(f"{place.shown} has no index.json: is that where the releases are?") from None
    entries = found.get("releases")
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise GongkaiError(f"index.json of {place.shown} is not understood: is this module too old for it?")
    return found


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and VERSION.fullmatch(str(entry.get("version"))) is not None


def _versions(index: Mapping[str, Any]) -> str:
    return ", ".join(entry["version"] for entry in index["releases"][-10:]) or "none, for there is no release"


def _retraction(index: Mapping[str, Any], version: str) -> str | None:
    """Why a release was retracted, in both languages; None where it stands."""
    for told in _mappings(index, "retracted"):
        if told.get("version") == version:
            reasons = filter(None, (told.get("reason_zh"), told.get("reason_en")))
            return " · ".join(reasons) or "no reason is given"
    return None


def _sums(path: Path) -> dict[str, str]:
    """The lines of a SHA256SUMS: name → digest."""
    lines = (line.split("  ", 1) for line in path.read_text("utf-8").splitlines())
    return {pair[1]: pair[0] for pair in lines if len(pair) == 2}


# Errata


def _errata(place: _Folder | _Server, version: str) -> tuple[dict[str, Any], ...]:
    try:
        told = place.told("errata.json", kept=True)
    except _NotThere:
        return ()
    return tuple(e for e in _mappings(told, "errata") if version in (e.get("versions") or ()))


def _mappings(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    listed = told.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _warn_of_errata(
    release: _Release, table: str, frame: pd.DataFrame, errata: Sequence[Mapping[str, Any]]
) -> None:
    for erratum in errata:
        concerned = int(_concerned(frame, table, erratum).sum())
        if concerned:
            said = " · ".join(filter(None, (erratum.get("message_zh"), erratum.get("message_en"))))
            rows = f"{concerned} row{'s' if concerned > 1 else ''}"
            warnings.warn(f"{rows} of {table} {release.version}, {erratum.get('id')}: {said}", Errata, stacklevel=3)


def _concerned(frame: pd.DataFrame, table: str, erratum: Mapping[str, Any]) -> pd.Series:
    """The rows that an erratum is about; a field that it leaves empty means all."""
    found = pd.Series(True, index=frame.index)
    item, column = (*KEYS.get(table, ()), None, None)[:2]
    for name, wanted in (("report_id", "report_id"), (item, "item"), (column, "column")):
        if name in frame and erratum.get(wanted) is not None:
            found &= (frame[name].astype(object) == erratum[wanted]).fillna(False).astype(bool)
    return found


# Rows


def _rows(
    release: _Release, file: Path, year: int | Iterable[int] | None, columns: Sequence[str] | None, keys: Iterable[str]
) -> pd.DataFrame:
    """The wanted rows, with the wanted columns and those that errata are told by."""
    there = pq.read_schema(file).names
    unknown = [name for name in columns or () if name not in there]
    if unknown:
        raise GongkaiError(f"{file_name(file, release)} has no {', '.join(unknown)}: it has {', '.join(there)}.")
    needed = [name for name in ("report_id", *keys) if name in there]
    wanted = None if columns is None else list(dict.fromkeys([*columns, *needed]))
    filters = None if year is None else [_of_years(release, there, year)]
    try:
        found = pq.read_table(file, columns=wanted, filters=filters)
    except (pa.ArrowException, OSError) as error:
        raise GongkaiError(f"{file_name(file, release)} can't be read: {error}. Is pyarrow too old?") from error
    return found.to_pandas(types_mapper=_NULLABLE.get)


def _of_years(release: _Release, there: Sequence[str], year: int | Iterable[int]) -> tuple[str, str, list[Any]]:
    """What Parquet is asked for: these years, or the reports of these years."""
    years = [int(one) for one in ([year] if isinstance(year, int) else year)]
    if "year" in there:
        return "year", "in", years
    if "report_id" not in there:
        raise GongkaiError("this table has neither a year nor a report: load it without year.")
    reports = pq.read_table(release.file("reports.parquet", "reports"), columns=["report_id", "year"])
    known = zip(reports["report_id"].to_pylist(), reports["year"].to_pylist(), strict=True)
    return "report_id", "in", [report for report, of_year in known if of_year in years]


def file_name(file: Path, release: _Release) -> str:
    """What a file of the cache is called in its release."""
    named = {digest: name for name, digest in release.sums.items()}
    return f"release {release.version}, {named.get(file.name, file.name)}"


# Where releases are


def _place(base: str | os.PathLike[str] | None) -> _Folder | _Server:
    given = os.fspath(base or os.environ.get("GONGKAI_BASE") or "")
    if not given:
        raise GongkaiError("say where the releases are: base='https://…' or a folder, or set GONGKAI_BASE.")
    scheme = urllib.parse.urlsplit(given).scheme if "://" in given else ""
    if scheme in ("http", "https"):
        return _Server(given.rstrip("/"))
    if scheme == "file":
        return _Folder(Path(urllib.request.url2pathname(urllib.parse.urlsplit(given).path)))
    if scheme:
        raise GongkaiError(f"{scheme}: is not supported: give an http(s) address or a folder.")
    return _Folder(Path(given).expanduser())


@dataclass(frozen=True)
class _Folder:
    """Releases on a disk."""

    top: Path

    @property
    def shown(self) -> str:
        return str(self.top)

    def told(self, name: str, kept: bool) -> dict[str, Any]:
        """A JSON file beside the releases; a folder is never offline, so nothing is kept of it."""
        if not (self.top / name).is_file():
            raise _NotThere(name)
        return _json((self.top / name).read_bytes(), f"{self.top / name}")

    def verified(self, name: str, sha256: str, most: int) -> Path:
        path = self.top / name
        try:
            got = _digest(path)
        except OSError as error:
            raise GongkaiError(f"{path} can't be read: {error.strerror}. Was the release removed?") from error
        return path if got == sha256 else _refuse(str(path), sha256, got, "restore the file from another copy")


@dataclass(frozen=True)
class _Server:
    """Releases behind an http(s) address, each file kept in the cache by its SHA-256."""

    address: str

    @property
    def shown(self) -> str:
        return self.address

    def told(self, name: str, kept: bool) -> dict[str, Any]:
        """A JSON file beside the releases; with `kept`, the last copy stands in where the server can't be reached."""
        copy = _cache() / "told" / hashlib.sha256(self.address.encode()).hexdigest()[:16] / name
        try:
            data = self._got(name)
        except _Unreachable as error:
            return self._kept(copy, str(error), kept)
        except _NotThere:
            copy.unlink(missing_ok=True)
            raise
        found = _json(data, f"{self.address}/{name}")
        _write(copy, data)
        return found

    def _kept(self, copy: Path, why: str, kept: bool) -> dict[str, Any]:
        if not kept:
            advice = "Name a version that you loaded before to read it from the cache, or try again later."
            raise GongkaiError(f"{self.address} can't be reached: {why}. {advice}")
        if not copy.is_file():
            if copy.name == "index.json":
                raise GongkaiError(f"{self.address} can't be reached: {why}, and nothing of it is in {_cache()}.")
            raise _NotThere(copy.name)
        warnings.warn(
            f"{self.address} can't be reached: {why}. {copy.name} is as it was when last seen; "
            "later errata and retractions are not known.", Offline, stacklevel=6,
        )  # fmt: skip
        return _json(copy.read_bytes(), str(copy))

    def verified(self, name: str, sha256: str, most: int) -> Path:
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise GongkaiError(f"{self.address}: {name} is listed without a SHA-256.")
        copy = _cache() / "files" / sha256[:2] / sha256
        if copy.is_file() and _digest(copy) == sha256:
            return copy
        try:
            with self._opened(name) as stream:
                _download(stream, copy, f"{self.address}/{name}", sha256, most)
        except _Unreachable as error:
            raise GongkaiError(f"{self.address}/{name} can't be had: {error}. Try again later.") from None
        except _NotThere:
            raise GongkaiError(f"{self.address} no longer has {name}: choose another version.") from None
        return copy

    def _got(self, name: str) -> bytes:
        """A small file as a whole."""
        try:
            with self._opened(name) as stream:
                data = stream.read(MOST[name] + 1)
        except (OSError, http.client.HTTPException) as error:
            raise _Unreachable(str(error) or type(error).__name__) from None
        if len(data) > MOST[name]:
            raise GongkaiError(f"{self.address}/{name} is larger than {MOST[name]:,} bytes: it is no such file.")
        return data

    def _opened(self, name: str) -> BinaryIO:
        address = urllib.parse.quote(f"{self.address}/{name}", safe=":/%[]@!$&'()*+,;=~")
        try:
            return _OPENER.open(address, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            if error.code in (403, 404, 410):  # an object store says 403 where there is nothing to list
                raise _NotThere(name) from None
            raise _Unreachable(f"HTTP {error.code} {error.reason}") from None
        except (OSError, http.client.HTTPException) as error:
            raise _Unreachable(str(getattr(error, "reason", error)) or type(error).__name__) from None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http(s) alone, and never from https to http."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        scheme = urllib.parse.urlsplit(newurl).scheme
        if scheme != "https" and (scheme != "http" or req.type == "https"):
            raise GongkaiError(f"{req.full_url} leads to {scheme}:, which is not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Knows http and https; no files, no FTP, whatever an address or a redirect says."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), _Redirects(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "gongkai-client")]
    return opener


_OPENER = _opener()


def _json(data: bytes, shown: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise GongkaiError(f"{shown} is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise GongkaiError(f"{shown} is not understood: a mapping belongs there.")
    return found


# The cache


def _cache() -> Path:
    return Path(os.environ.get("GONGKAI_CACHE") or "~/.cache/gongkai").expanduser()


def _download(stream: BinaryIO, copy: Path, shown: str, sha256: str, most: int) -> None:
    """The stream into the cache, once it is whole and is what it should be."""
    digest, size = hashlib.sha256(), 0

    def chunks() -> Iterable[bytes]:
        nonlocal size
        while chunk := _some(stream, shown):
            size += len(chunk)
            if size > most:
                raise GongkaiError(f"{shown} is larger than {most:,} bytes: it is no such file.")
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != sha256:
            advice = f"{size:,} bytes came; try again, and tell the publisher if it stays so"
            _refuse(shown, sha256, digest.hexdigest(), advice)

    _write(copy, chunks())


def _some(stream: BinaryIO, shown: str) -> bytes:
    try:
        return stream.read(CHUNK)
    except (OSError, http.client.HTTPException) as error:
        raise GongkaiError(f"{shown} broke off: {error or type(error).__name__}. Try again.") from None


def _write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put a file in place at once, so that another process sees all of it or nothing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
    except OSError as error:
        raise GongkaiError(f"{path.parent} can't be written: {error.strerror}. Set GONGKAI_CACHE.") from error
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in [data] if isinstance(data, bytes) else data:
                out.write(chunk)
        os.replace(beside, path)
    except BaseException as error:
        Path(beside).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise GongkaiError(f"{path} can't be written: {error.strerror}. Set GONGKAI_CACHE.") from error
        raise


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _refuse(shown: str, expected: str, got: str, advice: str) -> Path:
    raise GongkaiError(f"{shown} is not what was published: its SHA-256 should be {expected} and is {got}; {advice}.")
