"""The data page: every file with size and hash, how to load and cite it, what changed, what is known to be wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.release.errata import read_errata
from pipeline.release.index import RELEASES, read_index
from pipeline.release.portal.figures import Figures
from pipeline.release.portal.site import Site
from schemas.load import codelist
from schemas.tables import PUBLISHED, title

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release; `about` is the title of the table that it holds, in both languages, if it holds one."""

    path: str
    size: int
    sha256: str
    about: tuple[str, str] | None


def write(site: Site) -> None:
    published = site.release.parents[1]
    index = read_index(published)
    folders: dict[str, list[File]] = {}
    for file in files(site.release):
        folders.setdefault(file.path.rpartition("/")[0], []).append(file)
    site.page(
        "data.html",
        "data.html",
        folders=folders,
        releases=f"{RELEASES}/{site.version}",
        changes=_changes(site.release),
        letters=codelist("letters"),
        reasons=codelist("change_reasons"),
        errata=[told for told in read_errata(published) if site.version in told["versions"]],
        versions=list(reversed(index["releases"])),
        retracted={told["version"]: told for told in index["retracted"]},
        stable=index["stable"],
        latest=index["latest"],
    )


def files(release: Path) -> Iterator[File]:
    """All files of a release, in the order of its list."""
    yield File(SUMS, (release / SUMS).stat().st_size, "", None)
    for line in (release / SUMS).read_text("utf-8").splitlines():
        sha256, path = line.split("  ", 1)
        name = path.rpartition("/")[2].partition(".")[0]
        yield File(path, (release / path).stat().st_size, sha256, title(name) if name in PUBLISHED else None)


def _changes(release: Path) -> Sequence[Mapping[str, Any]]:
    """How many values and rows changed, by reason and letter; none where the release holds no account of changes."""
    if not (release / "changes.parquet").exists():
        return []
    return Figures(release).rows(
        """
        select "table", why::varchar why, letter::varchar letter, count(*) number
        from changes group by all order by all
        """
    )
