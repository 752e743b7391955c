"""The sample in `raw/documents/` is what `python -m tests.corpus.sample` builds, and says what it restates."""

from pathlib import Path

import pytest

from benchmarks.accuracy import published, same
from pipeline.fetch.receipts import Receipt
from pipeline.report import Reading, read_report
from tests.corpus.sample import DOCUMENTS, Sample, build, samples
from tests.corpus.truth import expected

SAMPLES = {sample.path: sample for sample in samples()}
LARGEST = 150_000


def reading(data: bytes) -> Reading:
    return read_report(Receipt("documents/report", "0" * 64, len(data), None, None, None), data)


@pytest.fixture(params=sorted(SAMPLES))
def sample(request: pytest.FixtureRequest) -> Sample:
    return SAMPLES[request.param]


def test_every_document_of_the_sample_lies_there_and_no_other(tmp_path: Path):
    build(tmp_path)
    built = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert built == set(SAMPLES)
    assert built <= {path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*.*")}


def test_text_and_pages_are_rebuilt_byte_for_byte(sample: Sample):
    if sample.form in ("tabs", "html"):
        assert (DOCUMENTS / sample.path).read_bytes() == sample.written()


def test_the_same_cells_are_read_in_what_lies_there_and_in_what_is_built(sample: Sample):
    there, built = reading((DOCUMENTS / sample.path).read_bytes()), reading(sample.written())
    assert published(there) == published(built)
    assert published(there)


def test_the_figures_are_the_published_ones(sample: Sample):
    told, wanted = reading((DOCUMENTS / sample.path).read_bytes()), expected(sample.truth)
    got = published(told)
    assert set(got) == set(wanted)
    assert {cell: got[cell] for cell in wanted if not same(got[cell], wanted[cell])} == {}
    (report,) = told.tables["reports"]
    assert (report["publisher_printed"], report["year"]) == (sample.truth.publisher, sample.truth.year)


def test_a_document_is_small_and_called_by_its_title(sample: Sample):
    assert (DOCUMENTS / sample.path).stat().st_size < LARGEST
    assert Path(sample.path).stem == sample.truth.title
