"""How the installation is: each function gives a `Fact`, good or bad, with a sentence in both languages.

The time is always given, so that a test or a simulated week can be at any; nothing here asks a clock.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from yarl import URL

from pipeline.fetch.ledger import FAILED, Entry, entries
from pipeline.release.index import RELEASES, read_index
from schemas.fetching import fetching
from schemas.operating import operating

TIME = "%Y-%m-%dT%H:%M:%SZ"
SHOWN = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of the installation; `told` are the values that its sentences name."""

    name: str
    good: bool
    zh: str
    en: str
    told: Mapping[str, Any]


def fact(name: str, good: bool, **told: Any) -> Fact:
    """The fact with its sentences, from `schemas/operating.yaml`."""
    words = operating().facts[name]
    said = words.good if good else words.bad
    return Fact(name, good, said.zh.format(**told), said.en.format(**told), told)


def released(published: Path) -> Fact:
    """Whether there is a release, and of which day; PublishError where the index can't be understood."""
    index = read_index(published)
    found = {entry["version"]: entry["published"] for entry in index["releases"]}
    latest = index["latest"]
    return fact("release", latest in found, version=latest, date=found.get(latest))


def ran(last_good: datetime | None, now: datetime) -> Fact:
    """Whether a run went well lately; one that finds nothing new went well, too."""
    hours = operating().limits.run_hours
    good = last_good is not None and now - last_good <= timedelta(hours=hours)
    return fact("run", good, time=shown(last_good), hours=hours)


def shown(time: datetime | None) -> str:
    never = operating().said["never"]
    return time.astimezone(UTC).strftime(SHOWN) if time else f"{never.zh} {never.en}"


def room(folder: Path) -> Fact:
    """Whether the disk of a folder, or of where it would be, has room for a run; OSError where that can't be told."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    told = {"folder": str(folder), "gigabytes": f"{free / 1e9:.1f}"}
    return fact("disk", free >= operating().limits.free_bytes, **told)


# Sources


def reachable(raw: Path) -> Fact:
    """Whether most hosts of the last fetch answered; where nothing was ever fetched, nothing is out of reach."""
    hosts = _hosts(_last_fetch(raw))
    lost = sorted(host for host, answered in hosts.items() if not answered)
    limits = operating().limits
    good = len(lost) <= limits.unreachable_share * len(hosts)
    named = ", ".join(lost[: limits.hosts_told]) + (" …" if len(lost) > limits.hosts_told else "")
    return fact("sources", good, hosts=len(hosts), count=len(lost), names=named)


def _last_fetch(raw: Path) -> Collection[Entry]:
    """The last line of each address that was asked within the hours in which a night doesn't ask again."""
    last = {entry.url: entry for entry in entries(raw)}
    newest = max((entry.time for entry in last.values()), default="")
    if not newest:
        return ()
    since = datetime.strptime(newest, TIME) - timedelta(hours=fetching().limits.recheck_hours)
    return [entry for entry in last.values() if entry.time > since.strftime(TIME)]


def _hosts(found: Collection[Entry]) -> dict[str, bool]:
    """Each host, and whether it answered any address with something that another night won't mend."""
    hosts: dict[str, bool] = {}
    for entry in found:
        reason = fetching().reasons.get(entry.reason)
        answered = entry.outcome != FAILED or not (reason is not None and reason.again)
        host = _host(entry.url)
        hosts[host] = hosts.get(host, False) or answered
    return hosts


def _host(url: str) -> str:
    try:
        return URL(url).host or url
    except ValueError:
        return url


# Coverage


def covered(published: Path, now: datetime) -> Fact:
    """Whether, in report season, no release had reports of more publishers for the year before than the latest one."""
    year = now.year - 1
    by_version = dict(_covered(published, now, year)) if now.month in operating().limits.season else {}
    if not by_version:
        return fact("coverage", True, year=year, now=0)
    latest = list(by_version)[-1]
    best = max(by_version, key=lambda version: by_version[version])
    told = {"year": year, "now": by_version[latest], "before": by_version[best], "version": best}
    return fact("coverage", by_version[latest] >= by_version[best], **told)


def _covered(published: Path, now: datetime, year: int) -> Iterator[tuple[str, int]]:
    """Each release of the season that lies here and wasn't retracted, in order; its publishers of a year."""
    index = read_index(published)
    retracted = {told["version"] for told in index["retracted"]}
    for entry in index["releases"]:
        file = published / RELEASES / entry["version"] / "coverage.parquet"
        this_season = entry["published"] >= f"{now.year}-{min(operating().limits.season):02}-01"
        if this_season and entry["version"] not in retracted and file.exists():
            rows = pq.read_table(file, columns=["year", "publishers"], filters=[("year", "=", year)])
            yield entry["version"], pc.sum(rows["publishers"]).as_py() or 0
