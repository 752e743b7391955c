"""Scans of the generator's reports in every setting of `benchmarks.scans`: nearly all is read, and nothing silently
wrong. A report a test and setting, so that the tests can be shared out."""

from collections import Counter

import pytest

from benchmarks.scans import settings, taken
from pipeline.read.extra import recognises
from tests.corpus.render import scan

FLOOR = 0.99
"""Of the cells of one report in all settings together: so many are right."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not recognises(), reason="text recognition is not installed: make setup-ocr"),
    pytest.mark.skipif(not scan.faces(), reason="no font to draw with: fonts-wqy-microhei or fonts-arphic-uming"),
]


@pytest.mark.parametrize("seed", [701, 702, 703])
def test_scans_are_read_right_or_said_to_be_unread(seed):
    counts = sum((taken(name, scanner, [seed], False).tally for name, scanner in settings().items()), Counter())
    assert (counts["silent"], counts["wrong"], counts["invented"], counts["refused"]) == (0, 0, 0, 0)
    assert counts["right"] >= FLOOR * (counts["right"] + counts["unread"])
