"""Which of several documents of one publisher and year is the later one."""

import pytest

from pipeline.tidy.versions import current, ordered
from tests.check.across.drawing import reports

DRAWN = {
    "the path decides where no date is told": "a.pdf:- b.pdf:- → b.pdf",
    "the later date decides where both tell one": "a.pdf:2024-03-02 b.pdf:2024-01-20 → a.pdf",
    "the path decides where only one tells": "a.pdf:2024-03-02 b.pdf:- → b.pdf",
    "the path decides between two of one day": "a.pdf:2024-03-02 b.pdf:2024-03-02 → b.pdf",
}


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
def test_the_later_document_is_current(drawn: str):
    documents, later = drawn.split(" → ")
    rows = [f"甲-2023-{path} {path} {day}" for path, day in (d.split(":") for d in documents.split())]
    frame = reports("\n".join(["report path day", *rows]))
    assert list(frame.loc[current(frame), "source_path"]) == [later]
    assert list(ordered(frame)["source_path"])[-1] == later
