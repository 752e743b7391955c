"""Five hundred pages of all kinds on loopback: fetched whole and politely, by the hosts' own account."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.fetch.crawl import fetch
from pipeline.fetch.ledger import Entry, entries
from tests.fetch.five_hundred import DELAY, HOSTS, SLOWED, Ends, build, limits
from tests.fetch.site import RULES, Request, Site

LIMITS = limits()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(HOSTS) as opened:
        yield opened


@pytest.fixture(scope="module")
def ends(site: Site) -> Ends:
    return build(site)


@pytest.fixture(scope="module")
def raw(site: Site, ends: Ends, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder after one run."""
    folder = ends.write(tmp_path_factory.mktemp("raw"))
    fetch(folder, HOSTS, "https://example.org/about", LIMITS)
    return folder


def last(raw: Path) -> dict[str, Entry]:
    return {entry.url: entry for entry in entries(raw) if entry.address_kind != "robots"}


def by_host(log: list[Request]) -> dict[str, list[Request]]:
    found = defaultdict(list)
    for request in log:
        found[request.host].append(request)
    return found


def most_at_once(log: list[Request]) -> int:
    """How many requests were under way at a time."""
    steps = sorted([(one.came, 1) for one in log] + [(one.out, -1) for one in log if one.out])
    under_way = most = 0
    for _, step in steps:
        under_way += step
        most = max(most, under_way)
    return most


def test_the_site_is_large_enough(site: Site, ends: Ends):
    assert len(site.pages) >= 500
    assert len(set(ends.ends.values())) == 19


def test_every_address_ends_as_it_must(raw: Path, ends: Ends):
    found = {url: (entry.outcome, entry.reason) for url, entry in last(raw).items()}
    assert {url: end for url, end in found.items() if ends.ends.get(url) != end} == {}
    assert found.keys() == ends.ends.keys()


def test_every_document_is_there_once_under_its_hash(raw: Path, ends: Ends):
    files = [path for path in (raw / "documents").rglob("*") if path.is_file()]
    assert Counter(path.name[:64] for path in files) == Counter(
        {hashlib.sha256(body).hexdigest() for body in ends.bodies.values()}
    )
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name[:64] for path in files)
    told = last(raw)
    assert all((raw / told[url].path).read_bytes() == body for url, body in ends.bodies.items())


def test_nothing_is_left_of_what_was_given_up_or_is_whole(raw: Path, ends: Ends):
    kept = {path.stem for path in (raw / ".parts").iterdir()}
    again = {url for url, (outcome, reason) in ends.ends.items() if reason in ("cut_short", "timed_out", "encoding_broken", "answer_broken")}
    assert kept <= {hashlib.sha256(url.encode()).hexdigest() for url in again}


def test_what_pages_hold_besides_is_never_asked(raw: Path, site: Site, ends: Ends):
    assert [url for url in ends.never if site.asked(url)] == []


def test_hosts_are_asked_as_slowly_as_was_meant(raw: Path, site: Site):
    for host, log in by_host(site.log).items():
        starts = sorted(request.came for request in log)
        between = DELAY if host == SLOWED else LIMITS.seconds_between
        starts = starts[1:] if host == SLOWED else starts  # the rules are asked for before they are known
        assert starts[-1] - starts[0] >= (len(starts) - 2) * between


def test_no_host_is_asked_too_much_at_a_time(raw: Path, site: Site):
    assert all(most_at_once(log) <= LIMITS.per_host for log in by_host(site.log).values())
    assert 3 <= most_at_once(site.log) <= LIMITS.at_once


def test_rules_are_asked_for_first_and_by_name(raw: Path, site: Site):
    for log in by_host(site.log).values():
        assert log[0].path == RULES
    assert {one.headers["user-agent"] for one in site.log} == {"gongkai/1 (+https://example.org/about)"}


def test_a_host_that_asks_to_wait_is_left_in_peace(raw: Path, site: Site):
    log = site.log
    asked = [request for request in log if request.status == 429]
    assert len(asked) == 2
    for request in asked:
        after = [one.came for one in log if one.host == request.host and one.came > request.out + 0.5]
        assert min(after) - request.out >= 1.9


def test_what_was_cut_is_gone_on_with(raw: Path, site: Site):
    rest = [request for request in site.log if request.status == 206 and "range" in request.headers]
    assert len(rest) == 10
    assert all(re.fullmatch(r"bytes=1\d\d\d-", one.headers["range"]) for one in rest)


def test_a_second_night_asks_only_for_what_differs(raw: Path, site: Site, ends: Ends):
    """Must stand last: it goes on with the site and folder of the others."""
    before, asked = last(raw), len(site.log)
    documents = {path: path.stat().st_mtime_ns for path in (raw / "documents").rglob("*")}
    fetch(raw, HOSTS, limits=limits(recheck_hours=0, attempts=1))
    after = last(raw)
    assert {path: path.stat().st_mtime_ns for path in (raw / "documents").rglob("*")} == documents
    had = {url for url, entry in before.items() if entry.sha256}
    assert {after[url].outcome for url in had} == {"unchanged"}
    assert all(after[url].sha256 == before[url].sha256 and after[url].path == before[url].path for url in had)
    versioned = {url for url in had if before[url].etag or before[url].last_modified}
    new = [one for one in site.log[asked:] if site.url(one.host, one.path) in versioned]
    assert len(new) == len(versioned) > 150
    assert {one.status for one in new} == {304}
