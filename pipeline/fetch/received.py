"""`received(raw)`: when each document came, by its path: by its receipt, else by the time of its file."""

from datetime import UTC, datetime
from pathlib import Path

from pipeline.fetch.ledger import entries
from pipeline.fetch.receipts import documents, shown


def received(raw: Path) -> dict[str, datetime]:
    """Path relative to raw/ → the time in UTC; OSError where `raw/documents/` is no folder to list."""
    told = {entry.path: entry.time for entry in entries(raw) if entry.outcome in ("new", "changed")}
    return {path: _when(file, told.get(path)) for file in documents(raw) for path in [shown(raw, file)]}


def _when(file: Path, told: str | None) -> datetime:
    try:
        return datetime.fromisoformat(told or "").astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(file.lstat().st_mtime, UTC)
