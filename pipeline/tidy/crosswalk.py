"""How the editions of the form correspond, as a published table: `layout_crosswalk()`, from schemas/crosswalk.csv."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from schemas.load import crosswalk


def layout_crosswalk() -> Iterator[dict[str, Any]]:
    """The rows of the table."""
    yield from map(asdict, crosswalk())
