"""Killed with -9 twenty times in the middle and gone on with: every document is there once, no receipt is lost."""

import csv
import hashlib
import io
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
    """What a folder went through: the receipts after each kill, and in the end; how many requests each kill had seen."""

    raw: Path
    site: Site
    ends: Ends
    receipts: list[bytes]
    seen: list[int]

    @property
    def entries(self) -> list[Entry]:
        return list(entries(self.raw))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory):
    with Site(HOSTS) as site:
        ends = build(site)
        raw = ends.write(tmp_path_factory.mktemp("killed"))
        receipts, seen = zip(*((found, len(site.log)) for found in killed(site, raw, TIMES, seed=9)), strict=True)
        fetch(raw, HOSTS, limits=limits())
        yield Story(raw, site, ends, [*receipts, (raw / "receipts.csv").read_bytes()], list(seen))


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
    """An address that had its bytes before a kill is not met after it; one under way at many kills is asked each time."""
    got = Counter(entry.url for entry in story.entries if entry.outcome == "new" and entry.address_kind != "robots")
    assert set(got.values()) == {1}
    for receipts, seen in zip(story.receipts, story.seen, strict=False):
        asked = {story.site.url(request.host, request.path) for request in story.site.log[seen:]}
        assert asked & settled(receipts) == set()


def settled(receipts: bytes) -> set[str]:
    """The addresses, but those of rules, of which receipts say that they gave something."""
    lines = csv.DictReader(io.StringIO(receipts.decode()))
    return {line["url"] for line in lines if line["outcome"] == "new" and line["address_kind"] != "robots"}


@pytest.mark.slow
def test_every_receipt_leads_to_its_bytes(story: Story):
    told = [entry for entry in story.entries if entry.sha256]
    assert all(hashlib.sha256((story.raw / one.path).read_bytes()).hexdigest() == one.sha256 for one in told)
