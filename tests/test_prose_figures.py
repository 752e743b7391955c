"""The figures told in the sample's prose, line by line as they were looked at by hand (tests/prose_cases.py)."""

from tests.prose_cases import SAMPLE, recorded, sample


def test_the_sample_tells_what_it_told():
    names = {file.name for file in SAMPLE.rglob("*.*")}
    assert sample() == [line for line in recorded() if line["document"] in names]
