"""A piece of a page can be read by people even where the page was read before: no box stands in for a glyph there."""

from pathlib import Path

import pytest

from pipeline.read import read
from pipeline.read.document import Box, Refusal
from pipeline.read.pdf_picture import crop, drawn

PDF = next((Path(__file__).parents[2] / "raw" / "documents").rglob("*2023*.pdf")).read_bytes()
WHERE = Box(290, 690, 330, 705)


def test_reading_a_page_does_not_spoil_its_picture():
    before = crop(PDF, 1, WHERE)
    read(PDF)
    assert crop(PDF, 1, WHERE) == before
    assert drawn(PDF, 1, WHERE) != before, "in this process boxes stand in"


@pytest.mark.parametrize(("data", "page"), [(b"%PDF-1.7 nothing", 1), (PDF, 99)])
def test_what_cannot_be_drawn_is_refused(data: bytes, page: int):
    with pytest.raises(Refusal, match="damaged: page"):
        crop(data, page, WHERE)
