"""What tests of several forms share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def without_recognition() -> Iterator[None]:
    """As where the extra for text recognition isn't installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.read.extra.recognises", lambda: False)
        yield
