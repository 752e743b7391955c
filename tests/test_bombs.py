"""Small files that grow, all of them read as one folder by worker processes with the pipeline's limits: each is refused
or read for what it is, none costs its worker its life, and the good report beside them is published.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from pipeline.contents import Opened
from pipeline.fetch.receipts import Receipt, receipts
from pipeline.read import read, word_xml, xlsx
from pipeline.read.document import Refusal
from pipeline.release import gather
from pipeline.report import Reading, refuse
from pipeline.workers import Limits, Lost
from tests.corpus.reports import make
from tests.hostile.bombs import BOMBS, ENTITIES, XML_FORMS, of_entities
from tests.hostile.each import each
from tests.read.test_word_xml import old

GOOD = "好.html"
GREEDY = "pdf: forms in forms, 10 to the 12th strokes"
"""pdfium unfolds it until no memory is left, and ends its process; it is read apart, with less memory than there may be."""


class InWorkers:
    """Reads in worker processes and hands on the readings themselves, not where they are kept."""

    def __init__(self, raw: Path) -> None:
        self._raw = raw

    def read(self, waiting: Sequence[Receipt]) -> Iterator[Reading | Opened]:
        found = each(partial(gather.read_one, self._raw), waiting)
        return (refuse(r, f.reason, f.detail) if isinstance(f, Lost) else f for r, f in zip(waiting, found, strict=True))

    def refused(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        return readings


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """By the name of each file: what came of the documents in it, and what was found in them."""
    raw = tmp_path_factory.mktemp("bombs")
    (raw / "documents").mkdir()
    names = {f"{number:03}": name for number, name in enumerate(BOMBS) if name != GREEDY}
    for file, name in names.items():
        (raw / "documents" / file).write_bytes(BOMBS[name].make())
    (raw / "documents" / GOOD).write_bytes(make(1, "html").data)
    found = defaultdict(list)
    for reading in gather.gathered(raw, list(receipts(raw)), InWorkers(raw)):
        file = reading.receipt.path.split("/")[1].removesuffix("!")
        reasons = [row["reason"] for row in reading.tables.get("documents_refused", ())] or ["read"]
        found[names.get(file, file)].append((reasons[0], {row["rule"] for row in reading.tables.get("findings", ())}))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BOMBS if name != GREEDY])
def test_a_bomb_costs_no_more_than_itself(outcomes, name):
    came = {reason for reason, _ in outcomes[name]}
    assert came and came <= set(BOMBS[name].comes)
    assert set(BOMBS[name].findings) <= {rule for _, rules in outcomes[name] for rule in rules}


@pytest.mark.slow
def test_the_good_report_among_them_is_read(outcomes):
    assert [reason for reason, _ in outcomes[GOOD]] == ["read"]


def length(data: bytes) -> int:
    return len(read(data).blocks)


def test_what_ends_its_process_costs_itself_alone():
    good = make(1, "html").data
    found = list(each(length, [good, BOMBS[GREEDY].make(), good], 1, Limits(seconds=60, memory=1024**3)))
    assert found[0] == found[2] > 0
    assert isinstance(found[1], Lost) and found[1].reason in BOMBS[GREEDY].comes


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("form", ["Word 2003", "flat Word"])
def test_the_word_readers_themselves_refuse_entities(form, kind):
    """By its content such a file is taken for XML of another kind; the reader behind does not rely on that."""
    with pytest.raises(Refusal, match="damaged"):
        word_xml.read(of_entities(form, kind, False))


def test_a_declaration_that_calls_nothing_is_refused_too():
    with pytest.raises(Refusal, match="document type declaration"):
        xlsx.read(XML_FORMS["xlsx"]("<!DOCTYPE workbook>", ""))


def test_xml_without_a_declaration_is_read():
    assert word_xml.read(old("<w:p><w:r><w:t>5</w:t></w:r></w:p>")).texts()
