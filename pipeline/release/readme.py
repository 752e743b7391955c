"""`README.md` of a release, made of what lies there and of what `schemas/` says of it: `readme(build, rows)`."""

from collections.abc import Iterator, Mapping

from pipeline.release.build import Build
from schemas.dataset import dataset
from schemas.files import Kind, kind, kinds
from schemas.tables import SCHEMA_VERSION, key, title
from schemas.tables.readme import EVERY_TABLE, TEMPLATE

PAPERS = ("README.md", "SHA256SUMS")
"""Written last, so they don't lie there yet."""


def readme(build: Build, rows: Mapping[str, int]) -> str:
    """The text; `rows` are the numbers of rows of the tables."""
    own, cited = dataset(), dataset().citation(build.version, build.date)
    return TEMPLATE.format(
        version=build.version,
        date=build.date,
        schema_version=SCHEMA_VERSION,
        tables="\n".join(_table(name, number) for name, number in rows.items()),
        files="\n".join(map(_line, _there(build))),
        rights_zh=own.rights.zh,
        rights_en=own.rights.en,
        citation_zh=cited.zh,
        citation_en=cited.en,
    )


def _table(name: str, rows: int) -> str:
    return f"| `{name}` | {' | '.join(title(name))} | {rows} | {' '.join(f'`{c}`' for c in key(name))} |"


def _there(build: Build) -> Iterator[Kind]:
    """The kinds of file that the release has, in the order of `schemas/files.yaml`."""
    paths = [path.relative_to(build.folder).as_posix() for path in build.folder.rglob("*") if path.is_file()]
    found = {kind(path) for path in (*paths, *PAPERS)}
    return (each for each in kinds() if each in found)


def _line(own: Kind) -> str:
    zh, en = EVERY_TABLE
    return f"| `{own.files.replace('*', '…')}` | {own.zh.format(table=zh)} | {own.en.format(table=en)} |"
