"""A small release, published once for all tests of a file."""

from pathlib import Path

import pytest

from tests.release.described import release


@pytest.fixture(scope="session")
def described(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the release; nobody may change it."""
    return release(tmp_path_factory.mktemp("described"))
