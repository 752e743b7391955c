"""Where `raw/` and `published/` are: what is given, else GONGKAI_RAW and GONGKAI_PUBLISHED, else the project's own."""

from pathlib import Path

from pipeline.settings import setting

PROJECT = Path(__file__).parents[1]


def raw(given: Path | str | None = None) -> Path:
    return _folder("raw", given)


def published(given: Path | str | None = None) -> Path:
    return _folder("published", given)


def address(given: Path | str | None = None) -> str:
    """Where to publish: a folder, or an `s3://bucket/prefix`, which a Path would spoil."""
    return str(given or setting("GONGKAI_PUBLISHED") or PROJECT / "published")


def _folder(name: str, given: Path | str | None) -> Path:
    return Path(given or setting(f"GONGKAI_{name.upper()}") or PROJECT / name)
