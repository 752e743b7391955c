"""Killed with -9 twenty times in the middle and gone on with: every document is there once, no receipt is lost."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.fetch.crawl import fetch
from pipeline.fetch.ledger import Entry, entries
from tests.fetch.five_hundred import HOSTS, Ends, build, limits
from tests.fetch.kills import killed
from tests.fetch.site import Site

TIMES = 20


@dataclass
class Story:
    """What a folder went through: the receipts after each kill, and in the end."""

    raw: Path
    site: Site
    ends: Ends
    receipts: list[bytes]

    @property
    def entries(self) -> list[Entry]:
        return list(entries(self.raw))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory):
    with Site(HOSTS) as site:
        ends = build(site)
        raw = ends.write(tmp_path_factory.mktemp("killed"))
        receipts = list(killed(site, raw, TIMES, seed=9))
        fetch(raw, HOSTS, limits=limits())
        yield Story(raw, site, ends, [*receipts, (raw / "receipts.csv").read_bytes()])


@pytest.mark.slow
def test_every_document_is_there_once(story: Story):
    files = [path for path in (story.raw / "documents").rglob("*") if path.is_file()]
    wanted = {hashlib.sha256(body).hexdigest() for body in story.ends.bodies.values()}
    assert Counter(path.name[:64] for path in files) == Counter(wanted)
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name[:64] for path in files)


@pytest.mark.slow
def test_no_receipt_is_lost(story: Story):
    """What stood there after a kill still does, in its place, and every line is whole."""
    assert len(story.receipts) == TIMES + 1
    assert all(later.startswith(earlier) for earlier, later in pairwise(story.receipts))
    assert len(story.entries) == story.receipts[-1].count(b"\n") - 1
    assert len({len(receipts) for receipts in story.receipts}) > TIMES / 2


@pytest.mark.slow
def test_every_address_ends_as_if_nothing_had_been(story: Story):
    last = {entry.url: (entry.outcome, entry.reason) for entry in story.entries if entry.address_kind != "robots"}
    assert last == story.ends.ends


@pytest.mark.slow
def test_what_was_settled_is_not_asked_again(story: Story):
    """At most the requests under way when it was killed were made in vain; hops of redirects have no receipt."""
    got = Counter(entry.url for entry in story.entries if entry.outcome == "new" and entry.address_kind != "robots")
    assert set(got.values()) == {1}
    settled = [url for url in got if len(story.site.asked(url)) > 1 + limits().attempts]
    assert settled == []


@pytest.mark.slow
def test_every_receipt_leads_to_its_bytes(story: Story):
    told = [entry for entry in story.entries if entry.sha256]
    assert all(hashlib.sha256((story.raw / one.path).read_bytes()).hexdigest() == one.sha256 for one in told)
