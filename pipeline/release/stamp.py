"""`build.json`: by what code a release was made and on which one it follows; `stamp`, and `stamped(folder)` to ask.

    {"version": "2026.11.2", "code": sha256, "corrections": sha256, "base": {"version": …, "sha256": …}, …}

`code` and `corrections` are as `pipeline/code_version.py` tells them. `base.sha256` is that of the base's `SHA256SUMS`,
so that the changes can be held against the very release they were made from.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import code_version
from pipeline.release.build import Build
from pipeline.release.files import sha256, write_text
from schemas.tables import SCHEMA_VERSION

NAME = "build.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a release says of its making; None where it doesn't tell, as releases before this file don't."""

    code: str | None = None
    corrections: str | None = None
    base: str | None = None
    base_sha256: str | None = None


def stamp(build: Build) -> None:
    """`build.json`."""
    told = {
        "version": build.version,
        "date": str(build.date),
        "schema_version": SCHEMA_VERSION,
        "code": code_version.code(),
        "corrections": code_version.corrections(),
        "libraries": dict(code_version.libraries()),
        "base": _base(build.base),
    }
    write_text(build.folder / NAME, json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def _base(folder: Path | None) -> dict[str, str] | None:
    return folder and {"version": folder.name, "sha256": sha256(folder / "SHA256SUMS")}


def stamped(folder: Path) -> Stamp:
    """What the release in `folder` says; ValueError where its `build.json` can't be understood."""
    if not (folder / NAME).is_file():
        return Stamp()
    try:
        told: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        base = told["base"] or {}
        return Stamp(told["code"], told["corrections"], base.get("version"), base.get("sha256"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{folder / NAME} can't be understood: {error!r}") from error
