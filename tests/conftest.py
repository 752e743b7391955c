"""What every test shares: hypothesis without a clock, and a copy of the schemas that a test may edit."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from schemas import load

settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture
def own_schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the folder `schemas`, from which everything is read while the test runs."""
    copy = tmp_path / "schemas"
    for part in ("layouts", "codelists"):
        shutil.copytree(load.HERE / part, copy / part)
    for file in load.HERE.glob("*.yaml"):
        shutil.copy(file, copy)
    monkeypatch.setattr(load, "HERE", copy)
    forget()
    yield copy
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Empty every cache of the project, so that the schemas are read anew."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("pipeline", "schemas"):
            for held in list(vars(module).values()):
                if callable(getattr(held, "cache_clear", None)):
                    held.cache_clear()
